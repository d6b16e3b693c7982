"""Naive provers: each makes one of the mistakes that the real one must not make.

They show that the tests of false steps can fail: a prover that looks at too few sizes, points, branches or components
says yes.
"""

from __future__ import annotations

import random
from typing import cast

from derivcheck.engine.algebra.normal import raised
from derivcheck.engine.evaluation.entries import Entries, Value
from derivcheck.engine.evaluation.evaluator import Evaluator
from derivcheck.engine.question import Question
from derivcheck.engine.refuting.refuter import Drawing, Findings, _plans
from derivcheck.engine.refuting.valuations import Draw, Residues, draw_values
from derivcheck.engine.systems.base import NoValue
from derivcheck.engine.systems.field import Field, draw_primes
from derivcheck.terms.nodes import Apply, Number, Term, rebuild
from derivcheck.terms.scope import Declaration

POINTS = 5


class FirstChoice(Residues):
    """Makes the first of all finite choices, so that Cayley's rotations stand for all orthogonal matrices."""

    def choose(self, count: int) -> int:
        """The first outcome."""
        return min(0, count)


class EvenNumbers(Residues):
    """Draws integers that are even, as a prover does that forgets about parity."""

    def integer(self, declaration: Declaration) -> int:
        """An even integer."""
        return 2 * super().integer(declaration)


def small_points_agree(question: Question) -> bool:
    """Looks at a few small sizes and small numbers only."""
    naive, findings = Drawing(question, "first"), Findings()
    naive.boundaries = ()
    for sizes, spread in _plans(question, more=False):
        naive.visit(findings, sizes, spread)
    return findings.refuting is None and findings.held > 0


def one_size_agrees(question: Question, size: int) -> bool:
    """Looks at random points of one size only."""
    return all(_agreements(question, size, random.Random(7)))


def one_component_agrees(question: Question, size: int) -> bool:
    """Looks at one component of the orthogonal group only."""
    return all(_agreements(question, size, random.Random(7), draw_class=FirstChoice))


def some_branch_agrees(question: Question, size: int = 1) -> bool:
    """Takes whatever root and sign a finite field offers, and is content with one that fits."""
    return any(_agreements(question, size, random.Random(7), points=40))


def expanded_logs_agree(question: Question) -> bool:
    """Takes e to the power of c log uᵏ for u to the power ck, whatever the sign of u."""
    left, right = (_without_logarithms(side) for side in (question.left, question.right))
    return one_size_agrees(Question(left, "=", right, question.scope, question.seed), 1)


def _without_logarithms(term: Term) -> Term:
    match rebuild(term, _without_logarithms):
        case Apply("exp", (Apply("multiply", (Number(c), Apply("log", (Apply("power", (base, Number(k))),)))),)):
            return raised(base, c * k)
        case changed:
            return changed


def even_numbers_agree(question: Question) -> bool:
    """Looks at even integers only."""
    return all(_agreements(question, 1, random.Random(7), draw_class=EvenNumbers))


def _agreements(
    question: Question,
    size: int,
    source: random.Random,
    points: int = POINTS,
    draw_class: type[Residues] = Residues,
) -> list[bool]:
    """Whether the sides agree, at each of a few random points of a finite field at which both have a value."""
    seen: list[bool] = []
    for attempt in range(10 * points):
        field = Field(draw_primes("naive"), f"naive {attempt}")
        sizes = dict.fromkeys(question.sizes, size)
        draw = cast("Draw", draw_class(field, source))
        values = draw_values(question.values, question.declarations, sizes, draw)
        try:
            left, right = (Evaluator(field, values).value(side) for side in (question.left, question.right))
        except NoValue:
            continue
        seen.append(_same(left, right, field))
        if len(seen) == points:
            break
    return seen


def _same(left: Value, right: Value, field: Field) -> bool:
    rows = [side.data if isinstance(side, Entries) else [side] for side in (left, right)]
    return all(field.value(field.element(a - b)) == 0 for a, b in zip(*rows, strict=True))
