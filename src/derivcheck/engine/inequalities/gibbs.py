"""Gibbs' inequality: a relative entropy is not negative."""

from __future__ import annotations

from derivcheck.engine.inequalities.theorem import Theorem
from derivcheck.terms.nodes import ONE, Apply, Reduce, Term, number

NAME = "Gibbs' inequality (KL ≥ 0)"


def apply(summation: Reduce, p: Term, ratio: Term) -> Theorem:
    """∑ p log(p/q) ≥ 0 for p, q ≥ 0 that each sum to 1 (Gibbs 1902; Cover and Thomas, Theorem 2.6.3).

    ``summation`` gives the index and its range; ``ratio`` is p/q, so that q = p/ratio. The sum may carry a positive
    measure, inside p and q alike.
    """
    q = Apply("multiply", (p, Apply("power", (ratio, number(-1)))))

    def sum_of(body: Term) -> Term:
        return Reduce("sum", summation.index, summation.lower, summation.upper, body)

    divergence = sum_of(Apply("multiply", (p, Apply("log", (ratio,)))))
    return Theorem(divergence, ((sum_of(p), ONE), (sum_of(q), ONE)), positive=(ratio,), nonnegative=(p,))
