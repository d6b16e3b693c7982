"""Integrals by antiderivatives and substitutions, limits by their values; what is not elementary, SymPy proposes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice
from itertools import product as product_of
from typing import Any

from derivcheck.engine.calculus import integral_fact, limit_fact, substitution_fact, value_at
from derivcheck.engine.decision import Certificate
from derivcheck.engine.elementary import at_infinity, candidates
from derivcheck.engine.integrals import has_integrals
from derivcheck.engine.limits import limits_in
from derivcheck.engine.question import Question
from derivcheck.engine.sums import factors_of, mentions, product, summands, total
from derivcheck.terms.apart import BOUND
from derivcheck.terms.nodes import Apply, Call, Integral, Limit, Symbol, Term, free_symbols, number, walk
from derivcheck.terms.substitution import substitute

NAME = "sympy"
MOST_CERTIFICATES = 60
MOST_SCALES = 3


def propose(question: Question) -> Iterator[Certificate]:
    """Certificates with a fact for each limit and each interval of integration, the cheapest first."""
    sides = (question.left, question.right)
    if question.relation != "=" or question.left.shape or not any(map(_has_calculus, sides)):
        return
    limits = {found for side in sides for found in limits_in(side)}
    if not limits:
        yield from _certificates("integration", _elementary(question), _substitutions(question))
    known = _all_known(_limit_fact(limit, question) for limit in limits)
    if known is None:
        return
    alone = list(_integrated(*sides))
    together = _combined(alone)
    # What SymPy cannot integrate piece by piece may cancel, and what it can is done sooner in pieces.
    for integrals in (alone, together) if len(together) < len(alone) else (alone,):
        facts = _all_known(_antiderivative(integral, question) for integral in integrals)
        if facts is not None and (known or facts):
            yield Certificate(NAME, "calculus", instance=(*known, *facts))


def _certificates(strategy: str, *found: Iterator[tuple[Term, ...]]) -> Iterator[Certificate]:
    for facts in islice(chain(*found), MOST_CERTIFICATES):
        yield Certificate(strategy, "calculus", instance=facts)


def _elementary(question: Question) -> Iterator[tuple[Term, ...]]:
    """Facts for each interval, with antiderivatives that need no computer algebra."""
    integrals = _combined(list(_integrated(question.left, question.right)))
    choices = [[fact for f in candidates(i.body, i.variable) for fact in _ended(i, f)] for i in integrals]
    if choices:
        yield from product_of(*choices)


def _ended(integral: Integral, antiderivative: Term) -> Iterator[Term]:
    """The fact of an antiderivative, if its values at the bounds are known."""
    name = integral.variable
    upper, lower = (
        at_infinity(antiderivative, name, sign) if bound is None else substitute(antiderivative, {name: bound})
        for bound, sign in ((integral.upper, 1), (integral.lower, -1))
    )
    if upper is not None and lower is not None:
        yield integral_fact(integral, antiderivative, upper, lower)


def _substitutions(question: Question) -> Iterator[tuple[Term, ...]]:
    """One integral taken over the interval of another, by what stands in the other as an argument."""
    integrals = [part for side in (question.left, question.right) for part in walk(side) if isinstance(part, Integral)]
    for one in integrals:
        for other in integrals:
            if one is not other:
                turned = replace(one, lower=one.upper, upper=one.lower)
                yield from ((substitution_fact(i, other, inner),) for inner in _inner(other) for i in (one, turned))


def _inner(integral: Integral) -> list[Term]:
    """What may be put in for a variable: the arguments in an integrand that vary."""
    found: dict[Term, None] = {}
    for part in walk(integral.body):
        if isinstance(part, (Apply, Call)) and not part.shape:
            arguments = part.arguments if isinstance(part, Call) or part.operator not in ("add", "multiply") else ()
            found.update((a, None) for a in arguments if isinstance(a, Apply) and mentions(a, integral.variable))
            if isinstance(part, Apply) and part.operator == "power" and mentions(part, integral.variable):
                found[part] = None
    scales = [symbol for symbol in free_symbols(integral) if not symbol.shape and not symbol.name.startswith(BOUND)]
    plain = (Symbol(integral.variable), *found)
    for symbol in sorted(scales, key=str)[:MOST_SCALES]:
        for scale in (Apply("power", (symbol, number(-1))), symbol):
            found.update((product([scale, inner]), None) for inner in plain)
    return list(found)


def _has_calculus(term: Term) -> bool:
    return has_integrals(term) or any(True for _ in limits_in(term))


def _ask(question: Question, task: str, *arguments: Any) -> Any:
    # SymPy's process is started only by a step that needs it.
    from derivcheck.engine.symbolic.worker import ask

    return ask(task, *arguments, question.declarations, deadline=question.deadline)


def _limit_fact(limit: Limit, question: Question) -> Term | None:
    value = _ask_limit(limit, question)
    return None if value is None else limit_fact(limit, value)


def _ask_limit(limit: Limit, question: Question) -> Term | None:
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


def _integrated(left: Term, right: Term) -> Iterator[Integral]:
    """The integrals of the summands with what multiplies them taken inside, the right side's with a minus."""
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
            if not has_integrals(whole):
                yield replace(integral, variable=_variable(integral), body=whole)


def _combined(integrals: list[Integral]) -> list[Integral]:
    """For each interval, the integral of everything that is integrated over it."""
    found: dict[tuple[Term | None, Term | None], list[Integral]] = {}
    for integral in integrals:
        found.setdefault((integral.lower, integral.upper), []).append(integral)
    return [replace(parts[0], body=total([part.body for part in parts])) for parts in found.values()]


def _variable(integral: Integral) -> str:
    return f"{BOUND}x+" if integral.variable.endswith("+") else f"{BOUND}x"


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
