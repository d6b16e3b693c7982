"""The log sum inequality: sums of a log(a/b) are smallest where all quotients are the same."""

from __future__ import annotations

from dataclasses import replace

from derivcheck.engine.algebra.sums import product, reciprocal, total
from derivcheck.engine.inequalities.cauchy_schwarz import plain_powers
from derivcheck.engine.inequalities.theorem import Inapplicable, Theorem
from derivcheck.terms.nodes import Apply, Reduce, Term, number

NAME = "the log sum inequality"


def apply(first: Term, *rest: Term) -> Theorem:
    """∑ a log r ≥ A log(A/B) for a ≥ 0 and r > 0, with A = ∑ a and B = ∑ a/r (Cover and Thomas, Theorem 2.7.1).

    The terms are a summation, which gives the index and its range, with a and r below it; or pairs of a and r.
    """
    if isinstance(first, Reduce) and len(rest) == 2:
        weight, ratio = rest

        def sum_of(body: Term) -> Term:
            return replace(first, operator="sum", body=body)

        left = sum_of(product([weight, Apply("log", (ratio,))]))
        return _theorem(left, sum_of(weight), sum_of(product([weight, reciprocal(ratio)])), (ratio,), (weight,))
    terms = (first, *rest)
    weights, ratios = terms[::2], terms[1::2]
    if len(weights) < 2 or len(weights) != len(ratios) or any(term.shape for term in terms):
        raise Inapplicable
    pairs = list(zip(weights, ratios, strict=True))
    left = total([product([weight, Apply("log", (ratio,))]) for weight, ratio in pairs])
    below = total([plain_powers(product([weight, reciprocal(plain_powers(ratio))])) for weight, ratio in pairs])
    return _theorem(left, total(list(weights)), below, ratios, weights)


def _theorem(left: Term, a: Term, b: Term, positive: tuple[Term, ...], nonnegative: tuple[Term, ...]) -> Theorem:
    logarithm = Apply("log", (product([a, reciprocal(b)]),))
    return Theorem(total([left, product([number(-1), a, logarithm])]), positive=positive, nonnegative=nonnegative)
