"""The square of a covariance is at most the product of the variances."""

from __future__ import annotations

from derivcheck.engine.algebra.sums import product, total
from derivcheck.engine.inequalities.cauchy_schwarz import plain_powers, summed, taken_apart
from derivcheck.engine.inequalities.theorem import Inapplicable, Theorem
from derivcheck.terms.nodes import ONE, Apply, Term, number

NAME = "Cauchy–Schwarz of covariances"


def apply(weights: Term, u: Term, v: Term) -> Theorem:
    """(∑ w u² - (∑ w u)²)(∑ w v² - (∑ w v)²) ≥ (∑ w u v - ∑ w u ∑ w v)² for w ≥ 0 that sum to 1.

    It is the inequality of Cauchy and Schwarz of u and v less their means. ``weights`` is ∑ w, which tells the indices.
    """
    ranges, w = taken_apart(weights)
    if not ranges:
        raise Inapplicable

    def mean(*factors: Term) -> Term:
        return summed(ranges, plain_powers(product([w, *factors])))

    def covariance(one: Term, other: Term) -> Term:
        return total([mean(one, other), product([number(-1), mean(one), mean(other)])])

    squared = Apply("power", (covariance(u, v), number(2)))
    bounded = total([product([covariance(u, u), covariance(v, v)]), product([number(-1), squared])])
    return Theorem(bounded, identities=((weights, ONE),), nonnegative=(w,))
