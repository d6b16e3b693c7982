"""Whether inequalities between polynomials contradict each other: exact, by elimination after Fourier and Motzkin.

Each monomial counts as a variable of its own, and what is known of its size is added. That forgets relations between
monomials, so that a contradiction found here is one indeed, and "no contradiction" says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from derivcheck.engine.algebra.polynomials import Monomial, Polynomial
from derivcheck.engine.domains.bounds import Bounds

MOST_ROWS = 120


@dataclass(frozen=True, slots=True)
class Constraint:
    """``polynomial`` is positive; where not ``strict``, it may be 0 as well."""

    polynomial: Polynomial
    strict: bool


Row = tuple[dict[Monomial, Fraction], bool]


def contradict(constraints: Iterable[Constraint], bounds: Bounds) -> bool:
    """Whether surely no valuation meets all ``constraints`` and the bounds of the scope."""
    return _settled(constraints, bounds) is True


def consistent(constraints: Iterable[Constraint], bounds: Bounds) -> bool:
    """Whether some values of the monomials surely meet all ``constraints`` and the bounds of the scope."""
    return _settled(constraints, bounds) is False


def _settled(constraints: Iterable[Constraint], bounds: Bounds) -> bool | None:
    """Whether there is a contradiction; None where there would be too many inequalities to tell."""
    rows: list[Row] = [(dict(c.polynomial.monomials), c.strict) for c in constraints]
    monomials = {monomial for row, _ in rows for monomial in row if monomial}
    rows += [row for monomial in sorted(monomials, key=str) for row in _known(monomial, bounds)]
    for monomial in sorted(monomials, key=str):
        eliminated = _eliminate(rows, monomial)
        if eliminated is None:
            return None
        rows = eliminated
    return any(_impossible(row) for row in rows)


def _known(monomial: Monomial, bounds: Bounds) -> list[Row]:
    interval = bounds.of(Polynomial(((monomial, Fraction(1)),)).term())
    rows: list[Row] = []
    if interval.low == interval.high:
        # One value only leaves no room to move a little, which those who ask rely on.
        return rows
    if interval.low is not None:
        rows.append(({monomial: Fraction(1), (): -interval.low}, interval.low_open))
    if interval.high is not None:
        rows.append(({monomial: Fraction(-1), (): interval.high}, interval.high_open))
    return rows


def _eliminate(rows: list[Row], monomial: Monomial) -> list[Row] | None:
    """Rows without ``monomial`` that follow; None where they become too many."""
    kept = [row for row in rows if not row[0].get(monomial)]
    above = [row for row in rows if row[0].get(monomial, 0) > 0]
    below = [row for row in rows if row[0].get(monomial, 0) < 0]
    if len(kept) + len(above) * len(below) > MOST_ROWS:
        return None
    for low, low_strict in above:
        for high, high_strict in below:
            weights = (-high[monomial], low[monomial])
            joined = {
                key: weights[0] * low.get(key, Fraction(0)) + weights[1] * high.get(key, Fraction(0))
                for key in low.keys() | high.keys()
            }
            kept.append(({key: value for key, value in joined.items() if value}, low_strict or high_strict))
    return kept


def _impossible(row: Row) -> bool:
    constant = row[0].get((), Fraction(0))
    return all(key == () for key in row[0]) and (constant < 0 or (constant == 0 and row[1]))
