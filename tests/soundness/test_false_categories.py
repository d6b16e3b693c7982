"""Categorical variables that take other values than 1, 2, and so on: their mean is another one."""

import pytest

from derivcheck.check import check_text
from derivcheck.results import Verdict

VALUED = {
    "from 0 on": r"Let $\pi$ be a probability vector of length $K$, and let $X \sim \mathrm{Cat}(\pi)$ take values in "
    r"$\{0, \dots, K - 1\}$.",
    "with names": r"Let $X \sim \mathrm{Cat}(\pi)$ have the values $v_1, \dots, v_K$.",
    "counted from 0": r"Let $\pi_0, \dots, \pi_{K-1} > 0$ with $\sum_{k=0}^{K-1} \pi_k = 1$, and let "
    r"$X \sim \mathrm{Cat}(\pi)$.",
}


@pytest.mark.parametrize("prose", VALUED.values(), ids=VALUED)
def test_the_mean_of_other_values_is_left_open(prose: str) -> None:
    """It is neither proved to be that of 1, 2, and so on, nor refuted."""
    text = prose + "\n\n" + r"$$ \mathbb{E}[X] = \sum_{k=1}^K k \pi_k $$"
    steps = [step for part in check_text(text).derivations for step in part.steps]
    assert {step.verdict for step in steps} <= {Verdict.UNPROVED, Verdict.UNREAD}


def test_an_update_says_nothing_of_what_it_ends_at() -> None:
    """Also where it is assumed: w is no solution of ``w = w - ηg``."""
    text = r"We assume the update $w = w - \eta g$ with the slope $g$, so" + "\n\n" + r"$$ \eta g^2 = 0 $$"
    steps = [step for part in check_text(text).derivations for step in part.steps]
    assert [step.verdict for step in steps] == [Verdict.UNPROVED]
