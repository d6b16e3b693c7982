"""The sides are the same function, by random interpretation; where logarithms stand in sums, after exponentiating."""

from __future__ import annotations

from collections.abc import Iterator

from derivcheck.engine.decision import Certificate
from derivcheck.engine.question import Question
from derivcheck.terms.nodes import Apply, walk

NAME = "random-interpretation"


def propose(question: Question) -> Iterator[Certificate]:
    """An identity proves =, ≤ and ≥."""
    if question.relation in ("=", r"\le", r"\ge"):
        yield Certificate(NAME, "identity")
    sides = (question.left, question.right)
    has_log = any(isinstance(part, Apply) and part.operator == "log" for side in sides for part in walk(side))
    if question.relation == "=" and has_log and question.left.shape == ():
        yield Certificate(NAME, "exponentiated")
