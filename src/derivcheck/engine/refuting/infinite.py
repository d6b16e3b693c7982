"""Sides that are infinite wherever they are looked at: integrals that diverge at every valuation, far out as well."""

from __future__ import annotations

from flint import arb

from derivcheck.engine.evaluation.entries import Value
from derivcheck.engine.question import Question
from derivcheck.engine.refuting.refuter import Drawing, Findings, Point, Valuation
from derivcheck.engine.systems.base import Divergent, NoValue, OverBudget
from derivcheck.terms.nodes import Term

SPREADS = (1, 2, 5, 100, 10**4, 10**6)
"""How large the numbers of valuations are: whether an integral converges changes with a sign, and with no more."""

PER_SPREAD = 8
FEWEST = 24
"""How many valuations have to meet the assumptions, where there are names to give values to."""


def infinite_point(question: Question, findings: Findings) -> Point | None:
    """A valuation at which one side surely is infinite, and the other is not, if it is so at all that are tried.

    ``findings`` say that no value was found of both sides, and that none had another reason.
    """
    if question.relation != "=" or findings.held or findings.undefined or not findings.divergent:
        return None
    drawing = Drawing(question, "infinite")
    found: list[Point] = []
    sides: set[bool] = set()
    try:
        for spread in SPREADS:
            for _ in range(PER_SPREAD if question.symbols else 1):
                point = _point(question, drawing, spread)
                if point is not None:
                    found.append(point)
                    sides.add(_is_infinite(point.left))
    except (NoValue, OverBudget):
        return None
    enough = FEWEST if question.symbols else 1
    return found[0] if len(found) >= enough and len(sides) == 1 else None


def _point(question: Question, drawing: Drawing, spread: int) -> Point | None:
    """A valuation with one infinite side; None where it does not meet the assumptions. Raises NoValue for any other."""
    sizes, values, unknowns = drawing.values(dict.fromkeys(question.sizes, 2), spread)
    valuation = Valuation(values, unknowns, question)
    if not all(map(valuation.meets, question.assumptions)):
        return None
    left, right = (_value(side, valuation) for side in (question.left, question.right))
    if _is_infinite(left) == _is_infinite(right):
        reason = "two sides of which none, or both, are infinite"
        raise NoValue(reason)
    return Point(sizes, values, left, right, unknowns)


def _value(side: Term, valuation: Valuation) -> Value:
    try:
        return valuation.value(side, quick=True)
    except Divergent:
        return arb.pos_inf()


def _is_infinite(value: Value) -> bool:
    return isinstance(value, arb) and not value.is_finite()
