"""Entropies of variables that have densities may be negative: only balanced inequalities hold of them."""

from __future__ import annotations

import pytest

from derivcheck.results import Verdict
from tests.soundness.asking import verdicts

BOTH = "Let $X$ and $Y$ be continuous random variables."

FALSE = [
    ("Let $X$ be a continuous random variable and $Y$ another.", r"h(X, Y) \ge h(X)"),
    (BOTH, r"H(X, Y) \ge H(X)"),
    (BOTH, r"h(X | Y) \ge 0"),
    (BOTH, r"I(X; Y) \le h(X)"),
    ("Let $X$ be a continuous random variable.", r"H(X) \ge 0"),
    ("Let $X$ be a random variable.", r"h(X) \ge 0"),
]


@pytest.mark.parametrize(("scope", "step"), FALSE)
def test_what_holds_of_finitely_many_values_alone_is_not_proved(scope: str, step: str) -> None:
    """The entropy of a narrow density is negative."""
    assert verdicts(f"{scope}\n\n$$ {step} $$\n") == [Verdict.UNPROVED]


TRUE = [
    (BOTH, r"h(X | Y) \le h(X)"),
    (BOTH, r"h(X, Y) \le h(X) + h(Y)"),
    (BOTH, r"I(X; Y) \ge 0"),
    (BOTH, "I(X; Y) = h(X) - h(X | Y)"),
    ("Let $X$ and $Y$ be random variables.", r"H(X, Y) \ge H(X)"),
]


@pytest.mark.parametrize(("scope", "step"), TRUE)
def test_what_holds_of_densities_too_is_proved(scope: str, step: str) -> None:
    """And of finitely many values all the rest."""
    assert verdicts(f"{scope}\n\n$$ {step} $$\n") == [Verdict.PROVED]


def test_a_variable_beside_a_set_is_no_density() -> None:
    """Its mass function is named behind it."""
    scope = r"Let $\mathcal{X}$ be a finite set and $X$ a random variable with mass function $p$ on $\mathcal{X}$."
    step = r"H(X) = -\sum_{x \in \mathcal{X}} p(x) \log p(x)"
    assert verdicts(f"{scope}\n\n$$ {step} $$\n") == [Verdict.PROVED]
