"""A limit is the other side: what it is taken of expands to it at the point."""

from __future__ import annotations

from collections.abc import Iterator

from derivcheck.engine.calculus.facts import expansion_fact
from derivcheck.engine.decision import Certificate
from derivcheck.engine.question import Question
from derivcheck.terms.nodes import Limit

NAME = "expansion"


def propose(question: Question) -> Iterator[Certificate]:
    """The fact that a side which is a limit at a finite point has the other side as its value."""
    if question.relation != "=" or question.left.shape:
        return
    for side, other in ((question.left, question.right), (question.right, question.left)):
        if isinstance(side, Limit) and side.point is not None:
            yield Certificate(NAME, "calculus", instance=(expansion_fact(side, other),))
