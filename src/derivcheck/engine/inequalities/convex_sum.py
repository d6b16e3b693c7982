"""Jensen's inequality for an unknown convex function."""

from __future__ import annotations

from dataclasses import replace

from derivcheck.engine.algebra.sums import product, total
from derivcheck.engine.inequalities.theorem import Inapplicable, Theorem
from derivcheck.terms.nodes import ONE, ZERO, Apply, Call, Reduce, Term, number
from derivcheck.terms.scope import Bending

NAME = "Jensen's inequality for a convex function"


def apply(middle: Call, sign: Term, summation: Reduce, weight: Term, value: Call) -> Theorem:
    """∑ w f(u) - f(∑ w u) ≥ 0 for w ≥ 0 with ∑ w = 1 and a convex f, for a sign of 1 (Jensen 1906).

    For -1 f is concave, and the sign turns. ``middle`` is f(∑ w u); ``summation`` gives the index and its range, and
    ``value`` is f(u).
    """
    if sign not in (ONE, number(-1)) or any(call.orders != (0,) or call.shape for call in (middle, value)):
        raise Inapplicable
    (place,), (point,) = middle.arguments, value.arguments
    if value.function != middle.function or place.shape != point.shape:
        raise Inapplicable

    def sum_of(body: Term) -> Term:
        return replace(summation, operator="sum", body=body)

    values = sum_of(product([weight, value]))
    bounded = product([sign, total([values, product([number(-1), middle])])])
    mean = sum_of(Apply("multiply", (weight, point), point.shape) if point.shape else product([weight, point]))
    bends = Bending(least=ZERO) if sign == ONE else Bending(greatest=ZERO)
    identities = ((sum_of(weight), ONE), (mean, place))
    return Theorem(bounded, identities, nonnegative=(weight,), bends=((middle.function, bends),))
