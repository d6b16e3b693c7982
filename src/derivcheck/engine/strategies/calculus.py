"""Integrals by antiderivatives and limits by their values, as SymPy proposes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from derivcheck.engine.calculus import integral_fact, limit_fact, value_at
from derivcheck.engine.decision import Certificate
from derivcheck.engine.integrals import has_integrals
from derivcheck.engine.limits import limits_in
from derivcheck.engine.question import Question
from derivcheck.engine.sums import factors_of, mentions, product, summands, total
from derivcheck.terms.apart import BOUND
from derivcheck.terms.nodes import Integral, Limit, Symbol, Term, number
from derivcheck.terms.substitution import substitute

NAME = "sympy"


def propose(question: Question) -> Iterator[Certificate]:
    """One certificate, with a fact for each limit and each interval of integration."""
    sides = (question.left, question.right)
    if question.relation != "=" or question.left.shape or not any(map(_has_calculus, sides)):
        return
    facts: list[Term] = []
    for limit in {found for side in sides for found in limits_in(side)}:
        value = _ask_limit(limit, question)
        if value is None:
            return
        facts.append(limit_fact(limit, value))
    for integral in _combined(question.left, question.right):
        fact = _antiderivative(integral, question)
        if fact is None:
            return
        facts.append(fact)
    if facts:
        yield Certificate(NAME, "calculus", instance=tuple(facts))


def _has_calculus(term: Term) -> bool:
    return has_integrals(term) or any(True for _ in limits_in(term))


def _ask(question: Question, task: str, *arguments: Any) -> Any:
    # SymPy's process is started only by a step that needs it.
    from derivcheck.engine.symbolic.worker import ask

    return ask(task, *arguments, question.declarations, deadline=question.deadline)


def _ask_limit(limit: Limit, question: Question) -> Term | None:
    found: Term | None = _ask(question, "limit", limit)
    return found


def _combined(left: Term, right: Term) -> list[Integral]:
    """For each interval, the integral of everything that is integrated over it, the right side's with a minus."""
    found: dict[tuple[Term | None, Term | None], list[Term]] = {}
    for side, sign in ((left, 1), (right, -1)):
        for part in summands(side):
            factors = factors_of(part)
            integrals = [factor for factor in factors if isinstance(factor, Integral)]
            if len(integrals) != 1:
                continue
            integral = integrals[0]
            others = [factor for factor in factors if factor is not integral]
            body = substitute(integral.body, {integral.variable: Symbol(_variable(integral))})
            whole = product([number(sign), *others, body])
            found.setdefault((integral.lower, integral.upper), []).append(whole)
    return [
        Integral(_variable_of(parts), lower, upper, total(parts))
        for (lower, upper), parts in found.items()
        if not any(has_integrals(part) for part in parts)
    ]


def _variable(integral: Integral) -> str:
    return f"{BOUND}x+" if integral.variable.endswith("+") else f"{BOUND}x"


def _variable_of(parts: list[Term]) -> str:
    return next((name for name in (f"{BOUND}x+", f"{BOUND}x") if any(mentions(p, name) for p in parts)), f"{BOUND}x")


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
