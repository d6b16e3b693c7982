"""The logarithm lies below its tangent at 1."""

from __future__ import annotations

from derivcheck.engine.algebra.sums import product, total
from derivcheck.engine.inequalities.theorem import Theorem
from derivcheck.terms.nodes import Apply, Term, number

NAME = "log u ≤ u - 1"


def apply(argument: Term) -> Theorem:
    """U - 1 - log u ≥ 0 for u > 0, since the logarithm is concave and has slope 1 at 1."""
    logarithm = Apply("log", (argument,))
    return Theorem(total([argument, number(-1), product([number(-1), logarithm])]), positive=(argument,))
