"""Slips in texts that set something to zero, speak of all values, or tell what they do not mean: none may be proved."""

from __future__ import annotations

import pytest

from derivcheck.check import check_text
from derivcheck.results import Step, Verdict

SQUARE = r"Let $x \in \mathbb{R}$ and $f(x) := x^2 - 2x$."
LAGRANGIAN = (
    r"Let $x, y, \lambda \in \mathbb{R}$ and $L(x, y, \lambda) := x y - \lambda (x + y - 1)$. Setting the partial "
    r"derivatives to zero, $$\frac{\partial L}{\partial x} = y - \lambda = 0$$ "
    r"$$\frac{\partial L}{\partial y} = x - \lambda = 0$$ $$\frac{\partial L}{\partial \lambda} = 1 - x - y = 0$$ "
)
BERNOULLI = (
    r"Let $x_1, \dots, x_n \in \{0, 1\}$, $0 < \theta < 1$ and $\ell(\theta) := \sum_{i=1}^n (x_i \log \theta + "
    r"(1 - x_i) \log (1 - \theta))$. "
    r"$$\ell'(\theta) = \frac{\sum_{i=1}^n x_i}{\theta} - \frac{n - \sum_{i=1}^n x_i}{1 - \theta}$$ "
)
PORTFOLIO = (
    r"Let $m \in \mathbb{R}$, $s > 0$ and $U(w) := w m - \frac{1}{2} w^2 s^2$. The first-order condition is "
    r"$$U'(w) = m - w s^2 = 0$$ so the optimal weight is "
)
COST = r"Let $a, b > 0$ and $C(q) := b q^2 - a q$. $$\frac{dC}{dq} = 2 b q - a$$ "

FALSE = [
    rf"{SQUARE} Setting the derivative to zero: $$f'(x) = 2x - 2 = 0$$ In general, we have $$x^2 = x$$",
    rf"{SQUARE} Setting the derivative to zero: $$2x - 2 = 0$$ Now let $x$ be arbitrary again. $$x^2 = x$$",
    rf"{SQUARE} $$f'(x) = 2x - 2$$ Setting this to zero yields $$x = 1$$ Every real $x$ satisfies $$x^2 = 2x - 1$$",
    rf"{SQUARE} $$f'(x) = 2x - 2$$ We cannot set this to zero everywhere. But $$x^2 = x$$",
    rf"{SQUARE} $$f'(x) = 2x - 2$$ It would be wrong to set this to zero. $$x^2 = 1$$",
    rf"{SQUARE} $$f'(x) = 2x - 2$$ Setting this to zero yields $$x = 2$$",
    rf"{SQUARE} Setting $f'(x) = 0$ gives $$x = 2$$",
    r"Let $x \in \mathbb{R}$. Solve the equation $$x - 3 = 0$$ Then for all $x \in \mathbb{R}$ $$x^2 = 9$$",
    rf"{LAGRANGIAN} For all $x$ and $y$ $$x + y = 2 y$$",
    rf"{LAGRANGIAN} Hence $$x = y = \frac{{1}}{{3}}$$",
    rf"{BERNOULLI} Setting it equal to zero we get $$\theta \sum_{{i=1}}^n x_i = n - \sum_{{i=1}}^n x_i$$",
    rf"{PORTFOLIO} $$w^* = m s^2$$",
    rf"{SQUARE} $$f'(x) = 2x - 2$$ Setting this equal to $4$, we get $$x = 1$$",
    rf"{COST} Setting $\frac{{dC}}{{dq}} = 0$, we get $$q^* = \frac{{a}}{{b}}$$",
    r"Let $f(x) := x^2 + b x$. $$f'(x) = 2x + b$$ Here is $b$, and we set it to zero. $$2x + b = x^2$$",
    r"It is conjectured that $S = T$ for real $S$ and $T$. $$S + 1 = T + 1$$",
    r"We use natural logarithms. Some authors take logarithms to base 2. $$\log 8 = 3$$",
    r"Logarithms are often taken to base 2. $$\log 8 = 3$$",
    r"If $x_{k+1} = 2 x_k$ the sequence doubles. We do not assume this. $$x_{k+1} = 2 x_k$$",
    r"Unlike the sequence $x_{k+1} = 2 x_k$, ours is different. $$x_{k+1} = 2 x_k$$",
    r"It is not true that $x_{k+1} = 2 x_k$. $$x_{k+1} = 2 x_k$$",
    r"Let $A \in \mathbb{R}^{m \times n}$ have full column rank. $$(A^\top A)^{-1} A^\top A = I_m$$",
]

TRUE = [
    rf"{SQUARE} $$f'(x) = 2x - 2$$ Setting this to zero yields $$x = 1$$",
    r"Let $x > 0$ and $f(x) := x^3 - 3x^2$. Setting $f'(x) = 0$ gives $$3x^2 = 6x$$",
    rf"{SQUARE} $$f'(x) = 2x - 2$$ Setting this equal to $4$, we get $$x = 3$$",
    rf"{COST} Setting $\frac{{dC}}{{dq}} = 0$, we get $$q^* = \frac{{a}}{{2 b}}$$",
    rf"{LAGRANGIAN} Hence $$x = y = \frac{{1}}{{2}}$$",
    rf"{BERNOULLI} Setting it equal to zero we get $$\sum_{{i=1}}^n x_i = n \theta$$",
    rf"{PORTFOLIO} $$w^* = \frac{{m}}{{s^2}}$$",
    r"We use natural logarithms. Some authors take logarithms to base 2. $$\log e = 1$$",
    r"When we write $\log$ we mean the logarithm to base 2. $$\log 8 = 3$$",
]


def steps(text: str) -> list[Step]:
    """The steps of a text, each display of it on lines of its own."""
    parts = text.split("$$")
    spread = "".join(f"\n\n$${part}$$\n\n" if place % 2 else part for place, part in enumerate(parts))
    return [step for derivation in check_text(spread).derivations for step in derivation.steps]


@pytest.mark.parametrize("text", FALSE)
def test_the_last_step_is_not_proved(text: str) -> None:
    """A condition, a case or a convention of others proves nothing of all values."""
    assert steps(text)[-1].verdict is not Verdict.PROVED


@pytest.mark.parametrize("text", TRUE)
def test_the_last_step_is_proved(text: str) -> None:
    """What follows from what a text sets is proved."""
    assert steps(text)[-1].verdict is Verdict.PROVED
