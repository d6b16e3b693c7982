"""The triangle inequality of the operator norm."""

from __future__ import annotations

from derivcheck.engine.algebra.sums import product, total
from derivcheck.engine.inequalities.theorem import Inapplicable, Theorem
from derivcheck.terms.matrices import spectral_norm
from derivcheck.terms.nodes import Apply, Term, number

NAME = "triangle inequality of the operator norm"


def apply(*parts: Term) -> Theorem:
    """‖A‖₂ + ‖B‖₂ - ‖A + B‖₂ ≥ 0, also for more than two of one shape."""
    shape = parts[0].shape
    if len(shape) != 2 or any(part.shape != shape for part in parts):
        raise Inapplicable
    whole = Apply("add", parts, shape)
    return Theorem(total([*map(spectral_norm, parts), product([number(-1), spectral_norm(whole)])]))
