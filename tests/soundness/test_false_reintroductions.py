"""A name that words speak of anew, or at all its values, is not what it was in an earlier display."""

from __future__ import annotations

import pytest

from derivcheck.results import Verdict
from tests.soundness.asking import verdicts

MATRIX = r"Let $A \in \mathbb{R}^{n \times n}$ be symmetric."
TRANSPOSE = r"A^\top A = A^2"
FALSE = [
    (MATRIX, TRANSPOSE, "Now let $A$ be a general square matrix.", TRANSPOSE),
    (MATRIX, TRANSPOSE, r"Now let $A \in \mathbb{R}^{n \times n}$ be invertible.", TRANSPOSE),
    (MATRIX, TRANSPOSE, r"Let $A \in \mathbb{R}^{n \times n}$.", TRANSPOSE),
    ("**Lemma 1.** Let $A$ be symmetric. Then", TRANSPOSE, "**Lemma 2.** Let $A$ be square. Then", TRANSPOSE),
    (r"For $x \ge 0$ we have", r"\sqrt{x^2} = x", "For all $x$ we have", r"\sqrt{x^2} = x"),
    (r"Let $x \ge 0$.", r"\sqrt{x^2} = x", "For any $x$ we have", r"\sqrt{x^2} = x"),
    ("For $0 < x < 1$,", "x^2 < x", "For $x > 0$,", "x^2 < x"),
    (
        r"Let $X \ge 0$ be a random variable and $a > 0$.",
        r"P(X \ge a) \le \frac{\mathbb{E}[X]}{a}",
        "For any random variable $X$ we have",
        r"P(X \ge a) \le \frac{\mathbb{E}[X]}{a}",
    ),
    (
        "Let $X$ and $Y$ be independent.",
        r"\mathbb{E}[X^2 Y^2] = \mathbb{E}[X^2] \mathbb{E}[Y^2]",
        "Let $X$ and $Y$ be uncorrelated.",
        r"\mathbb{E}[X^2 Y^2] = \mathbb{E}[X^2] \mathbb{E}[Y^2]",
    ),
    (
        r"Let $X_1, \dots, X_n$ be i.i.d. with variance $\sigma^2$.",
        r"\operatorname{Var}\left(\sum_{i=1}^n X_i\right) = n\sigma^2",
        r"Let $X_1, \dots, X_n$ be dependent with variance $\sigma^2$.",
        r"\operatorname{Var}\left(\sum_{i=1}^n X_i\right) = n\sigma^2",
    ),
    (
        "**Theorem 1.** Let $f$ be convex. Then",
        r"f\left(\frac{x+y}{2}\right) \le \frac{f(x) + f(y)}{2}",
        "**Theorem 2.** Let $f$ be differentiable. Then",
        r"f\left(\frac{x+y}{2}\right) \le \frac{f(x) + f(y)}{2}",
    ),
    (r"For $A \succ 0$ we have", r"x^\top A x \ge 0", "For all symmetric $A$ we have", r"x^\top A x \ge 0"),
    (
        r"Let $X \sim \mathcal{N}(0, 1)$.",
        r"\mathbb{E}[X^3] = 0",
        "Let $X$ be a random variable with mean $0$ and variance $1$.",
        r"\mathbb{E}[X^3] = 0",
    ),
    ("For $x > 0$ we have", "|x| = x", r"For $x \ne 0$ we have", "|x| = x"),
    ("Let $AB = BA$. Then", "(AB)^2 = A^2 B^2", "For all matrices $A$ and $B$,", "(AB)^2 = A^2 B^2"),
    (r"Let $A v = \lambda v$. Then", r"A^2 v = \lambda^2 v", "For any vector $v$ we have", r"A^2 v = \lambda^2 v"),
]


@pytest.mark.parametrize(("scope", "step", "anew", "again"), FALSE)
def test_what_was_supposed_is_left_behind(scope: str, step: str, anew: str, again: str) -> None:
    """The first step holds by what was supposed, and the second does not."""
    first, second = verdicts(f"{scope}\n\n$$ {step} $$\n\n{anew}\n\n$$ {again} $$")
    assert first is Verdict.PROVED
    assert second is not Verdict.PROVED


KEPT = [
    (MATRIX, TRANSPOSE, "Let $A$ also be invertible.", TRANSPOSE),
    ("Let $x > 0$.", "|x| = x", "Let $y$ be real.", "|x| = x"),
    ("Let $x > 0$.", "|x| = x", "for this $x$. Moreover,", "|2x| = 2x"),
    ("Let $x > 0$ and $f(x) = x^2$.", "f(x) = x^2", "For the function $f$ we have", "f(2x) = 4x^2"),
]


@pytest.mark.parametrize(("scope", "step", "more", "again"), KEPT)
def test_what_is_said_besides_is_kept(scope: str, step: str, more: str, again: str) -> None:
    """Words that say more, or of another name, leave what was supposed."""
    assert set(verdicts(f"{scope}\n\n$$ {step} $$\n\n{more}\n\n$$ {again} $$")) == {Verdict.PROVED}
