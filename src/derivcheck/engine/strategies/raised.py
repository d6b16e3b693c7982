"""Inequalities between logarithms: the exponential increases, so that both sides may be raised to it."""

from __future__ import annotations

from collections.abc import Iterator

from derivcheck.engine.decision import Certificate
from derivcheck.engine.question import Question

NAME = "inequality"
RULE = "the exponential increases"


def propose(question: Question) -> Iterator[Certificate]:
    """A certificate for ≤, ≥, < and > between scalars, where there is a logarithm."""
    if question.relation in (r"\le", r"\ge", "<", ">") and "log" in question.operators and not question.left.shape:
        yield Certificate(NAME, "raised", RULE)
