"""What bounds every entry bounds the largest."""

from __future__ import annotations

from derivcheck.engine.algebra.sums import product, total
from derivcheck.engine.inequalities.theorem import Inapplicable, Theorem
from derivcheck.terms.nodes import Reduce, Term, number

NAME = "what bounds every entry bounds the largest"


def apply(extremum: Reduce, bound: Term) -> Theorem:
    """B - max u ≥ 0 where u ≤ B at every index, and min u - B ≥ 0 where u ≥ B."""
    if extremum.operator not in ("maximum", "minimum"):
        raise Inapplicable
    sign = 1 if extremum.operator == "maximum" else -1

    def gap(value: Term) -> Term:
        return total([product([number(sign), bound]), product([number(-sign), value])])

    return Theorem(gap(extremum), nonnegative=(gap(extremum.body),))
