"""Probabilities that a scope states, such as P(A) = 1/2 or P(T | D) = s, and the weights of outcomes that they fix.

Each of them is a linear equation in the weights of a finite sample space, as is that these sum to 1. Solved for as many
weights as there are equations, they hold by construction, and all that is left is free.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TypeAlias

from derivcheck.terms.expansion import Expansion, TooMany
from derivcheck.terms.nodes import ONE, ZERO, Apply, Number, Symbol, Term, free_symbols, number, rebuild
from derivcheck.terms.scope import Declaration, Trait
from derivcheck.terms.shorthand import plus, times

Monomial: TypeAlias = "tuple[Term, ...]"
"""A product of stated values, sorted."""

Coefficient: TypeAlias = "dict[Monomial, Fraction]"
"""A polynomial in stated values that are no numbers; empty for 0."""

Row: TypeAlias = "dict[Term, Coefficient]"
"""A linear form in weights, with its constant at ONE, that is said to be 0."""

MOST_CELLS = 64
MANY = 3
"""From how many weights on they are drawn as parts of 1, since numbers of their own seldom add up to less."""


class Unsolved(Exception):  # noqa: N818 - a bound that was met, not an error
    """What is stated fixes no weights: it is not linear in them, contradicts itself, or depends on what is not 0."""


@dataclass(frozen=True, slots=True)
class Stated:
    """The average of ``body`` is ``value`` times that of ``given``."""

    body: Term
    given: Term
    value: Term
    source: str = ""

    @property
    def names(self) -> frozenset[str]:
        """The events that it speaks of."""
        return frozenset(symbol.name for symbol in free_symbols(self.body) | free_symbols(self.given))


def solution(
    facts: Iterable[Stated], tables: Mapping[Symbol, Callable[[Term], Symbol]], average: Callable[[Term], Term]
) -> Mapping[Term, Term]:
    """All weights as linear functions of some, which are symbols; raises Unsolved where the facts do not fix them so.

    ``tables`` hold the weights, each of them a distribution of its own, with the symbol for each of its entries;
    ``average`` writes out an expectation.
    """
    cells = {table: list(_cells(table)) for table in tables}
    free = {cell: symbol(cell) for table, symbol in tables.items() for cell in cells[table]}
    whole: Row = {ONE: _constant(Fraction(-1))}
    rows: list[Row] = [{**whole, **dict.fromkeys(found, _constant(Fraction(1)))} for found in cells.values()]
    for fact in facts:
        left = _linear(average(fact.body), free)
        if fact.value == ZERO and all(c.keys() == {()} and c[()] > 0 for c in left.values()):
            # Of numbers that are not negative, each is 0 where their sum is.
            rows += [{cell: coefficient} for cell, coefficient in left.items()]
            continue
        value: Coefficient = {(): fact.value.value} if isinstance(fact.value, Number) else {(fact.value,): Fraction(1)}
        right = {cell: _product(c, value) for cell, c in _linear(average(fact.given), free).items()}
        rows.append(_added(left, right, _constant(Fraction(-1))))
    solved = _eliminated(rows)
    entries: dict[Term, Term]
    left_over = [cell for cell in free if cell not in solved]
    if len(left_over) >= MANY:
        table = Symbol("P(…)", (number(len(left_over) + 1),))
        entries = {cell: Apply("index", (table, number(k))) for k, cell in enumerate(left_over, 1)}
    else:
        entries = {cell: free[cell] for cell in left_over}
    return {**entries, **{cell: put_in(_term(row), entries) for cell, row in solved.items()}}


def declarations_of(known: Iterable[Term]) -> dict[str, Declaration]:
    """What is known of the weights that are left free: each is positive, and together they are less than 1."""
    found = {}
    for weight in known:
        is_entry = isinstance(weight, Apply) and weight.operator == "index"
        symbol = weight.arguments[0] if isinstance(weight, Apply) and is_entry else weight
        if isinstance(symbol, Symbol):
            upper = None if is_entry else Fraction(1)
            traits = frozenset({Trait.POSITIVE})
            found[symbol.name] = Declaration(symbol, traits=traits, normalised=(0,) * is_entry, upper=upper)
    return found


def put_in(term: Term, known: Mapping[Term, Term]) -> Term:
    """``term`` with the weights in it that are ``known`` written as what they are."""
    found = known.get(term)
    return rebuild(term, lambda part: put_in(part, known)) if found is None else found


def _cells(table: Symbol) -> Iterator[Term]:
    sizes = [size.value.numerator if isinstance(size, Number) else MOST_CELLS + 1 for size in table.shape]
    count = 1
    for size in sizes:
        count *= size
    if count > MOST_CELLS:
        raise Unsolved
    for places in product(*(range(1, size + 1) for size in sizes)):
        yield Apply("index", (table, *map(number, places)))


def _linear(term: Term, cells: Container[Term]) -> Row:
    """A term as a linear form in weights; raises Unsolved for any other."""
    row: Row = {}
    try:
        summands = Expansion(lambda part: part in cells).summands(term)
    except TooMany:
        raise Unsolved from None
    for summand in summands:
        weights = [factor for factor in summand.factors if factor in cells]
        others = [factor for factor in summand.factors if factor not in cells]
        if len(weights) > 1 or summand.sums or not all(isinstance(factor, Number) for factor in others):
            raise Unsolved
        value = Fraction(1)
        for factor in others:
            assert isinstance(factor, Number)  # noqa: S101 - seen above
            value *= factor.value
        row = _added(row, {weights[0] if weights else ONE: _constant(value)}, _constant(Fraction(1)))
    return row


def _eliminated(rows: list[Row]) -> dict[Term, Row]:
    """Gauss and Jordan's elimination; a coefficient is divided by only where it is a number, and so surely not 0."""
    solved: dict[Term, Row] = {}
    waiting = rows
    while waiting:
        left: list[Row] = []
        for row in waiting:
            reduced = _reduced(row, solved)
            cells = [cell for cell in reduced if cell != ONE]
            if not cells and reduced:
                raise Unsolved
            pivot = next((cell for cell in reversed(cells) if reduced[cell].keys() == {()}), None)
            if pivot is None:
                left += [reduced] if cells else []
                continue
            scale = _constant(-1 / reduced.pop(pivot)[()])
            found = _added({}, reduced, scale)
            solved = {cell: _reduced(body, {pivot: found}) for cell, body in solved.items()}
            solved[pivot] = found
        if len(left) == len(waiting):
            raise Unsolved
        waiting = left
    return solved


