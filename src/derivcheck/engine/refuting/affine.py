"""Equations that are affine in one symbol, solved exactly for it at given values of everything else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flint import fmpq, fmpq_mat

from derivcheck.engine.evaluation.comparison import is_beyond
from derivcheck.engine.evaluation.entries import Entries, Value
from derivcheck.engine.evaluation.evaluator import Evaluator
from derivcheck.engine.systems.base import Element, NoValue
from derivcheck.engine.systems.rationals import Rationals, is_exact
from derivcheck.terms.nodes import Symbol, Term, free_symbols


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
    apart = [term for term in terms if symbol.name not in _names(term)]
    if apart:
        # No value of the symbol changes these.
        rest = _values(apart, values, exact)
        if rest is None or any(rest):
            return None
        terms = [term for term in terms if symbol.name in _names(term)]
    places = _places(template, symmetric=symmetric)
    base = [fmpq(entry) for entry in template.data]

    def moved(changes: Mapping[int, Element]) -> Value:
        data = [entry + changes.get(k, 0) for k, entry in enumerate(base)]
        return Entries(template.shape, data) if template.shape else data[0]

    def at(changed: Value) -> list[Element] | None:
        return _values(terms, {**values, symbol.name: changed}, exact)

    origin = at(moved({}))
    if origin is None:
        return None
    slopes: list[list[Element]] = []
    for place in places:
        there = at(moved(dict.fromkeys(place, fmpq(1))))
        if there is None:
            return None
        slopes.append([a - b for a, b in zip(there, origin, strict=True)])
    step = solve_linear(slopes, [-entry for entry in origin])
    if step is None:
        return None
    solution = moved({k: change for place, change in zip(places, step, strict=True) for k in place})
    # Terms that are not affine are not zero there, but by luck.
    found = at(solution)
    return solution if found is not None and not any(found) else None


def _names(term: Term) -> set[str]:
    return {free.name for free in free_symbols(term)}


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
