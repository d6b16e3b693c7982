"""The largest singular value is at most the root of the sum of the squares of all."""

from __future__ import annotations

from derivcheck.engine.algebra.sums import product, total
from derivcheck.engine.inequalities.theorem import Inapplicable, Theorem
from derivcheck.engine.inequalities.triangle import norm
from derivcheck.terms.matrices import spectral_norm
from derivcheck.terms.nodes import Term, number

NAME = "the operator norm is at most the Frobenius norm"


def apply(matrix: Term) -> Theorem:
    """‖A‖_F - ‖A‖₂ ≥ 0 (Horn and Johnson, 5.6.P23)."""
    if len(matrix.shape) != 2:
        raise Inapplicable
    return Theorem(total([norm(matrix), product([number(-1), spectral_norm(matrix)])]))
