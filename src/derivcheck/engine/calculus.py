"""Facts of calculus that a certificate may use: values of limits, and the fundamental theorem for one integral.

A fact is a term of its own: ``limit-fact`` of a limit and its value, ``integral-fact`` of an integral with an
antiderivative as its body and the antiderivative's values at the upper and the lower bound.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from derivcheck.engine.bounds import Bounds
from derivcheck.engine.continuity import is_jump_free
from derivcheck.engine.question import Question
from derivcheck.engine.refuter import search
from derivcheck.engine.sums import product, total
from derivcheck.terms.nodes import Apply, Derivative, Integral, Limit, Symbol, Term, number, rebuild
from derivcheck.terms.substitution import substitute

LIMIT, INTEGRAL = "limit-fact", "integral-fact"
WITNESSES = 3
"""At how many valuations a limit must have been enclosed in a ball that holds its value."""


def limit_fact(limit: Limit, value: Term) -> Term:
    """The fact that a limit has a value."""
    return Apply(LIMIT, (limit, value))


def integral_fact(integral: Integral, antiderivative: Term, upper: Term, lower: Term) -> Term:
    """The fact that the integral of the antiderivative's derivative is the difference of its values."""
    return Apply(INTEGRAL, (replace(integral, body=antiderivative), upper, lower))


def value_at(antiderivative: Term, variable: str, bound: Term | None, sign: int) -> Term:
    """An antiderivative at a bound: its limit at infinity."""
    if bound is None:
        return Limit(variable, None, sign, antiderivative)
    return substitute(antiderivative, {variable: bound})


def holds(fact: Term, question: Question, bounds: Bounds) -> bool:
    """Whether a fact is certain: its antiderivative has no jump, its limits were enclosed rigorously."""
    if not isinstance(fact, Apply):
        return False
    if fact.operator == LIMIT:
        return _is_witnessed(fact.arguments[0], fact.arguments[1], question)
    integral, upper, lower = fact.arguments
    if not isinstance(integral, Integral) or not is_jump_free(integral.body, integral.variable, bounds):
        return False
    ends = ((integral.upper, 1, upper), (integral.lower, -1, lower))
    for bound, sign, value in ends:
        at = value_at(integral.body, integral.variable, bound, sign)
        if at != value and not (bound is None and _is_witnessed(at, value, question)):
            return False
    return True


def _is_witnessed(limit: Term, value: Term, question: Question) -> bool:
    if not isinstance(limit, Limit):
        return False
    posed = replace(question, left=limit, relation="=", right=value)
    findings = search(posed)
    return findings.refuting is None and findings.held >= WITNESSES


def applied(facts: Iterable[Term], left: Term, right: Term) -> tuple[Term, Term]:
    """The sides with limits at their values, and with what the facts say of integrals added to the right."""
    values: dict[Term, Term] = {}
    added: list[Term] = []
    for fact in facts:
        if isinstance(fact, Apply) and fact.operator == LIMIT:
            values[fact.arguments[0]] = fact.arguments[1]
        elif isinstance(fact, Apply):
            integral, upper, lower = fact.arguments
            assert isinstance(integral, Integral)  # noqa: S101 - as integral_fact makes it
            variable = Symbol(integral.variable)
            slope = replace(integral, body=Derivative(variable, integral.body, variable))
            added += [slope, product([number(-1), upper]), lower]
    left, right = (_replaced(side, values) for side in (left, right))
    return left, total([right, *added]) if added else right


def _replaced(term: Term, values: dict[Term, Term]) -> Term:
    if not values:
        return term
    return values[term] if term in values else rebuild(term, lambda child: _replaced(child, values))
