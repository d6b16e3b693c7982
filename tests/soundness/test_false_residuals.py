"""A residual that a definition makes independent of the parameter is one of data: its derivative is not 0 for that."""

from __future__ import annotations

import pytest

from derivcheck.results import Verdict
from tests.soundness.asking import verdicts

FALSE = [
    (r"Let $y = xw + 1$ and $w \in \mathbb{R}$.", r"\frac{d}{dw} (y - xw)^2 = 0"),
    (r"Let $y = xw + 1$ and $w \in \mathbb{R}$.", r"\frac{d}{dw} (xw - y)^2 = 0"),
    (r"Let $y = xw + 1$ and $w \in \mathbb{R}$.", r"\frac{d}{dw} (y - xw)^2 + w = w"),
    (r"Let $y = w x + b$ with real numbers.", r"\frac{\partial}{\partial b} (y - w x - b)^2 = 0"),
    (
        r"Let $X \in \mathbb{R}^{n \times d}$, $w \in \mathbb{R}^d$, $c \in \mathbb{R}^n$ and $y = X w + c$.",
        r"\nabla_w \|y - X w\|^2 = 0",
    ),
    (
        r"Let $y_i = w x_i + 1$ for $i = 1, \dots, n$. The loss is $L(w) = \sum_{i=1}^n (y_i - w x_i)^2$.",
        r"\frac{dL}{dw} + w = w",
    ),
]

TRUE = [
    (r"Let $z = w x + b$ and $L = (z - t)^2 + w^2$.", r"\frac{dL}{dw} = 2 x (z - t) + 2 w"),
    (r"Let $u = x^2$.", r"\frac{d}{dx} (u + x) = 2 x + 1"),
    (
        r"Our model is $y_i = w x_i + b$, and $L(w) = \frac12 \sum_{i=1}^n (y_i - w x_i - b)^2$.",
        r"\frac{dL}{dw} = -\sum_{i=1}^n x_i (y_i - w x_i - b)",
    ),
    (r"Let $u = x^2$.", r"\frac{d}{dx} (x u - x) = 3 x^2 - 1"),
]


@pytest.mark.parametrize(("scope", "step"), FALSE)
def test_a_residual_does_not_stand_still(scope: str, step: str) -> None:
    """That a derivative is 0 is a condition, or is not known."""
    assert Verdict.PROVED not in verdicts(f"{scope}\n\n$$ {step} $$")


@pytest.mark.parametrize(("scope", "step"), TRUE)
def test_what_is_defined_moves_with_its_variable(scope: str, step: str) -> None:
    """Where something of the variable is left, the chain rule is meant."""
    assert verdicts(f"{scope}\n\n$$ {step} $$") == [Verdict.PROVED]
