"""Antiderivatives that need no computer algebra.

Powers, sines, a polynomial times an exponential of a polynomial of degree 1 or 2 (which covers the moments of the
exponential and the normal distribution), and products that hold the derivative of an unknown function.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from derivcheck.engine.algebra.expanding import NoClosedForm, coefficients_in
from derivcheck.engine.algebra.sums import factors_of, mentions, opposite, product, reciprocal, summands, total
from derivcheck.terms.nodes import ONE, ZERO, Apply, Call, Derivative, Number, Symbol, Term, number, rebuild
from derivcheck.terms.substitution import substitute

MOST_POWERS = 7


def candidates(body: Term, variable: str) -> Iterator[Term]:
    """Terms whose derivative may be ``body``; whoever asks has to check them."""
    found = _sum(body, variable)
    if found is not None:
        yield found
    seen: set[Term] = set()
    for part in summands(body):
        factors = factors_of(part)
        for factor in factors:
            outer = _undone(factor, variable)
            if outer is not None:
                whole = product([outer if other is factor else other for other in factors])
                if whole not in seen:
                    seen.add(whole)
                    yield whole


def _undone(factor: Term, variable: str) -> Term | None:
    """An unknown function whose derivative is ``factor``."""
    at = (Symbol(variable),)
    if isinstance(factor, Call) and factor.arguments == at and factor.orders[0] > 0:
        return replace(factor, orders=(factor.orders[0] - 1,))
    if isinstance(factor, Derivative) and factor.point == at[0]:
        return substitute(factor.body, {factor.variable.name: at[0]})
    return None


def _sum(body: Term, variable: str) -> Term | None:
    parts = [_part(part, variable) for part in summands(body)]
    return None if any(part is None for part in parts) else total([part for part in parts if part is not None])


def _part(part: Term, variable: str) -> Term | None:
    """An antiderivative of a constant times one elementary function."""
    factors = factors_of(part)
    constants = [factor for factor in factors if not mentions(factor, variable)]
    varying = [factor for factor in factors if mentions(factor, variable)]
    if not varying:
        return product([*constants, Symbol(variable)])
    found = _single(varying[0], variable) if len(varying) == 1 else None
    found = found or _exponential(varying, variable)
    return None if found is None else product([*constants, found])


def _single(factor: Term, variable: str) -> Term | None:
    if isinstance(factor, Symbol):
        return _power(factor, Fraction(1))
    if not isinstance(factor, Apply):
        return None
    base = factor.arguments[0]
    if factor.operator == "power" and base == Symbol(variable) and isinstance(factor.arguments[1], Number):
        return _power(base, factor.arguments[1].value)
    slope = _slope(base, variable) if factor.operator in PRIMITIVES else None
    if slope is None:
        return None
    name, sign = PRIMITIVES[factor.operator]
    return product([number(sign), reciprocal(slope), Apply(name, (base,))])


PRIMITIVES = {"exp": ("exp", 1), "sin": ("cos", -1), "cos": ("sin", 1), "sinh": ("cosh", 1), "cosh": ("sinh", 1)}


def _exponential(factors: list[Term], variable: str) -> Term | None:
    """An antiderivative of p(x)·e^q(x) for polynomials p, and q of degree 1 or 2, by parts from the lowest power up."""
    exponents = [f.arguments[0] for f in factors if isinstance(f, Apply) and f.operator == "exp"]
    others = [f for f in factors if not (isinstance(f, Apply) and f.operator == "exp")]
    try:
        inner = coefficients_in(total(exponents), variable) if exponents else None
        outer = coefficients_in(product(others), variable)
    except NoClosedForm:
        return None
    if inner is None or outer is None or len(inner) not in (2, 3) or len(outer) > MOST_POWERS:
        return None
    exponential = Apply("exp", (total(exponents),))
    moments = _moments(inner, exponential, Symbol(variable), len(outer))
    return total([product([coefficient, moment]) for coefficient, moment in zip(outer, moments, strict=True)])


def _moments(inner: list[Term], exponential: Term, x: Symbol, count: int) -> list[Term]:
    """Antiderivatives of x^k·e^q for k below ``count``."""
    square = inner[2] if len(inner) == 3 else None
    found: list[Term] = []
    for k in range(count):
        front = product([_whole_power(x, k - (square is not None)), exponential])
        if square is None:
            # (x^k e^q)' = b·x^k·e^q + k·x^(k-1)·e^q
            parts = [front, *([product([number(-k), found[k - 1]])] if k else [])]
            found.append(product([total(parts), reciprocal(inner[1])]))
        elif k == 0:
            found.append(_gaussian(inner, square, x))
        else:
            # (x^(k-1) e^q)' = (2a·x^k + b·x^(k-1) + (k-1)·x^(k-2))·e^q
            parts = [front, product([number(-1), inner[1], found[k - 1]])]
            parts += [product([number(1 - k), found[k - 2]])] if k > 1 else []
            found.append(product([total(parts), reciprocal(product([number(2), square]))]))
    return found


def _gaussian(inner: list[Term], square: Term, x: Symbol) -> Term:
    """∫ e^(ax² + bx + c) dx = √(π/-4a) · e^(c - b²/4a) · erf(√-a·(x + b/2a)), for a < 0."""
    constant, slope, _ = inner
    root = Apply("power", (opposite(square), Number(Fraction(1, 2))))
    shift = product([slope, reciprocal(product([number(2), square]))])
    height = total([constant, product([number(Fraction(-1, 4)), slope, slope, reciprocal(square)])])
    scale = product(
        [Number(Fraction(1, 2)), Apply("power", (Apply("pi", ()), Number(Fraction(1, 2)))), reciprocal(root)]
    )
    return product([scale, Apply("exp", (height,)), Apply("erf", (product([root, total([x, shift])]),))])


def at_infinity(antiderivative: Term, variable: str, sign: int) -> Term | None:
    """What such an antiderivative goes to: its exponentials to 0 and erf to ±1; a guess, to be checked."""

    def ended(term: Term) -> Term:
        if isinstance(term, Apply) and mentions(term, variable) and term.operator in ("exp", "erf"):
            return number(0 if term.operator == "exp" else sign)
        if isinstance(term, Apply) and term.operator == "multiply" and ZERO in map(ended, term.arguments):
            return ZERO
        return rebuild(term, ended)

    found = ended(antiderivative)
    return None if mentions(found, variable) else found


def _whole_power(base: Term, exponent: int) -> Term:
    return Apply("power", (base, number(exponent))) if exponent > 0 else ONE


def _power(base: Term, exponent: Fraction) -> Term:
    if exponent == -1:
        return Apply("log", (Apply("abs", (base,)),))
    return product([Number(1 / (exponent + 1)), Apply("power", (base, Number(exponent + 1)))])


def _slope(argument: Term, variable: str) -> Term | None:
    """What multiplies the variable in an argument that is affine in it."""
    slopes: list[Term] = []
    for part in summands(argument):
        factors = factors_of(part)
        if Symbol(variable) in factors:
            rest = list(factors)
            rest.remove(Symbol(variable))
            if any(mentions(other, variable) for other in rest):
                return None
            slopes.append(product(rest))
        elif mentions(part, variable):
            return None
    return total(slopes) if slopes else None
