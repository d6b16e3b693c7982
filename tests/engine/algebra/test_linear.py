"""Linear forms in sizes and what they are at least."""

from fractions import Fraction

import pytest

from derivcheck.engine.algebra.linear import Linear, Ranges, linear
from derivcheck.terms.nodes import Symbol
from tests.reading.sample import term

SCOPE = r"Let $n, m \in \mathbb{N}$."


def form(latex: str) -> Linear:
    """The linear form that a formula is."""
    found = linear(term(latex, SCOPE))
    assert found is not None
    return found


def test_numbers_and_names_are_collected() -> None:
    """Products with numbers are multiplied out."""
    found = form("2(n - 3) + m - n")
    assert found.constant == -6
    assert dict(found.parts) == {"n": 1, "m": 1}


@pytest.mark.parametrize("latex", ["n m", "n^2", r"\frac{1}{n}", "2^n"])
def test_other_functions_are_no_linear_forms(latex: str) -> None:
    """Products of names, powers and quotients."""
    assert linear(term(latex, SCOPE)) is None


@pytest.mark.parametrize(("latex", "holds"), [("n - 1", True), ("n - 2", False), ("n + m - 2", True), ("m - n", False)])
def test_what_is_at_least_0(latex: str, holds: bool) -> None:  # noqa: FBT001 - a table of answers
    """Sizes are at least 1 each, and nothing is known of their order."""
    assert Ranges({"n": 1, "m": 1}).nonnegative(form(latex)) is holds


def test_an_index_lies_between_its_bounds() -> None:
    """With 1 ≤ j ≤ n, n - j is at least 0, and n - j - 1 may be below it."""
    j = Linear(Fraction(0), {"j": Fraction(1)})
    ranges = Ranges({"n": 1}).inside("j", form("1"), form("n"))
    assert ranges.nonnegative(form("n").plus(j, Fraction(-1)))
    assert not ranges.nonnegative(form("n - 1").plus(j, Fraction(-1)))
    assert linear(Symbol("j")) == j
