"""Steps that follow from equations that the scope assumes: which multiples of them make up the difference of the sides.

The multiples are found by linear algebra at small exact valuations that need not meet the assumptions, or over a finite
field where values such as exponentials are not rational; the kernel checks that they do what they are found for.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction

from flint import fmpq, fmpq_mat, fmpz_mod_ctx, fmpz_mod_mat

from derivcheck.engine.algebra.normal import normalise
from derivcheck.engine.decision import Certificate
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.engine.evaluation.entries import Entries, Value
from derivcheck.engine.evaluation.evaluator import Evaluator
from derivcheck.engine.proving.premises import LONGEST, multiples
from derivcheck.engine.question import Question
from derivcheck.engine.refuting.size_plans import allowed_first
from derivcheck.engine.refuting.valuations import Residues, SmallNumbers, draw_values
from derivcheck.engine.systems.base import Element, NoValue
from derivcheck.engine.systems.field import Field, draw_primes, small_fraction
from derivcheck.engine.systems.rationals import Rationals
from derivcheck.engine.systems.unknowns import Polynomials
from derivcheck.terms.nodes import Number, Term

NAME = "assumed-equations"
MORE = 6
"""By how many the equations exceed the unknowns."""

REDRAWS = 20
"""How many valuations without a value may be among those that are drawn."""

SPREAD = 5


def propose(question: Question) -> Iterator[Certificate]:
    """A sum of multiples of the assumptions that is the difference of the sides, if there is one."""
    if question.relation != "=" or not question.equations or question.left.shape != question.right.shape:
        return
    tried = 0
    for longest in range(1, LONGEST + 1):
        found = multiples(question, longest)
        if len(found) == tried:
            continue
        tried = len(found)
        coefficients = _coefficients(question, [multiple.term(question) for multiple in found])
        if coefficients is not None and any(coefficients):
            parts = tuple((Number(c), multiple) for c, multiple in zip(coefficients, found, strict=True) if c)
            yield Certificate(NAME, "premises", multiples=parts)
            return


def _coefficients(question: Question, terms: list[Term]) -> list[Fraction] | None:
    """The multiples that make up the difference of the sides, from exact values, or else from residues."""
    rows = _rows(question, terms)
    return _solve(rows, len(terms)) if rows else _solve_residues(question, terms)


def _rows(question: Question, terms: list[Term]) -> list[list[Element]]:
    """For entries of the difference at some valuations: the values of the multiples there, and its own."""
    source = random.Random(question.digest)
    rows: list[list[Element]] = []
    for attempt in range(len(terms) + MORE + REDRAWS):
        system = Rationals(Polynomials(str(attempt), question.scope.positive_functions))
        try:
            draw = SmallNumbers(system, source, SPREAD)
            values = draw_values(question.values, question.declarations, _places(question, attempt), draw)
            evaluator = Evaluator(system, values, question.budget)
            rows += _differences([_entries(evaluator.value(term)) for term in (*terms, question.left, question.right)])
        except NoValue:
            if not rows and attempt > REDRAWS // 2:
                return []
            continue
        if len(rows) >= len(terms) + MORE:
            break
    return rows


def _places(question: Question, attempt: int) -> dict[str, int]:
    """Sizes, and places that alternate."""
    sizes = {name: size + 1 for name, size in allowed_first(question).items()}
    return {**sizes, **dict.fromkeys(question.indices, 1 + attempt % 2)}


def _differences(columns: list[list[Element]]) -> list[list[Element]]:
    """For each entry the values of the multiples, and the difference of the two last columns, the sides.

    None where some are of other sizes, as multiples are that an assumption of no fixed shape makes.
    """
    *multiple, left, right = columns
    if any(len(column) != len(left) for column in columns):
        return []
    return [[*(column[k] for column in multiple), left[k] - right[k]] for k in range(len(left))]


def _solve_residues(question: Question, terms: list[Term]) -> list[Fraction] | None:
    """The coefficients where they are small fractions, from the values in one finite field."""
    bounds = Bounds(question.scope)
    sides = [normalise(term, bounds) for term in (*terms, question.left, question.right)]
    source = random.Random(question.digest)
    field = Field(draw_primes(f"{question.seed}|premises"), "premises", exponents=question.exponential)
    rows: list[list[Element]] = []
    for attempt in range(len(terms) + MORE + REDRAWS):
        try:
            draw = Residues(field, source)
            values = draw_values(question.values, question.declarations, _places(question, attempt), draw)
            evaluator = Evaluator(field, values, question.budget)
            rows += _differences([_residues(evaluator.value(term), field) for term in sides])
        except NoValue:
            continue
        if len(rows) >= len(terms) + MORE:
            break
    if len(rows) < len(terms) + MORE:
        return None
    p = field.primes.p
    width = len(terms) + 1
    matrix = fmpz_mod_mat(len(rows), width, [entry for row in rows for entry in row], fmpz_mod_ctx(p))
    reduced, rank = matrix.rref()
    return _read_off([[int(reduced[row, column]) for column in range(width)] for row in range(rank)], p)


def _read_off(rows: list[list[int]], p: int) -> list[Fraction] | None:
    """The solution of reduced equations, with 0 for what they leave free."""
    solution = [Fraction(0)] * (len(rows[0]) - 1) if rows else []
    for row in rows:
        pivot = next(place for place, entry in enumerate(row) if entry)
        value = small_fraction(row[-1], p) if row[-1] else Fraction(0)
        if pivot == len(solution) or value is None:
            return None
        solution[pivot] = value
    return solution


def _residues(value: Value, field: Field) -> list[Element]:
    entries = value.data if isinstance(value, Entries) else [value]
    return [field.value(entry) for entry in entries]


def _entries(value: Value) -> list[Element]:
    entries = value.data if isinstance(value, Entries) else [value]
    if not all(isinstance(entry, (int, fmpq)) for entry in entries):
        # Some numbers are beyond what is reckoned with here.
        raise NoValue("a number beyond exact reckoning")
    return [fmpq(entry) for entry in entries]


def _solve(rows: list[list[Element]], count: int) -> list[Fraction] | None:
    """Coefficients with few that are not 0; None where there are none, or too little is known."""
    if len(rows) < count + MORE:
        return None
    reduced, rank = fmpq_mat(len(rows), count + 1, [entry for row in rows for entry in row]).rref()
    solution = [Fraction(0)] * count
    for row in range(rank):
        pivot = next(c for c in range(count + 1) if reduced[row, c] != 0)
        if pivot == count:
            return None
        value = reduced[row, count]
        solution[pivot] = Fraction(int(value.p), int(value.q))
    return solution
