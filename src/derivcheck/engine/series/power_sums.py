"""Sums of a polynomial times a power: arithmetic, geometric, and arithmetic-geometric series.

In falling factorials, differences are as simple as derivatives are in powers. Summation by parts gives
∑ f(k) w^k = A(U+1) - A(L) with A(k) = w^k/(w-1) · ∑_j (-w/(w-1))^j Δ^j f(k).
"""

from __future__ import annotations

from fractions import Fraction
from math import perm

from derivcheck.engine.algebra.expanding import coefficients_in, falling
from derivcheck.engine.algebra.linear import Linear
from derivcheck.engine.algebra.sums import product, reciprocal, total
from derivcheck.engine.series.summands import Factors
from derivcheck.terms.nodes import ONE, ZERO, Apply, Number, Term, number

MOST_DEGREE = 6


def power_sum(factors: list[Term], index: str, lower: Linear, upper: Linear) -> Term | None:
    """The closed form of the sum of the product of ``factors``, if it is a polynomial times a power of the index."""
    read = Factors(index)
    if not all(map(read.take, factors)) or read.below or read.above is not None:
        return None
    polynomial = coefficients_in(product(read.others), index)
    if polynomial is None or len(polynomial) > MOST_DEGREE + 1:
        return None
    behind = upper.plus(Linear(Fraction(1), {}), Fraction(1))
    ratio = product(read.ratio)
    antidifference = _antidifference if ratio != ONE else _without_power
    found = falling(polynomial)
    return total([antidifference(found, ratio, behind), product([number(-1), antidifference(found, ratio, lower)])])


def _falling(place: Linear, count: int) -> Term:
    return product([place.plus(Linear(Fraction(k), {}), Fraction(-1)).term() for k in range(count)])


def _without_power(coefficients: list[Term], _: Term, place: Linear) -> Term:
    parts = enumerate(coefficients)
    return total([product([Number(Fraction(1, m + 1)), c, _falling(place, m + 1)]) for m, c in parts])


def _antidifference(coefficients: list[Term], ratio: Term, place: Linear) -> Term:
    below = reciprocal(total([ratio, number(-1)]))
    parts: list[Term] = []
    for j in range(len(coefficients)):
        difference = [
            product([number(perm(m, j)), coefficients[m], _falling(place, m - j)])
            for m in range(j, len(coefficients))
            if coefficients[m] != ZERO
        ]
        parts.append(product([number((-1) ** j), *[ratio, below] * j, total(difference)]))
    return product([Apply("power", (ratio, place.term())), below, total(parts)])
