"""Facts of calculus that a certificate may use: values of limits, and the fundamental theorem for one integral.

A fact is a term of its own: ``limit-fact`` of a limit and the value that another program found, ``expansion-fact`` of a
limit and the value that the kernel can show, ``integral-fact`` of an integral with an
antiderivative as its body and the antiderivative's values at the upper and the lower bound, ``substitution-fact`` of an
integral and of another whose body is what is put in for the variable of the first, ``named-fact`` of an integral and
the value that its name gives it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from derivcheck.engine.algebra.normal import normalise
from derivcheck.engine.algebra.sums import product, reciprocal, total
from derivcheck.engine.calculus.continuity import is_jump_free, is_smooth
from derivcheck.engine.calculus.decay import vanishes
from derivcheck.engine.calculus.expansions import NoExpansion, vanishing
from derivcheck.engine.calculus.limits import has_limits
from derivcheck.engine.calculus.named_integrals import closed_form
from derivcheck.engine.calculus.uniformity import divisors, is_defined_at, is_uniform
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.engine.proving.interpretation import Agreement, interpret
from derivcheck.engine.question import Question
from derivcheck.engine.refuting.refuter import search, search_corners
from derivcheck.terms.nodes import ONE, ZERO, Apply, Derivative, Integral, Limit, Symbol, Term, number, rebuild
from derivcheck.terms.substitution import substitute

LIMIT, INTEGRAL, SUBSTITUTION, EXPANSION = "limit-fact", "integral-fact", "substitution-fact", "expansion-fact"
NAMED = "named-fact"
DIRECTIONS = (ONE, number(-1))
WITNESSES = 3
"""At how many valuations a limit must have been enclosed in a ball that holds its value, special ones apart."""


def limit_fact(limit: Limit, value: Term) -> Term:
    """The fact that a limit has a value."""
    return Apply(LIMIT, (limit, value))


def expansion_fact(limit: Limit, value: Term) -> Term:
    """The fact that what a limit is taken of expands to a value at the limit's point."""
    return Apply(EXPANSION, (limit, value))


def integral_fact(integral: Integral, antiderivative: Term, upper: Term, lower: Term) -> Term:
    """The fact that the integral of the antiderivative's derivative is the difference of its values."""
    return Apply(INTEGRAL, (replace(integral, body=antiderivative), upper, lower))


def substitution_fact(integral: Integral, interval: Integral, inner: Term, direction: int) -> Term:
    """The fact that an integral is one over ``interval``, once its variable is ``inner``.

    A ``direction`` of -1 says that ``inner`` takes the lower end of the interval to the upper end of the integral.
    """
    return Apply(SUBSTITUTION, (integral, replace(interval, body=inner), number(direction)))


def named_fact(integral: Integral, question: Question, bounds: Bounds) -> Term | None:
    """The fact that a named integral has its value; None where it has no name."""
    value = closed_form(integral, frozenset(divisors(_sides(question))), bounds)
    return None if value is None else Apply(NAMED, (integral, value))


def is_named(fact: Term) -> bool:
    """Whether a fact is that of an integral which has a name."""
    return isinstance(fact, Apply) and fact.operator == NAMED


def is_decay(fact: Apply, bounds: Bounds) -> bool:
    """Whether a fact is that something is certain to go to 0 at infinity."""
    limit, value = fact.arguments
    return value == ZERO and isinstance(limit, Limit) and vanishes(limit, bounds)


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
        return is_decay(fact, bounds) or _is_witnessed(fact.arguments[0], fact.arguments[1], question)
    if fact.operator == EXPANSION:
        return _is_expanded(fact.arguments[0], fact.arguments[1], question, bounds)
    if fact.operator == SUBSTITUTION:
        return _substitutes(fact, question, bounds)
    if fact.operator == NAMED:
        integral = fact.arguments[0]
        return isinstance(integral, Integral) and named_fact(integral, question, bounds) == fact
    integral, upper, lower = fact.arguments
    if not isinstance(integral, Integral) or not is_jump_free(integral.body, integral.variable, bounds):
        return False
    ends = ((integral.upper, 1, upper), (integral.lower, -1, lower))
    for bound, sign, value in ends:
        at = value_at(integral.body, integral.variable, bound, sign)
        if bound is not None and not is_defined_at(normalise(at, bounds), _sides(question), bounds):
            return False
        decays = value == ZERO and isinstance(at, Limit) and vanishes(at, bounds)
        if at != value and not (bound is None and (decays or _is_witnessed(at, value, question))):
            return False
    return True


