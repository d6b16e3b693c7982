"""The sides are the same function, by random interpretation; where logarithms stand in sums, after exponentiating."""

from __future__ import annotations

from collections.abc import Iterator

from derivcheck.engine.decision import Certificate
from derivcheck.engine.question import Question
from derivcheck.terms.nodes import operators

NAME = "random-interpretation"
LOGARITHMIC = frozenset({"log", "arsinh", "arcosh", "artanh"})


def propose(question: Question) -> Iterator[Certificate]:
    """An identity proves =, ≤ and ≥."""
    if question.relation in ("=", r"\le", r"\ge"):
        yield Certificate(NAME, "identity")
    sides = (question.left, question.right)
    has_log = any(not LOGARITHMIC.isdisjoint(operators(side)) for side in sides)
    if question.relation == "=" and has_log and question.left.shape == ():
        yield Certificate(NAME, "exponentiated")
