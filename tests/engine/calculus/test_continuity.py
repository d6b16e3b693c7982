from __future__ import annotations

import pytest

from derivcheck.engine.calculus.continuity import is_jump_free, is_smooth
from derivcheck.engine.domains.bounds import Bounds
from tests.soundness.asking import question

SCOPE = r"Let $x, a \in \mathbb{R}$ and $f, g : \mathbb{R} \to \mathbb{R}$."


def jump_free(latex: str) -> bool:
    """Whether a function of x has no jumps."""
    asked = question(latex, "=", "0", SCOPE)
    return is_jump_free(asked.left, "x", Bounds(asked.scope))


@pytest.mark.parametrize(
    "latex",
    [
        r"\arctan(\tan x)",
        r"\arctan\frac{1}{x}",
        r"\frac{|x|}{x}",
        r"\frac{\sqrt{x^2}}{x}",
        r"\frac{1}{1 + e^{1/x}}",
        r"\frac{f(x)}{g(x)}",
        r"\frac{2}{\sqrt{3}}\arctan\frac{\tan(x/2)}{\sqrt{3}}",
    ],
)
def test_what_may_jump_is_seen(latex: str) -> None:
    """Such a function is no antiderivative across its jumps."""
    assert not jump_free(latex)


@pytest.mark.parametrize(
    "latex",
    [
        r"x^2 e^{-x}",
        r"\frac{1}{x}",
        r"x \log x - x",
        r"\log|x|",
        r"\arctan(a x)",
        r"f(x) g(x)",
        r"2\sqrt{x}",
        r"\frac{\sin x}{x}",
    ],
)
def test_what_cannot_jump_is_accepted(latex: str) -> None:
    """Analytic functions, their quotients, logarithms, roots of what is affine, unknown functions."""
    assert jump_free(latex)


def test_only_what_has_no_pole_is_smooth() -> None:
    """What is put in for a variable must have a derivative everywhere."""
    asked = question(r"x^2 + \sin x", "=", r"\frac{1}{x}", SCOPE)
    bounds = Bounds(asked.scope)
    assert is_smooth(asked.left, "x", bounds)
    assert not is_smooth(asked.right, "x", bounds)
