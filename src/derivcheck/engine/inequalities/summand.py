"""No term of a sum of nonnegative terms exceeds the sum."""

from __future__ import annotations

from dataclasses import replace

from derivcheck.engine.algebra.sums import product, total
from derivcheck.engine.inequalities import largest_entry
from derivcheck.engine.inequalities.theorem import Inapplicable, Theorem
from derivcheck.terms.nodes import Reduce, Term, number
from derivcheck.terms.substitution import substitute

NAME = "no term exceeds the sum of nonnegative terms"


def apply(summation: Reduce, place: Term) -> Theorem:
    """∑ u - u_i ≥ 0 for u ≥ 0, where the range is that of an array in u."""
    if summation.operator != "sum":
        raise Inapplicable
    largest_entry.apply(replace(summation, operator="maximum"), place)
    entry = substitute(summation.body, {summation.index: place})
    return Theorem(total([summation, product([number(-1), entry])]), nonnegative=(summation.body,))
