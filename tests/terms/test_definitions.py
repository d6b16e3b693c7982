from __future__ import annotations

import pytest

from derivcheck.terms.definitions import Captured, TooDeep, unfold
from derivcheck.terms.nodes import Derivative, Reduce, Symbol, Term, number
from tests.engine.sample import add, exact, multiply, power

X, U, L = Symbol("x"), Symbol("u"), Symbol("L")


def test_definitions_unfold_all_the_way_down() -> None:
    """With L := u² and u := x + 1, L is (x + 1)²."""
    definitions: dict[str, Term] = {"L": power(U, 2), "u": add(X, number(1))}
    assert exact(unfold(L, definitions), {"x": 4}) == 25


def test_a_derivative_by_a_defined_symbol_takes_it_as_independent() -> None:
    """∂L/∂u is 2u, with u's own value put in afterwards; ∂L/∂x goes through u."""
    definitions: dict[str, Term] = {"L": power(U, 2), "u": multiply(number(3), X)}
    by_u = unfold(Derivative(U, L, U), definitions)
    by_x = unfold(Derivative(X, L, X), definitions)
    assert exact(by_u, {"x": 5}) == 30
    assert exact(by_x, {"x": 5}) == 90


def test_the_chain_rule_multiplies_up() -> None:
    """∂L/∂u · ∂u/∂x equals ∂L/∂x where L depends on x through u only."""
    definitions: dict[str, Term] = {"L": power(U, 3), "u": power(X, 2)}
    product = unfold(multiply(Derivative(U, L, U), Derivative(X, U, X)), definitions)
    assert exact(product, {"x": 2}) == exact(unfold(Derivative(X, L, X), definitions), {"x": 2}) == 192


def test_a_sum_over_a_name_that_a_definition_mentions_is_refused() -> None:
    """With c := i for a free i, ∑_i c is 3i by the letter, and may be meant as 1 + 2 + 3."""
    definitions: dict[str, Term] = {"c": Symbol("i")}
    total = Reduce("sum", "i", number(1), number(3), Symbol("c"))
    with pytest.raises(Captured):
        unfold(total, definitions)


def test_a_bound_name_is_not_unfolded() -> None:
    """The index of a sum hides a definition of the same name."""
    total = Reduce("sum", "i", number(1), number(3), Symbol("i"))
    assert exact(unfold(total, {"i": number(100)}), {}) == 6


def test_definitions_in_a_circle_are_refused() -> None:
    """They have no value, and are not followed for ever."""
    with pytest.raises(TooDeep):
        unfold(X, {"x": U, "u": X})


def test_definitions_that_explode_are_refused() -> None:
    """Twenty doublings of doublings make more terms than memory holds."""
    definitions: dict[str, Term] = {f"a{k}": add(Symbol(f"a{k + 1}"), Symbol(f"a{k + 1}")) for k in range(40)}
    with pytest.raises(TooDeep):
        unfold(Symbol("a0"), definitions)
