"""Equations that are affine in one symbol, solved exactly for it at given values of everything else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from flint import fmpq, fmpq_mat

from derivcheck.engine.evaluation.comparison import is_beyond
from derivcheck.engine.evaluation.entries import Entries, Value
from derivcheck.engine.evaluation.evaluator import Evaluator
from derivcheck.engine.systems.base import Element, NoValue
from derivcheck.engine.systems.rationals import Rationals, is_exact
from derivcheck.terms.nodes import Symbol, Term, free_symbols

FEW = 2
"""So many places are moved one by one at once, without a look whether terms are affine in them."""


class Equations:
    """Terms that are to be zero, at given values of everything in them."""

    def __init__(self, terms: Sequence[Term], values: Mapping[str, Value], exact: Rationals) -> None:
        self.terms = terms
        self.values = values
        self.exact = exact

    @cached_property
    def _here(self) -> list[list[Element] | None]:
        """What each term is at the given values; None where it has no exact value."""
        evaluator = Evaluator(self.exact, self.values)
        return [_value(term, evaluator) for term in self.terms]

    def solved_for(self, symbol: Symbol, *, symmetric: bool = False) -> Value | None:
        """The value of ``symbol`` at which all terms, if they are affine in it, are zero; one of several.

        A ``symmetric`` matrix stays one: the two entries of a pair move together.
        """
        value = self.values[symbol.name]
        template = value if isinstance(value, Entries) else Entries((), [value])
        if not all(map(is_exact, template.data)):
            return None
        origin: list[Element] = []
        moving: list[Term] = []
        for term, there in zip(self.terms, self._here, strict=True):
            if there is None:
                return None
            if symbol.name in _names(term):
                moving.append(term)
                origin += there
            elif any(there):
                # No value of the symbol changes this.
                return None
        line = _Line(moving, symbol.name, template, {**self.values}, self.exact)
        places = _places(template, symmetric=symmetric)
        if len(places) > FEW and not line.is_straight(origin, places):
            return None
        slopes: list[list[Element]] = []
        for place in places:
            there = line.at(dict.fromkeys(place, fmpq(1)))
            if there is None:
                return None
            slopes.append([a - b for a, b in zip(there, origin, strict=True)])
        step = solve_linear(slopes, [-entry for entry in origin])
        if step is None:
            return None
        changes = {k: change for place, change in zip(places, step, strict=True) for k in place}
        # Terms that are not affine are not zero there, but by luck.
        found = line.at(changes)
        return line.moved(changes) if found is not None and not any(found) else None


@dataclass(frozen=True, slots=True)
class _Line:
    """Terms as one symbol moves away from its value, and nothing else does."""

    terms: list[Term]
    name: str
    base: Entries
    values: dict[str, Value]
    exact: Rationals

    def moved(self, changes: Mapping[int, Element]) -> Value:
        """The value of the symbol after changes of its entries."""
        data: list[Element] = [fmpq(entry) + changes.get(k, 0) for k, entry in enumerate(self.base.data)]
        return Entries(self.base.shape, data) if self.base.shape else data[0]

    def at(self, changes: Mapping[int, Element]) -> list[Element] | None:
        """The entries of all terms after changes of the symbol's entries; None where one is not known."""
        evaluator = Evaluator(self.exact, {**self.values, self.name: self.moved(changes)})
        found: list[Element] = []
        for term in self.terms:
            value = _value(term, evaluator)
            if value is None:
                return None
            found += value
        return found

    def is_straight(self, origin: list[Element], places: list[tuple[int, ...]]) -> bool:
        """Whether two equal steps in one direction change the terms alike, as they do wherever those are affine."""
        once = {k: fmpq(1 + number) for number, place in enumerate(places) for k in place}
        first, second = self.at(once), self.at({k: 2 * change for k, change in once.items()})
        if first is None or second is None:
            return False
        return all(c - b == b - a for a, b, c in zip(origin, first, second, strict=True))


def _names(term: Term) -> set[str]:
    return {free.name for free in free_symbols(term)}


def _places(template: Entries, *, symmetric: bool) -> list[tuple[int, ...]]:
    """The places of the entries that move, those together that move together."""
    if not symmetric:
        return [(k,) for k in range(len(template.data))]
    size = template.shape[0]
    return [tuple({i * size + j, j * size + i}) for i in range(size) for j in range(i, size)]


def _value(term: Term, evaluator: Evaluator) -> list[Element] | None:
    """The entries of a term; None where one is not known exactly."""
    try:
        found = evaluator.value(term)
    except NoValue:
        return None
    if is_beyond(found):
        return None
    return found.data if isinstance(found, Entries) else [found]


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
