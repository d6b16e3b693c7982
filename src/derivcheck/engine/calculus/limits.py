"""Limits: their rigorous values by germs, and what follows from the limit laws alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from flint import arb, fmpq

from derivcheck.engine.evaluation.entries import Entries, Value
from derivcheck.engine.systems.balls import Balls
from derivcheck.engine.systems.base import Element, Imprecise, Undefined, Unsupported
from derivcheck.engine.systems.duals import Dual
from derivcheck.engine.systems.germs import Germ, Germs, as_germ
from derivcheck.engine.systems.rationals import BEYOND, Rationals
from derivcheck.engine.systems.unknowns import Polynomials
from derivcheck.terms.apart import BOUND
from derivcheck.terms.nodes import Apply, Call, Derivative, Integral, Limit, Number, Symbol, Term, children, rebuild
from derivcheck.terms.substitution import substitute

if TYPE_CHECKING:
    # The evaluator hands its limits over to this room.
    from derivcheck.engine.evaluation.evaluator import Evaluator
    from derivcheck.engine.question import Question

STARTS = (10, 1000, 10**6)
"""Beyond which t a germ is tried; further out more of its series converge."""

DISCONTINUOUS = frozenset({"less", "at-most", "equal", "different", "cases"})


def limit(evaluator: Evaluator, term: Limit, point: Element, names: frozenset[str]) -> Element:
    """The value of a limit at ``point``, exact or in a ball; Undefined where it is shown that there is none.

    ``names`` are those that are free in the limit.
    """
    system = evaluator.arithmetic.system
    if not isinstance(system, (Balls, Rationals)):
        reason = "a limit"
        raise Unsupported(reason)
    values = {name: value for name, value in evaluator.bound.items() if name in names}
    values.update((name, value) for name, value in system.exact.items() if name in names)
    if any(
        isinstance(e, Dual) for v in (*values.values(), point) for e in (v.data if isinstance(v, Entries) else (v,))
    ):
        reason = "a limit with a parameter that varies"
        raise Unsupported(reason)
    sides = (1, -1) if point is not None and term.side == 0 else (term.side,)
    inner = _Approach(evaluator, term, values, system.unknowns)
    found = [inner.value(point, side) for side in sides]
    if len(found) == 2 and not arb(found[0]).overlaps(arb(found[1])):
        reason = "a limit that differs from both sides"
        raise Undefined(reason)
    value = found[0]
    if isinstance(system, Rationals):
        return BEYOND if isinstance(value, arb) else value
    return value


@dataclass(frozen=True, slots=True)
class _Approach:
    """A limit at one valuation."""

    evaluator: Evaluator
    term: Limit
    values: Mapping[str, Value]
    unknowns: Polynomials

    def value(self, point: Element, side: int) -> Element:
        """What the body goes to from one side."""
        # The evaluator imports this room.
        from derivcheck.engine.evaluation.evaluator import Evaluator as Inner

        missing = Imprecise("a limit that no series shows")
        for number in STARTS:
            start = Fraction(number)
            germs = Germs(self.unknowns, start)
            t = germs.variable
            place = t * side if point is None else germs.reciprocal(t) * side + point
            inner = Inner(germs, {**self.values, self.term.variable: place}, self.evaluator.budget)
            try:
                return _constant(as_germ(inner.value(self.term.body), start))
            except Imprecise as imprecise:
                missing = imprecise
        raise missing


def _constant(germ: Germ) -> Element:
    """What a germ goes to."""
    grows, constant, _ = germ.split()
    if any(scale.direction() >= 0 for scale in germ.rest):
        reason = "a limit that the remainder hides"
        raise Imprecise(reason)
    if grows.terms:
        grows.leading()
        reason = "a limit that is infinite"
        raise Undefined(reason)
    return constant if isinstance(constant, (int, fmpq, arb)) else arb(constant)


def at_points(question: Question, left: Term, right: Term) -> tuple[Question, Term, Term]:
    """The question with each limit as the value of its body at a point of its own near by.

    What holds there holds of the limits by the limit laws, as long as limits stand only in what is continuous. Raises
    Unsupported where one stands inside a comparison, an unknown function, a derivative, an integral or another limit.
    """
    if not (has_limits(left) or has_limits(right)):
        return question, left, right
    left, right = (_at_point(side, allowed=True) for side in (left, right))
    return replace(question, left=left, right=right), left, right


def _at_point(term: Term, *, allowed: bool) -> Term:
    """``term`` with its limits taken at generic points; where they are not ``allowed``, Unsupported."""
    if not has_limits(term):
        return term
    if isinstance(term, Limit):
        if not allowed or has_limits(term.body):
            reason = "a limit inside a derivative, an integral, a case or another limit"
            raise Unsupported(reason)
        at = f"{BOUND}{term.point}{term.side}{'+' if term.variable.endswith('+') else ''}"
        return substitute(term.body, {term.variable: Symbol(at)})
    closed = isinstance(term, (Call, Derivative, Integral)) or (
        isinstance(term, Apply) and term.operator in DISCONTINUOUS
    )
    if isinstance(term, Apply) and term.operator == "power" and has_limits(term.arguments[1]):
        # 0^0 is 1, and no limit of powers.
        closed = not isinstance(term.arguments[0], Number) or term.arguments[0].value <= 0
    return rebuild(term, lambda child: _at_point(child, allowed=allowed and not closed))


@lru_cache(maxsize=20_000)
def has_limits(term: Term) -> bool:
    """Whether a limit stands in ``term``."""
    return isinstance(term, Limit) or any(map(has_limits, children(term)))


def limits_in(term: Term) -> Iterator[Limit]:
    """The outermost limits in ``term``."""
    if isinstance(term, Limit):
        yield term
    else:
        for child in children(term):
            yield from limits_in(child)
