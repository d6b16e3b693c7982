"""Ratios of neighbouring terms."""

import pytest

from derivcheck.engine.series.ratios import ratio, rational
from tests.reading.sample import term

SCOPE = r"Let $x \in \mathbb{R}$ and $k, n \in \mathbb{N}$."


@pytest.mark.parametrize(
    ("latex", "degree"),
    [
        ("x^k", 0),
        (r"\frac{x^k}{k!}", -1),
        (r"\frac{x^{2k}}{(2k)!}", -2),
        (r"k^3 x^k", 0),
        ("k! x^k", 1),
        (r"\binom{n}{k} x^k", 0),
        ("e^{-x k}", 0),
    ],
)
def test_products_of_powers_and_factorials_have_one(latex: str, degree: int) -> None:
    """Its degree says how it grows: below 0 the series converges for all x."""
    found = ratio(term(latex, SCOPE), "k")
    assert found is not None
    assert found.degree == degree


@pytest.mark.parametrize("latex", [r"\sin k", "2^k + 3^k", "x^{k^2}", r"\log k", r"\sqrt{k}"])
def test_other_terms_have_none(latex: str) -> None:
    """Sines, sums of powers, and exponents that are not linear."""
    assert ratio(term(latex, SCOPE), "k") is None


def test_a_rational_function_is_its_own_quotient() -> None:
    """1/(k(k+1)) falls like k⁻²; powers of x in k are no rational functions."""
    found = rational(term(r"\frac{1}{k(k+1)}", SCOPE), "k")
    assert found is not None
    assert found.degree == -2
    assert rational(term("x^k", SCOPE), "k") is None
