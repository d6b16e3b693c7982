"""Equations are equivalent where one residual is the other times something that cannot vanish.

The multiplier is sought as a number times a small product of terms of the two equations, perhaps with a matrix that one
of them inverts; what it must be is read off at random points of a finite field.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, permutations, product

from derivcheck.engine.decision import Certificate
from derivcheck.engine.domains.units import defined_matrices, defined_scalars, scalar_units, unit_matrices
from derivcheck.engine.evaluation.entries import Entries, Value
from derivcheck.engine.evaluation.evaluator import Evaluator
from derivcheck.engine.implication import Implication
from derivcheck.engine.question import Question, residual
from derivcheck.engine.refuting.size_plans import MOST_ORDERED, allowed_first
from derivcheck.engine.refuting.valuations import Residues, draw_values
from derivcheck.engine.systems.base import NoValue
from derivcheck.engine.systems.field import Field, draw_primes, small_fraction
from derivcheck.terms.nodes import Apply, Number, Term

NAME = "equivalence"
POINTS = 3


def propose(implication: Implication) -> Iterator[Certificate]:
    """Multipliers that take the premise's residual to the conclusion's."""
    first, second = residual(implication.premise), residual(implication.conclusion)
    units, matrices = scalar_units(implication), unit_matrices(implication, first.shape)
    if not implication.both_ways:
        units = list(dict.fromkeys((*units, *defined_scalars(implication))))
        matrices = list(dict.fromkeys((*matrices, *defined_matrices(implication, first.shape))))
    for matrix in (None, *matrices):
        moved = first if matrix is None else Apply("matmul", (matrix, first), (*matrix.shape[:1], *first.shape[1:]))
        if moved.shape != second.shape:
            continue
        ratios = _Ratios.measure(implication, moved, second, units)
        if ratios is None:
            continue
        for factors, constant in ratios.matches():
            scalar = Apply("multiply", (Number(constant), *factors)) if factors else Number(constant)
            yield Certificate(NAME, "multiplier", "", (scalar, *((matrix,) if matrix is not None else ())))


@dataclass(slots=True)
class _Ratios:
    """second/first and the units, at a few points of one field."""

    field: Field
    units: list[Term]
    ratios: list[int]
    values: list[list[int]]

    @classmethod
    def measure(cls, implication: Implication, first: Term, second: Term, units: list[Term]) -> _Ratios | None:
        """Evaluates everything at random points; None where the residuals are not proportional."""
        question = Question(first, "=", second, implication.scope, implication.seed)
        source = random.Random(question.digest)
        field = Field(draw_primes(f"{implication.seed}|multiplier"), "multiplier", exponents=question.exponential)
        ratios: list[int] = []
        values: list[list[int]] = []
        for sizes, _ in product(_plans(implication.question), range(4 * POINTS)):
            try:
                drawn = _draw(implication, sizes, field, source)
                evaluator = Evaluator(field, drawn)
                ratio = _proportion(evaluator.value(first), evaluator.value(second), field)
                if ratio is None:
                    return None
                known = [field.value(evaluator.value(unit)) for unit in units]
            except NoValue:
                continue
            ratios.append(ratio)
            values.append(known)
            if len(ratios) == POINTS:
                return cls(field, units, ratios, values)
        return None

    def matches(self) -> Iterator[tuple[tuple[Term, ...], Fraction]]:
        """Products of at most three powers of units that leave a simple constant of the ratio."""
        for count in range(4):
            for chosen in combinations(range(len(self.units)), count):
                for exponents in product((1, -1, 2, -2), repeat=count):
                    constant = self._constant(chosen, exponents)
                    if constant is not None:
                        yield tuple(_raised(self.units[k], e) for k, e in zip(chosen, exponents, strict=True)), constant

    def _constant(self, chosen: tuple[int, ...], exponents: tuple[int, ...]) -> Fraction | None:
        p = self.field.primes.p
        seen = None
        for ratio, known in zip(self.ratios, self.values, strict=True):
            rest = ratio
            for k, exponent in zip(chosen, exponents, strict=True):
                if known[k] == 0:
                    return None
                rest = rest * pow(known[k], -exponent, p) % p
            if seen is not None and rest != seen:
                return None
            seen = rest
        return small_fraction(seen or 0, p)


def _plans(question: Question) -> Iterator[dict[str, int]]:
    """Sizes in one order after another: an inverse of X^T X has a value only where X has more rows than columns."""
    first = allowed_first(question)
    if len(first) > MOST_ORDERED:
        yield first
        return
    yield from (dict(zip(first, values, strict=True)) for values in dict.fromkeys(permutations(first.values())))


def _draw(implication: Implication, sizes: dict[str, int], field: Field, source: random.Random) -> dict[str, Value]:
    question = implication.question
    places = {**sizes, **dict.fromkeys(question.indices, 1)}
    return draw_values(question.values, question.declarations, places, Residues(field, source))


def _proportion(first: Value, second: Value, field: Field) -> int | None:
    """second/first if they are proportional, as a residue."""
    a = first.data if isinstance(first, Entries) else [first]
    b = second.data if isinstance(second, Entries) else [second]
    if len(a) != len(b) or field.value(a[0]) == 0:
        return None
    ratio = b[0] * field.reciprocal(a[0])
    return field.value(ratio) if all(field.value(ratio * x - y) == 0 for x, y in zip(a, b, strict=True)) else None


def _raised(unit: Term, exponent: int) -> Term:
    return unit if exponent == 1 else Apply("power", (unit, Number(Fraction(exponent))))
