"""Γ and its kin at a common argument: Γ(u + k) = (u + 1)…(u + k - 1)·Γ(u + 1), with u free of whole constants.

The rewritten term may be undefined at a pole that the first form does not have (Γ(u) at u = 0). The identity that
is then proved is one of meromorphic functions, so it holds at such a point by continuity.
"""

from __future__ import annotations

from fractions import Fraction
from math import factorial, floor

from derivcheck.engine.algebra.sums import product, reciprocal, simplest, summands, total
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.terms.nodes import ONE, Apply, Number, Term, number

MOST_SHIFTED = 40
LARGEST = 1000


def _shift(argument: Term) -> tuple[Term, int]:
    """``argument`` as u + k: u with a constant from 0 up to 1, and a whole number k."""
    parts = summands(simplest(argument))
    constant = sum((part.value for part in parts if isinstance(part, Number)), Fraction(0))
    whole = floor(constant)
    rest = [part for part in parts if not isinstance(part, Number)]
    return total([*rest, Number(constant - whole)]), whole


def gamma(term: Apply, _: Bounds) -> Term:
    """Γ at a number exactly where it is known; else moved to the common argument."""
    base, shift = _shift(term.arguments[0])
    if abs(shift) > (LARGEST if isinstance(base, Number) else MOST_SHIFTED):
        return term
    if isinstance(base, Number):
        return _gamma_of_number(base.value, shift, term)
    # A factorial stays one, since that of what is only known not to be negative is positive.
    base, shift = total([base, ONE]), shift - 1
    return product([*_steps(base, shift), Apply("gamma", (base,))])


def _gamma_of_number(fraction: Fraction, whole: int, term: Apply) -> Term:
    if fraction == 0:
        return number(factorial(whole - 1)) if whole > 0 else term
    if fraction != Fraction(1, 2):
        return term
    value = Fraction(1)
    for k in range(abs(whole)):
        value *= fraction + k if whole > 0 else 1 / (fraction - 1 - k)
    return product([Number(value), Apply("power", (Apply("pi", ()), Number(Fraction(1, 2))))])


def _steps(base: Term, shift: int) -> list[Term]:
    """The factors by which Γ(base + shift) exceeds Γ(base)."""
    if shift >= 0:
        return [total([base, number(k)]) for k in range(shift)]
    return [reciprocal(total([base, number(-k)])) for k in range(1, 1 - shift)]


def digamma(term: Apply, _: Bounds) -> Term:
    """ψ(u + k) = ψ(u) + 1/u + … + 1/(u + k - 1)."""
    base, shift = _shift(term.arguments[0])
    if isinstance(base, Number):
        base, shift = Number(base.value + 1), shift - 1
    if abs(shift) > MOST_SHIFTED or (isinstance(base, Number) and shift < 0):
        return term
    ends = range(shift) if shift > 0 else range(shift, 0)
    sign = number(1 if shift > 0 else -1)
    steps = [product([sign, reciprocal(total([base, number(k)]))]) for k in ends]
    return total([Apply("digamma", (base,)), *steps])
