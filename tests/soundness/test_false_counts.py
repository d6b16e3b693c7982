"""Multinomial counts and Dirichlet proportions: slips, and what holds of their sums alone."""

from __future__ import annotations

import pytest

from derivcheck.check import check_text
from derivcheck.results import Verdict

COUNTS = r"Let $p$ be a probability vector of length $K$, $x \sim \mathrm{Multinomial}(n, p)$ and $j \neq k$."
SHARES = r"Let $\alpha \in \mathbb{R}^K$ with $\alpha_k > 0$, and let $\pi \sim \mathrm{Dir}(\alpha)$."


def verdict(scope: str, step: str) -> Verdict:
    """How a step is judged in a scope."""
    (derivation,) = check_text(f"{scope}\n\n$$ {step} $$\n").derivations
    return derivation.steps[-1].verdict


REFUTED = [
    (COUNTS, r"\mathbb{E}[x_k] = p_k"),
    (COUNTS, r"\operatorname{Var}(x_k) = n p_k"),
    (COUNTS, r"\operatorname{Var}(x_k) = p_k (1 - p_k)"),
    (COUNTS, r"\operatorname{Cov}(x_j, x_k) = n p_j p_k"),
    (COUNTS, r"\operatorname{Cov}(x_j, x_k) = 0"),
    (COUNTS, r"\mathbb{E}[x_k^2] = n^2 p_k^2"),
    (SHARES, r"\mathbb{E}[\pi_i] = \frac{1}{K}"),
    (SHARES, r"\operatorname{Var}(\pi_i) = \frac{\alpha_i}{\sum_j \alpha_j}"),
    (SHARES, r"\mathbb{E}[\pi_i] = \alpha_i"),
    (SHARES, r"\sum_{k=1}^K \pi_k + 1 = 3"),
    (SHARES, r"\prod_{k=1}^K \pi_k^{\alpha_k - 1} = \prod_{k=1}^K \pi_k^{\alpha_k}"),
]


@pytest.mark.parametrize(("scope", "step"), REFUTED)
def test_slips_are_refuted(scope: str, step: str) -> None:
    """By the moments."""
    assert verdict(scope, step) is Verdict.REFUTED


NOT_REFUTED = [
    (COUNTS, r"\sum_{k=1}^K x_k + 1 = n + 1"),
    (SHARES, r"\sum_{k=1}^K \pi_k + 1 = 2"),
    (SHARES, r"\mathbb{E}\left[ \left( \sum_{k=1}^K \pi_k \right)^3 \right] = 1"),
    (SHARES, r"\pi_k \le 1"),
]


@pytest.mark.parametrize(("scope", "step"), NOT_REFUTED)
def test_what_holds_of_every_outcome_is_not_refuted(scope: str, step: str) -> None:
    """An outcome is no arbitrary vector."""
    assert verdict(scope, step) is not Verdict.REFUTED
