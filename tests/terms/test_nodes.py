from __future__ import annotations

from derivcheck.terms.latex import to_latex
from derivcheck.terms.nodes import (
    Apply,
    Derivative,
    Integral,
    Reduce,
    Symbol,
    Term,
    children,
    free_symbols,
    number,
    rebuild,
    walk,
)
from tests.engine.sample import add, multiply, power

X, N, I = Symbol("x"), Symbol("n"), Symbol("i")


def names(term: Term) -> set[str]:
    """The free names of a term."""
    return {symbol.name for symbol in free_symbols(term)}


def test_bound_names_are_not_free() -> None:
    """A sum, a derivative and an integral bind a name in their body, not in their ends or point."""
    assert names(Reduce("sum", "i", number(1), N, add(I, X))) == {"n", "x"}
    assert names(Reduce("sum", "i", number(1), I, I)) == {"i"}
    assert names(Derivative(X, X, I)) == {"i"}
    assert names(Derivative(X, X, X)) == {"x"}
    assert names(Integral("x", number(0), X, X)) == {"x"}


def test_sizes_in_shapes_are_free() -> None:
    """A vector of n numbers depends on n."""
    assert names(Symbol("v", (N,))) == {"v", "n"}


def test_a_condition_belongs_to_the_sum() -> None:
    """Its other names are free, its index is not."""
    condition = Apply("different", (I, Symbol("k")))
    assert names(Reduce("sum", "i", number(1), N, I, condition)) == {"n", "k"}


def test_walking_visits_every_part_once() -> None:
    """The term itself comes first."""
    term = add(X, multiply(number(2), power(X, 3)))
    parts = list(walk(term))
    assert parts[0] is term
    assert len(parts) == 7


def test_rebuilding_without_change_gives_an_equal_term() -> None:
    """Terms compare by structure."""
    term = Reduce("sum", "i", number(1), N, add(I, power(X, 2)))
    assert rebuild(term, lambda child: child) == term
    assert set(children(term)) == {number(1), N, term.body}


def test_terms_print_as_latex() -> None:
    """Brackets stand where they are needed."""
    assert to_latex(power(add(X, number(1)), 2)).replace(" ", "") == r"\left(x+1\right)^{2}"
    assert to_latex(multiply(number(-1), X)) == "-x"
