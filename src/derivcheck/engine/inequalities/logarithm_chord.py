"""The logarithm lies above 1 - 1/u."""

from __future__ import annotations

from derivcheck.engine.algebra.sums import reciprocal, total
from derivcheck.engine.inequalities.theorem import Theorem
from derivcheck.terms.nodes import Apply, Term, number

NAME = "log u ≥ 1 - 1/u"


def apply(argument: Term) -> Theorem:
    """Log u - 1 + 1/u ≥ 0 for u > 0: log v ≤ v - 1 at v = 1/u."""
    return Theorem(total([Apply("log", (argument,)), number(-1), reciprocal(argument)]), positive=(argument,))
