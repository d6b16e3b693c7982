"""Terms multiplied out and by powers of a name."""

from fractions import Fraction

import pytest

from derivcheck.engine.algebra.expanding import NoClosedForm, coefficients_in, falling, monomials, tidied
from derivcheck.terms.nodes import Number
from tests.engine.sample import exact
from tests.reading.sample import term

SCOPE = r"Let $k, x, y \in \mathbb{R}$."


def test_products_of_sums_are_multiplied_out() -> None:
    """Equal summands are collected, and those that cancel are gone."""
    assert monomials(term("(x + y)(x - y) + y^2", SCOPE)) == [term("x^2", SCOPE)]
    assert monomials(term("x - x", SCOPE)) == [Number(Fraction(0))]


def test_there_is_a_bound_on_how_much_is_multiplied_out() -> None:
    """A product of many sums is refused."""
    with pytest.raises(NoClosedForm):
        monomials(term("(x+1)(y+2)(x+y)(x+3)(y+x+4)(x-y)(x-2)", SCOPE))


def test_coefficients_stand_in_the_order_of_the_powers() -> None:
    """(k + 2)² = 4 + 4k + k²."""
    found = coefficients_in(term("(k+2)^2", SCOPE), "k")
    assert found is not None
    assert [exact(part, {}) for part in found] == [4, 4, 1]


@pytest.mark.parametrize("latex", [r"\frac{1}{k}", "2^k", r"\sqrt{k}", "k!"])
def test_what_is_no_polynomial_has_no_coefficients(latex: str) -> None:
    """Quotients, exponentials and roots."""
    assert coefficients_in(term(latex, SCOPE), "k") is None


def test_powers_are_sums_of_falling_factorials() -> None:
    """k³ = k + 3k(k-1) + k(k-1)(k-2)."""
    found = falling([Number(Fraction(c)) for c in (0, 0, 0, 1)])
    assert [exact(part, {}) for part in found] == [0, 1, 3, 1]


def test_factors_are_put_together_without_expanding() -> None:
    """3 x²/x - x is 2 x."""
    assert tidied(term(r"3 \frac{x^2}{x} - x", SCOPE)) == term("2 x", SCOPE)
