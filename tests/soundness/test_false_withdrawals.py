"""What a text takes back, or leaves behind, proves nothing from there on, and what was found by it is not recalled."""

from __future__ import annotations

import pytest

from derivcheck.results import Verdict
from tests.soundness.asking import verdicts

SYMMETRIC = r"Let $A \in \mathbb{R}^{n \times n}$ be symmetric."
INDEPENDENT = "Let $X$ and $Y$ be independent random variables."
SUM = r"\operatorname{Var}(X + Y) = \operatorname{Var}(X) + \operatorname{Var}(Y)"

LEFT_BEHIND = [
    (SYMMETRIC, r"A^\top x = A x", "Dropping the symmetry assumption,"),
    (SYMMETRIC, r"A^\top x = A x", "For a general square matrix $A$,"),
    (SYMMETRIC, r"A^\top x = A x", "If $A$ is not symmetric, then"),
    (SYMMETRIC, r"A^\top x = A x", "We no longer assume that $A$ is symmetric."),
    (r"Let $\sigma = 1$ for simplicity.", r"\frac{x}{\sigma} = x", r"If $\sigma \ne 1$,"),
    (r"Let $\sigma = 1$ for simplicity.", r"\frac{x}{\sigma} = x", r"We now drop the assumption that $\sigma = 1$."),
    ("With $d = 1$,", r"2^d = 2 d", "For $d > 1$,"),
    ("For $x = 0$ we have", r"e^x = 1", "and for general $x$"),
    ("Let $x > 0$.", r"|x| = x", r"For any $x \in \mathbb{R}$,"),
    ("Let $c = 1$ and $h(x) = c x^2$.", r"h'(x) = 2 x", "Set $c = 3$ instead."),
    ("Let $f(x) = x^2$. Then", r"f'(x) = 2 x", "Now let $f(x) = x^3$. Then"),
    ("Let $f(x) = x^2$ and $g(x) = f(x) + 1$.", r"g'(x) = 2 x", "Now let $f(x) = x^3$."),
    (INDEPENDENT, SUM, "If $X$ and $Y$ are dependent,"),
    (INDEPENDENT, SUM, "Without independence,"),
    (INDEPENDENT, SUM, "Now let $X$ and $Y$ be arbitrary random variables."),
    (r"Let $X \sim \mathcal{N}(0, 1)$.", r"\mathbb{E}[X^2] = 1", r"Let $X \sim \mathcal{N}(1, 1)$."),
    (
        r"Let $X \sim \mathrm{Poisson}(\lambda)$.",
        r"\operatorname{Var}(X) = \lambda",
        r"Suppose instead $X \sim \mathrm{Bernoulli}(\lambda)$.",
    ),
]

STILL_KNOWN = [
    (SYMMETRIC, r"A^\top x = A x", "For any vector $x$ we also have", r"x^\top A = (A x)^\top"),
    (SYMMETRIC, r"A^\top x = A x", r"For every $v \in \mathbb{R}^n$,", r"v^\top A = (A v)^\top"),
    ("Let $f(x) = x^2$.", r"f'(x) = 2 x", "Let $f(t) = t^2$ as before.", r"f'(x) = 2 x"),
    (INDEPENDENT, SUM, "Without loss of generality both are centred.", SUM),
    ("Let $x > 0$.", r"|x| = x", r"For any $y \in \mathbb{R}$,", r"\sqrt{x^2} + y = x + y"),
]


@pytest.mark.parametrize(("said", "step", "then"), LEFT_BEHIND)
def test_what_is_left_behind_proves_nothing(said: str, step: str, then: str) -> None:
    """The same step is proved before, and not after."""
    before, after = verdicts(f"{said}\n\n$$ {step} $$\n\n{then}\n\n$$ {step} $$")
    assert before is Verdict.PROVED
    assert after is not Verdict.PROVED


@pytest.mark.parametrize(("said", "step", "then", "last"), STILL_KNOWN)
def test_what_stays_known_proves_on(said: str, step: str, then: str, last: str) -> None:
    """Words about other names, or that say the same again, take nothing back."""
    assert verdicts(f"{said}\n\n$$ {step} $$\n\n{then}\n\n$$ {last} $$") == [Verdict.PROVED, Verdict.PROVED]
