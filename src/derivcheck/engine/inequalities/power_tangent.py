"""A power lies below the exponential that touches it at 1."""

from __future__ import annotations

from derivcheck.engine.algebra.sums import product, total
from derivcheck.engine.inequalities.theorem import Theorem
from derivcheck.terms.nodes import Apply, Term, number

NAME = "u^r ≤ e^{r(u - 1)}"


def apply(base: Term, exponent: Term) -> Theorem:
    """The difference is ≥ 0 for u, r ≥ 0, since u ≤ e^{u - 1} and powers increase."""
    bound = Apply("exp", (product([exponent, total([base, number(-1)])]),))
    power = Apply("power", (base, exponent))
    return Theorem(total([bound, product([number(-1), power])]), nonnegative=(base, exponent))
