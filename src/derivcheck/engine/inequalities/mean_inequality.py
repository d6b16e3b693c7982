"""The inequality of the arithmetic and the geometric mean."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from derivcheck.engine.algebra.sums import product, reciprocal, total
from derivcheck.engine.inequalities.theorem import Inapplicable, Theorem
from derivcheck.terms.nodes import ONE, Apply, Number, Reduce, Term, number

NAME = "arithmetic and geometric mean"


def apply(*values: Term) -> Theorem:
    """(u₁ + … + uₙ)/n - (u₁⋯uₙ)^(1/n) ≥ 0 for values that are not negative (Cauchy 1821).

    One product as the only value gives a family.
    """
    if len(values) == 1 and isinstance(values[0], Reduce) and values[0].operator == "product":
        return _of_family(values[0])
    if len(values) < 2:
        raise Inapplicable
    share = Number(Fraction(1, len(values)))
    geometric = Apply("power", (product(list(values)), share))
    return Theorem(total([product([share, total(list(values))]), product([number(-1), geometric])]), (), (), values)


def _of_family(values: Reduce) -> Theorem:
    if values.lower != ONE or values.condition is not None:
        raise Inapplicable
    share = reciprocal(values.upper)
    arithmetic = product([share, replace(values, operator="sum")])
    geometric = Apply("power", (values, share))
    return Theorem(total([arithmetic, product([number(-1), geometric])]), nonnegative=(values.body,))
