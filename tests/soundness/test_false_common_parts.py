"""Steps whose sides share numbers made from arrays and sums: true ones are proved, no slip in them is."""

from __future__ import annotations

import pytest

from derivcheck.results import Verdict
from tests.soundness.asking import verdict

SCOPE = (
    r"Let $a, b \in \mathbb{R}$, $x, y, r \in \mathbb{R}^n$, $c \in \mathbb{R}^k$, $M \in \mathbb{R}^{k \times k}$, "
    r"$\sigma > 0$ and $p < n$."
)
FORM = r"c^\top M c"
ROOT = rf"\frac{{a}}{{\sqrt{{\sigma^2 {FORM}}}}} \cdot \sqrt{{\frac{{n-p}}{{r^\top r / \sigma^2}}}}"
SUM = r"\sum_{i=1}^n x_i y_i"

TRUE = (
    (ROOT, rf"\frac{{a}}{{\sqrt{{\frac{{r^\top r}}{{n-p}} \cdot {FORM}}}}}"),
    (r"\sqrt{(x^\top x)^2}", r"x^\top x"),
    (r"\sqrt{(x^\top y)^2}", r"|x^\top y|"),
    (r"\log(2 \, x^\top y \, c^\top c)", r"\log 2 + \log(x^\top y) + \log(c^\top c)"),
    (r"\sqrt{" + SUM + r" - b \cdot " + SUM + "}", r"\sqrt{" + SUM + r" \cdot (1 - b)}"),
    (r"e^{x^\top x} e^{\sum_{i=1}^n x_i y_i}", r"e^{x^\top x + \sum_{j=1}^n x_j y_j}"),
)
FALSE = (
    (ROOT, rf"\frac{{a}}{{\sqrt{{\frac{{r^\top r}}{{n+p}} \cdot {FORM}}}}}"),
    (ROOT, rf"\frac{{a}}{{\sqrt{{\frac{{r^\top r}}{{n-p}}}} \cdot {FORM}}}"),
    (ROOT, rf"\frac{{a}}{{\sqrt{{r^\top r (n-p) \cdot {FORM}}}}}"),
    (ROOT, rf"-\frac{{a}}{{\sqrt{{\frac{{r^\top r}}{{n-p}} \cdot {FORM}}}}}"),
    (ROOT, rf"\frac{{a}}{{\sqrt{{\frac{{r^\top x}}{{n-p}} \cdot {FORM}}}}}"),
    (r"\sqrt{(x^\top y)^2}", r"x^\top y"),
    (r"\sqrt{(x^\top x)^2}", r"-x^\top x"),
    (r"|x^\top y|", r"|x|^\top |y|"),
    (r"\log((x^\top y)^2)", r"2 \log(x^\top y) + \log(c^\top c)"),
    (r"\log(x^\top y \, c^\top c)", r"\log(x^\top y) - \log(c^\top c)"),
    (r"\sqrt{" + SUM + r" - b \cdot " + SUM + "}", r"\sqrt{" + SUM + r" \cdot (1 + b)}"),
    (r"\sqrt{" + SUM + r" - b \cdot " + SUM + "}", SUM + r" \cdot \sqrt{1 - b}"),
    (r"e^{x^\top x} e^{\sum_{i=1}^n x_i y_i}", r"e^{x^\top x \cdot \sum_{j=1}^n x_j y_j}"),
    (r"e^{x^\top x} e^{\sum_{i=1}^n x_i y_i}", r"e^{x^\top x + \sum_{j=1}^n x_j}"),
)
UNDECIDED = (
    # True for whole n alone, or where a sign is known that the parts do not show.
    (r"(-1)^{2n} \sqrt{(x^\top y)^2}", r"x^\top y"),
    (r"\sqrt{(x^\top M y)^2 c^\top c}", r"x^\top M y \sqrt{c^\top c}"),
)


@pytest.mark.parametrize(("left", "right"), TRUE)
def test_whatever_the_parts_are_it_holds(left: str, right: str) -> None:
    """What holds for all numbers holds for those that arrays make."""
    assert verdict(left, "=", right, SCOPE) is Verdict.PROVED


@pytest.mark.parametrize(("left", "right"), [*FALSE, *UNDECIDED])
def test_no_slip_is_proved(left: str, right: str) -> None:
    """A name for a part knows its sign, and no more."""
    assert verdict(left, "=", right, SCOPE) is not Verdict.PROVED
