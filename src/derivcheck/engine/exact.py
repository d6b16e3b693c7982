"""Exact confirmation of what was proved at random points: both sides expanded as quotients of polynomials.

It makes no verdict; it can only take the error bound off one that stands.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod

from derivcheck.engine.algebra.normal import logarithm_arguments, normalise
from derivcheck.engine.algebra.normal_sides import expand_both
from derivcheck.engine.calculus.inverses import without_inverses
from derivcheck.engine.decision import Decision
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.engine.evaluation.entries import Entries, Value
from derivcheck.engine.evaluation.evaluator import Evaluator
from derivcheck.engine.question import Question
from derivcheck.engine.refuting.valuations import concrete, draw_symbol, evaluate_size
from derivcheck.engine.systems.base import Element, NoValue, OverBudget, Unsupported
from derivcheck.engine.systems.quotients import Quotients
from derivcheck.results import Verdict
from derivcheck.terms.nodes import Apply, Term

CONFIRMED = "random-interpretation"
MOST_PLACES = 36


def confirmed(question: Question, decision: Decision) -> dict[str, object]:
    """What exact expansion adds to the evidence of a proof at random points: that there is no error, or why not."""
    evidence = decision.evidence
    if decision.verdict is not Verdict.PROVED or evidence.get("error") == "none":
        return {}
    if decision.strategy not in (CONFIRMED, "definition") or decision.about is not None:
        return {"exact": False, "inexact": "the proof is not by an identity alone"}
    plans = evidence.get("sizes")
    why = refusal(without_inverses(question), plans if isinstance(plans, list) else [])
    return {"exact": False, "inexact": why} if why else {"error": "none", "exact": True}


def refusal(question: Question, plans: Sequence[Mapping[str, int]]) -> str:
    """Why the sides are not seen to be equal at these sizes; nothing where they are."""
    try:
        return "" if all(_equal_at(question, dict(plan)) for plan in plans or [{}]) else DEPENDENT
    except NoValue as missing:
        return missing.reason
    except OverBudget:
        return "the sides are too large to expand"


CHOICES = "an array with a finite choice in its construction"
DEPENDENT = "its functions are not independent of one another"


def _equal_at(question: Question, sizes: dict[str, int]) -> bool:
    sides = expand_both(question.left, question.right, question.scope)[:2]
    if all(_equal(question, sides, {**sizes, **places}) for places in _places(question, sizes)):
        return True
    if question.relation != "=" or question.left.shape:
        return False
    bounds = Bounds(question.scope, logarithm_arguments(question.scope, question.left, question.right))
    left, right = (normalise(Apply("exp", (side,)), bounds) for side in (question.left, question.right))
    return all(_equal(question, (left, right), {**sizes, **places}) for places in _places(question, sizes))


def _places(question: Question, sizes: Mapping[str, int]) -> Iterator[dict[str, int]]:
    """All places that free indices can stand at."""
    ranges = [range(1, evaluate_size(limit, sizes, Quotients()) + 1) for limit in question.indices.values()]
    if prod(map(len, ranges)) > MOST_PLACES:
        raise OverBudget
    for places in product(*ranges):
        yield dict(zip(question.indices, places, strict=True))


def _equal(question: Question, sides: tuple[Term, Term], places: dict[str, int]) -> bool:
    system = Quotients()
    draw = Generators(system)
    values: dict[str, Value] = dict(places)
    for symbol in sorted(question.values, key=lambda s: (not s.name.startswith("w:"), s.name)):
        if symbol.name not in values:
            shape = concrete(symbol.shape, places, system) if symbol.shape else ()
            values[symbol.name] = draw_symbol(question.declarations[symbol.name], shape, draw, values)
    left, right = (Evaluator(system, values).value(side) for side in sides)
    if isinstance(left, Entries) and isinstance(right, Entries):
        return left.shape == right.shape and all(map(system.is_zero, _differences(left, right)))
    return not isinstance(left, Entries) and not isinstance(right, Entries) and system.is_zero(left - right)


def _differences(left: Entries, right: Entries) -> Iterator[Element]:
    return (a - b for a, b in zip(left.data, right.data, strict=True))


class Generators:
    """A variable of its own for every number of a valuation."""

    def __init__(self, system: Quotients) -> None:
        self.system = system

    @property
    def source(self) -> random.Random:
        """Nothing here may be random."""
        raise Unsupported(CHOICES)

    def choose(self, count: int) -> int:
        """The only outcome there is."""
        if count > 1:
            raise Unsupported(CHOICES)
        return 0

    def signs(self, count: int) -> list[int]:
        """No signs, unless none are needed."""
        if count:
            raise Unsupported(CHOICES)
        return []

    def real(self, declaration: object) -> Element:
        """A variable, whatever its sign."""
        del declaration
        return self.system.variable()

    def integer(self, declaration: object) -> Element:
        """The same."""
        return self.real(declaration)

    def positive(self) -> Element:
        """The same."""
        return self.system.variable()

    def free(self) -> Element:
        """The same."""
        return self.system.variable()
