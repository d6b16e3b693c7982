"""Jensen's inequality for the logarithm."""

from __future__ import annotations

from derivcheck.engine.inequalities.theorem import Theorem
from derivcheck.terms.nodes import ONE, Apply, Reduce, Term, number

NAME = "Jensen's inequality for log"


def apply(summation: Reduce, weight: Term, value: Term, mean: Term) -> Theorem:
    """Log ∑ w·u ≥ ∑ w·log u for w ≥ 0 with ∑ w = 1 and u > 0, since log is concave (Jensen 1906); ``mean`` is ∑ w·u."""

    def sum_of(body: Term) -> Term:
        return Reduce("sum", summation.index, summation.lower, summation.upper, body)

    logs = sum_of(Apply("multiply", (weight, Apply("log", (value,)))))
    gap = Apply("add", (Apply("log", (mean,)), Apply("multiply", (number(-1), logs))))
    weighted = sum_of(Apply("multiply", (weight, value)))
    return Theorem(gap, ((sum_of(weight), ONE), (weighted, mean)), positive=(value,), nonnegative=(weight,))
