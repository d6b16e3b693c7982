"""The operator norm: how far a matrix stretches a vector, or the columns of another matrix."""

from __future__ import annotations

from derivcheck.engine.algebra.sums import product, total
from derivcheck.engine.inequalities.theorem import Inapplicable, Theorem
from derivcheck.engine.inequalities.triangle import norm
from derivcheck.terms.matrices import spectral_norm
from derivcheck.terms.nodes import Apply, Term, number

NAME = "the operator norm bounds ‖Ax‖"


def apply(matrix: Term, other: Term) -> Theorem:
    """‖A‖₂‖x‖ - ‖Ax‖ ≥ 0, by the definition of ‖A‖₂.

    A matrix may stand in the place of x, with its Frobenius norm: its columns are bounded one by one.
    """
    if len(matrix.shape) != 2 or not other.shape or matrix.shape[1] != other.shape[0]:
        raise Inapplicable
    whole = Apply("matmul", (matrix, other), (matrix.shape[0], *other.shape[1:]))
    return Theorem(total([product([spectral_norm(matrix), norm(other)]), product([number(-1), norm(whole)])]))
