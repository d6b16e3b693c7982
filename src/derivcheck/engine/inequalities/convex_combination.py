"""The definition of convexity, for any number of points."""

from __future__ import annotations

from derivcheck.engine.algebra.sums import product, total
from derivcheck.engine.inequalities.theorem import Inapplicable, Theorem
from derivcheck.terms.nodes import ONE, ZERO, Apply, Call, Term, number
from derivcheck.terms.scope import Bending

NAME = "definition of convexity"


def apply(middle: Call, sign: Term, *pairs: Term) -> Theorem:
    """∑ wₖ f(uₖ) - f(∑ wₖ uₖ) ≥ 0 for weights that are not negative and sum to 1, and a convex f, for a sign of 1.

    For -1 f is concave, and the sign turns. ``middle`` is f(∑ wₖ uₖ), and ``pairs`` are w₁, u₁, w₂, u₂, ….
    """
    weights, points = pairs[::2], pairs[1::2]
    if sign not in (ONE, number(-1)) or middle.orders != (0,) or middle.shape or not weights:
        raise Inapplicable
    (place,) = middle.arguments
    if len(weights) != len(points) or any(point.shape != place.shape for point in points):
        raise Inapplicable
    values = [product([w, Call(middle.function, (u,), (0,))]) for w, u in zip(weights, points, strict=True)]
    mean = Apply("add", tuple(_times(w, u) for w, u in zip(weights, points, strict=True)), place.shape)
    bounded = product([sign, total([*values, product([number(-1), middle])])])
    bends = Bending(least=ZERO) if sign == ONE else Bending(greatest=ZERO)
    identities = ((total(list(weights)), ONE), (mean, place))
    return Theorem(bounded, identities, nonnegative=weights, bends=((middle.function, bends),))


def _times(weight: Term, point: Term) -> Term:
    return Apply("multiply", (weight, point), point.shape)
