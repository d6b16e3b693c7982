"""Infinite series by the table of named power series."""

from __future__ import annotations

from collections.abc import Iterator

from derivcheck.engine.decision import Certificate
from derivcheck.engine.question import Question
from derivcheck.engine.series.infinite import has_series

NAME = "power-series"


def propose(question: Question) -> Iterator[Certificate]:
    """Closed forms are worth a try wherever a series is infinite."""
    if question.relation == "=" and has_series(question):
        yield Certificate(NAME, "series")
