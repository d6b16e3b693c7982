"""The sum of an infinite series as a rigorous ball: some terms, and a bound on the rest of them.

Where the ratio of neighbouring terms stays below 1, the rest is bounded by a geometric series; a rational function that
falls like k^(-s) with s > 1 is bounded by an integral. The bounds hold for all k from some K on, because they are
evaluated at the ball 1/k ∈ [0, 1/K]. A ratio that stays above 1 shows divergence.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from flint import arb

from derivcheck.engine.algebra.expanding import NoClosedForm, monomials
from derivcheck.engine.evaluation.entries import Entries, Value
from derivcheck.engine.series.ratios import Quotient, ratio, rational
from derivcheck.engine.systems.balls import Balls
from derivcheck.engine.systems.base import Element, Unbounded, Undefined, Unsupported
from derivcheck.engine.systems.duals import Dual
from derivcheck.engine.systems.rationals import BEYOND, Rationals
from derivcheck.terms.nodes import ZERO, Reduce, Term

if TYPE_CHECKING:
    from derivcheck.engine.evaluation.evaluator import Evaluator

LENGTHS = (8, 24, 72, 216, 648)
MOST_TERMS = LENGTHS[-1]
ENOUGH = arb(2) ** -110
"""A rest below this needs no further terms."""


def infinite_sum(evaluator: Evaluator, term: Reduce, terms: Iterator[Element]) -> Element:
    """The sum of ``terms``, which are those of the series ``term`` from its first one on."""
    system = evaluator.arithmetic.system
    if isinstance(system, Rationals):
        if any(map(_moves, evaluator.bound.values())):
            # What is beyond exact reckoning has no derivative there, and not the derivative 0.
            reason = "the derivative of an infinite sum"
            raise Unsupported(reason)
        return BEYOND
    if not isinstance(system, Balls) or term.operator != "sum" or term.condition is not None or term.shape:
        reason = "an infinite sum"
        raise Unsupported(reason)
    first = evaluator.integer(term.lower)
    total, count = arb(0), 0
    best: arb | None = None
    for length in _lengths(term.body, term.index):
        for value in islice(terms, length - count):
            if not isinstance(value, (int, arb)):
                reason = "the derivative of an infinite sum"
                raise Unsupported(reason)
            total += value
        count = length
        rest = _rest(evaluator, term, first + count - 1)
        if rest is not None and rest.is_finite():
            best = total + arb(0, rest.upper())
            if rest < ENOUGH:
                break
    if best is None:
        reason = "an infinite sum whose convergence is not shown"
        raise Unbounded(reason)
    return best


def _moves(value: Value) -> bool:
    return Dual in map(type, value.data if isinstance(value, Entries) else (value,))


def _rest(evaluator: Evaluator, term: Reduce, at: int) -> arb | None:
    """A bound on the terms behind the one at the index ``at``; raises Undefined if their sum has no end."""
    parts = _parts(term.body)
    if at < 1 or parts is None:
        return None
    total = arb(0)
    for part in parts:
        try:
            rest = _rest_of_part(evaluator, part, term.index, at)
        except Undefined:
            if len(parts) == 1:
                raise
            # Two parts that diverge may well converge together.
            return None
        if rest is None:
            return None
        total += rest
    return total


@lru_cache(maxsize=256)
def _lengths(body: Term, index: str) -> tuple[int, ...]:
    """After how many terms the rest of a series is looked at: no number of them bounds it where the ratio has no form.

    A few are added all the same, for one of them may have no value.
    """
    parts = _parts(body)
    has_form = parts is not None and not any(ratio(p, index) is None and rational(p, index) is None for p in parts)
    return LENGTHS if has_form else LENGTHS[:1]


@lru_cache(maxsize=256)
def _parts(body: Term) -> tuple[Term, ...] | None:
    try:
        return tuple(part for part in monomials(body) if part != ZERO)
    except NoClosedForm:
        return None


def _rest_of_part(evaluator: Evaluator, body: Term, index: str, at: int) -> arb | None:
    found = ratio(body, index)
    if found is not None:
        last = _ball(evaluator.with_bound(index, at, lambda inner: inner.value(body)))
        low, high = _size_beyond(evaluator, found, at)
        if high < 1:
            return abs(last) * high / (1 - high)
        if low >= 1 and not last.contains(0):
            reason = "a series that diverges"
            raise Undefined(reason)
    itself = rational(body, index)
    if itself is None:
        return None
    low, high = _size_beyond(evaluator, itself, at, power=-itself.degree)
    if itself.degree >= -1:
        if low > 0:
            reason = "a series that diverges"
            raise Undefined(reason)
        return None
    # The terms behind K are at most C·k^(-s), and their sum at most C·K^(1-s)/(s-1).
    return high * arb(at) ** (itself.degree + 1) / (-itself.degree - 1)


def _size_beyond(evaluator: Evaluator, quotient: Quotient, at: int, power: int = 0) -> tuple[arb, arb]:
    """Bounds on |quotient|·k^power for every k from ``at`` on."""
    near = arb(0).union(1 / arb(at))
    result = arb(1)
    for constant, exponent in quotient.constants:
        result *= _ball(evaluator.value(constant)) ** exponent
    for coefficients, exponent in quotient.polynomials:
        value = arb(0)
        for coefficient in coefficients:
            # c_0 + c_1 k + … = k^d (c_d + c_(d-1)/k + …)
            value = value * near + _ball(evaluator.value(coefficient))
        result *= value**exponent
    growth = quotient.degree + power
    low, high = abs(result).abs_lower(), abs(result).abs_upper()
    if growth < 0:
        return arb(0), high * arb(at) ** growth
    return (low * arb(at) ** growth, arb("inf")) if growth else (low, high)


def _ball(value: Element) -> arb:
    if isinstance(value, (int, arb)):
        return arb(value)
    reason = "the derivative of an infinite sum"
    raise Unsupported(reason)
