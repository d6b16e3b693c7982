"""The ratio of neighbouring terms of a series: t(k + 1)/t(k) as a constant times whole powers of polynomials in k."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from derivcheck.engine.algebra.expanding import NoClosedForm, coefficients_in
from derivcheck.engine.algebra.linear import linear
from derivcheck.engine.algebra.sums import flat_factors, mentions
from derivcheck.terms.nodes import ONE, Apply, Number, Symbol, Term
from derivcheck.terms.substitution import substitute

MOST_STEPS = 4

Powers = tuple[tuple[tuple[Term, ...], int], ...]
"""Polynomials by their coefficients, that of 1 first, each with its power."""


@dataclass(frozen=True, slots=True)
class Quotient:
    """A product of terms without the index, each to a power, and of powers of polynomials in the index."""

    constants: tuple[tuple[Term, int], ...] = ()
    polynomials: Powers = ()

    def times(self, other: Quotient, power: int = 1) -> Quotient:
        """This quotient times a power of another one."""
        constants = tuple((term, exponent * power) for term, exponent in other.constants)
        polynomials = tuple((coefficients, exponent * power) for coefficients, exponent in other.polynomials)
        return Quotient(self.constants + constants, self.polynomials + polynomials)

    @property
    def degree(self) -> int:
        """How the quotient grows with the index."""
        return sum((len(coefficients) - 1) * exponent for coefficients, exponent in self.polynomials)


@lru_cache(maxsize=256)
def rational(term: Term, index: str) -> Quotient | None:
    """``term`` itself, where it is a rational function of the index."""
    result = Quotient()
    for base, exponent in map(_base_and_exponent, flat_factors(term)):
        if exponent.denominator != 1:
            return None
        if not mentions(base, index):
            result = result.times(Quotient(((base, 1),)), exponent.numerator)
            continue
        coefficients = _coefficients(base, index)
        if coefficients is None:
            return None
        result = result.times(Quotient((), ((coefficients, 1),)), exponent.numerator)
    return result


@lru_cache(maxsize=256)
def ratio(term: Term, index: str) -> Quotient | None:
    """T(k + 1)/t(k) of a product of powers, factorials and rational functions; None for anything else."""
    result = Quotient()
    for base, exponent in map(_base_and_exponent, flat_factors(term)):
        if exponent.denominator != 1:
            return None
        found = _ratio(base, index) if mentions(base, index) else Quotient()
        if found is None:
            return None
        result = result.times(found, exponent.numerator)
    return result


def _base_and_exponent(factor: Term) -> tuple[Term, Fraction]:
    """One level of power, a root as well: a root makes no ratio, and (u⁻¹)⁻¹ is not u where u is 0."""
    if isinstance(factor, Apply) and factor.operator == "power" and isinstance(factor.arguments[1], Number):
        return factor.arguments[0], factor.arguments[1].value
    return factor, Fraction(1)


def _ratio(base: Term, index: str) -> Quotient | None:
    if isinstance(base, Apply) and base.operator == "gamma":
        return _gamma_ratio(base.arguments[0], index)
    if isinstance(base, Apply) and base.operator == "exp":
        slope = _slope(base.arguments[0], index)
        return None if slope is None else Quotient(((Apply("exp", (slope,)), 1),))
    if isinstance(base, Apply) and base.operator == "power" and not mentions(base.arguments[0], index):
        slope = _slope(base.arguments[1], index)
        if not isinstance(slope, Number) or slope.value.denominator != 1:
            return None
        return Quotient(((base.arguments[0], slope.value.numerator),))
    coefficients = _coefficients(base, index)
    if coefficients is None:
        return None
    following = _coefficients(substitute(base, {index: Apply("add", (Symbol(index), ONE))}), index)
    return None if following is None else Quotient((), ((following, 1), (coefficients, -1)))


def _gamma_ratio(argument: Term, index: str) -> Quotient | None:
    """Γ(ck + a + c)/Γ(ck + a) for a whole number c."""
    slope = _slope(argument, index)
    rest = substitute(argument, {index: Number(Fraction(0))})
    if not isinstance(slope, Number) or slope.value.denominator != 1 or abs(slope.value) > MOST_STEPS:
        return None
    steps = slope.value.numerator
    shifts = range(steps) if steps > 0 else range(-1, steps - 1, -1)
    factors = tuple((((Apply("add", (rest, Number(Fraction(k))))), slope), 1 if steps > 0 else -1) for k in shifts)
    return Quotient((), factors)


def _slope(term: Term, index: str) -> Term | None:
    """The coefficient of the index in a linear function of it."""
    found = _coefficients(term, index)
    return found[1] if found is not None and len(found) == 2 else None


def _coefficients(term: Term, index: str) -> tuple[Term, ...] | None:
    form = linear(term)
    if form is not None:
        slope = form.coefficient(index)
        return (form.without(index).term(), Number(slope)) if slope else (term,)
    try:
        found = coefficients_in(term, index)
    except NoClosedForm:
        return None
    return None if found is None else tuple(found)
