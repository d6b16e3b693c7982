"""Rational functions whose series telescope."""

from fractions import Fraction

import pytest

from derivcheck.engine.series.rational_series import partial_fractions
from tests.engine.sample import exact
from tests.reading.sample import term

SCOPE = r"Let $k, x \in \mathbb{R}$."


@pytest.mark.parametrize(
    ("latex", "first", "total"),
    [
        (r"\frac{1}{k(k+1)}", 1, Fraction(1)),
        (r"\frac{1}{k(k+1)}", 3, Fraction(1, 3)),
        (r"\frac{1}{k(k+2)}", 1, Fraction(3, 4)),
        (r"\frac{1}{(2k+1)(2k+3)}", 0, Fraction(1, 2)),
        (r"\frac{2}{k(k+1)(k+2)}", 1, Fraction(1, 2)),
        (r"\frac{k+5}{k(k+1)(k+2)}", 1, Fraction(7, 4)),
    ],
)
def test_partial_fractions_telescope(latex: str, first: int, total: Fraction) -> None:
    """The parts make the function, and their sum is what is left over."""
    parts = partial_fractions(term(latex, SCOPE), "k", first)
    assert parts is not None
    assert parts.sum_from(first) == total
    at = {"k": 7}
    assert exact(parts.term("k"), at) == exact(term(latex, SCOPE), at)


@pytest.mark.parametrize(
    ("latex", "first"),
    [
        (r"\frac{1}{k^2}", 1),
        (r"\frac{1}{k}", 1),
        (r"\frac{1}{k(k+1)}", 0),
        (r"\frac{1}{k(2k+1)}", 1),
        (r"\frac{1}{k(k+x)}", 1),
        (r"\frac{k}{k+1}", 1),
        (r"\frac{2^k}{k(k+1)}", 1),
    ],
)
def test_what_does_not_telescope_is_left_alone(latex: str, first: int) -> None:
    """Double poles, poles at other distances, symbols, a pole on the way, and what does not converge."""
    assert partial_fractions(term(latex, SCOPE), "k", first) is None
