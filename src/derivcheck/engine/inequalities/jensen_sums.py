"""Jensen's inequality for weighted sums and named convex functions."""

from __future__ import annotations

from dataclasses import replace

from derivcheck.engine.algebra.sums import product, total
from derivcheck.engine.inequalities.convexity import curvature
from derivcheck.engine.inequalities.increasing import at
from derivcheck.engine.inequalities.theorem import Theorem
from derivcheck.terms.nodes import ONE, Number, Reduce, Term, number

NAME = "Jensen's inequality"


def apply(summation: Reduce, weight: Term, value: Term, function: Term) -> Theorem:
    """∑ w φ(u) ≥ φ(∑ w u) for w ≥ 0 with ∑ w = 1 and convex φ; the other way round for concave φ (Jensen 1906).

    ``summation`` gives the index and its range.
    """
    sign, positive, nonnegative = curvature(function, value)

    def sum_of(body: Term) -> Term:
        return replace(summation, operator="sum", body=body)

    mean = at(function, sum_of(product([weight, value])))
    values = sum_of(product([weight, at(function, value)]))
    bounded = product([Number(ONE.value * sign), total([values, product([number(-1), mean])])])
    return Theorem(bounded, ((sum_of(weight), ONE),), positive, (weight, *nonnegative))
