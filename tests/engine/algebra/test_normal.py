from __future__ import annotations

import pytest

from derivcheck.engine.algebra.normal_sides import expand_both
from derivcheck.terms.latex import to_latex
from tests.soundness.asking import question

REAL = r"Let $x, y \in \mathbb{R}$."
POSITIVE = "Let $x > 0$ and $y > 0$."


def expanded(left: str, scope: str) -> str:
    """The left side expanded, in LaTeX."""
    asked = question(left, "=", "0", scope)
    return to_latex(expand_both(asked.left, asked.right, asked.scope)[0])


@pytest.mark.parametrize(
    ("left", "scope", "same_as"),
    [
        (r"\log(xy)", POSITIVE, r"\log(x) + \log(y)"),
        (r"\log(e^{x})", REAL, "x"),
        (r"\sqrt{x^2}", POSITIVE, "x"),
        (r"\sqrt{x^2}", REAL, "|x|"),
        ("|xy|", POSITIVE, "xy"),
        (r"\log(x^2)", REAL, r"2\log(|x|)"),
        (r"|e^{x}|", REAL, "e^{x}"),
        (r"\sqrt{12}", REAL, r"2\sqrt{3}"),
        (r"x^2 \cdot \frac{y}{x^2}", REAL, "y"),
        (r"x \cdot y \cdot x", REAL, "x^2 y"),
    ],
)
def test_what_is_certain_is_expanded(left: str, scope: str, same_as: str) -> None:
    """Logarithms, roots and absolute values go as far as the signs are certain."""
    assert expanded(left, scope) == expanded(same_as, scope)


@pytest.mark.parametrize(
    ("left", "not_as"),
    [
        (r"\log(x^2)", r"2\log(x)"),
        (r"\sqrt{x^2}", "x"),
        ("|x|", "x"),
        (r"\sqrt{x^2 y}", r"x\sqrt{y}"),
        (r"\sqrt{x^2(y-1)}", r"|x|\sqrt{y-1}"),
        ("|x+20|", "x+20"),
    ],
)
def test_what_is_uncertain_stays(left: str, not_as: str) -> None:
    """No sign is guessed, and no domain shrinks."""
    assert expanded(left, REAL) != expanded(not_as, REAL)


def test_the_steps_own_logarithms_are_taken_as_positive_and_reported() -> None:
    """Where log x stands, x is positive; that is recorded as a condition."""
    asked = question(r"\log x + |x|", "=", r"\log x + x", REAL)
    left, right, assumed = expand_both(asked.left, asked.right, asked.scope)
    assert left == right
    assert {to_latex(term) for term in assumed} == {"x"}


@pytest.mark.parametrize(
    "left",
    [
        r"\sum_{k=2}^n \log(x + 20) + |x + 20|",
        r"\sum_{k=1}^0 \log(x + 20) + |x + 20|",
        r"\begin{cases} \log(x+20) & y > 0 \\ 0 & y \le 0 \end{cases} + |x + 20|",
    ],
)
def test_a_logarithm_that_need_not_be_taken_says_nothing(left: str) -> None:
    """An empty sum and a case that does not apply have no condition."""
    asked = question(left, "=", "0", REAL)
    _, _, assumed = expand_both(asked.left, asked.right, asked.scope)
    assert "x + 20" not in {to_latex(term) for term in assumed}
