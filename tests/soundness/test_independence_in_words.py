"""Words that do not say that X and Y, or the entries of a vector, are independent: nothing may be proved from them."""

from __future__ import annotations

import pytest

from derivcheck.results import Verdict
from tests.soundness.asking import verdict

SUM = (r"\operatorname{Var}(X + Y)", "=", r"\operatorname{Var}(X) + \operatorname{Var}(Y)")
FAMILY = (r"\operatorname{Var}(\sum_{i=1}^n x_i)", "=", r"n \sigma^2")
VECTOR = (r"\operatorname{Var}(a^\top q)", "=", r"\sigma^2 \|a\|^2")

PAIRS = [
    "Let $X$ and $Y$ be conditionally independent given $Z$.",
    "Let $X$ and $Y$ be independent given $Z$.",
    "Let $X$, $Y$ be i.i.d. given $Z$.",
    "Let $X$, $Y$ be i.i.d. random variables given $Z$.",
    "Let $X$ and $Y$ be i.i.d. conditional on $Z$.",
    "$X$ and $Y$ need not be independent.",
    "Let $X$ and $Y$ be identically distributed.",
    "Let $X$ and $Y$ be independent of $Z$.",
    "Suppose $X$ and $Y$ are independent or equal.",
    "Let $X$ be independent of $Z$ and let $Y$ be arbitrary.",
    "Let $X$ and $Z$ be independent. Let $Y$ and $Z$ be independent.",
    "Let $X$ be i.i.d. and $Y = X$.",
    "Let $X$ and $Y$ be linearly independent.",
    "Unless $X$ and $Y$ are independent, this is false.",
    "Let $X$ and $Y$ be functions of independent $U$ and $V$.",
    "Let $X$ and $Y$ be functions of independent random variables $U$ and $V$.",
    "Let $X$ and $Y$ be sums of independent random variables.",
    "Let $X$ and $Y$ be random variables, built from i.i.d. samples.",
]
FAMILIES = [
    r"Let $x_1, \dots, x_n$ have mean $0$ and variance $\sigma^2$.",
    r"Let $x_1, \dots, x_n$ be identically distributed with variance $\sigma^2$.",
    r"Let $x_1, \dots, x_n$ be pairwise dependent with variance $\sigma^2$.",
    r"Let $x_1, \dots, x_n$ be independent with variance $\sigma$.",
    r"Let $x_1, \dots, x_n$ be independent with $\operatorname{Var}(x_1) = \sigma^2$.",
    r"Let $x_1, \dots, x_n$ be independent of $y$ with variance $\sigma^2$.",
    r"Let $x_1, \dots, x_n$ be i.i.d. with standard deviation $\sigma^2$.",
]
VECTORS = [
    r"Let $q \in \mathbb{R}^d$ have entries with mean $0$ and variance $\sigma^2$, and let $a \in \mathbb{R}^d$.",
    (
        r"Let $q \in \mathbb{R}^d$ be a vector whose components are not independent and have mean $0$ and variance "
        r"$\sigma^2$, and let $a \in \mathbb{R}^d$."
    ),
    (
        r"Let $q \in \mathbb{R}^d$ be a vector whose components are independent of $z$ and have mean $0$ and variance "
        r"$\sigma^2$, and let $a \in \mathbb{R}^d$."
    ),
    r"Let $q \in \mathbb{R}^d$ have i.i.d. entries with mean $0$ and variance $\sigma$, and let $a \in \mathbb{R}^d$.",
]


@pytest.mark.parametrize("scope", PAIRS)
def test_variances_do_not_add_without_independence(scope: str) -> None:
    """Neither for two variables that words speak of otherwise."""
    assert verdict(*SUM, scope) is not Verdict.PROVED


@pytest.mark.parametrize("scope", FAMILIES)
def test_variances_of_members_do_not_add_without_independence(scope: str) -> None:
    """Nor for a family with other moments, or other ties."""
    assert verdict(*FAMILY, scope) is not Verdict.PROVED


@pytest.mark.parametrize("scope", VECTORS)
def test_entries_are_not_independent_unless_words_say_so(scope: str) -> None:
    """Nor for the entries of a vector."""
    assert verdict(*VECTOR, scope) is not Verdict.PROVED
