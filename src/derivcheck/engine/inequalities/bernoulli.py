"""Bernoulli's inequality: a power lies above its tangent at 1."""

from __future__ import annotations

from derivcheck.engine.algebra.sums import product, total
from derivcheck.engine.inequalities.theorem import Theorem
from derivcheck.terms.nodes import ONE, Apply, Term, number

NAME = "Bernoulli's inequality"


def apply(base: Term, exponent: Term) -> Theorem:
    """U^r - 1 - r(u - 1) ≥ 0 for u ≥ 0 and r ≥ 1, where u^r is convex in u."""
    line = total([ONE, product([exponent, total([base, number(-1)])])])
    power = Apply("power", (base, exponent))
    least = total([exponent, number(-1)])
    return Theorem(total([power, product([number(-1), line])]), nonnegative=(base, least))
