"""Sums are compared term by term."""

from __future__ import annotations

from derivcheck.engine.inequalities.cauchy_schwarz import taken_apart
from derivcheck.engine.inequalities.theorem import Theorem
from derivcheck.terms.nodes import Term

NAME = "comparison term by term"


def apply(summation: Term) -> Theorem:
    """∑ u ≥ 0 where u ≥ 0 at every index."""
    return Theorem(summation, nonnegative=(taken_apart(summation)[1],))
