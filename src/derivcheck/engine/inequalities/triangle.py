"""The triangle inequality of the Euclidean and the Frobenius norm."""

from __future__ import annotations

from fractions import Fraction

from derivcheck.engine.algebra.sums import product, total
from derivcheck.engine.inequalities.theorem import Inapplicable, Theorem
from derivcheck.terms.nodes import Apply, Number, Term, number

NAME = "triangle inequality"


def apply(*parts: Term) -> Theorem:
    """‖u‖ + ‖v‖ - ‖u + v‖ ≥ 0, also for more than two of one shape (Minkowski's inequality for squares)."""
    shape = parts[0].shape
    if not shape or any(part.shape != shape for part in parts):
        raise Inapplicable
    whole = Apply("add", parts, shape)
    return Theorem(total([*map(norm, parts), product([number(-1), norm(whole)])]))


def norm(term: Term) -> Term:
    """The square root of the sum of the squares of all entries."""
    return Apply("power", (Apply("dot", (term, term)), Number(Fraction(1, 2))))
