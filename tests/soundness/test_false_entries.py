"""False implications about entries of arrays: an entry is a number, but what ties it to the others is not forgotten."""

from __future__ import annotations

import pytest

from derivcheck.results import Verdict
from tests.soundness.asking import verdict

POSITIVE = r"Let $p_i > 0$ for $i = 1, \dots, n$ and $\lambda \in \mathbb{R}$."
FREE = r"Let $x, y \in \mathbb{R}^n$ and $i, j \in \{1, \dots, n\}$."

FALSE = [
    (r"-\log p_i - 1 + \lambda = 0", r"\iff", r"p_i = e^{\lambda}", POSITIVE),
    (r"-\log p_i - 1 + \lambda = 0", r"\implies", r"p_i = e^{1 - \lambda}", POSITIVE),
    (r"p_i^2 = \lambda^2", r"\implies", r"p_i = \lambda", POSITIVE),
    (r"x_i = y_i", r"\implies", r"x = y", FREE),
    (r"x_i = y_i", r"\implies", r"x_j = y_j", FREE),
    (r"x_i^2 = y_i^2", r"\iff", r"x_i = y_i", FREE),
    (r"x_i y_i = 0", r"\implies", r"x_i = 0", FREE),
    (r"x_i = 0", r"\iff", r"\sum_{k=1}^n x_k = 0", FREE),
]


@pytest.mark.parametrize(("left", "relation", "right", "scope"), FALSE)
def test_a_false_implication_about_entries_is_not_proved(left: str, relation: str, right: str, scope: str) -> None:
    """Whether it is refuted depends on what else may bind the array."""
    assert verdict(left, relation, right, scope) is not Verdict.PROVED
