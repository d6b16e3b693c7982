"""An E or a V of something random is no function that has one value everywhere."""

from __future__ import annotations

import pytest

from derivcheck.results import Verdict
from tests.soundness.asking import verdicts

FALSE = [
    (r"Let $E(\varepsilon) = 0$.", r"E(\varepsilon^2) = 0"),
    (r"Let $\varepsilon$ be a random variable with $E(\varepsilon) = 0$.", r"E(\varepsilon^2) = 0"),
    (r"Let $\varepsilon$ be a random vector with $E(\varepsilon) = 0$.", r"E(\varepsilon^\top \varepsilon) = 0"),
    (r"Consider the linear model $y = X\beta + \varepsilon$ with $E(\varepsilon) = 0$.", "E(y) = 0"),
    (r"Consider the linear model $y = X\beta + \varepsilon$ with $E(\varepsilon) = 0$.", r"E(y^\top y) = 0"),
    (
        r"Consider $y = X\beta + \varepsilon$ with $E(\varepsilon) = 0$ and $V(\varepsilon) = \sigma^2 I$.",
        r"V(A y) = \sigma^2 I",
    ),
    ("Let $X$ be a random variable with $V(X) = 2$.", "V(3X) = 2"),
    ("Let $X$ be a random variable with $V(X) = 2$.", "V(X + 1) = 3"),
    ("Let $V(s)$ be the value of a state, with $V(s_T) = 0$.", "V(s_t) = 0"),
    ("", r"\cos^2 m\theta = \theta \cos^2(m)"),
    ("", r"\sin k x = x \sin(k)"),
    ("", r"\log p q = q \log(p)"),
]


@pytest.mark.parametrize(("scope", "step"), FALSE)
def test_it_is_not_proved(scope: str, step: str) -> None:
    """Neither is a sine of one factor that stands before a product."""
    assert Verdict.PROVED not in verdicts(f"{scope}\n\n$$ {step} $$")
