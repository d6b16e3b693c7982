"""A sum of terms that are not negative is at least its largest term."""

from __future__ import annotations

from dataclasses import replace

from derivcheck.engine.algebra.sums import product, total
from derivcheck.engine.inequalities.increasing import IDENTITY, at, increases_on
from derivcheck.engine.inequalities.theorem import Theorem
from derivcheck.terms.nodes import Reduce, Term, number

NAME = "a sum of nonnegative terms is at least its largest term"


def apply(summation: Reduce, function: Term = IDENTITY) -> Theorem:
    """∑ φ(u) - φ(max u) ≥ 0 for φ(u) ≥ 0 over at least one index, and increasing φ."""
    positive, nonnegative = increases_on(function, summation.body)
    largest = at(function, replace(summation, operator="maximum"))
    values = at(function, summation.body)
    whole = replace(summation, operator="sum", body=values)
    bounded = total([whole, product([number(-1), largest])])
    return Theorem(bounded, positive=positive, nonnegative=(values, *nonnegative))
