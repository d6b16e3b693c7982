"""The refuter: looks for a valuation at which both sides are defined and the relation fails.

It works on exact rationals where it can and on balls elsewhere, so that what it finds is rigorous. It knows nothing of
the provers.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice, product

import flint
from flint import fmpq

from derivcheck.engine.calculus.critical import boundaries, is_allowed, moved
from derivcheck.engine.calculus.integrals import integrated_to_infinity
from derivcheck.engine.evaluation.comparison import Outcome, compare, is_beyond
from derivcheck.engine.evaluation.entries import Entries, Value
from derivcheck.engine.evaluation.evaluator import BUDGET, Budget, Evaluator
from derivcheck.engine.question import Question
from derivcheck.engine.refuting.proper_fractions import ProperFractions
from derivcheck.engine.refuting.repair import repaired
from derivcheck.engine.refuting.valuations import SmallNumbers, draw_values, evaluate_size
from derivcheck.engine.systems.balls import Balls
from derivcheck.engine.systems.base import (
    Divergent,
    Element,
    Imprecise,
    NoValue,
    OutOfTime,
    OverBudget,
    Unbounded,
    Undefined,
    Unsupported,
)
from derivcheck.engine.systems.rationals import Rationals
from derivcheck.engine.systems.unknowns import Coefficient, Polynomials
from derivcheck.terms.nodes import Term
from derivcheck.terms.scope import Claim, Domain

PRECISIONS = (200, 400, 1600)
REDRAWS = 40
ENOUGH = 3
"""After so many points at which the relation held, the provers have their turn."""

MORE_POINTS = 24
MOST_CORNERS = 24
CORNER_DRAWS = 3
MOST_UNREPAIRED = 24
"""After so many draws for which no symbol solves the assumed equations, chance alone is left to meet them."""

MOST_FRUITLESS = 4
"""After so many visits in a row that met no valuation at all, none is looked for any more."""

MOST_UNMET = 3 * REDRAWS
"""After so many draws in a row that do not meet the assumptions, none is expected to."""

COSTLY = BUDGET // 5
"""Work after which no further valuation that costs much is looked for, where some were met or none is."""

VARIED = 5
"""The spread of a valuation at which expressions are told apart, not shown."""


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
    divergent: int = 0
    """At how many valuations a side surely is infinite."""
    unsupported: str = ""
    unmet: bool = False
    """Whether it was given up because no valuation met the assumptions."""


def search(question: Question, *, more: bool = False, most_work: int = BUDGET) -> Findings:
    """Tries the question at small valuations, at larger and more varied ones with ``more``.

    Once the relation held at enough of them, ``most_work`` ends the search.
    """
    drawing = Drawing(question, "more" if more else "first")
    begun = question.budget.visits
    findings = Findings()
    fruitless = 0
    try:
        if more:
            findings = search_corners(question)
        for sizes, spread in _plans(question, more=more):
            satisfied = findings.held >= drawing.enough and (not more or question.budget.visits > begun + most_work)
            if findings.refuting or findings.unsupported or satisfied or fruitless == MOST_FRUITLESS:
                break
            if drawing.unmet >= MOST_UNMET:
                findings.unmet = not findings.held
                break
            fruitless = 0 if drawing.visit(findings, sizes, spread) else fruitless + 1
    except OutOfTime:
        raise
    except OverBudget:
        pass
    return findings


def search_corners(question: Question) -> Findings:
    """Tries the question where one number is 0, 1, -1 or equal to another: what holds in general may fail there."""
    drawing = Drawing(question, "corners")
    findings = Findings()
    free = [s.name for s in question.values if not s.shape and question.declarations[s.name].domain is Domain.REAL]
    sizes = dict.fromkeys(question.sizes, 2)
    for name, special in islice(product(free, (0, 1, -1, *free)), MOST_CORNERS):
        for attempt in range(CORNER_DRAWS):
            try:
                sizes, values, unknowns = drawing.values(sizes, 1 + attempt)
                value = values[special] if isinstance(special, str) else special
                if name == special or not is_allowed(question.declarations[name], fmpq(value)):
                    break
                point = evaluate_point(question, sizes, {**values, name: value}, unknowns, quick=True)
            except (Undefined, Imprecise):
                continue
            except Unsupported:
                break
            outcome = None if point is None else compare(point.left, question.relation, point.right)
            if outcome is Outcome.FAILS:
                findings.refuting = point
                return findings
            findings.held += outcome is Outcome.HOLDS
            break
    return findings


class Probe:
    """A valuation as balls, at which many terms can be told apart quickly: what they share is worked out once."""

    __slots__ = ("_evaluator",)

    def __init__(self, values: Mapping[str, Value], unknowns: Polynomials, budget: Budget) -> None:
        self._evaluator = Evaluator(Balls(unknowns), _as_balls(values), budget)

    def value(self, term: Term) -> Value:
        """The value of ``term`` at one precision; raises NoValue where it has none, or is not known well enough."""
        with flint.ctx.workprec(PRECISIONS[0]):
            return self._evaluator.value(term)


def probe(question: Question, number: int) -> tuple[Probe, Value] | None:
    """A valuation of everything in the question at which its left side has a value, and that value.

    It is varied enough that expressions which differ rarely agree there; ``number`` tells several apart.
    """
    drawing = Drawing(question, f"probe {number}")
    for attempt in range(REDRAWS):
        wanted = {name: 3 + (number + k) % 2 for k, name in enumerate(question.sizes)}
        try:
            _, values, unknowns = drawing.values(wanted, VARIED + attempt // 8)
            if all(holds(claim, values, unknowns, question) for claim in question.assumptions):
                found = Probe(values, unknowns, question.budget)
                return found, found.value(question.left)
        except (Undefined, Imprecise):
            continue
        except Unsupported:
            return None
    return None


def sample(question: Question, count: int) -> Iterator[Point]:
    """Valuations of small sizes at which both sides have a value, whether the relation holds there or not."""
    drawing = Drawing(question, "sample")
    for attempt in range(REDRAWS):
        wanted = {name: 2 + (attempt + k) % 2 for k, name in enumerate(question.sizes)}
        try:
            point = drawing.draw(wanted, 1 + attempt // 4)
        except (Undefined, Imprecise):
            continue
        except (Unsupported, OverBudget):
            return
        if point is not None:
            yield point
            count -= 1
        if not count:
            return


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
        # Now and then far out, where a sign of a sine or a later branch shows; and of three sizes, one is not always 1.
        alike = attempt % 4 == 1 and len(names) > 2
        sizes = {name: 2 + attempt // 4 % 2 if alike else 1 + (attempt + k) % 3 for k, name in enumerate(names)}
        yield sizes, 12 if attempt % 4 == 3 else 1 + attempt % 6


class Drawing:
    """Draws valuations of one question, and looks at them."""

    def __init__(self, question: Question, salt: str) -> None:
        self.question = question
        self.source = random.Random(f"{question.digest}|{salt}")
        self.boundaries = boundaries(question)
        self.fading = integrated_to_infinity(question.left, question.right)
        self.unrepaired = 0
        self.unmet = 0
        """How many draws in a row did not meet the assumptions."""
        self.barren: set[tuple[int, ...]] = set()
        # There is a side to each boundary, and the boundary itself.
        self.enough = 2 * ENOUGH if self.boundaries else ENOUGH

    def visit(self, findings: Findings, sizes: dict[str, int], spread: int) -> bool:
        """One valuation at which both sides have a value, drawn again where they have none; whether there was one.

        Sizes at which none was found are not visited again: mostly an inverse has no value at them.
        """
        place = tuple(sizes.values())
        if place and place in self.barren:
            return False
        begun = self.question.budget.visits
        for attempt in range(REDRAWS if self.question.symbols else 1):
            if self.question.budget.visits > begun + COSTLY:
                break
            try:
                point = self.draw(sizes, spread + attempt // 8)
            except Divergent:
                findings.divergent += 1
                continue
            except (Undefined, Imprecise) as missing:
                findings.undefined[missing.reason] = findings.undefined.get(missing.reason, 0) + 1
                continue
            except Unsupported as missing:
                findings.unsupported = missing.reason
                return False
            if point is None:
                self.unmet += 1
                continue
            self.unmet = 0
            outcome = compare(point.left, self.question.relation, point.right)
            if outcome is Outcome.FAILS:
                findings.refuting = point
            elif outcome is Outcome.HOLDS:
                findings.held += 1
            return True
        self.barren.add(place)
        return False

    def draw(self, sizes: dict[str, int], spread: int) -> Point | None:
        """A valuation that meets the assumptions, with both sides' values; None where it does not meet them."""
        return evaluate_point(self.question, *self.values(sizes, spread), quick=True)

    def values(self, sizes: dict[str, int], spread: int) -> tuple[dict[str, int], dict[str, Value], Polynomials]:
        """Sizes that the scope allows, values, and what unknown functions are."""
        question = self.question
        unknowns = Polynomials(str(self.source.random()), question.scope.positive_functions, self.fading)
        exact = Rationals(unknowns)
        sizes = allowed_sizes(question, sizes)
        places: dict[str, int] = {**sizes}
        for name, limit in question.indices.items():
            places[name] = self.source.randint(1, max(1, evaluate_size(limit, places, exact)))
        numbers = ProperFractions if "infinity" in question.operators else SmallNumbers
        values = draw_values(question.values, question.declarations, places, numbers(exact, self.source, spread))
        if question.equations and self.unrepaired < MOST_UNREPAIRED:
            met = repaired(question, values, Rationals(bent(unknowns, values, question)), self.source)
            self.unrepaired += met is None
            values = met or values
        if self.boundaries and self.source.randrange(2):
            values = dict(moved(values, self.boundaries, question, exact, self.source))
        return sizes, values, bent(unknowns, values, question)