def _is_expanded(limit: Term, value: Term, question: Question, bounds: Bounds) -> bool:
    """Whether what a limit is taken of is its value up to o(1), coefficient by coefficient, at a finite point."""
    if not isinstance(limit, Limit) or limit.point is None or has_limits(value):
        return False
    try:
        parts = list(vanishing(question, (limit.body, value), (Symbol(limit.variable), limit.point), 1))
    except NoExpansion:
        return False
    return all(_is_equal(part.left, part.right, question, bounds) for part in parts)


def _substitutes(fact: Apply, question: Question, bounds: Bounds) -> bool:
    """Whether the inner function is smooth on its interval and takes its ends to the ends of the integral."""
    integral, inner, direction = fact.arguments
    if not isinstance(integral, Integral) or not isinstance(inner, Integral) or direction not in DIRECTIONS:
        return False
    if not is_smooth(inner.body, inner.variable, bounds):
        return False
    lower, upper = (integral.lower, -1), (integral.upper, 1)
    first, last = (lower, upper) if direction == ONE else (upper, lower)
    ends = ((inner.lower, -1, *first), (inner.upper, 1, *last))
    for bound, side, goal, sign in ends:
        at = value_at(inner.body, inner.variable, bound, side)
        if goal is None and (bound is not None or not _grows(at, sign, question)):
            return False
        if goal is not None and not _is_equal(at, goal, question, bounds):
            return False
    return True


def _is_equal(left: Term, right: Term, question: Question, bounds: Bounds) -> bool:
    if isinstance(left, Limit):
        return _is_witnessed(left, right, question)
    posed = replace(question, left=left, relation="=", right=right)
    return isinstance(interpret(posed, normalise(left, bounds), normalise(right, bounds), "ends"), Agreement)


def _grows(limit: Term, sign: int, question: Question) -> bool:
    """Whether what a limit is taken of goes to infinity with a sign: its reciprocal goes to 0 with that sign."""
    if not isinstance(limit, Limit):
        return False
    inverted = replace(limit, body=reciprocal(limit.body))
    near = Apply("less", (number(0), Apply("multiply", (number(sign), limit.body))))
    eventually = replace(limit, body=near)
    return _is_witnessed(inverted, number(0), question) and _is_witnessed(eventually, number(1), question)


def _sides(question: Question) -> tuple[Term, Term]:
    return question.left, question.right


def _is_witnessed(limit: Term, value: Term, question: Question) -> bool:
    if not isinstance(limit, Limit) or not is_uniform(limit, _sides(question), Bounds(question.scope)):
        return False
    posed = replace(question, left=limit, relation="=", right=value)
    findings = search(posed)
    if findings.refuting is not None or findings.held < WITNESSES:
        return False
    # A program finds the limit that holds in general; where a parameter is 0, say, it may be another one.
    return search_corners(posed).refuting is None


def applied(facts: Iterable[Term], left: Term, right: Term) -> tuple[Term, Term]:
    """The sides with limits and substitutions put in, and with what antiderivatives say added to the right."""
    values: dict[Term, Term] = {}
    added: list[Term] = []
    for fact in facts:
        if isinstance(fact, Apply) and fact.operator in (LIMIT, EXPANSION, NAMED):
            values[fact.arguments[0]] = fact.arguments[1]
        elif isinstance(fact, Apply) and fact.operator == SUBSTITUTION:
            values |= _substituted(*fact.arguments)
        elif isinstance(fact, Apply):
            integral, upper, lower = fact.arguments
            assert isinstance(integral, Integral)  # noqa: S101 - as integral_fact makes it
            variable = Symbol(integral.variable)
            slope = replace(integral, body=Derivative(variable, integral.body, variable))
            added += [slope, product([number(-1), upper]), lower]
    left, right = (_replaced(side, values) for side in (left, right))
    return left, total([right, *added]) if added else right


def _substituted(integral: Term, inner: Term, direction: Term) -> dict[Term, Term]:
    """What the integral, and itself with its bounds exchanged, are over the other interval."""
    assert isinstance(integral, Integral)  # noqa: S101 - as substitution_fact makes it
    assert isinstance(inner, Integral)  # noqa: S101
    variable = Symbol(inner.variable)
    slope = Derivative(variable, inner.body, variable)
    body = product([substitute(integral.body, {integral.variable: inner.body}), slope])
    whole = product([direction, replace(inner, body=body)])
    if integral.lower is None or integral.upper is None:
        return {integral: whole}
    turned = replace(integral, lower=integral.upper, upper=integral.lower)
    return {integral: whole, turned: product([number(-1), whole])}


def _replaced(term: Term, values: dict[Term, Term]) -> Term:
    if not values:
        return term
    return values[term] if term in values else rebuild(term, lambda child: _replaced(child, values))
