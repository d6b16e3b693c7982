"""Under roots and the like, numbers that both sides make in the same way from arrays and sums are names."""

from __future__ import annotations

from collections.abc import Iterator

from derivcheck.engine.algebra.common_parts import generalisations, innermost
from derivcheck.engine.decision import Certificate
from derivcheck.engine.question import Question
from derivcheck.terms.nodes import Apply, Number, Term, walk

NAME = "common-parts"
HARD = frozenset({"root", "abs", "log", "exp"})
"""What is hard to follow through arrays, beside powers that are not whole."""

MOST_AXES = 3
"""Tables with more axes are too large at the sizes that a proof needs."""


def propose(question: Question) -> Iterator[Certificate]:
    """Names for the common parts, where there are any and the sides hold what makes them matter."""
    if question.relation != "=" or question.left.shape != ():
        return
    if _is_hard(question.left) or _is_hard(question.right):
        for parts in generalisations(question):
            yield Certificate(NAME, "common", "", parts)
    if any(len(symbol.shape) > MOST_AXES for symbol in question.symbols):
        yield Certificate(NAME, "common", "", innermost(question))


def _is_hard(side: Term) -> bool:
    return any(isinstance(part, Apply) and (part.operator in HARD or _is_fractional(part)) for part in walk(side))


def _is_fractional(part: Apply) -> bool:
    if part.operator != "power":
        return False
    exponent = part.arguments[1]
    return not isinstance(exponent, Number) or exponent.value.denominator > 1
