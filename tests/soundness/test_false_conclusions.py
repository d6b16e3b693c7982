"""Conclusions that do not follow, none of which may be proved, and some that do, none of which may be refuted."""

from __future__ import annotations

import pytest

from derivcheck.results import Verdict
from tests.soundness.asking import verdict

VECTORS = r"Let $x, y, z \in \mathbb{R}^n$, $A \in \mathbb{R}^{n \times n}$ and $t \in \mathbb{R}$."
COUNTS = r"Let $c_1, \dots, c_K > 0$, $r_k > 0$ with $\sum_{k=1}^K r_k = 1$, and $\lambda \in \mathbb{R}$."
NUMBERS = r"Let $a, b \in \mathbb{R}$ and $s > 0$."
WEIGHTS = r"Let $w_1, \dots, w_n, x_1, \dots, x_n \in \mathbb{R}$ and $m \in \mathbb{R}$."

FALSE = [
    (r"x = y", r"\implies", r"x^\top z = y^\top y", VECTORS),
    (r"x^\top z = y^\top z", r"\implies", r"x = y", VECTORS),
    (r"A x = A y", r"\implies", r"x = y", VECTORS),
    (r"A x = t x", r"\implies", r"A^\top x = t x", VECTORS),
    (r"A x = t x", r"\implies", r"x^\top A x = t", VECTORS),
    (r"A x = t x", r"\implies", r"A^{-1} x = t x", VECTORS),
    (r"x = y + t z", r"\implies", r"\|x\|^2 = \|y\|^2 + t^2 \|z\|^2", VECTORS),
    (r"x^\top A x = 0", r"\implies", r"A x = 0", VECTORS),
    (r"x = y", r"\iff", r"x^\top x = y^\top y", VECTORS),
    (r"x = y", r"\iff", r"A x = A y", VECTORS),
    (r"c_k = \lambda r_k", r"\implies", r"\sum_{k=1}^K c_k = K \lambda", COUNTS),
    (r"c_k = \lambda r_k", r"\implies", r"\sum_{k=1}^K c_k^2 = \lambda^2", COUNTS),
    (r"c_k = \lambda r_k", r"\implies", r"c_1 = c_2", COUNTS),
    (r"c_k = \lambda r_k", r"\iff", r"\sum_{k=1}^K c_k = \lambda", COUNTS),
    (r"\sum_{k=1}^K c_k = \lambda", r"\implies", r"c_k = \lambda r_k", COUNTS),
    (r"s (\log b + 1) = a", r"\implies", r"b = e^{a/s + 1}", NUMBERS),
    (r"s (\log b + 1) = a", r"\implies", r"b = e^{a - s}", NUMBERS),
    (r"\log b = a", r"\implies", r"\log(b + 1) = a + 1", NUMBERS),
    (r"\log b^2 = a", r"\implies", r"b = e^{a/2}", NUMBERS),
    (r"b = e^{a}", r"\implies", r"\log b^2 = a^2", NUMBERS),
    (r"\sum_{i=1}^n w_i x_i = m \sum_{i=1}^n w_i", r"\implies", r"x_i = m", WEIGHTS),
    (
        r"\sum_{i=1}^n w_i x_i = m \sum_{i=1}^n w_i",
        r"\iff",
        r"m = \frac{\sum_{i=1}^n w_i x_i}{\sum_{i=1}^n w_i}",
        WEIGHTS,
    ),
    (r"\sum_{i=1}^n w_i x_i = 0", r"\implies", r"\sum_{i=1}^n x_i = 0", WEIGHTS),
]

TRUE = [
    (r"x = y", r"\implies", r"x^\top z = y^\top z", VECTORS),
    (r"x = y", r"\implies", r"A x = A y", VECTORS),
    (r"A x = t x", r"\implies", r"x^\top A x = t \|x\|^2", VECTORS),
    (r"c_k = \lambda r_k", r"\implies", r"\sum_{k=1}^K c_k = \lambda", COUNTS),
    (r"\frac{c_k}{r_k} = \lambda", r"\implies", r"\sum_{k=1}^K c_k = \lambda", COUNTS),
    (r"s (\log b + 1) = a", r"\implies", r"b = e^{a/s - 1}", NUMBERS),
    (r"\log b = a", r"\iff", r"b = e^a", NUMBERS),
]


@pytest.mark.parametrize(("left", "relation", "right", "scope"), FALSE)
def test_what_does_not_follow_is_never_proved(left: str, relation: str, right: str, scope: str) -> None:
    """An assumption proves no more than it says."""
    assert verdict(left, relation, right, scope) is not Verdict.PROVED


@pytest.mark.parametrize(("left", "relation", "right", "scope"), TRUE)
def test_what_follows_is_never_refuted(left: str, relation: str, right: str, scope: str) -> None:
    """What is said of one member may be meant of all."""
    assert verdict(left, relation, right, scope) is not Verdict.REFUTED
