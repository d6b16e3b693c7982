"""Steps that rest on their quantities being real: what may be no real number must not stand where that matters."""

from __future__ import annotations

from collections.abc import Collection

from derivcheck.engine.question import Question
from derivcheck.terms.nodes import Apply, Call, Number, Symbol, Term, walk

RINGS = frozenset({"=", r"\ne"})
"""Relations that need no order."""

OF_REALS = frozenset(
    {"abs", "sign", "max", "min", "root", "log", "less", "at-most", "erf", "arcsin", "arctan", "spectral-norm"}
)
"""What is another thing of numbers that are not real, or nothing at all."""


def rests_on_reals(question: Question, names: Collection[str]) -> bool:
    """Whether a step orders what is called by one of ``names``, or takes its size, sign, root or logarithm."""
    sides = (question.left, question.right)
    if question.relation not in RINGS and any(_speaks_of(side, names) for side in sides):
        return True
    return any(_is_of_reals(part) and _speaks_of(part, names) for side in sides for part in walk(side))


def _is_of_reals(term: Term) -> bool:
    if not isinstance(term, Apply):
        return False
    if term.operator == "power":
        exponent = term.arguments[1]
        return not (isinstance(exponent, Number) and exponent.value.denominator == 1)
    return term.operator in OF_REALS


def _speaks_of(term: Term, names: Collection[str]) -> bool:
    return any(
        (isinstance(part, Symbol) and part.name in names) or (isinstance(part, Call) and part.function in names)
        for part in walk(term)
    )
