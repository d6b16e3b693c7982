"""Chebyshev's inequality: a mean square bounds the weight of the values that are far from 0."""

from __future__ import annotations

from dataclasses import replace

from derivcheck.engine.algebra.sums import product, total
from derivcheck.engine.inequalities.markov import taken_apart
from derivcheck.engine.inequalities.theorem import Inapplicable, Theorem
from derivcheck.terms.nodes import Apply, Reduce, number

NAME = "Chebyshev's inequality"


def apply(summation: Reduce) -> Theorem:
    """∑ w v² - c² ∑ w 𝟙[|v| ≥ c] ≥ 0 for w, c ≥ 0, where ``summation`` is ∑ w 𝟙[|v| ≥ c] (Chebyshev 1867)."""
    weight, level, value = taken_apart(summation)
    if not isinstance(value, Apply) or value.operator != "abs":
        raise Inapplicable
    square = Apply("power", (value.arguments[0], number(2)))
    mean = replace(summation, body=product([weight, square]))
    tail = product([number(-1), level, level, summation])
    return Theorem(total([mean, tail]), nonnegative=(weight, level))
