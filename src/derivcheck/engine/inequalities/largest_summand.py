"""A sum of terms that are not negative is at least its largest term."""

from __future__ import annotations

from dataclasses import replace

from derivcheck.engine.inequalities.theorem import Theorem
from derivcheck.terms.nodes import Apply, Reduce, number

NAME = "a sum of nonnegative terms is at least its largest term"


def apply(summation: Reduce) -> Theorem:
    """∑ u - max u ≥ 0 for u ≥ 0 over at least one index."""
    largest = Apply("multiply", (number(-1), replace(summation, operator="maximum")))
    return Theorem(Apply("add", (replace(summation, operator="sum"), largest)), nonnegative=(summation.body,))
