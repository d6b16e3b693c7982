"""The operator norm bounds a bilinear form."""

from __future__ import annotations

from derivcheck.engine.algebra.sums import product, total
from derivcheck.engine.inequalities.theorem import Inapplicable, Theorem
from derivcheck.engine.inequalities.triangle import norm
from derivcheck.terms.matrices import spectral_norm
from derivcheck.terms.nodes import Apply, Term, number

NAME = "the operator norm bounds uᵀAv"


def apply(left: Term, matrix: Term, right: Term) -> Theorem:
    """‖A‖₂‖u‖‖v‖ - uᵀAv ≥ 0: Cauchy-Schwarz for u and Av, and ‖Av‖ ≤ ‖A‖₂‖v‖."""
    if len(matrix.shape) != 2 or left.shape != matrix.shape[:1] or right.shape != matrix.shape[1:]:
        raise Inapplicable
    form = Apply("dot", (left, Apply("matmul", (matrix, right), matrix.shape[:1])))
    bound = product([spectral_norm(matrix), norm(left), norm(right)])
    return Theorem(total([bound, product([number(-1), form])]))
