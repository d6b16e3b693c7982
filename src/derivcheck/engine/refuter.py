"""The refuter: looks for a valuation at which both sides are defined and the relation fails.

It works on exact rationals where it can and on balls elsewhere, so that what it finds is rigorous. It knows nothing of
the provers.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import flint

from derivcheck.engine.comparison import Outcome, compare, is_beyond
from derivcheck.engine.critical import boundaries, moved
from derivcheck.engine.entries import Entries, Value
from derivcheck.engine.evaluator import Evaluator, OutOfTime, OverBudget
from derivcheck.engine.question import Question
from derivcheck.engine.systems.balls import Balls
from derivcheck.engine.systems.base import Imprecise, NoValue, System, Undefined, Unsupported
from derivcheck.engine.systems.rationals import Rationals
from derivcheck.engine.systems.unknowns import Polynomials
from derivcheck.engine.valuations import SmallNumbers, draw_values, evaluate_size
from derivcheck.terms.nodes import Term
from derivcheck.terms.scope import Claim

PRECISIONS = (200, 400, 1600)
REDRAWS = 40
ENOUGH = 3
"""After so many points at which the relation held, the provers have their turn."""

MORE_POINTS = 24


@dataclass(frozen=True, slots=True)
class Point:
    """A valuation and the values of both sides there."""

    sizes: Mapping[str, int]
    values: Mapping[str, Value]
    left: Value
    right: Value
    unknowns: Polynomials


@dataclass(slots=True)
class Findings:
    """What the refuter saw: a refuting point, or points at which the relation held."""

    refuting: Point | None = None
    held: int = 0
    undefined: dict[str, int] = field(default_factory=dict)
    unsupported: str = ""


def search(question: Question, *, more: bool = False) -> Findings:
    """Tries the question at small valuations, at larger and more varied ones with ``more``."""
    refuter = _Refuter(question, "more" if more else "first")
    findings = Findings()
    try:
        for sizes, spread in _plans(question, more=more):
            if findings.refuting or findings.unsupported or (not more and findings.held >= refuter.enough):
                break
            refuter.visit(findings, sizes, spread)
    except OutOfTime:
        raise
    except OverBudget:
        pass
    return findings


def _plans(question: Question, *, more: bool) -> Iterator[tuple[dict[str, int], int]]:
    names = question.sizes
    if not more:
        yield dict.fromkeys(names, 1), 0
        yield {name: 2 + k % 2 for k, name in enumerate(names)}, 1
        yield dict.fromkeys(names, 2), 2
        for extra in range(ENOUGH):
            # Some sides have no value at the smallest sizes.
            yield {name: 3 + (extra + k) % 2 for k, name in enumerate(names)}, 2
        return
    for attempt in range(MORE_POINTS):
        # Now and then far out, where a sign of a sine or a later branch shows.
        yield {name: 1 + (attempt + k) % 3 for k, name in enumerate(names)}, 12 if attempt % 4 == 3 else 1 + attempt % 6


class _Refuter:
    def __init__(self, question: Question, salt: str) -> None:
        self.question = question
        self.source = random.Random(f"{question.digest}|{salt}")
        self.boundaries = boundaries(question)
        # There is a side to each boundary, and the boundary itself.
        self.enough = 2 * ENOUGH if self.boundaries else ENOUGH

    def visit(self, findings: Findings, sizes: dict[str, int], spread: int) -> None:
        """One valuation at which both sides have a value, drawn again where they have none."""
        for attempt in range(REDRAWS):
            try:
                point = self.draw(sizes, spread + attempt // 8)
            except (Undefined, Imprecise) as missing:
                findings.undefined[missing.reason] = findings.undefined.get(missing.reason, 0) + 1
                continue
            except Unsupported as missing:
                findings.unsupported = missing.reason
                return
            if point is None:
                continue
            outcome = compare(point.left, self.question.relation, point.right)
            if outcome is Outcome.FAILS:
                findings.refuting = point
            elif outcome is Outcome.HOLDS:
                findings.held += 1
            return

    def draw(self, sizes: dict[str, int], spread: int) -> Point | None:
        """A valuation that meets the assumptions, with both sides' values; None where it does not meet them."""
        question = self.question
        unknowns = Polynomials(str(self.source.random()), question.scope.positive_functions)
        exact = Rationals(unknowns)
        sizes = allowed_sizes(question, sizes)
        places: dict[str, int] = {**sizes}
        for name, limit in question.indices.items():
            places[name] = self.source.randint(1, max(1, evaluate_size(limit, places, exact)))
        values = draw_values(question.values, question.declarations, places, SmallNumbers(exact, self.source, spread))
        if self.boundaries and self.source.randrange(2):
            values = dict(moved(values, self.boundaries, question, exact, self.source))
        return evaluate_point(question, sizes, values, unknowns, quick=True)


def allowed_sizes(question: Question, sizes: Mapping[str, int]) -> dict[str, int]:
    """``sizes`` raised to the least that the scope allows."""
    result = dict(sizes)
    for name, size in sizes.items():
        declaration = question.declarations.get(name)
        if declaration and declaration.lower is not None:
            result[name] = max(size, int(declaration.lower) + 1)
    for _ in question.size_order:
        for large, small in question.size_order:
            result[large] = max(result[large], result[small])
    return result


def evaluate_point(
    question: Question,
    sizes: Mapping[str, int],
    values: Mapping[str, Value],
    unknowns: Polynomials,
    *,
    quick: bool = False,
) -> Point | None:
    """Both sides at a valuation; None where it breaks an assumption. Raises NoValue where a side has no value."""
    if not all(holds(claim, values, unknowns, question) for claim in question.assumptions):
        return None
    left, right = (value_of(side, values, unknowns, question, quick=quick) for side in (question.left, question.right))
    return Point(sizes, values, left, right, unknowns)


def value_of(
    term: Term, values: Mapping[str, Value], unknowns: Polynomials, question: Question, *, quick: bool = False
) -> Value:
    """The value of ``term``: exact where it is rational, else a ball as narrow as needed.

    With ``quick``, terms with exponentials and logarithms go straight to balls.
    """
    if not (quick and question.transcendental):
        try:
            value = Evaluator(Rationals(unknowns), values, question.names).value(term)
            if not is_beyond(value):
                return value
        except Imprecise:
            pass
    for precision in PRECISIONS:
        with flint.ctx.workprec(precision):
            try:
                return Evaluator(Balls(unknowns), _as_balls(values, Balls(unknowns)), question.names).value(term)
            except Imprecise as missing:
                reason = missing.reason
    raise Imprecise(reason)


def _as_balls(values: Mapping[str, Value], balls: System) -> dict[str, Value]:
    def convert(value: object) -> object:
        return value if isinstance(value, int) else flint.arb(value)

    del balls
    return {name: v.map(convert) if isinstance(v, Entries) else convert(v) for name, v in values.items()}


def holds(claim: Claim, values: Mapping[str, Value], unknowns: Polynomials, question: Question) -> bool:
    """Whether an assumption surely holds at a valuation."""
    try:
        left, right = (value_of(side, values, unknowns, question) for side in (claim.left, claim.right))
    except NoValue:
        return False
    return compare(left, claim.relation, right, exactly=True) is Outcome.HOLDS
