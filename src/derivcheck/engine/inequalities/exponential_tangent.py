"""The exponential lies above its tangent at 0."""

from __future__ import annotations

from derivcheck.engine.algebra.sums import product, total
from derivcheck.engine.inequalities.theorem import Theorem
from derivcheck.terms.nodes import Apply, Term, number

NAME = "eᵘ ≥ 1 + u"


def apply(exponent: Term) -> Theorem:
    """e^u - 1 - u ≥ 0, since the exponential is convex and has slope 1 at 0."""
    return Theorem(total([Apply("exp", (exponent,)), number(-1), product([number(-1), exponent])]))
