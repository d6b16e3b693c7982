"""What says how large a name is, beside a formula, restricts it; of a name that the formula sets, it is claimed."""

from __future__ import annotations

import pytest

from derivcheck.check import check_text
from derivcheck.results import Verdict

PROVED = [
    r"\sum_{k=0}^\infty z^k = \frac{1}{1 - z}, \quad |z| < 1",
    r"\frac{1}{1 - x} = \sum_{k=0}^\infty x^k, \qquad \left|x\right| < 1",
    r"\frac{1}{1 - x} = \sum_{k=0}^\infty x^k, \qquad \lvert x \rvert < 1.",
]


@pytest.mark.parametrize("display", PROVED)
def test_a_size_beside_a_formula_restricts_it(display: str) -> None:
    """It is no claim of its own."""
    steps = [step for derivation in check_text(f"$$ {display} $$").derivations for step in derivation.steps]
    assert [step.verdict for step in steps] == [Verdict.PROVED]


def test_the_size_of_what_is_set_is_claimed() -> None:
    """R is 1/2, and its size less than 1."""
    steps = [s for d in check_text(r"$$ r = \frac12, \quad |r| < 1 $$").derivations for s in d.steps]
    assert [step.verdict for step in steps] == [Verdict.DEFINED, Verdict.PROVED]
