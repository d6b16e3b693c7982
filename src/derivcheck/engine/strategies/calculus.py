"""Integrals by the antiderivatives, and limits by the values, that SymPy proposes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from derivcheck.engine.calculus.decay import vanishes
from derivcheck.engine.calculus.facts import integral_fact, limit_fact, value_at
from derivcheck.engine.calculus.integrals import has_integrals, integrated_to_infinity
from derivcheck.engine.calculus.limits import limits_in
from derivcheck.engine.decision import Certificate
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.engine.question import Question
from derivcheck.engine.strategies.integration import combined, integrated
from derivcheck.terms.nodes import ZERO, Integral, Limit, Term

NAME = "sympy"


def propose(question: Question) -> Iterator[Certificate]:
    """Certificates with a fact for each limit and each interval of integration."""
    sides = (question.left, question.right)
    limits = {found for side in sides for found in limits_in(side)}
    if integrated_to_infinity(*sides):
        # SymPy knows nothing of an unknown function either.
        return
    if question.relation != "=" or question.left.shape or not (limits or any(map(has_integrals, sides))):
        return
    known = _all_known(_limit_fact(limit, question) for limit in limits)
    if known is None:
        return
    alone = list(integrated(*sides))
    together = combined(alone)
    # What SymPy cannot integrate piece by piece may cancel, and what it can is done sooner in pieces.
    for integrals in (alone, together) if len(together) < len(alone) else (alone,):
        facts = _all_known(_antiderivative(integral, question) for integral in integrals)
        if facts is not None and (known or facts):
            yield Certificate(NAME, "calculus", instance=(*known, *facts))


def _ask(question: Question, task: str, *arguments: Any) -> Any:
    # SymPy's process is started only by a step that needs it.
    from derivcheck.engine.symbolic.worker import ask

    return ask(task, *arguments, question.declarations, deadline=question.deadline)


def _limit_fact(limit: Limit, question: Question) -> Term | None:
    value = _ask_limit(limit, question)
    return None if value is None else limit_fact(limit, value)


def _ask_limit(limit: Limit, question: Question) -> Term | None:
    if vanishes(limit, Bounds(question.scope)):
        return ZERO
    found: Term | None = _ask(question, "limit", limit)
    return found


def _all_known(facts: Iterator[Term | None]) -> tuple[Term, ...] | None:
    """All facts, or None as soon as one is not known."""
    found: list[Term] = []
    for fact in facts:
        if fact is None:
            return None
        found.append(fact)
    return tuple(found)


def _antiderivative(integral: Integral, question: Question) -> Term | None:
    """The fact that settles an integral, with the limits of the antiderivative where a bound is infinite."""
    found: Term | None = _ask(question, "antiderivative", integral.body, integral.variable)
    if found is None:
        return None
    ends: list[Term] = []
    for bound, sign in ((integral.upper, 1), (integral.lower, -1)):
        end = value_at(found, integral.variable, bound, sign)
        value = _ask_limit(end, question) if isinstance(end, Limit) else end
        if value is None:
            return None
        ends.append(value)
    return integral_fact(integral, found, ends[0], ends[1])
