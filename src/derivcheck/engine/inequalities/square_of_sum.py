"""The squares of numbers that are not negative sum to at most the square of their sum."""

from __future__ import annotations

from derivcheck.engine.algebra.sums import product, total
from derivcheck.engine.inequalities.cauchy_schwarz import plain_powers, summed, taken_apart
from derivcheck.engine.inequalities.theorem import Inapplicable, Theorem
from derivcheck.terms.nodes import Apply, Term, number

NAME = "∑ u² ≤ (∑ u)²"


def apply(summation: Term) -> Theorem:
    """(∑ u)² - ∑ u² ≥ 0 for u ≥ 0: what is left are products of different terms."""
    ranges, body = taken_apart(summation)
    if not ranges:
        raise Inapplicable
    squares = summed(ranges, plain_powers(Apply("power", (body, number(2)))))
    bounded = total([Apply("power", (summation, number(2))), product([number(-1), squares])])
    return Theorem(bounded, nonnegative=(body,))
