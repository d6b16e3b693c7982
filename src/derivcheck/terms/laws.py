"""Averages under a named distribution: moments, else integrals or sums over its support."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from derivcheck.terms.expansion import is_small
from derivcheck.terms.families import Distribution
from derivcheck.terms.nodes import Apply, Integral, Number, Reduce, Symbol, Term
from derivcheck.terms.shorthand import times


def degree(factor: Term, is_variable: Callable[[Term], bool]) -> int | None:
    """Which power of a variable a factor is; None for any other function."""
    if is_variable(factor):
        return 1
    match factor:
        case Apply(operator="power", arguments=(base, Number(value=value))) if is_variable(base) and is_small(value):
            return value.numerator
    return None


def average_under_law(law: Distribution, x: Symbol, factors: Sequence[Term]) -> Term:
    """The average of a product of functions of ``x``, which is not used elsewhere."""
    row, parameters = law.row, law.parameters
    degrees = [degree(factor, lambda part: part == x) for factor in factors]
    known = [found for found in degrees if found is not None]
    if len(known) == len(degrees):
        return row.moment(sum(known), parameters)
    if len(factors) == 1 and row.statistic is not None:
        found = row.statistic(factors[0], x, parameters)
        if found is not None:
            return found
    body = times(row.density(x, parameters), *factors)
    lower, upper = row.support(parameters)
    if not row.discrete:
        return Integral(x.name, lower, upper, body)
    assert lower is not None and upper is not None  # noqa: S101, PT018 - a sum has ends, perhaps infinity
    return Reduce("sum", x.name, lower, upper, body)
