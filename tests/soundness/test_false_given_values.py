"""Averages given values, and expectations that do not say under which density they are taken."""

from __future__ import annotations

import pytest

from derivcheck.check import check_text
from derivcheck.results import Verdict

TWO = r"Let $X, Y$ be random variables, where $X \in \{0, 1\}$."
SIGNS = r"Let $X, Y$ be random variables, where $X \in \{-1, 1\}$."

REFUTED = [
    (TWO, r"\mathbb{E}[Y \mid X = 1] = \mathbb{E}[Y]"),
    (TWO, r"\mathbb{E}[XY] = \mathbb{E}[Y \mid X = 1]"),
    (TWO, r"\mathbb{E}[Y] = \mathbb{E}[Y \mid X = 1] + \mathbb{E}[Y \mid X = 0]"),
    (TWO, r"\operatorname{Var}(Y) = \operatorname{Var}(Y \mid X = 1) + \operatorname{Var}(Y \mid X = 0)"),
    (TWO, r"\operatorname{Cov}(X, Y) = P(X = 1) (\mathbb{E}[Y \mid X = 1] - \mathbb{E}[Y \mid X = 0])"),
    (SIGNS, r"\mathbb{E}[XY] = P(X = 1) \mathbb{E}[Y \mid X = 1]"),
    ("Let $X, Y$ be random variables.", r"\mathbb{E}[Y \mid X > 0] = \mathbb{E}[Y]"),
    ("Let $p, q$ be probability vectors of length $K$.", "H(p, q) = H(q, p)"),
    ("Let $p$ be a probability vector of length $K$.", r"H(p) \ge \log K"),
    ("Let $p, q$ be mass functions.", r"H(p, q) \le H(p)"),
]


@pytest.mark.parametrize(("scope", "step"), REFUTED)
def test_slips_are_refuted(scope: str, step: str) -> None:
    """With tables of probabilities."""
    (derivation,) = check_text(f"{scope}\n\n$$ {step} $$\n").derivations
    assert [found.verdict for found in derivation.steps] == [Verdict.REFUTED]


UNPROVED = [
    ("Consider this.", r"H(Y \mid X) = H(X \mid Y)"),
    ("Consider this.", r"I(X; Y \mid Z) = I(X; Y)"),
    ("Consider this.", r"H(X, Y) = H(X) + H(Y) - H(X \mid Y)"),
    (r"Let $p(x; \theta)$ be a density.", r"\mathbb{E}[p(x; \theta)] = 1"),
    (r"Let $p(x; \theta)$ and $q(x; \theta)$ be densities.", r"\mathbb{E}[\partial_\theta \log p(x; \theta)] = 0"),
    ("Let $p$ and $q$ be mass functions and $m = p - q$.", r"\mathrm{KL}(p \| m) \ge 0"),
]


@pytest.mark.parametrize(("scope", "step"), UNPROVED)
def test_what_nothing_is_said_of_is_not_proved(scope: str, step: str) -> None:
    """Whether or not it is refuted."""
    (derivation,) = check_text(f"{scope}\n\n$$ {step} $$\n").derivations
    assert all(found.verdict is not Verdict.PROVED for found in derivation.steps)
