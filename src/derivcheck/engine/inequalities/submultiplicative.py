"""The operator norm of a product is at most the product of the operator norms."""

from __future__ import annotations

from derivcheck.engine.algebra.sums import product, total
from derivcheck.engine.inequalities.theorem import Inapplicable, Theorem
from derivcheck.terms.matrices import spectral_norm
from derivcheck.terms.nodes import Apply, Term, number

NAME = "the operator norm is submultiplicative"


def apply(left: Term, right: Term) -> Theorem:
    """‖A‖₂‖B‖₂ - ‖AB‖₂ ≥ 0: ‖ABx‖ ≤ ‖A‖₂‖Bx‖ ≤ ‖A‖₂‖B‖₂‖x‖ for every x (Horn and Johnson, Theorem 5.6.2)."""
    if len(left.shape) != 2 or len(right.shape) != 2 or left.shape[1] != right.shape[0]:
        raise Inapplicable
    whole = Apply("matmul", (left, right), (left.shape[0], right.shape[1]))
    factors = product([spectral_norm(left), spectral_norm(right)])
    return Theorem(total([factors, product([number(-1), spectral_norm(whole)])]))
