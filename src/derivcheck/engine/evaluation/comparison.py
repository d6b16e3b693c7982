"""Whether a relation holds between two values."""

from __future__ import annotations

from enum import Enum

from flint import arb, fmpq

from derivcheck.engine.evaluation.entries import Entries, Value
from derivcheck.engine.systems.base import Element
from derivcheck.engine.systems.rationals import Beyond


class Outcome(Enum):
    """What a comparison says: surely not, surely or as far as balls can tell, or nothing."""

    FAILS = "fails"
    HOLDS = "holds"
    OPEN = "open"


def is_beyond(value: Value) -> bool:
    """Whether some entry is not known exactly."""
    return any(isinstance(entry, Beyond) for entry in _entries(value))


def _entries(value: Value) -> list[Element]:
    return value.data if isinstance(value, Entries) else [value]


def compare(left: Value, relation: str, right: Value, *, exactly: bool = False) -> Outcome:
    """Compares entry by entry; with ``exactly``, overlapping balls do not count as equal."""
    shapes = [value.shape if isinstance(value, Entries) else () for value in (left, right)]
    rows, columns = _entries(left), _entries(right)
    if shapes[0] != shapes[1]:
        if () not in shapes:
            return Outcome.OPEN
        rows = rows * (len(columns) if shapes[0] == () else 1)
        columns = columns * (len(rows) if shapes[1] == () else 1)
    outcomes = {_compare_numbers(a, relation, b, exactly=exactly) for a, b in zip(rows, columns, strict=True)}
    if relation == r"\ne":
        # Arrays differ as soon as one entry does.
        return Outcome.HOLDS if Outcome.HOLDS in outcomes else outcomes.pop() if len(outcomes) == 1 else Outcome.OPEN
    for outcome in (Outcome.FAILS, Outcome.OPEN):
        if outcome in outcomes:
            return outcome
    return Outcome.HOLDS


def _compare_numbers(a: Element, relation: str, b: Element, *, exactly: bool) -> Outcome:
    if isinstance(a, (int, fmpq)) and isinstance(b, (int, fmpq)):
        return Outcome.HOLDS if EXACT[relation](a, b) else Outcome.FAILS
    a, b = arb(a), arb(b)
    if not (a.is_finite() and b.is_finite()):
        return Outcome.OPEN
    if not a.overlaps(b) or (a.is_exact() and b.is_exact()):
        return Outcome.HOLDS if EXACT[relation](a.mid(), b.mid()) else Outcome.FAILS
    return Outcome.OPEN if exactly or relation == r"\ne" else Outcome.HOLDS


EXACT = {
    "=": lambda a, b: bool(a == b),
    r"\ne": lambda a, b: bool(a != b),
    "<": lambda a, b: bool(a < b),
    ">": lambda a, b: bool(a > b),
    r"\le": lambda a, b: bool(a <= b),
    r"\ge": lambda a, b: bool(a >= b),
}
