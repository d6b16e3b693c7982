"""Makes a counterexample simpler: values replaced by smaller ones for as long as it still refutes."""

from __future__ import annotations

from dataclasses import replace

from flint import fmpq

from derivcheck.engine.evaluation.comparison import Outcome, compare
from derivcheck.engine.evaluation.entries import Entries, Value
from derivcheck.engine.question import Question
from derivcheck.engine.refuting.refuter import Point, evaluate_point
from derivcheck.engine.systems.base import Element, NoValue, OverBudget
from derivcheck.terms.scope import Declaration, Domain, Trait

MOST_TRIALS = 40


def shrink(question: Question, point: Point) -> Point:
    """A point that refutes as ``point`` does, with simpler values."""
    return _exactly(question, _simplified(question, point))


def _simplified(question: Question, point: Point) -> Point:
    trials = 0
    for symbol in question.values:
        declaration = question.declarations[symbol.name]
        if (
            symbol.name.startswith("w:")
            or declaration.normalised
            or declaration.traits - {Trait.POSITIVE, Trait.NONNEGATIVE, Trait.NONZERO}
        ):
            continue
        value = point.values[symbol.name]
        count = len(value.data) if isinstance(value, Entries) else 1
        for place in range(count):
            for candidate in _simpler(_entry(point.values[symbol.name], place), declaration):
                trials += 1
                if trials > MOST_TRIALS:
                    return point
                better = _still_refutes(question, point, symbol.name, place, candidate)
                if better is not None:
                    point = better
                    break
    return point


def _exactly(question: Question, point: Point) -> Point:
    """The point with exact values of the sides, where they have any."""
    try:
        exact = evaluate_point(question, point.sizes, point.values, point.unknowns)
    except (NoValue, OverBudget):
        return point
    refutes = exact is not None and compare(exact.left, question.relation, exact.right) is Outcome.FAILS
    return replace(exact, sizes=point.sizes) if exact is not None and refutes else point


def _entry(value: Value, place: int) -> Element:
    return value.data[place] if isinstance(value, Entries) else value


def _simpler(value: Element, declaration: Declaration) -> list[int]:
    """Simpler values in the order in which a person would like to see them."""
    if declaration.lower is not None or declaration.upper is not None or declaration.domain is not Domain.REAL:
        return []
    wanted = [1, 0, 2, -1]
    if declaration.traits & {Trait.POSITIVE, Trait.NONZERO}:
        wanted = [1, 2] if Trait.POSITIVE in declaration.traits else [1, 2, -1]
    if Trait.NONNEGATIVE in declaration.traits:
        wanted = [1, 0, 2]
    exact = fmpq(value)
    # 0 hides factors and 1 hides powers, but both are easy to put in by hand.
    return wanted[: wanted.index(int(exact.p))] if exact.q == 1 and int(exact.p) in wanted else wanted


def _still_refutes(question: Question, point: Point, name: str, place: int, candidate: int) -> Point | None:
    value = point.values[name]
    changed: Value = candidate
    if isinstance(value, Entries):
        changed = Entries(value.shape, [*value.data[:place], candidate, *value.data[place + 1 :]])
    try:
        tried = evaluate_point(question, point.sizes, {**point.values, name: changed}, point.unknowns, quick=True)
    except (NoValue, OverBudget):
        return None
    if tried is None or compare(tried.left, question.relation, tried.right) is not Outcome.FAILS:
        return None
    return replace(tried, sizes=point.sizes)
