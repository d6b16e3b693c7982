"""Implications between equations: what is asked, and the refuter for them.

A premise must hold exactly before it can refute anything, so solutions are found over the rationals: the premise is
solved for a symbol in which it is affine.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from flint import fmpq

from derivcheck.engine.deadline import Deadline
from derivcheck.engine.evaluation.comparison import Outcome, compare
from derivcheck.engine.evaluation.entries import Entries, Value
from derivcheck.engine.question import Question, residual
from derivcheck.engine.refuting.affine import Equations
from derivcheck.engine.refuting.refuter import Point, allowed_sizes, holds, value_of
from derivcheck.engine.refuting.valuations import SmallNumbers, draw_values, evaluate_size, integer_range
from derivcheck.engine.systems.base import Element, NoValue, OutOfTime, OverBudget
from derivcheck.engine.systems.rationals import Rationals
from derivcheck.engine.systems.unknowns import Polynomials
from derivcheck.terms.nodes import Symbol
from derivcheck.terms.scope import Claim, Declaration, Domain, Scope, Trait

ATTEMPTS = 40
ENOUGH = 6


@dataclass(frozen=True)
class Implication:
    """``premise ⟹ conclusion``, or ⟺ where ``both_ways``.

    ``hints`` are other equations whose solutions are worth trying; a solution counts only where the premise holds
    exactly.
    """

    premise: Claim
    conclusion: Claim
    scope: Scope
    both_ways: bool
    seed: str = ""
    hints: tuple[Claim, ...] = ()
    deadline: Deadline | None = None

    @cached_property
    def question(self) -> Question:
        """The two residuals side by side, for their symbols and sizes."""
        return Question(residual(self.premise), "=", residual(self.conclusion), self.scope, self.seed, self.deadline)

    def converse(self) -> Implication:
        """The other direction."""
        return replace(self, premise=self.conclusion, conclusion=self.premise)


@dataclass(slots=True)
class Solutions:
    """Valuations at which the premise holds exactly: how many also met the conclusion, and one that did not."""

    attempts: set[int] = field(default_factory=set)
    refuting: Point | None = None

    @property
    def held(self) -> int:
        """At how many independent draws a solution of the premise met the conclusion."""
        return len(self.attempts)


def search_solutions(implication: Implication, salt: str = "") -> Solutions:
    """Samples solutions of the premise and looks at the conclusion there."""
    source = random.Random(f"{implication.question.digest}|{salt}")
    found = Solutions()
    for attempt in range(ATTEMPTS):
        try:
            for point in _solutions(implication, source, attempt):
                _judge(implication, point, found, attempt)
                if attempt in found.attempts:
                    # The next draw begins with another symbol.
                    break
            if found.refuting or found.held >= ENOUGH:
                return found
        except OutOfTime:
            raise
        except (NoValue, OverBudget):
            continue
    return found


def _judge(implication: Implication, point: Point, found: Solutions, attempt: int) -> None:
    conclusion, question = implication.conclusion, implication.question
    try:
        left, right = (
            value_of(side, point.values, point.unknowns, question) for side in (conclusion.left, conclusion.right)
        )
    except NoValue:
        return
    outcome = compare(left, conclusion.relation, right)
    if outcome is Outcome.FAILS:
        found.refuting = replace(point, left=left, right=right)
    elif outcome is Outcome.HOLDS and (attempt or not question.sizes):
        # At sizes of 1 much holds that is false.
        found.attempts.add(attempt)


def _solutions(implication: Implication, source: random.Random, attempt: int) -> Iterator[Point]:
    """The solutions of the premise for each of its symbols in turn, at one draw of everything else."""
    question = implication.question
    unknowns = Polynomials(str(source.random()), implication.scope.positive_functions)
    exact = Rationals(unknowns)
    sizes = allowed_sizes(
        question, {name: 1 + (attempt + k) % 3 if attempt else 1 for k, name in enumerate(question.sizes)}
    )
    places: dict[str, int] = dict(sizes)
    for name, limit in question.indices.items():
        places[name] = source.randint(1, max(1, evaluate_size(limit, places, exact)))
    values = draw_values(question.values, question.declarations, places, SmallNumbers(exact, source, 1 + attempt // 8))
    for changed in _candidates(implication, values, exact, attempt):
        symbols_ok = all(
            _admissible(question.declarations[name], changed[name]) for name in changed if name in question.declarations
        )
        claims = (implication.premise, *question.assumptions)
        if symbols_ok and all(holds(claim, changed, unknowns, question) for claim in claims):
            yield Point(sizes, changed, 0, 0, unknowns)


def _candidates(
    implication: Implication, values: Mapping[str, Value], exact: Rationals, attempt: int
) -> Iterator[dict[str, Value]]:
    """``values`` with one symbol changed so that the premise may hold: solved for, or set to a simple value.

    Each draw takes them in another order.
    """
    question = implication.question
    movable = [s for s in question.values if _is_free(question.declarations[s.name])]
    turn = attempt % (len(movable) or 1)
    movable = movable[turn:] + movable[:turn]
    if attempt % 2:
        yield from _simple(movable, values, attempt)
    claims = (implication.premise, implication.conclusion, *implication.hints)
    equations = [Equations((residual(claim),), values, exact) for claim in claims]
    for symbol in movable:
        for equation in equations:
            symmetric = Trait.SYMMETRIC in question.declarations[symbol.name].traits
            solved = equation.solved_for(symbol, symmetric=symmetric)
            if solved is not None:
                yield {**values, symbol.name: solved}
    if not attempt % 2:
        yield from _simple(movable, values, attempt)


def _simple(movable: list[Symbol], values: Mapping[str, Value], attempt: int) -> Iterator[dict[str, Value]]:
    """One symbol zero, the opposite of another, or a small number: solutions that no equation linear in it shows."""
    for symbol in movable:
        value = values[symbol.name]
        yield {**values, symbol.name: value.map(lambda _: 0) if isinstance(value, Entries) else 0}
    scalars = [symbol.name for symbol in movable if not symbol.shape][:4]
    for one in scalars:
        for other in scalars:
            if one != other:
                opposite: Element = values[other]
                yield {**values, one: -opposite}
        for size in (1, 2, 3):
            yield {**values, one: -size if attempt % 4 == 1 else size}
            yield {**values, one: size if attempt % 4 == 1 else -size}


def _is_free(declaration: Declaration) -> bool:
    """Whether a symbol's entries may be changed: it has no property that ties them, but that they are symmetric."""
    return not declaration.traits - SIGNS - {Trait.SYMMETRIC} and not declaration.normalised


def _admissible(declaration: Declaration, value: Value) -> bool:
    """Whether a value that was solved for has the sign and bounds that were declared."""
    entries = value.data if isinstance(value, Entries) else [value]
    for entry in entries:
        if declaration.domain in (Domain.INTEGER, Domain.NATURAL):
            least, most = integer_range(declaration)
            if not isinstance(entry, int) or (least is not None and entry < least):
                return False
            if most is not None and entry > most:
                return False
        if Trait.POSITIVE in declaration.traits and not entry > 0:
            return False
        if Trait.NONNEGATIVE in declaration.traits and not entry >= 0:
            return False
        if Trait.NEGATIVE in declaration.traits and not entry < 0:
            return False
        if Trait.NONZERO in declaration.traits and entry == 0:
            return False
        low, high = declaration.lower, declaration.upper
        if (low is not None and not entry > fmpq(low.numerator, low.denominator)) or (
            high is not None and not entry < fmpq(high.numerator, high.denominator)
        ):
            return False
    return True


SIGNS = frozenset({Trait.POSITIVE, Trait.NONNEGATIVE, Trait.NEGATIVE, Trait.NONZERO})
