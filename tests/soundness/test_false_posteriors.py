"""Slips about posteriors of given priors and likelihoods, none of which may be proved."""

from __future__ import annotations

import pytest

from derivcheck.results import Verdict
from tests.soundness.asking import verdict, verdicts

NORMAL = r"Let $p(\theta) = \mathcal{N}(\theta; 0, 1)$ and $p(x \mid \theta) = \mathcal{N}(x; \theta, 1)$."
COUNT = r"Let $p(\lambda) = \mathrm{Gamma}(\lambda; a, b)$ and $p(k \mid \lambda) = \mathrm{Poisson}(k; \lambda)$."
JOINT = r"Let $p(x, y, \theta)$ be a joint density."

FALSE = [
    (r"p(\theta \mid x)", r"\propto", r"e^{-(\theta - x)^2/2}", NORMAL),
    (r"p(\theta \mid x)", r"\propto", r"p(x \mid \theta)", NORMAL),
    (r"p(\theta \mid x)", r"\propto", r"p(x \mid \theta) p(\theta)^2", NORMAL),
    (r"p(\theta \mid x)", r"\propto", r"e^{-(\theta + x/2)^2}", NORMAL),
    (r"p(\theta \mid x) p(\theta)", "=", r"p(x \mid \theta) p(x)", NORMAL),
    (r"p(\theta \mid x)", "=", r"\mathcal{N}(\theta; x, 1)", NORMAL),
    (r"p(\theta \mid x)", "=", r"p(x \mid \theta)", NORMAL),
    (r"p(x)", "=", "1", NORMAL),
    (r"p(\lambda \mid k)", r"\propto", r"\lambda^{a + k} e^{-(b + 1) \lambda}", COUNT),
    (r"p(\lambda \mid k)", r"\propto", r"\lambda^{a + k - 1} e^{-b \lambda}", COUNT),
    (r"p(\theta \mid x, y)", "=", r"\frac{p(y \mid x, \theta) p(\theta)}{p(y \mid x)}", JOINT),
    (r"p(\theta \mid x, y)", "=", r"\frac{p(y \mid \theta) p(\theta)}{p(y)}", JOINT),
    (r"p(\theta \mid x)", "=", r"p(\theta)", JOINT),
]

WITHOUT_EVIDENCE = [
    (r"p(\theta \mid x)", r"p(x \mid \theta) p(\theta)", NORMAL),
    (r"p(\theta \mid x)", r"p(\theta) \, p(x \mid \theta)", NORMAL),
    (r"p(\lambda \mid k)", r"p(k \mid \lambda) \, p(\lambda)", COUNT),
]


@pytest.mark.parametrize(("left", "right", "scope"), WITHOUT_EVIDENCE)
def test_a_posterior_needs_its_evidence(left: str, right: str, scope: str) -> None:
    """Likelihood times prior is the posterior up to a factor alone."""
    assert verdicts(f"{scope}\n\n$$ {left} = {right} $$") == [Verdict.REFUTED]
    assert verdicts(f"{scope}\n\n$$ {left} \\propto {right} $$") == [Verdict.PROVED]


@pytest.mark.parametrize(("left", "relation", "right", "scope"), FALSE)
def test_slips_are_never_proved(left: str, relation: str, right: str, scope: str) -> None:
    """Bayes' rule ties a posterior to a prior and a likelihood in one way."""
    assert verdict(left, relation, right, scope) is not Verdict.PROVED
