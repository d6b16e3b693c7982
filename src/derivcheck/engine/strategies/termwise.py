"""Sums and integrals over the same range, place by place, and with logarithms in them expanded."""

from __future__ import annotations

from collections.abc import Iterator

from derivcheck.engine.decision import Certificate
from derivcheck.engine.question import Question
from derivcheck.engine.series.termwise import ranges
from derivcheck.engine.strategies import induction

NAME = "termwise"


def propose(question: Question) -> Iterator[Certificate]:
    """Both are worth a try wherever something is summed or integrated; what is expanded may be closed by induction."""
    if question.relation != "=" or question.left.shape or not ranges(question):
        return
    yield Certificate(NAME, "termwise")
    yield Certificate(NAME, "expanded")
    for by_induction in induction.propose(question):
        yield Certificate(NAME, "expanded", instance=by_induction.instance)
        yield Certificate(NAME, "termwise", instance=by_induction.instance)
