"""Equations that are affine in one symbol, solved exactly for it at given values of everything else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flint import fmpq, fmpq_mat

from derivcheck.engine.comparison import is_beyond
from derivcheck.engine.entries import Entries, Value
from derivcheck.engine.evaluator import Evaluator
from derivcheck.engine.systems.base import Element, NoValue
from derivcheck.engine.systems.rationals import Rationals, is_exact
from derivcheck.terms.nodes import Symbol, Term


def solve(
    terms: Sequence[Term], symbol: Symbol, values: Mapping[str, Value], exact: Rationals, *, symmetric: bool = False
) -> Value | None:
    """The value of ``symbol`` at which all ``terms``, if they are affine in it, are zero; one of several.

    A ``symmetric`` matrix stays one: the two entries of a pair move together.
    """
    value = values[symbol.name]
    template = value if isinstance(value, Entries) else Entries((), [value])
    if not all(map(is_exact, template.data)):
        return None
    places = _places(template, symmetric=symmetric)
    base = [fmpq(entry) for entry in template.data]

    def at(place: tuple[int, ...], times: int) -> list[Element] | None:
        data = [entry + times * (k in place) for k, entry in enumerate(base)]
        changed = Entries(template.shape, data) if template.shape else data[0]
        return _values(terms, {**values, symbol.name: changed}, exact)

    origin = at((), 0)
    columns = [_slope(origin, at(place, 1), at(place, 2)) for place in places] if origin is not None else [None]
    slopes = [column for column in columns if column is not None]
    if origin is None or len(slopes) < len(places):
        return None
    step = solve_linear(slopes, [-entry for entry in origin])
    if step is None:
        return None
    for place, change in zip(places, step, strict=True):
        for k in place:
            base[k] += change
    return Entries(template.shape, base) if template.shape else base[0]


def _slope(origin: list[Element], once: list[Element] | None, twice: list[Element] | None) -> list[Element] | None:
    """How values change with an entry; None where they are not affine in it."""
    if once is None or twice is None:
        return None
    slope = [a - b for a, b in zip(once, origin, strict=True)]
    return slope if all(c - a == s for c, a, s in zip(twice, once, slope, strict=True)) else None


def _places(template: Entries, *, symmetric: bool) -> list[tuple[int, ...]]:
    """The places of the entries that move, those together that move together."""
    if not symmetric:
        return [(k,) for k in range(len(template.data))]
    size = template.shape[0]
    return [tuple({i * size + j, j * size + i}) for i in range(size) for j in range(i, size)]


def _values(terms: Sequence[Term], values: Mapping[str, Value], exact: Rationals) -> list[Element] | None:
    found: list[Element] = []
    for term in terms:
        try:
            result = Evaluator(exact, values).value(term)
        except NoValue:
            return None
        if is_beyond(result):
            return None
        found += result.data if isinstance(result, Entries) else [result]
    return found


def solve_linear(columns: list[list[Element]], target: list[Element]) -> list[fmpq] | None:
    """One exact solution x of ∑ x_k columns[k] = target, with the free unknowns 0."""
    rows, count = len(target), len(columns)
    matrix = fmpq_mat(
        rows,
        count + 1,
        [fmpq(columns[c][r]) if c < count else fmpq(target[r]) for r in range(rows) for c in range(count + 1)],
    )
    reduced, rank = matrix.rref()
    solution = [fmpq(0)] * count
    for row in range(rank):
        pivot = next(c for c in range(count + 1) if reduced[row, c] != 0)
        if pivot == count:
            return None
        solution[pivot] = reduced[row, count]
    return solution
