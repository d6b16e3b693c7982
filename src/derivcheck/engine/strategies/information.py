"""Entropies of random variables: what Shannon's inequalities give, by linear programming."""

from __future__ import annotations

from collections.abc import Iterator

from derivcheck.engine.decision import Certificate
from derivcheck.engine.question import Question

NAME = "information"


def propose(question: Question) -> Iterator[Certificate]:
    """A certificate where both sides speak of entropies."""
    if question.entropies is not None:
        rule = "" if question.relation == "=" else "Shannon's inequalities"
        yield Certificate(NAME, "information", rule)
