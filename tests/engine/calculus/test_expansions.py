"""Expansions as questions about coefficients."""

import pytest

from derivcheck.engine.calculus.expansions import NoExpansion, coefficients
from tests.soundness.asking import question

REAL = r"Let $x \in \mathbb{R}$ and $c \in \mathbb{R}$."


def test_there_is_a_question_for_each_coefficient_below_the_order() -> None:
    """O(x³) leaves three coefficients, o(x²) as many."""
    assert len(coefficients(question("e^x", "=", "1 + x + O(x^3)", REAL))) == 3
    assert len(coefficients(question("e^x", "=", "1 + x + o(x^2)", REAL))) == 3


def test_a_denominator_that_vanishes_is_cleared() -> None:
    """Both sides are multiplied by x, which raises the order by one."""
    assert len(coefficients(question(r"\frac{\sin x}{x}", "=", "1 + O(x^2)", REAL))) == 3


def test_the_lowest_order_on_the_right_counts() -> None:
    """O(x²) + O(x³) is O(x²)."""
    assert len(coefficients(question("x^2", "=", "O(x^3) + O(x^2)", REAL))) == 2


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("|x|", "O(x)"),
        (r"\sqrt{x}", "O(x)"),
        (r"\sqrt{c + x}", r"\sqrt{c} + O(x)"),
        (r"\max(x, 0)", "O(x)"),
        ("e^{O(x)}", "1 + O(x)"),
        ("1 + O(x)", "1"),
        ("x^9", "O(x^9)"),
    ],
)
def test_what_is_not_smooth_or_no_expansion_is_refused(left: str, right: str) -> None:
    """Roots and signs at 0, functions of orders, orders on the left alone, and orders beyond the bound."""
    with pytest.raises(NoExpansion):
        coefficients(question(left, "=", right, REAL))
