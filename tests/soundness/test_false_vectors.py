"""Averages of random vectors: what the mean and the covariance do not decide is not proved."""

from __future__ import annotations

import pytest

from derivcheck.check import check_text
from derivcheck.results import Verdict

ONE = (
    r"Let $x \sim \mathcal{N}(\mu, \Sigma)$ be a random vector in $\mathbb{R}^d$, and $A \in \mathbb{R}^{d \times d}$."
)
TWO = (
    r"Let $\mathbf{x} \sim \mathcal{N}(\boldsymbol{\mu}, \Sigma_1)$ and "
    r"$\mathbf{y} \sim \mathcal{N}(\boldsymbol{\nu}, \Sigma_2)$ be random vectors in $\mathbb{R}^d$."
)
APART = TWO.replace("be random", "be independent random")

REFUTED = [
    (ONE, r"\mathbb{E}[x x^\top] = \Sigma"),
    (ONE, r"\mathbb{E}[x^\top x] = \operatorname{tr}(\Sigma) - \mu^\top \mu"),
    (ONE, r"\operatorname{Cov}(A x) = A \Sigma A"),
    (ONE, r"\mathbb{E}[x^\top A x] = \operatorname{tr}(A) \operatorname{tr}(\Sigma) + \mu^\top A \mu"),
    (ONE, r"\mathbb{E}[(x - \mu)^\top A (x - \mu)] = \operatorname{tr}(A \Sigma A)"),
    (ONE, r"\operatorname{Cov}(x + \mu) = 2 \Sigma"),
    (ONE, r"\operatorname{Var}(x_i) = \Sigma_{ii}^2"),
    (APART, r"\operatorname{Cov}(\mathbf{x} - \mathbf{y}) = \Sigma_1 - \Sigma_2"),
    (APART, r"\mathbb{E}[\mathbf{x}^\top \mathbf{y}] = \boldsymbol{\mu}^\top (\boldsymbol{\nu} + \boldsymbol{\mu})"),
]


@pytest.mark.parametrize(("scope", "step"), REFUTED)
def test_slips_are_refuted(scope: str, step: str) -> None:
    """With numbers for the mean and the covariance."""
    (derivation,) = check_text(f"{scope}\n\n$$ {step} $$\n").derivations
    assert [found.verdict for found in derivation.steps] == [Verdict.REFUTED]


UNDECIDED = [
    (ONE, r"\mathbb{E}[(x^\top x)^2] = (\operatorname{tr} \Sigma + \mu^\top \mu)^2"),
    (ONE, r"\mathbb{E}[\|x\|] = \sqrt{\operatorname{tr} \Sigma + \mu^\top \mu}"),
    (ONE, r"\mathbb{E}[e^{\mu^\top x}] = e^{\mu^\top \mu}"),
    (ONE, r"\mathbb{E}[\log(x^\top x)] = \log(\operatorname{tr} \Sigma + \mu^\top \mu)"),
    (TWO, r"\operatorname{Cov}(\mathbf{x} + \mathbf{y}) = \Sigma_1 + \Sigma_2"),
    (TWO, r"\mathbb{E}[\mathbf{x}^\top \mathbf{y}] = \boldsymbol{\mu}^\top \boldsymbol{\nu}"),
]


@pytest.mark.parametrize(("scope", "step"), UNDECIDED)
def test_what_needs_more_than_two_moments_is_left_open(scope: str, step: str) -> None:
    """Nor do two vectors have moments together of which nothing says that they are independent."""
    (derivation,) = check_text(f"{scope}\n\n$$ {step} $$\n").derivations
    assert [found.verdict for found in derivation.steps] == [Verdict.UNPROVED]
