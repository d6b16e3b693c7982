"""Steps that hold where an unknown function has the values that the text gives it at some points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from derivcheck.checking.doubts import clear
from derivcheck.checking.ground import guarded, settled
from derivcheck.checking.outcome import Ground
from derivcheck.engine.decide import decide
from derivcheck.engine.decision import Decision
from derivcheck.engine.question import Question
from derivcheck.results import Verdict
from derivcheck.terms.nodes import Call, Term, rebuild


def by_known_values(decision: Decision, question: Question, ground: Ground) -> Decision:
    """The decision on a step, or a proof of it with the known values of functions in their places."""
    context = ground.context
    if decision.verdict is Verdict.PROVED or not context.values_of_functions:
        return decision
    known = {settled(claim.left, context): settled(claim.right, context) for claim in context.values_of_functions}
    left, right = (_with(side, known) for side in (question.left, question.right))
    if (left, right) == (question.left, question.right):
        return decision
    written = replace(question, left=left, right=right)
    again = clear(guarded(partial(decide, written), ground), written, ground)
    return again if again.verdict is Verdict.PROVED else decision


def _with(term: Term, known: Mapping[Term, Term]) -> Term:
    if isinstance(term, Call) and term in known:
        return known[term]
    return rebuild(term, lambda child: _with(child, known))
