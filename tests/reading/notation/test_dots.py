"""Sums and products with dots."""

import pytest

from derivcheck.terms.nodes import Reduce
from tests.reading.sample import reason, term

REAL = r"Let $x, a \in \mathbb{R}$."


@pytest.mark.parametrize(
    ("latex", "operator"),
    [
        (r"1 + x + x^2 + \cdots + x^n", "sum"),
        (r"a + ax + ax^2 + \cdots + ax^{n-1}", "sum"),
        (r"2 + 4 + \cdots + 2n", "sum"),
        (r"1 + 3 + 5 + \cdots + (2n-1)", "sum"),
        (r"y_1 + y_2 + \cdots + y_n", "sum"),
        (r"y_1 y_2 \cdots y_n", "product"),
        (r"1 \cdot 2 \cdots n", "product"),
    ],
)
def test_a_pattern_that_fits_all_pieces_is_read(latex: str, operator: str) -> None:
    """Also where the first pieces are written more simply than the pattern gives them."""
    found = term(latex, REAL)
    assert isinstance(found, Reduce)
    assert found.operator == operator


@pytest.mark.parametrize(
    "latex",
    [
        r"1 + x + x^3 + \cdots + x^n",
        r"1 + \cdots + x^n",
        r"1 + 2 + 4 + \cdots + n",
        r"1 + 3 + 6 + \cdots + (2n-1)",
        r"1 + 3 + \cdots + 3n",
        r"1 + x + \frac{x^2}{2!} + \cdots",
        r"1 - x + x^2 - \cdots + x^n",
        r"x_1 / x_2 \cdots x_n",
    ],
)
def test_a_pattern_that_is_not_clear_is_not_read(latex: str) -> None:
    """A piece does not fit, too few stand before the dots, or there is no end."""
    assert reason(latex, REAL) == "D409"
