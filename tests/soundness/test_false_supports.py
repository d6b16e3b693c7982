"""What a function is on a part of the line says nothing of it elsewhere, and nothing of the letter it is of."""

from __future__ import annotations

import pytest

from derivcheck.results import Verdict
from tests.soundness.asking import verdicts

FALSE = [
    (r"The density is $p(x) = e^{-x}$ for $x \ge 0$ and $0$ otherwise.", r"\int_{-1}^1 p(x) \, dx = e - e^{-1}"),
    (
        r"The density of $X$ is $p(x) = \lambda e^{-\lambda x}$ for $x \ge 0$ and $p(x) = 0$ for $x < 0$.",
        r"\int_{-1}^1 p(x) \, dx = e^\lambda - e^{-\lambda}",
    ),
    (r"The uniform density is $p(x) = 1$ for $0 \le x \le 1$ and $0$ elsewhere.", r"\int_0^2 p(x) \, dx = 2"),
    ("Let $X$ have density $f(x) = 2x$ on $[0, 1]$.", "f(2) = 4"),
    ("Let $X$ have density $f(x) = 2x$ on $[0, 1]$.", r"\int_{-1}^1 f(x) \, dx = 0"),
    (r"Define $g(x) = \sqrt{x}$ for $x \ge 0$.", "g(x^2) = x"),
    (r"Let $f(t) = \sqrt{t}$ for $t \ge 0$. For all $t$,", "f(t^2) = t"),
    (r"Define $h(p) = -p \log p$ for $0 < p < 1$. Then", "|p| = p"),
    ("Let $r(x) = x$ for $x > 0$ and $0$ otherwise.", "r(-1) = -1"),
]


@pytest.mark.parametrize(("scope", "step"), FALSE)
def test_it_is_not_proved(scope: str, step: str) -> None:
    """Outside of its range a density is 0."""
    assert Verdict.PROVED not in verdicts(f"{scope}\n\n$$ {step} $$")


TRUE = [
    (r"The density is $p(x) = e^{-x}$ for $x \ge 0$ and $0$ otherwise.", r"\int_{-1}^1 p(x) \, dx = 1 - e^{-1}"),
    (r"The uniform density is $p(x) = 1$ for $0 \le x \le 1$ and $0$ elsewhere.", r"\int_{-1}^2 p(x) \, dx = 1"),
    ("Let $X$ have density $f(x) = 2x$ on $[0, 1]$.", r"\mathbb{E}[X] = \frac{2}{3}"),
    ("Suppose $X$ has density $f(x) = 2x$ on $[0, 1]$.", r"\int_0^1 f(x) \, dx = 1"),
]


@pytest.mark.parametrize(("scope", "step"), TRUE)
def test_it_is_proved(scope: str, step: str) -> None:
    """The ranges that the words give are those of the integrals."""
    assert set(verdicts(f"{scope}\n\n$$ {step} $$")) == {Verdict.PROVED}
