"""A weighted sum lies between its total weight times the smallest and times the largest value."""

from __future__ import annotations

from dataclasses import replace

from derivcheck.engine.algebra.sums import product, total
from derivcheck.engine.inequalities.increasing import at, increases_on
from derivcheck.engine.inequalities.theorem import Inapplicable, Theorem
from derivcheck.terms.nodes import ONE, Reduce, Term, number

NAME = "a mean lies between the extremes"


def apply(extremum: Reduce, weight: Term, function: Term) -> Theorem:
    """φ(max u) ∑ w - ∑ w φ(u) ≥ 0 for w ≥ 0 and increasing φ, and the other way round for the minimum."""
    if extremum.lower != ONE or extremum.condition is not None or extremum.operator not in ("maximum", "minimum"):
        raise Inapplicable
    positive, nonnegative = increases_on(function, extremum.body)
    whole = replace(extremum, operator="sum", body=weight)
    values = replace(extremum, operator="sum", body=product([weight, at(function, extremum.body)]))
    parts = [product([at(function, extremum), whole]), product([number(-1), values])]
    if extremum.operator == "minimum":
        parts = [product([number(-1), part]) for part in parts]
    return Theorem(total(parts), positive=positive, nonnegative=(weight, *nonnegative))
