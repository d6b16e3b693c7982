"""Laws that words speak of without giving them to a variable, and names that are no totals of their members."""

from __future__ import annotations

import pytest

from derivcheck import check_step
from derivcheck.check import check_text
from derivcheck.results import Verdict

CASES = [
    (r"Let $X$ be independent of $\mathrm{Exp}(\lambda)$ variables.", r"\mathbb{E}[X]", "=", r"\frac{1}{\lambda}"),
    (r"Let $X$ be a random variable, and $\mathrm{Exp}(\lambda)$ a law.", r"\mathbb{E}[X]", "=", r"\frac{1}{\lambda}"),
    (r"Let $X$ be a random variable that is not $\mathrm{Exp}(\lambda)$.", r"\mathbb{E}[X]", "=", r"\frac{1}{\lambda}"),
    (r"Let $X$ be a sum of independent $\mathrm{Poisson}(\lambda)$ variables.", r"\mathbb{E}[X]", "=", r"\lambda"),
    (r"Let $X$ be the square of an $\mathrm{Exp}(\lambda)$ variable.", r"\mathbb{E}[X]", "=", r"\frac{1}{\lambda}"),
    (r"Let $X_1, \dots, X_n$ be $\mathrm{Bernoulli}(p)$.", r"\operatorname{Var}(\sum_{i=1}^n X_i)", "=", "n p (1 - p)"),
    (r"Let $X \ge 0$ be a random variable and $a > 0$.", r"P(X \ge a)", r"\le", r"\frac{\mathbb{E}[X]}{2 a}"),
    (r"Let $X$ be a random variable with mean $\mu > 0$.", r"\mathbb{E}[X^2]", "=", r"\mu^2"),
    (r"Let $n_1, \dots, n_K > 0$ with $n := \sum_{k=1}^K n_k$.", r"\sum_{k=1}^K n_k^2", "=", "n^2"),
    (r"Let $n_1, \dots, n_K > 0$ with $n := \sum_{k=1}^K n_k$, $k \in \{1, \dots, K\}$.", "n_k", "=", "n"),
    (r"Let $x, x_1, \dots, x_n \in \mathbb{R}$.", r"\sum_{i=1}^n x_i", "=", "n x"),
    (r"Let $A$ be symmetric with largest eigenvalue $\lambda_{\max}$.", r"x^\top A x", r"\le", r"\lambda_{\max}"),
]


@pytest.mark.parametrize(("scope", "left", "relation", "right"), CASES)
def test_a_false_step_is_not_proved(scope: str, left: str, relation: str, right: str) -> None:
    """What is not said of a variable is not used to prove anything of it."""
    assert check_step(left, right, relation, scope=scope).verdict is not Verdict.PROVED


TRUE_BUT_UNSAID = [
    (r"Let $A \succ 0$ and let $\lambda_1$ be an eigenvalue of $A$.", r"\lambda_1", ">", "0"),
    (
        r"Let $A$ be symmetric with smallest eigenvalue $\mu$ and $x \in \mathbb{R}^n$.",
        r"\mu x^\top x",
        r"\le",
        r"x^\top A x",
    ),
    (
        r"Let $X$ be a sum of $n$ independent $\mathrm{Poisson}(\lambda)$ variables.",
        r"\mathbb{E}[X]",
        "=",
        r"n \lambda",
    ),
]


@pytest.mark.parametrize(("scope", "left", "relation", "right"), TRUE_BUT_UNSAID)
def test_what_only_words_tie_together_is_not_refuted(scope: str, left: str, relation: str, right: str) -> None:
    """Words that are not understood keep true steps from being refuted."""
    assert check_step(left, right, relation, scope=scope).verdict is not Verdict.REFUTED


MODEL = (
    r"Let $\theta \sim \mathrm{Beta}(a, b)$, and let $x_1, \dots, x_n \mid \theta$ be i.i.d. $\mathrm{Geom}(\theta)$."
)
RATE = r"Let $\lambda \sim \mathrm{Gamma}(a, b)$ and $x \mid \lambda \sim \mathrm{Poisson}(\lambda)$."
# Of these nobody says that they are independent.
COUNTS = (
    r"Let $\lambda \sim \mathrm{Gamma}(a, b)$, and let $k_1, \dots, k_n \mid \lambda \sim \mathrm{Poisson}(\lambda)$."
)
HIERARCHIES = [
    (COUNTS, r"p(k_1, \dots, k_n \mid \lambda)", "=", r"\prod_{i=1}^n p(k_i \mid \lambda)"),
    (MODEL, r"p(\theta)", "=", r"p(x_1 \mid \theta)"),
    (MODEL, r"p(x_1, \dots, x_n \mid \theta)", "=", r"\theta^n"),
    (RATE, r"p(x)", "=", r"p(x \mid \lambda)"),
    (RATE, r"p(\lambda \mid x)", "=", r"p(x \mid \lambda)"),
    (RATE, r"p(\lambda \mid x)", r"\propto", r"\lambda^{a + x} e^{-(b + 1) \lambda}"),
    (RATE, r"p(\lambda \mid x)", r"\propto", r"\lambda^{a + x - 1} e^{-b \lambda}"),
    (RATE, r"p(x \mid \lambda)", "=", r"\lambda^x e^{-\lambda}"),
]


@pytest.mark.parametrize(("scope", "left", "relation", "right"), HIERARCHIES)
def test_a_false_step_about_a_hierarchy_is_not_proved(scope: str, left: str, relation: str, right: str) -> None:
    """Laws given other variables say of the densities what they say, and no more."""
    (derivation,) = check_text(f"{scope}\n\n$$ {left} {relation} {right} $$\n", "markdown").derivations
    assert [step.verdict for step in derivation.steps] != [Verdict.PROVED]
