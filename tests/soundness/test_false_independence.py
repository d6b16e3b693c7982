"""Words about independence that do not say that the variables in question are independent."""

from __future__ import annotations

import pytest

from derivcheck import check_step
from derivcheck.results import Verdict

WORDS = [
    "$X$ and $Y$ are hardly independent.",
    "$X$ and $Y$ are nearly independent.",
    "$X$ and $Y$ are assumed independent by some authors, but not here.",
    "$X$ and $Y$ are independent of $Z$.",
    "$X$ and $Y$ are functionally independent.",
    "$X$ and $Y$ are mean-independent of $W$.",
    "$X$ and $Y$ are independent when $n=1$.",
    r"$X$ and $Y$ are independent only if $\rho = 0$.",
    "The rows of $X$ and $Y$ are independent.",
    "We no longer assume that $X$ and $Y$ are independent.",
    "$X$ and $Y$ are independent under the null hypothesis.",
]


@pytest.mark.parametrize("words", WORDS)
def test_other_words_do_not_make_variables_independent(words: str) -> None:
    """Nor is the step refuted where they may be."""
    scope = f"Let $X$ and $Y$ be random variables. {words}"
    assert check_step(r"\mathbb{E}[XY]", r"\mathbb{E}[X] \mathbb{E}[Y]", scope=scope).verdict is not Verdict.PROVED


PLAIN = [
    "$X$ and $Y$ are independent.",
    "$X$ is independent of $Y$.",
    "They are independent.",
    "Assume that $X$ and $Y$ are independent.",
]


@pytest.mark.parametrize("words", PLAIN)
def test_plain_words_do(words: str) -> None:
    """The same step is proved where the text says so."""
    scope = f"Let $X$ and $Y$ be random variables. {words}"
    assert check_step(r"\mathbb{E}[XY]", r"\mathbb{E}[X] \mathbb{E}[Y]", scope=scope).verdict is Verdict.PROVED


@pytest.mark.parametrize("right", [r"\arg\max_{x} f(x)", r"\arg\max_{x \in B} f(x)"])
def test_the_set_in_which_a_maximiser_is_sought_matters(right: str) -> None:
    """A maximum over a set is not one over another, nor over all."""
    assert check_step(r"\arg\max_{x \in A} f(x)", right).verdict is not Verdict.PROVED
