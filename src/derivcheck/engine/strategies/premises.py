"""Steps that follow from equations that the scope assumes: which multiples of them make up the difference of the sides.

The multiples are found by linear algebra at small exact valuations that need not meet the assumptions; the kernel
checks that they do what they are found for.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction

from flint import fmpq, fmpq_mat

from derivcheck.engine.decision import Certificate
from derivcheck.engine.evaluation.entries import Entries, Value
from derivcheck.engine.evaluation.evaluator import Evaluator
from derivcheck.engine.proving.premises import LONGEST, multiples
from derivcheck.engine.question import Question
from derivcheck.engine.refuting.size_plans import allowed_first
from derivcheck.engine.refuting.valuations import SmallNumbers, draw_values
from derivcheck.engine.systems.base import NoValue
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
        terms = [multiple.term(question) for multiple in found]
        coefficients = _solve(_rows(question, terms), len(found))
        if coefficients is not None and any(coefficients):
            parts = tuple((Number(c), multiple) for c, multiple in zip(coefficients, found, strict=True) if c)
            yield Certificate(NAME, "premises", multiples=parts)
            return


def _rows(question: Question, terms: list[Term]) -> list[list[fmpq]]:
    """For entries of the difference at some valuations: the values of the multiples there, and its own."""
    source = random.Random(question.digest)
    rows: list[list[fmpq]] = []
    for attempt in range(len(terms) + MORE + REDRAWS):
        system = Rationals(Polynomials(str(attempt), question.scope.positive_functions))
        sizes = {name: size + 1 for name, size in allowed_first(question).items()}
        places = {**sizes, **dict.fromkeys(question.indices, 1 + attempt % 2)}
        try:
            draw = SmallNumbers(system, source, SPREAD)
            values = draw_values(question.values, question.declarations, places, draw)
            evaluator = Evaluator(system, values, question.budget)
            columns = [_entries(evaluator.value(term)) for term in (*terms, question.left, question.right)]
        except NoValue:
            continue
        *multiple, left, right = columns
        rows += [[*(c[k] for c in multiple), left[k] - right[k]] for k in range(len(left))]
        if len(rows) >= len(terms) + MORE:
            break
    return rows


def _entries(value: Value) -> list[fmpq]:
    entries = value.data if isinstance(value, Entries) else [value]
    if not all(isinstance(entry, (int, fmpq)) for entry in entries):
        # Some numbers are beyond what is reckoned with here.
        raise NoValue("a number beyond exact reckoning")
    return [fmpq(entry) for entry in entries]


def _solve(rows: list[list[fmpq]], count: int) -> list[Fraction] | None:
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
