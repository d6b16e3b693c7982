"""Terms as polynomials: multiplied out, or by the powers of one name."""

from __future__ import annotations

from fractions import Fraction

from derivcheck.engine.algebra.sums import flat_factors, mentions, product, summands, total
from derivcheck.terms.nodes import ONE, ZERO, Apply, Number, Symbol, Term, number

MOST_MONOMIALS = 64
MOST_RAISED = 6


class NoClosedForm(Exception):  # noqa: N818 - a bound that was met, not an error
    """A sum that cannot be brought into the form that is asked for."""


def monomials(term: Term) -> list[Term]:
    """The summands of ``term`` multiplied out, equal ones collected."""
    return list(summands(tidied(total(_multiplied_out(term)))))


def _multiplied_out(term: Term) -> list[Term]:
    if not isinstance(term, Apply):
        return [term]
    if term.operator == "add":
        return _few([part for argument in term.arguments for part in _multiplied_out(argument)])
    if term.operator == "multiply":
        parts: list[Term] = [ONE]
        for factor in term.arguments:
            parts = _few([product([left, right]) for left in parts for right in _multiplied_out(factor)])
        return parts
    if term.operator == "power" and isinstance(term.arguments[1], Number):
        base, exponent = _multiplied_out(term.arguments[0]), term.arguments[1].value
        if len(base) > 1 and exponent.denominator == 1 and 1 < exponent <= MOST_RAISED:
            return _multiplied_out(Apply("multiply", (term.arguments[0],) * int(exponent)))
    return [term]


def _few(parts: list[Term]) -> list[Term]:
    if len(parts) > MOST_MONOMIALS:
        raise NoClosedForm
    return parts


def tidied(term: Term) -> Term:
    """``term`` with equal factors of each summand put together, and equal summands collected; nothing is expanded."""
    found: dict[frozenset[tuple[Term, Fraction]], Fraction] = {}
    for part in term.arguments if isinstance(term, Apply) and term.operator == "add" else (term,):
        value = Fraction(1)
        powers: dict[Term, Fraction] = {}
        for factor in flat_factors(part):
            if isinstance(factor, Number):
                value *= factor.value
                continue
            base: Term = factor
            exponent = Fraction(1)
            if isinstance(factor, Apply) and factor.operator == "power" and isinstance(factor.arguments[1], Number):
                base, exponent = factor.arguments[0], factor.arguments[1].value
            powers[base] = powers.get(base, Fraction(0)) + exponent
        key = frozenset((base, exponent) for base, exponent in powers.items() if exponent)
        found[key] = found.get(key, Fraction(0)) + value
    return total([_monomial(value, key) for key, value in found.items() if value])


def _monomial(value: Fraction, powers: frozenset[tuple[Term, Fraction]]) -> Term:
    factors: list[Term] = [Number(value)] if value != 1 or not powers else []
    for base, exponent in sorted(powers, key=str):
        factors.append(base if exponent == 1 else Apply("power", (base, Number(exponent))))
    return product(factors)


def coefficients_in(term: Term, name: str) -> list[Term] | None:
    """The coefficients of a polynomial in ``name``, that of 1 first; None where ``term`` is no polynomial in it."""
    found: dict[int, list[Term]] = {}
    for part in monomials(term):
        degree = 0
        rest: list[Term] = []
        for factor in flat_factors(part):
            base, exponent = factor, Fraction(1)
            if isinstance(factor, Apply) and factor.operator == "power" and isinstance(factor.arguments[1], Number):
                base, exponent = factor.arguments[0], factor.arguments[1].value
            if base == Symbol(name) and exponent > 0 and exponent.denominator == 1:
                degree += int(exponent)
            elif mentions(factor, name):
                return None
            else:
                rest.append(factor)
        found.setdefault(degree, []).append(product(rest))
    return [total(found.get(degree, [ZERO])) for degree in range(max(found, default=0) + 1)]


def falling(coefficients: list[Term]) -> list[Term]:
    """The coefficients of a polynomial in falling factorials, by synthetic division by k, k - 1, k - 2, …."""
    rest = list(coefficients)
    result: list[Term] = []
    place = 0
    while rest:
        quotient: list[Term] = []
        carry: Term = ZERO
        for coefficient in reversed(rest):
            carry = total([coefficient, product([number(place), carry])]) if place else coefficient
            quotient.append(carry)
        result.append(quotient.pop())
        rest = quotient[::-1]
        place += 1
    return result