def bent(unknowns: Polynomials, values: Mapping[str, Value], question: Question) -> Polynomials:
    """The unknown functions, of which some bend as the scope says that they do at these values."""
    if not question.bending:
        return unknowns
    evaluator = Evaluator(Rationals(unknowns), values, question.budget)
    return replace(unknowns, bends=tuple(_bends(name, question, evaluator) for name in question.bending))


def _bends(name: str, question: Question, evaluator: Evaluator) -> tuple[str, Coefficient | None, Coefficient | None]:
    """The bounds of a function's second derivatives at a valuation."""

    def number(bound: Term | None) -> Coefficient | None:
        value = None if bound is None else evaluator.value(bound)
        if value is None or isinstance(value, (int, fmpq)):
            return value
        reason = "a bound of a second derivative that is no rational number"
        raise Unsupported(reason)

    bending = question.scope.bending[name]
    return name, number(bending.least), number(bending.greatest)


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
    unknowns = bent(unknowns, values, question)
    valuation = Valuation(values, unknowns, question)
    if not all(map(valuation.meets, question.assumptions)):
        return None
    left, right = (valuation.value(side, quick=quick) for side in (question.left, question.right))
    return Point(sizes, values, left, right, unknowns)


class Valuation:
    """Evaluates terms at one valuation; what several of them share is worked out once."""

    def __init__(self, values: Mapping[str, Value], unknowns: Polynomials, question: Question) -> None:
        self.question = question
        self.values = values
        self.unknowns = unknowns
        self._exact = Evaluator(Rationals(unknowns), values, question.budget)
        self._balls: dict[int, Evaluator] = {}

    def value(self, term: Term, *, quick: bool = False) -> Value:
        """The value of ``term``: exact where it is rational, else a ball as narrow as needed.

        With ``quick``, terms with exponentials and logarithms go straight to balls.
        """
        if not (quick and self.question.transcendental):
            try:
                value = self._exact.value(term)
                if not is_beyond(value):
                    return value
            except Imprecise:
                pass
        for precision in PRECISIONS:
            with flint.ctx.workprec(precision):
                try:
                    return self._at(precision).value(term)
                except Unbounded:
                    raise
                except Imprecise as missing:
                    reason = missing.reason
        raise Imprecise(reason)

    def _at(self, precision: int) -> Evaluator:
        if precision not in self._balls:
            self._balls[precision] = Evaluator(
                Balls(self.unknowns, self.values), _as_balls(self.values), self.question.budget
            )
        return self._balls[precision]

    def meets(self, claim: Claim) -> bool:
        """Whether an assumption surely holds here."""
        try:
            left, right = (self.value(side) for side in (claim.left, claim.right))
        except NoValue:
            return False
        return compare(left, claim.relation, right, exactly=True) is Outcome.HOLDS


def value_of(
    term: Term, values: Mapping[str, Value], unknowns: Polynomials, question: Question, *, quick: bool = False
) -> Value:
    """The value of one term at a valuation, exact or a ball."""
    return Valuation(values, unknowns, question).value(term, quick=quick)


def holds(claim: Claim, values: Mapping[str, Value], unknowns: Polynomials, question: Question) -> bool:
    """Whether an assumption surely holds at a valuation."""
    return Valuation(values, unknowns, question).meets(claim)


def _as_balls(values: Mapping[str, Value]) -> dict[str, Value]:
    return {name: v.map(_as_ball) if isinstance(v, Entries) else _as_ball(v) for name, v in values.items()}


def _as_ball(value: Element) -> Element:
    return value if isinstance(value, int) else flint.arb(value)
