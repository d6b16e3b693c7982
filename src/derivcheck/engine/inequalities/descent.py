"""The descent lemma: a smooth function lies below a parabola through its tangent."""

from __future__ import annotations

from derivcheck.engine.algebra.sums import product, total
from derivcheck.engine.inequalities.tangent_bound import HALF, remainder, square_of_step
from derivcheck.engine.inequalities.theorem import Theorem
from derivcheck.terms.nodes import Call, Term, number
from derivcheck.terms.scope import Bending

NAME = "descent lemma"


def apply(there: Call, here: Call, greatest: Term) -> Theorem:
    """F(x) + ∇f(x)ᵀ(y - x) + L‖y - x‖²/2 - f(y) ≥ 0 where L bounds the second derivatives (Nesterov, Lemma 1.2.3)."""
    square = product([HALF, greatest, square_of_step(there, here)])
    bounded = total([product([number(-1), remainder(there, here)]), square])
    return Theorem(bounded, bends=((here.function, Bending(greatest=greatest)),))
