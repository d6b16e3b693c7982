"""Contradictions among polynomial inequalities, shown by a positive combination of them that is 0.

Monomials are taken as independent unknowns, so this finds only some contradictions (Farkas' lemma on the products of
the inequalities, as in degree-2 Positivstellensatz proofs); what it finds is exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement

from flint import fmpq

from derivcheck.engine.statements.ring import Poly

MOST_COLUMNS = 90
MOST_ROWS = 60
MOST_PIVOTS = 200
MOST_PRODUCTS = 1_000


@dataclass(frozen=True, slots=True)
class Bound:
    """A polynomial that is known to be 0, not negative, or positive (``strict``)."""

    poly: Poly
    strict: bool = False
    is_zero: bool = False


def contradict(bounds: Sequence[Bound], one: Poly) -> bool:
    """Whether the bounds are shown to contradict each other."""
    single = [*bounds, Bound(one, strict=True), *_squares(bounds)]
    return _combines_to_zero(single) or _combines_to_zero([*single, *_products(bounds)])


def _squares(bounds: Sequence[Bound]) -> Iterator[Bound]:
    """The even monomials that occur, which are not negative."""
    seen: set[tuple[int, ...]] = set()
    for bound in bounds:
        context = bound.poly.context()
        for exponents in bound.poly.to_dict():
            if any(exponents) and not any(power % 2 for power in exponents) and exponents not in seen:
                seen.add(exponents)
                yield Bound(context.from_dict({exponents: fmpq(1)}))


def _products(bounds: Sequence[Bound]) -> Iterator[Bound]:
    for one, other in combinations_with_replacement(bounds, 2):
        if len(one.poly) * len(other.poly) > MOST_PRODUCTS:
            # More monomials than there may be rows.
            continue
        yield Bound(one.poly * other.poly, one.strict and other.strict, one.is_zero or other.is_zero)


def _combines_to_zero(bounds: Sequence[Bound]) -> bool:
    """Whether ∑ λ b = 0 has a solution with λ ≥ 0 (any λ for what is 0) of which the strict ones sum to 1."""
    columns: list[dict[tuple[int, ...], fmpq]] = []
    strict: list[bool] = []
    for bound in bounds:
        entries = bound.poly.to_dict()
        columns.append(entries)
        strict.append(bound.strict)
        if bound.is_zero:
            columns.append({key: -value for key, value in entries.items()})
            strict.append(False)
    rows = sorted({key for column in columns for key in column})
    if len(columns) > MOST_COLUMNS or len(rows) > MOST_ROWS:
        return False
    table = [[fmpq(column.get(row, 0)) for column in columns] for row in rows]
    table.append([fmpq(int(flag)) for flag in strict])
    target = [fmpq(0)] * len(rows) + [fmpq(1)]
    return feasible(table, target)


def feasible(table: list[list[fmpq]], target: list[fmpq]) -> bool:
    """Whether table · λ = target has a solution λ ≥ 0, which is put in once more."""
    found = _basic_solution(table, target)
    return (
        found is not None
        and all(value >= 0 for value in found.values())
        and all(
            sum((row[c] * value for c, value in found.items()), fmpq(0)) == wanted
            for row, wanted in zip(table, target, strict=True)
        )
    )


def _basic_solution(table: list[list[fmpq]], target: list[fmpq]) -> dict[int, fmpq] | None:
    """The first phase of the simplex method, by Bland's rule."""
    count, height = len(table[0]), len(table)
    rows = [[*row, *(fmpq(int(k == r)) for k in range(height)), target[r]] for r, row in enumerate(table)]
    basis = [count + r for r in range(height)]
    cost = [sum((row[c] for row in rows), fmpq(0)) for c in range(count)]
    for _ in range(MOST_PIVOTS):
        if all(rows[r][-1] == 0 for r in range(height) if basis[r] >= count):
            return {basis[r]: rows[r][-1] for r in range(height) if basis[r] < count}
        entering = next((c for c in range(count) if cost[c] > 0), None)
        if entering is None:
            return None
        ratios = [(row[-1] / row[entering], basis[r], r) for r, row in enumerate(rows) if row[entering] > 0]
        if not ratios:
            return None
        leaving = min(ratios)[2]
        _pivot(rows, cost, leaving, entering, count)
        basis[leaving] = entering
    return None


def _pivot(rows: list[list[fmpq]], cost: list[fmpq], leaving: int, entering: int, count: int) -> None:
    scale = rows[leaving][entering]
    rows[leaving] = pivot = [entry / scale for entry in rows[leaving]]
    for r, row in enumerate(rows):
        factor = row[entering]
        if r != leaving and factor != 0:
            rows[r] = [entry - factor * other for entry, other in zip(row, pivot, strict=True)]
    factor = cost[entering]
    for c in range(count):
        cost[c] -= factor * pivot[c]
