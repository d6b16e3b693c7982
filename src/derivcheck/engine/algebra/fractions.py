"""Sums of fractions over one denominator, with what cancels cancelled."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from derivcheck.terms.nodes import Apply, Number, Term

MOST_MONOMIALS = 32

Monomial = tuple[tuple[Term, int], ...]
"""Factors and their exponents, in a fixed order."""

Polynomial = dict[Monomial, Fraction]


def together(term: Term) -> tuple[Polynomial, Counter[Term]] | None:
    """A sum as numerator and denominator; None where it has no denominator or grows too large."""
    if not (isinstance(term, Apply) and term.operator == "add"):
        return None
    parts = [_split(part) for part in term.arguments]
    common: Counter[Term] = Counter()
    for _, denominators in parts:
        common |= denominators
    if not common:
        return None
    numerator: Polynomial = {}
    for top, denominators in parts:
        expanded = _expanded([*top, *(common - denominators).elements()])
        if expanded is None:
            return None
        for monomial, coefficient in expanded.items():
            numerator[monomial] = numerator.get(monomial, Fraction(0)) + coefficient
    return {monomial: c for monomial, c in numerator.items() if c}, common


def _split(term: Term) -> tuple[list[Term], Counter[Term]]:
    """The factors of a summand, and its denominators with their powers."""
    factors = list(term.arguments) if isinstance(term, Apply) and term.operator == "multiply" else [term]
    top: list[Term] = []
    bottom: Counter[Term] = Counter()
    for factor in factors:
        base, power = base_and_exponent(factor)
        if power < 0:
            bottom[base] -= power
        else:
            top.append(factor)
    return top, bottom


def base_and_exponent(term: Term) -> tuple[Term, int]:
    """A whole power as its base and exponent, (u²)⁻¹ as u and -2; any other term is its own first power."""
    exponent = 1
    while isinstance(term, Apply) and term.operator == "power" and isinstance(term.arguments[1], Number):
        value = term.arguments[1].value
        if value.denominator != 1:
            break
        term, exponent = term.arguments[0], exponent * value.numerator
    return term, exponent


def _expanded(factors: list[Term]) -> Polynomial | None:
    """The product multiplied out over the sums among the factors; None where it grows too large."""
    result: Polynomial = {(): Fraction(1)}
    for factor in factors:
        summands = factor.arguments if isinstance(factor, Apply) and factor.operator == "add" else (factor,)
        if len(result) * len(summands) > MOST_MONOMIALS:
            return None
        grown: Polynomial = {}
        for monomial, coefficient in result.items():
            for summand in summands:
                number, key = _times(monomial, summand)
                grown[key] = grown.get(key, Fraction(0)) + coefficient * number
        result = grown
    return result


def _times(monomial: Monomial, factor: Term) -> tuple[Fraction, Monomial]:
    """A monomial times a product without sums."""
    powers = Counter(dict(monomial))
    number = Fraction(1)
    for part in factor.arguments if isinstance(factor, Apply) and factor.operator == "multiply" else (factor,):
        if isinstance(part, Number):
            number *= part.value
        else:
            base, exponent = base_and_exponent(part)
            powers[base] += exponent
    return number, tuple(sorted(((base, k) for base, k in powers.items() if k), key=str))


def as_term(polynomial: Polynomial) -> Term:
    """A polynomial as a term."""
    parts: list[Term] = []
    for monomial, coefficient in polynomial.items():
        factors: list[Term] = [] if coefficient == 1 and monomial else [Number(coefficient)]
        factors += [base if k == 1 else Apply("power", (base, Number(Fraction(k)))) for base, k in monomial]
        parts.append(factors[0] if len(factors) == 1 else Apply("multiply", tuple(factors)))
    if not parts:
        return Number(Fraction(0))
    return parts[0] if len(parts) == 1 else Apply("add", tuple(parts))
