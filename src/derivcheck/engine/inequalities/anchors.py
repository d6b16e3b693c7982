"""Points at which a term in one variable may be smallest, to be tried as anchors; nothing is proved here."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import flint
from flint import arb, fmpq

from derivcheck.engine.evaluation.evaluator import Evaluator
from derivcheck.engine.inequalities.slopes import Line
from derivcheck.engine.systems.balls import Balls
from derivcheck.engine.systems.base import NoValue
from derivcheck.engine.systems.unknowns import Polynomials
from derivcheck.terms.nodes import Apply, Number, Term, number

HALVES = [Fraction(k, 2) for k in range(-24, 25)]
OTHERS = [Fraction(k, d) for d in (4, 8, 100) for k in (1, -1, 3, -3)] + [Fraction(k) for k in (20, -20, 50, -50)]
NICE: tuple[Term, ...] = (
    *(Number(Fraction(k, 2)) for k in (0, 2, -2, 1, -1, 4, -4)),
    Apply("exp", (number(-1),)),
    Apply("exp", (number(1),)),
)
NEAREST = 3
SPREADS = (1, 4)
TOUCHING = 1e-3
PRECISION = 64


def anchors(term: Term, line: Line) -> Iterator[tuple[Term, ...]]:
    """One point near the smallest value that was found, or two around it where that is above 0."""
    found = _sampled(term, line)
    if not found or min(found.values()) < -TOUCHING:
        return
    lowest = min(found, key=lambda place: (found[place], abs(place)))
    ends = [side for claim in line.claims for side in (claim.left, claim.right) if isinstance(side, Number)]
    nearest = sorted([*ends, *NICE], key=lambda point: abs(_float(point) - float(lowest)))
    for point in dict.fromkeys([*nearest[:NEAREST], *NICE[:2]]):
        if line.touches(point):
            yield (point,)
    for spread in SPREADS if found[lowest] > 0 else ():
        pair = (Number(lowest - spread), Number(lowest + spread))
        inside = [point if line.touches(point) else Number(lowest) for point in pair]
        if inside[0] != inside[1]:
            yield tuple(inside)


def _sampled(term: Term, line: Line) -> dict[Fraction, float]:
    system, found = Balls(Polynomials("", frozenset())), {}
    with flint.ctx.workprec(PRECISION):
        for place in [*HALVES, *OTHERS]:
            point = arb(fmpq(place.numerator, place.denominator))
            if not line.touches(Number(place)):
                continue
            try:
                found[place] = float(arb(Evaluator(system, {line.variable.name: point}).value(term)).mid())
            except (NoValue, OverflowError):
                continue
    return found


def _float(point: Term) -> float:
    with flint.ctx.workprec(PRECISION):
        return float(arb(Evaluator(Balls(Polynomials("", frozenset())), {}).value(point)).mid())
