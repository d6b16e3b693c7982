from __future__ import annotations

import pytest

from derivcheck.engine.question import Question
from derivcheck.engine.refuting.degrees import Needs, needs
from derivcheck.engine.refuting.size_plans import TooLarge, proving_sizes
from tests.soundness.asking import question

VECTOR = r"Let $x \in \mathbb{R}^n$."
SQUARE = r"Let $A, B \in \mathbb{R}^{n \times n}$."


def needs_of(asked: Question) -> Needs:
    """What sizes a check of the question needs."""
    return needs(asked.left, asked.right, asked.declarations, frozenset(asked.sizes), asked.indices)


@pytest.mark.parametrize(
    ("left", "right", "scope", "least"),
    [
        (r"\sum_{i=1}^n x_i", "1", VECTOR, 2),
        (r"(\sum_{i=1}^n x_i)^5", "1", VECTOR, 6),
        (r"\sum_{i=1}^n \sum_{j=1}^n x_i x_j", "1", VECTOR, 3),
        (r"\frac{\sum_{i=1}^n x_i^2}{(\sum_{i=1}^n x_i)^3}", "1", VECTOR, 4),
        ("ABAB", "BABA", SQUARE, 5),
        (r"\operatorname{tr}(A)^3", r"\operatorname{tr}(A^\top A A)", SQUARE, 4),
        (r"e^{(\sum_{i=1}^n x_i)^2}", "1", VECTOR, 5),
    ],
)
def test_the_least_size_exceeds_the_degree(left: str, right: str, scope: str, least: int) -> None:
    """Powers are counted, denominators cleared, and two arguments of a function told apart."""
    assert needs_of(question(left, "=", right, scope)).least("n") >= least


@pytest.mark.parametrize(
    ("left", "right", "scope", "count"),
    [
        (r"\sum_{i=1}^n i^3", "n", "", 4),
        (r"\sum_{i=1}^n (x_i + 1)^2", "1", VECTOR, 2),
        ("k^4", "1", r"Let $k \in \{1,\dots,n\}$.", 5),
    ],
)
def test_a_size_used_as_a_value_needs_several_sizes(left: str, right: str, scope: str, count: int) -> None:
    """One more than the degree, also where the value is that of an index or comes out of a sum."""
    wanted = needs_of(question(left, "=", right, scope))
    assert "n" in wanted.values
    assert wanted.count("n") >= count


@pytest.mark.parametrize(
    ("left", "right", "scope"),
    [
        ("2^n", "1", r"Let $x \in \mathbb{R}^n$. Let $n \in \mathbb{N}$."),
        (r"\sum_{i=1}^n \max(0, i - 20)", "0", ""),
        (r"\sum_{i=1}^n 2^i", "1", ""),
        (r"\prod_{i=1}^n x_i", "1", VECTOR),
        (r"\sum_{i=1}^n i!", "1", ""),
        (r"\max_{1 \le i \le n} i", "n", ""),
        ("|k|", "k", r"Let $k \in \{1,\dots,n\}$."),
        (r"|\sum_{i=1}^n 1 - 20|", r"20 - \sum_{i=1}^n 1", ""),
        (r"\max(0, \operatorname{tr}(I_n) - 20)", "0", r"Let $n \in \mathbb{N}$."),
        (r"\sum_{i=1}^n \sum_{j=1}^m \mathbb{1}[i=j]", "m", ""),
        (r"\det(2A)", r"2\det(A)", SQUARE),
    ],
)
def test_no_number_of_sizes_is_enough_for_what_is_no_polynomial(left: str, right: str, scope: str) -> None:
    """Exponents, order, factorials, products of symbolic length and determinants of multiples are refused."""
    asked = question(left, "=", right, scope)
    if left == "2^n":
        asked = question(rf"{left} + \|x\|^2", "=", rf"{right} + \|x\|^2", scope)
    with pytest.raises(TooLarge):
        proving_sizes(asked, needs_of(asked))


def test_sizes_are_all_different_and_checked_twice() -> None:
    """No transposition can hide at n = d, and no single assignment speaks alone."""
    asked = question("X^\\top X", "=", "X^\\top X", r"Let $X \in \mathbb{R}^{n \times d}$.")
    plans = proving_sizes(asked, needs_of(asked))
    assert len(plans) >= 2
    assert all(plan["n"] != plan["d"] for plan in plans)


def test_a_literal_index_raises_the_sizes() -> None:
    """Where x_7 is written, n is at least 7 and there are more entries beside it."""
    asked = question("x_7", "=", "0", VECTOR)
    assert all(plan["n"] > 7 for plan in proving_sizes(asked, needs_of(asked)))
