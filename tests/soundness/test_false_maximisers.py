"""False steps between maximisers, and values that are none: not one may be proved, and no true one refuted."""

from __future__ import annotations

import pytest

from derivcheck import check_step
from derivcheck.results import Verdict

DATA = r"Let $X \in \mathbb{R}^{n \times d}$, $w \in \mathbb{R}^d$, $y \in \mathbb{R}^n$, $\lambda, \sigma > 0$."
NUMBERS = r"Let $x, a, c \in \mathbb{R}$."
SAMPLE = r"Let $x_1, \dots, x_n \in \mathbb{R}$, $\mu \in \mathbb{R}$, $\sigma > 0$."
COUNTS = r"Let $k, n \in \mathbb{N}$ with $k < n$ and $0 < p < 1$."

FALSE = [
    # A factor of unknown sign, a function that does not increase, a domain that is not all of the line.
    (r"\arg\max_x c (x - a)^2", r"\arg\max_x (x - a)^2", NUMBERS),
    (r"\arg\max_x c x", r"\arg\max_x x", NUMBERS),
    (r"\arg\min_x (x - a)^2", r"\arg\min_x (x - a)", NUMBERS),
    (r"\arg\min_x |x - a|", r"\arg\min_x (x - a)", NUMBERS),
    (r"\arg\min_x x", r"\arg\min_x \log x", NUMBERS),
    (r"\arg\max_x \frac{1}{x - a}", r"\arg\min_x (x - a)", NUMBERS),
    (r"\arg\max_x e^{-(x - a)^2}", r"\arg\max_x (x - a)^2", NUMBERS),
    (r"\arg\min_x x^2", r"\arg\min_x (x^2 + a x)", NUMBERS),
    # A summand or a factor that depends on the variable.
    (r"\arg\min_w \|y - Xw\|^2 + \lambda \|w\|^2", r"\arg\min_w \|y - Xw\|^2", DATA),
    (r"\arg\min_w \|y - Xw\|^2 + \lambda \|w\|^2", r"\arg\min_w \|y - Xw\|^2 + 2 \lambda \|w\|^2", DATA),
    (r"\arg\min_w \|y - Xw\|^2 + \lambda \|w\|^2", r"\arg\min_w \|y - Xw\|^2 + \lambda \|w\|_1", DATA),
    (
        r"\arg\min_w \frac{1}{2\sigma^2}\|y - Xw\|^2 + \lambda \|w\|^2",
        r"\arg\min_w \|y - Xw\|^2 + \lambda \|w\|^2",
        DATA,
    ),
    (r"\arg\min_w \|y - Xw\|^2", r"\arg\max_w \|y - Xw\|^2", DATA),
    (r"\arg\max_w e^{-\|y - Xw\|^2}", r"\arg\min_w e^{-\|y - Xw\|^2}", DATA),
    (r"\arg\min_w \|y - Xw\|^2", r"\arg\min_w \|y + Xw\|^2", DATA),
    (r"\arg\min_w \|y - Xw\|^2", r"\arg\min_w \|Xw\|^2", DATA),
    (
        r"\arg\max_{\mu, \sigma} \left(-n \log \sigma - \sum_{i=1}^n \frac{(x_i - \mu)^2}{2 \sigma^2}\right)",
        r"\arg\min_{\mu, \sigma} \sum_{i=1}^n (x_i - \mu)^2",
        SAMPLE,
    ),
    (
        r"\arg\max_{\sigma} \left(-n \log \sigma - \sum_{i=1}^n \frac{(x_i - \mu)^2}{2 \sigma^2}\right)",
        r"\arg\min_{\sigma} \sum_{i=1}^n \frac{(x_i - \mu)^2}{\sigma^2}",
        SAMPLE,
    ),
    (r"\arg\max_\mu \sum_{i=1}^n \mu x_i", r"\arg\max_\mu \sum_{i=1}^n \mu x_i^2", SAMPLE),
    (r"\arg\max_p p^k (1-p)^{n-k}", r"\arg\max_p p^k", COUNTS),
    (r"\arg\max_p p^k (1-p)^{n-k}", r"\arg\max_p \left(k \log p - (n-k) \log(1-p)\right)", COUNTS),
    # Values that are not the place, not the only one, or outside the domain.
    (r"\arg\min_x (x - a)^2", "-a", NUMBERS),
    (r"\arg\min_x (x^2 - 1)^2", "1", NUMBERS),
    (r"\arg\min_x \left(x + \frac1x\right)", "1", NUMBERS),
    (r"\arg\min_x e^x", "0", NUMBERS),
    (r"\arg\max_x (x - a)^2", "a", NUMBERS),
    (r"\arg\min_x c (x - a)^2", "a", NUMBERS),
    (r"\arg\min_x (c x - a)^2", "a", NUMBERS),
    (r"\arg\min_x a", "0", NUMBERS),
    (r"\arg\min_x (x - a)^2", "a", r"Let $x > 0$ and $a \in \mathbb{R}$."),
    (r"\arg\min_x (x - a)^2", "a", r"Let $x \in \mathbb{Z}$ and $a \in \mathbb{R}$."),
    (r"\arg\min_x x^2", "0", r"Let $x > 0$."),
    (r"\arg\min_x x^2", "0", r"Let $x \in \mathbb{R}$ with $x \ge 1$."),
    (r"\arg\min_{x \in S} (x - a)^2", "a", NUMBERS),
    (r"\arg\min_w \|y - Xw\|^2", r"(X^\top X)^{-1} X^\top X w", DATA),
    (r"\arg\min_w \|y - Xw\|^2", r"X^\top y", DATA),
    (r"\arg\min_w \|y - Xw\|^2 + \lambda \|w\|^2", r"(X^\top X)^{-1} X^\top y", DATA),
    (
        r"\arg\min_w \|y - Xw\|^2",
        r"0",
        r"Let $X \in \mathbb{R}^{n \times d}$, $w \in \mathbb{R}^d$ with $w^\top w = 1$, $y \in \mathbb{R}^n$.",
    ),
    # Data that move with the variable only where the model says so.
    (
        r"\arg\min_w \|y - Xw\|^2 + \lambda \|w\|^2",
        r"\arg\min_w \|w\|^2",
        DATA.replace(r"$y \in \mathbb{R}^n$, ", r"$\varepsilon \in \mathbb{R}^n$, ")
        + r" Let $y := X w + \varepsilon$.",
    ),
]

