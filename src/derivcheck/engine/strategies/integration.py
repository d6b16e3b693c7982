"""Integrals by their names, by elementary antiderivatives and by substitution."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice
from itertools import product as product_of

from derivcheck.engine.algebra.sums import factors_of, mentions, product, summands, total
from derivcheck.engine.calculus.elementary import at_infinity, candidates
from derivcheck.engine.calculus.facts import integral_fact, limit_fact, named_fact, substitution_fact
from derivcheck.engine.calculus.integrals import has_integrals
from derivcheck.engine.calculus.limits import limits_in
from derivcheck.engine.decision import Certificate
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.engine.question import Question
from derivcheck.terms.apart import BOUND
from derivcheck.terms.nodes import Apply, Call, Integral, Limit, Symbol, Term, free_symbols, number, walk
from derivcheck.terms.substitution import substitute

NAME = "integration"
MOST_CERTIFICATES = 60
MOST_SCALES = 3


def propose(question: Question) -> Iterator[Certificate]:
    """Certificates with a fact for each interval of integration, or for one substitution."""
    sides = (question.left, question.right)
    if question.relation == "=" and not question.left.shape and any(map(has_integrals, sides)):
        for facts in islice(
            chain(_named(question), _elementary(question), _substitutions(question)), MOST_CERTIFICATES
        ):
            yield Certificate(NAME, "calculus", instance=facts)


def _named(question: Question) -> Iterator[tuple[Term, ...]]:
    """Facts for the integrals that have names."""
    bounds = Bounds(question.scope)
    integrals = {part for side in (question.left, question.right) for part in walk(side) if isinstance(part, Integral)}
    facts = [named_fact(integral, question, bounds) for integral in sorted(integrals, key=str)]
    known = tuple(fact for fact in facts if fact is not None)
    if known:
        yield known


def _elementary(question: Question) -> Iterator[tuple[Term, ...]]:
    """Facts for each interval, with antiderivatives that need no computer algebra."""
    integrals = combined(list(integrated(question.left, question.right)))
    choices = [[fact for f in candidates(i.body, i.variable) for fact in _ended(i, f)] for i in integrals]
    limits = [_limit(limit) for side in (question.left, question.right) for limit in limits_in(side)]
    if choices and None not in limits:
        for chosen in product_of(*choices):
            yield (*(fact for fact in limits if fact is not None), *chosen)


def _limit(limit: Limit) -> Term | None:
    """The fact of a limit at infinity that needs no computer algebra."""
    value = at_infinity(limit.body, limit.variable, limit.side) if limit.point is None else None
    return None if value is None else limit_fact(limit, value)


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
                yield from ((substitution_fact(one, other, inner, d),) for inner in _inner(other) for d in (1, -1))


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
    found[product([number(-1), plain[0]])] = None
    for symbol in sorted(scales, key=str)[:MOST_SCALES]:
        for scale in (Apply("power", (symbol, number(-1))), symbol):
            found.update((product([scale, inner]), None) for inner in plain)
    return list(found)


def integrated(left: Term, right: Term) -> Iterator[Integral]:
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


def combined(integrals: list[Integral]) -> list[Integral]:
    """For each interval, the integral of everything that is integrated over it."""
    found: dict[tuple[Term | None, Term | None], list[Integral]] = {}
    for integral in integrals:
        found.setdefault((integral.lower, integral.upper), []).append(integral)
    return [replace(parts[0], body=total([part.body for part in parts])) for parts in found.values()]


def _variable(integral: Integral) -> str:
    return f"{BOUND}x+" if integral.variable.endswith("+") else f"{BOUND}x"
