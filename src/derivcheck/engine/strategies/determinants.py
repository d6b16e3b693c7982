"""Determinants of sums and blocks: identities of every size by their logarithmic derivatives."""

from __future__ import annotations

from collections.abc import Iterator

from derivcheck.engine.decision import Certificate
from derivcheck.engine.question import Question

NAME = "logarithmic-derivative"


def propose(question: Question) -> Iterator[Certificate]:
    """The one way, where there is a determinant."""
    if question.relation == "=" and "determinant" in question.operators:
        yield Certificate(NAME, "logarithmic")
