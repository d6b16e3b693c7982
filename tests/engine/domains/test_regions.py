"""Proof by regions, at the kernel and in its parts."""

import pytest

from derivcheck.engine.decision import Certificate, Decision
from derivcheck.engine.proving import kernel
from derivcheck.engine.proving.interpretation import NoAgreement
from derivcheck.engine.refuting.refuter import Findings
from tests.soundness.asking import question

CLEAN = Findings(held=kernel.SECOND_KEY)
SCOPE = r"Let $x, y, a, b \in \mathbb{R}$ and $0 < \alpha < 1$."


def _asked(left: str, right: str, scope: str = SCOPE) -> Decision | NoAgreement:
    return kernel.prove(question(left, "=", right, scope), Certificate("regions", "regions"), CLEAN)


TRUE = [
    (r"\max(\max(a, b), x)", r"\max(a, \max(b, x))"),
    (r"\max(\alpha x, x)", r"\begin{cases} x & x \ge 0 \\ \alpha x & x < 0 \end{cases}"),
    (r"|x-1| + |x+1|", r"\begin{cases} -2x & x < -1 \\ 2 & -1 \le x \le 1 \\ 2x & x > 1 \end{cases}"),
    (r"\mathbb{1}[x > y] + \mathbb{1}[x \le y]", "1"),
    (r"\operatorname{sign}(x - y)\,(x - y)", "|x - y|"),
]


@pytest.mark.parametrize(("left", "right"), TRUE)
def test_the_kernel_accepts_what_holds_on_every_region(left: str, right: str) -> None:
    """Each region is an identity of its own."""
    assert isinstance(_asked(left, right), Decision)


# Though the refuter is told to have found nothing, none of these passes.
FALSE = [
    (r"\Gamma(x+1)\,\mathbb{1}[x = 0]", "0"),
    (r"\Gamma(x+4)\,\mathbb{1}[x = -1]", "0"),
    (r"\mathbb{1}[x > y] + \mathbb{1}[x < y]", "1"),
    (r"\mathbb{1}[x > 97]", r"\mathbb{1}[x \ge 97]"),
    (r"\max(\alpha x, x)", "x"),
    (r"\max(x, 10^9)", "10^9"),
    (r"\operatorname{sign}(x)^2", "1"),
    (r"|x-1| + |x+1|", r"\begin{cases} -2x & x < -1 \\ 2 & -1 < x \le 1 \\ 2x & x > 1 \\ 3 & x = -1 \end{cases}"),
    (r"\frac{d}{dx} x|x|", r"2|x| + \mathbb{1}[x = 0]"),
    (r"\frac{d}{dx} x|x|", r"2|x| + 1 - \operatorname{sign}(x)^2"),
    (r"\operatorname{sign}(x^2 - 2)^2", "1"),
]


@pytest.mark.parametrize(("left", "right"), FALSE)
def test_the_kernel_refuses_what_fails_on_one_region(left: str, right: str) -> None:
    """A boundary counts as a region, a kink as much as any point."""
    assert isinstance(_asked(left, right), NoAgreement)


def test_a_derivative_at_a_kink_claims_nothing() -> None:
    """|x| has no derivative at 0, so that any value may stand there on the other side."""
    assert isinstance(_asked(r"\frac{d}{dx} |x|", r"\operatorname{sign}(x) + 5 \cdot \mathbb{1}[x = 0]"), Decision)


def test_too_many_regions_are_refused() -> None:
    """Six signs of independent variables make 729 regions."""
    names = ["p", "q", "r", "s", "t", "u"]
    left, right = (" ".join(rf"\operatorname{{sign}}({name})" for name in order) for order in (names, names[::-1]))
    found = _asked(left, right, r"Let $p, q, r, s, t, u \in \mathbb{R}$.")
    assert isinstance(found, NoAgreement)
    assert found.code == "D302"


ASSUMED = [
    (r"\max(x, y)", "y", r"Let $x, y \in \mathbb{R}$ with $x \le y$.", True),
    (r"\max(x, y)", "x", r"Let $x, y \in \mathbb{R}$ with $x \le y$.", False),
    (r"|x - 1| + |x|", "1", r"Let $0 \le x \le 1$.", True),
    (r"|x - 1| + |x|", "1", r"Let $0 \le x \le 2$.", False),
    (r"\mathbb{1}[x > y]", "0", r"Let $x, y \in \mathbb{R}$ with $x \le y$.", True),
    (r"\mathbb{1}[x \ge y]", "0", r"Let $x, y \in \mathbb{R}$ with $x \le y$.", False),
    (r"\mathbb{1}[x \ge y]", "0", r"Let $x, y \in \mathbb{R}$ with $x < y$.", True),
    (r"|x - y|", "5", r"Let $x, y \in \mathbb{R}$ with $x \le y$ and $y \le x$.", False),
    (r"\max(x, 1)", "1 + x", r"Let $x \in \mathbb{R}$ with $x \ge 1$ and $x \le 1$.", False),
]


@pytest.mark.parametrize(("left", "right", "scope", "holds"), ASSUMED)
def test_what_the_scope_assumes_leaves_regions_out(left: str, right: str, scope: str, holds: bool) -> None:  # noqa: FBT001 - a column of the table
    """Inequalities that leave no room are not relied on: their few points lie between regions."""
    assert isinstance(_asked(left, right, scope), Decision) is holds
