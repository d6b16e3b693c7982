"""Markov's inequality: a mean bounds the weight of the values above a level."""

from __future__ import annotations

from dataclasses import replace

from derivcheck.engine.algebra.sums import flat_factors, mentions, product, total
from derivcheck.engine.inequalities.theorem import Inapplicable, Theorem
from derivcheck.terms.nodes import ONE, ZERO, Apply, Reduce, Term, number

NAME = "Markov's inequality"


def apply(summation: Reduce) -> Theorem:
    """∑ w u - c ∑ w 𝟙[u ≥ c] ≥ 0 for w, u ≥ 0, where ``summation`` is ∑ w 𝟙[u ≥ c].

    Each term is: w (u - c) where u ≥ c, and w u elsewhere.
    """
    weight, level, value = taken_apart(summation)
    mean = replace(summation, body=product([weight, value]))
    tail = product([number(-1), level, summation])
    return Theorem(total([mean, tail]), nonnegative=(weight, value))


def taken_apart(summation: Reduce) -> tuple[Term, Term, Term]:
    """The weight w, the level c and the value u of ∑ w 𝟙[u ≥ c] or ∑ w 𝟙[u > c]."""
    if summation.operator != "sum":
        raise Inapplicable
    factors = list(flat_factors(summation.body))
    for factor in factors:
        match factor:
            case Apply("cases", (Apply("at-most" | "less", (level, value)), yes, no)) if (yes, no) == (ONE, ZERO):
                if not mentions(level, summation.index):
                    return product([other for other in factors if other is not factor]), level, value
    raise Inapplicable
