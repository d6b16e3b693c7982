"""The sides are the same function on each region on which their absolute values, maxima, signs and cases are fixed."""

from __future__ import annotations

from collections.abc import Iterator

from derivcheck.engine.decision import Certificate
from derivcheck.engine.domains.resolution import SWITCHES
from derivcheck.engine.question import Question
from derivcheck.terms.nodes import operators

NAME = "regions"


def propose(question: Question) -> Iterator[Certificate]:
    """Regions are worth a try where the sides hold a switch."""
    switches = SWITCHES & (operators(question.left) | operators(question.right))
    if question.relation == "=" and question.left.shape == () and switches:
        yield Certificate(NAME, "regions")