def _reduced(row: Row, solved: Mapping[Term, Row]) -> Row:
    """A form in which weights that are solved for are written out."""
    found = {cell: coefficient for cell, coefficient in row.items() if cell not in solved}
    for cell, coefficient in row.items():
        if cell in solved:
            found = _added(found, solved[cell], coefficient)
    return found


def _added(left: Row, right: Row, scale: Coefficient) -> Row:
    """``left`` and ``scale`` times ``right``, without what cancels."""
    found = dict(left)
    for cell, coefficient in right.items():
        total = dict(found.get(cell, {}))
        for monomial, value in _product(coefficient, scale).items():
            total[monomial] = total.get(monomial, Fraction(0)) + value
        found[cell] = {monomial: value for monomial, value in total.items() if value}
    return {cell: coefficient for cell, coefficient in found.items() if coefficient}


def _product(left: Coefficient, right: Coefficient) -> Coefficient:
    found: Coefficient = {}
    for (one, value), (other, factor) in product(left.items(), right.items()):
        monomial = tuple(sorted((*one, *other), key=repr))
        found[monomial] = found.get(monomial, Fraction(0)) + value * factor
    return found


def _constant(value: Fraction) -> Coefficient:
    return {(): value}


def _term(row: Row) -> Term:
    parts = [
        times(number(value), *monomial, *(() if cell == ONE else (cell,)))
        for cell, coefficient in row.items()
        for monomial, value in coefficient.items()
    ]
    return plus(*parts) if parts else ZERO
