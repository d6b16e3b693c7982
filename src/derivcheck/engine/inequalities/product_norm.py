"""The Frobenius norm of a product is at most the product of the norms."""

from __future__ import annotations

from derivcheck.engine.algebra.sums import product, total
from derivcheck.engine.inequalities.theorem import Theorem
from derivcheck.engine.inequalities.triangle import norm
from derivcheck.terms.nodes import Apply, Term, number

NAME = "the norm of a product is at most the product of the norms"


def apply(left: Term, right: Term) -> Theorem:
    """‖A‖‖B‖ - ‖AB‖ ≥ 0: Cauchy-Schwarz for each row of A and column of B; B may be a vector."""
    whole = Apply("matmul", (left, right), (left.shape[0], *right.shape[1:]))
    return Theorem(total([product([norm(left), norm(right)]), product([number(-1), norm(whole)])]))