TRUE = [
    (r"\arg\max_x e^{-(x - a)^2}", r"\arg\min_x |x - a|^2", NUMBERS),
    (r"\arg\min_x (x - a)^2", "a", NUMBERS),
    (r"\arg\min_x (x - a)^2", r"\arg\max_x \left(a x - \frac{x^2}{2}\right)", NUMBERS),
    (r"\arg\min_x \left(x - \log x\right)", "1", r"Let $x > 0$."),
    (r"\arg\min_w \|y - Xw\|", r"\arg\min_w \frac{1}{2n} \|y - Xw\|^2", DATA),
    (r"\arg\min_w \|y - Xw\|^2", r"\arg\min_w \left( w^\top X^\top X w - 2 y^\top X w \right)", DATA),
    (
        r"\arg\max_{\mu, \sigma} \prod_{i=1}^n \frac{1}{\sigma} e^{-\frac{(x_i - \mu)^2}{2 \sigma^2}}",
        r"\arg\max_{\mu, \sigma} \left(-n \log \sigma - \sum_{i=1}^n \frac{(x_i - \mu)^2}{2 \sigma^2}\right)",
        SAMPLE,
    ),
    (
        r"\arg\min_\mu \sum_{i=1}^n (x_i - \mu)^2",
        r"\arg\min_\mu \left( n \mu^2 - 2 \mu \sum_{i=1}^n x_i \right)",
        SAMPLE,
    ),
]


@pytest.mark.parametrize(("left", "right", "scope"), FALSE)
def test_no_false_step_is_proved(left: str, right: str, scope: str) -> None:
    """What does not hold is refuted or left open."""
    assert check_step(left, right, "=", scope).verdict is not Verdict.PROVED


@pytest.mark.parametrize(("left", "right", "scope"), TRUE)
def test_true_steps_are_proved(left: str, right: str, scope: str) -> None:
    """What does hold is found by the same rules, whichever way round it is written."""
    assert check_step(left, right, "=", scope).verdict is Verdict.PROVED
    assert check_step(right, left, "=", scope).verdict is Verdict.PROVED
