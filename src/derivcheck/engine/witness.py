"""Puts a decided question to SymPy: it agrees with the verdict, disagrees, or has no answer."""

from __future__ import annotations

from enum import StrEnum

from derivcheck.engine.calculus.expansions import is_expansion
from derivcheck.engine.calculus.inverses import without_inverses
from derivcheck.engine.decision import Decision
from derivcheck.engine.question import Question
from derivcheck.engine.refuting.refuter import sample
from derivcheck.engine.symbolic.instances import instances
from derivcheck.results import Verdict

SYMPY = "sympy"
VALUATIONS = 4


class Answer(StrEnum):
    """What a witness says of a verdict."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    NONE = "no answer"


def testify(question: Question, decision: Decision) -> Answer:
    """SymPy's answer to the verdict *proved* or *refuted*."""
    settled = without_inverses(decision.about or question)
    # The witness works in a time of its own.
    asked = Question(settled.left, settled.relation, settled.right, settled.scope, settled.seed)
    # SymPy's process is started only where it is asked for.
    from derivcheck.engine.symbolic.worker import START, ask

    deadline = question.deadline and question.deadline.anew(START)
    sides = (asked.left, asked.relation, asked.right)
    samples = [found for found in instances(sample(asked, VALUATIONS)) if found is not None]
    if decision.verdict is Verdict.PROVED:
        # An expansion is settled coefficient by coefficient; ``about`` is only the first of them.
        if decision.about is not None or is_expansion(asked):
            return Answer.NONE
        return _answers(ask("upholds", *sides, asked.declarations, samples, deadline=deadline))
    if decision.point is None:
        return Answer.NONE
    return _answers(ask("refutes", *sides, next(instances([decision.point])), samples, deadline=deadline))


def _answers(found: bool | None) -> Answer:  # noqa: FBT001 - what the worker said
    return {True: Answer.AGREES, False: Answer.DISAGREES}.get(found, Answer.NONE) if found is not None else Answer.NONE
