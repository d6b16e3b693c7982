"""Sides that are infinite wherever they are looked at: integrals that diverge at every valuation, far out as well."""

from __future__ import annotations

from flint import arb

from derivcheck.engine.evaluation.entries import Value
from derivcheck.engine.question import Question
from derivcheck.engine.refuting.refuter import Drawing, Findings, Point, Valuation
from derivcheck.engine.systems.base import Divergent, NoValue, OverBudget, Unbounded
from derivcheck.terms.nodes import Call, Term, walk

SPREADS = (1, 2, 5, 100, 10**4, 10**6)
"""How large the numbers of valuations are: whether an integral converges changes with a sign, and with no more."""

FAR = 10**4
PER_SPREAD = 8
FEWEST = 24
"""At how many valuations it has to be seen, some of them far out, where there are names to give values to."""


def infinite_point(question: Question, findings: Findings) -> Point | None:
    """A valuation at which one side surely is infinite, and the other is not, if it is so at all that are tried.

    ``findings`` say that no value was found of both sides, and that none had another reason. Of unknown functions it
    says nothing: those that are meant may fade.
    """
    if question.relation != "=" or findings.held or findings.undefined or not findings.divergent:
        return None
    if any(isinstance(part, Call) for side in (question.left, question.right) for part in walk(side)):
        return None
    drawing = Drawing(question, "infinite")
    first: Point | None = None
    seen: list[int] = []
    try:
        for spread in SPREADS:
            for _ in range(PER_SPREAD if question.symbols else 1):
                sizes, values, unknowns = drawing.values(dict.fromkeys(question.sizes, 2), spread)
                valuation = Valuation(values, unknowns, question)
                if not all(map(valuation.meets, question.assumptions)):
                    continue
                if first is None:
                    first = Point(sizes, values, *_both(question, valuation), unknowns)
                elif not _diverges(question.left if _is_infinite(first.left) else question.right, valuation):
                    continue
                seen.append(spread)
    except (NoValue, OverBudget):
        return None
    is_enough = len(seen) >= FEWEST and max(seen) >= FAR if question.symbols else bool(seen)
    return first if is_enough else None


def _diverges(side: Term, valuation: Valuation) -> bool:
    """Whether a side surely is infinite, and not only beyond what is seen of it.

    Raises NoValue where it is a number.
    """
    try:
        found = _value(side, valuation)
    except Unbounded:
        return False
    if not _is_infinite(found):
        reason = "an integral that converges for some values"
        raise NoValue(reason)
    return True


def _both(question: Question, valuation: Valuation) -> tuple[Value, Value]:
    """The values of both sides, of which one is infinite; raises NoValue where none or both are."""
    left, right = (_value(side, valuation) for side in (question.left, question.right))
    if _is_infinite(left) == _is_infinite(right):
        reason = "two sides of which none, or both, are infinite"
        raise NoValue(reason)
    return left, right


def _value(side: Term, valuation: Valuation) -> Value:
    try:
        return valuation.value(side, quick=True)
    except Divergent:
        return arb.pos_inf()


def _is_infinite(value: Value) -> bool:
    return isinstance(value, arb) and not value.is_finite()
