"""Inequalities in one variable: proposes the points from which signs of derivatives are to decide."""

from __future__ import annotations

from collections.abc import Iterator

from derivcheck.engine.decision import Certificate
from derivcheck.engine.inequalities.anchors import anchors
from derivcheck.engine.inequalities.slopes import NAMES, Line, difference
from derivcheck.engine.question import Question

NAME = "inequality"


def propose(question: Question) -> Iterator[Certificate]:
    """Certificates for ≤, ≥, < and > between terms in one real variable."""
    if question.relation not in (r"\le", r"\ge", "<", ">") or question.left.shape or question.right.shape:
        return
    line = Line.of(question)
    if line is None:
        return
    for rule, logarithms in NAMES.items():
        term = difference(question, logarithms=logarithms)
        if term is not None:
            for points in anchors(term, line.within(term)):
                yield Certificate(NAME, "slopes", rule, points)
