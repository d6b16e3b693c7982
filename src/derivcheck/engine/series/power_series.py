"""Derivatives of power series, term by term.

Inside of its circle of convergence a power series may be differentiated term by term (Abel), and outside of it neither
side has a value. Other series may not, and stay as they are.
"""

from __future__ import annotations

from functools import lru_cache

from derivcheck.engine.algebra.sums import factors_of, mentions, product, total
from derivcheck.terms.nodes import INFINITY, Apply, Derivative, Reduce, Symbol, Term, children, number, rebuild
from derivcheck.terms.substitution import substitute


@lru_cache(maxsize=20_000)
def _has_series(term: Term) -> bool:
    """Whether the derivative of an infinite series stands in ``term``."""
    if isinstance(term, Derivative) and isinstance(term.body, Reduce) and term.body.upper == INFINITY:
        return True
    return any(map(_has_series, children(term)))


def with_series_differentiated(term: Term) -> Term:
    """``term`` with the derivatives of power series inside of them."""
    if not _has_series(term):
        return term
    term = rebuild(term, with_series_differentiated)
    if not isinstance(term, Derivative) or term.variable.shape or term.point.shape:
        return term
    series = term.body
    if not isinstance(series, Reduce) or series.operator != "sum" or series.upper != INFINITY:
        return term
    body = _of_summand(series, term.variable)
    if body is None or mentions(term.point, series.index):
        return term
    inside = substitute(body, {term.variable.name: term.point})
    return Reduce("sum", series.index, series.lower, series.upper, inside)


def _of_summand(series: Reduce, variable: Symbol) -> Term | None:
    """The derivative of c(k)·x^m(k); None for a summand of another form."""
    factors = factors_of(series.body)
    constants = [factor for factor in factors if not mentions(factor, variable.name)]
    exponents = [_exponent(factor, variable) for factor in factors if mentions(factor, variable.name)]
    if series.condition is not None or mentions(series.lower, variable.name) or None in exponents or not exponents:
        return None
    exponent = total([each for each in exponents if each is not None])
    power = Apply("power", (variable, total([exponent, number(-1)])))
    return product([*constants, exponent, power])


def _exponent(factor: Term, variable: Symbol) -> Term | None:
    if factor == variable:
        return number(1)
    if isinstance(factor, Apply) and factor.operator == "power" and factor.arguments[0] == variable:
        return None if mentions(factor.arguments[1], variable.name) else factor.arguments[1]
    return None
