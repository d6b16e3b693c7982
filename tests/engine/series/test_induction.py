"""What has to hold for a step to hold for every size."""

import pytest

from derivcheck.engine.decision import Certificate
from derivcheck.engine.proving.checks import check_induction
from derivcheck.engine.proving.interpretation import NoAgreement
from derivcheck.engine.series.induction import ways
from derivcheck.terms.nodes import Symbol
from tests.soundness.asking import question

NATURAL = r"Let $n \in \mathbb{N}$ and $r \in \mathbb{R}$."


def by_induction(left: str, right: str, scope: str = NATURAL, *sizes: str) -> bool:
    """Whether the kernel accepts induction over the sizes."""
    certificate = Certificate("test", "induction", "", tuple(map(Symbol, sizes or ("n",))))
    return not isinstance(check_induction(question(left, "=", right, scope), certificate), NoAgreement)


TRUE = [
    (r"\sum_{k=0}^{n} r^k", r"\frac{1-r^{n+1}}{1-r}"),
    (r"\prod_{k=1}^{n} \frac{k}{k+1}", r"\frac{1}{n+1}"),
    (r"\sum_{k=1}^{n} k \cdot k!", "(n+1)! - 1"),
    (r"\sum_{k=0}^{n} \binom{n}{k} r^k", "(1+r)^n"),
    (r"\sum_{k=1}^{n} r^{n-k}", r"\frac{1-r^n}{1-r}"),
]


@pytest.mark.parametrize(("left", "right"), TRUE)
def test_a_true_step_passes(left: str, right: str) -> None:
    """The kernel derives base and step by itself."""
    assert by_induction(left, right)


FALSE = [
    (r"\sum_{k=0}^{n} r^k", r"\frac{1-r^{n+1}}{1-r} + 1"),
    (r"\prod_{k=1}^{n} \frac{k}{k+1}", r"\frac{2}{n+1}"),
    (r"\sum_{k=1}^{n} k \cdot k!", "(n+1)!"),
    (r"(n-1)\sum_{k=1}^{n} \frac{r^k}{k}", r"(n-1)\left(\sum_{k=1}^{n} \frac{r^k}{k} + 5\right)"),
    (r"\sum_{k=1}^{n-1} \frac{r^n}{n-1}", r"r^n"),
    (r"\sum_{k=0}^{n-2} \binom{n-2}{k}", "2^{n-2}"),
    (r"\sum_{k=3}^{n} r^k", r"\frac{r^3-r^{n+1}}{1-r}"),
    (r"\sum_{k=1}^{n} |k-5|", r"\frac{n(n+1)}{2} - 5n + 20"),
]


@pytest.mark.parametrize(("left", "right"), FALSE)
def test_a_false_step_does_not_pass(left: str, right: str) -> None:
    """A wrong start, an empty sum, a factor that hides the start, and what is not analytic in the size."""
    assert not by_induction(left, right)


def test_the_base_is_the_claim_about_the_sum_itself() -> None:
    """(n - 1)·S(n) = (n - 1)·T(n) holds at n = 1 whatever T is; S(1) = T(1) is asked for instead."""
    posed = question(r"(n-1)\prod_{k=1}^{n} k", "=", r"(n-1) \cdot 2 \cdot n!", NATURAL)
    bases = [way[0] for way in ways(posed, "n") if len(way) == 3]
    assert bases
    assert not by_induction(r"(n-1)\prod_{k=1}^{n} k", r"(n-1) \cdot 2 \cdot n!")


def test_a_size_that_may_be_0_starts_there() -> None:
    """The claim at n = 0 is part of the claim."""
    scope = r"Let $n \in \mathbb{N}$ with $n \ge 0$."
    assert by_induction(r"\sum_{k=1}^{n} 2^k", "2^{n+1} - 2", scope)
    assert not by_induction(r"\prod_{k=1}^{n} 0 \cdot k", "0", scope)


def test_sizes_are_taken_one_after_the_other() -> None:
    """A double sum with two lengths."""
    scope = r"Let $m, n \in \mathbb{N}$ and $r \in \mathbb{R}$."
    left, right = r"\prod_{i=1}^{n} \prod_{j=1}^{m} r", "r^{n m}"
    assert by_induction(left, right, scope, "n", "m") or by_induction(left, right, scope, "m", "n")
