"""Antiderivatives that need no computer algebra: powers, exponentials, sines, products with a derivative in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from derivcheck.engine.sums import factors_of, mentions, product, summands, total
from derivcheck.terms.nodes import Apply, Call, Derivative, Number, Symbol, Term, number
from derivcheck.terms.substitution import substitute


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
    if len(varying) > 1:
        return None
    if not varying:
        return product([*constants, Symbol(variable)])
    found = _single(varying[0], variable)
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
    return product([number(sign), Apply("power", (slope, number(-1))), Apply(name, (base,))])


PRIMITIVES = {"exp": ("exp", 1), "sin": ("cos", -1), "cos": ("sin", 1), "sinh": ("cosh", 1), "cosh": ("sinh", 1)}


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
