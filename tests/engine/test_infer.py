from __future__ import annotations

from dataclasses import replace

import pytest

from derivcheck.engine.decision import Decision
from derivcheck.engine.infer import decide_inference
from derivcheck.engine.proving import kernel
from derivcheck.engine.statements.reasoning import Samples
from derivcheck.results import Verdict
from tests.engine.statements.sample import inference

GOOD = Samples(solutions=3, others=3)


@pytest.mark.parametrize(
    ("premise", "conclusion", "verdict", "code"),
    [
        ("x^2 = 4", "x = 2 or x = -2", Verdict.PROVED, "D103"),
        ("x^2 = 4", "x = 2", Verdict.REFUTED, "D204"),
        ("x = 2", "x^2 = 4", Verdict.REFUTED, "D205"),
        ("x^2 = -1", "false", Verdict.PROVED, "D103"),
        ("x^2 = -1", "x^2 = -2", Verdict.PROVED, "D103"),
    ],
)
def test_an_equivalence_is_decided(premise: str, conclusion: str, verdict: Verdict, code: str) -> None:
    """Each direction that fails has a code of its own."""
    decision = decide_inference(inference(premise, conclusion))
    assert (decision.verdict, decision.code) == (verdict, code)


def test_nothing_is_learnt_from_a_premise_that_is_never_true() -> None:
    """The equation x² = −1 implies x = 7 only in name."""
    decision = decide_inference(inference("x^2 = -1", "x = 7", both_ways=False))
    assert (decision.verdict, decision.code) == (Verdict.UNPROVED, "D305")


def test_the_kernel_goes_through_the_cases_itself() -> None:
    """Whatever the samples say, what does not follow is not proved; nor what follows, with poor samples."""
    true, false = inference("x^2 = 4", "x = 2 or x = -2"), inference("x^2 = 4", "x = 2")
    assert isinstance(kernel.prove_inference(true, GOOD), Decision)
    assert not isinstance(kernel.prove_inference(false, GOOD), Decision)
    for poor in (replace(GOOD, against={"x": 1}), Samples(1, 1), Samples(0, 9)):
        assert not isinstance(kernel.prove_inference(true, poor), Decision)


def test_the_side_that_is_undefined_is_named() -> None:
    """At x = 1 only one of the two statements has a value."""
    decision = decide_inference(inference(r"\frac{x^2-1}{x-1} = 2", "x + 1 = 2"))
    assert decision.code == "D205"
    assert "division by zero" in decision.facts["undefined"]
