"""Contradictions among sign conditions in several variables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

import flint
from flint import arb, fmpq

from derivcheck.engine.statements.farkas import Bound, contradict
from derivcheck.engine.statements.formulas import EVERY, NONZERO, ZERO_SIGN, Signs, possible
from derivcheck.engine.statements.ring import Poly, Ring, by_powers, evaluate, variables
from derivcheck.engine.statements.squares import is_sum_of_squares

Conditions: TypeAlias = "Sequence[tuple[Poly, Signs]]"
CONSTANT_PRECISION = 320
SCALE = 10**6


def contradictory(group: Conditions, ring: Ring, constants: Mapping[int, arb]) -> bool:
    """Whether conditions are shown to contradict each other; the constants lie in their balls."""
    if any(is_sum_of_squares(poly * sign) for poly, signs in group for sign in (1, -1) if signs == {-sign}):
        return True
    bounds = [bound for poly, signs in group for bound in _bounds(poly, signs)]
    for place in places_of(group):
        if place in constants:
            bounds += _constant_bounds(ring.generators[place], constants[place])
    bounds += list(_discriminants(group, ring, constants))
    return contradict(bounds, ring.constant(1))


def places_of(group: Conditions) -> tuple[int, ...]:
    """The variables that occur."""
    return tuple(sorted({place for poly, _ in group for place in variables(poly)}))


def constant_sign(constants: Mapping[int, arb], poly: Poly) -> int | None:
    """The sign of a polynomial in constants alone, where balls tell it."""
    places = variables(poly)
    if not places:
        value = poly.leading_coefficient() if not poly.is_zero() else 0
        return int(value > 0) - int(value < 0)
    if not all(place in constants for place in places):
        return None
    with flint.ctx.workprec(CONSTANT_PRECISION):
        value = evaluate(poly, constants)
        return None if value.contains(0) else 1 if value > 0 else -1


def _constant_bounds(variable: Poly, ball: arb) -> list[Bound]:
    middle = int((ball * SCALE).mid().floor().unique_fmpz())
    low, high = fmpq(middle - 2, SCALE), fmpq(middle + 2, SCALE)
    return [Bound(variable - low, strict=True), Bound(high - variable, strict=True)]


def _discriminants(group: Conditions, ring: Ring, constants: Mapping[int, arb]) -> Iterator[Bound]:
    """Where av² + bv + c ≤ 0 with a > 0, b² − 4ac ≥ 0; also for an equation, whatever the sign of a."""
    known = {str(poly): signs for poly, signs in group}
    for poly, signs in group:
        for place in variables(poly):
            if poly.degrees()[place] != 2:
                continue
            c, b, a = by_powers(poly, place)
            discriminant = b * b - a * c * 4
            if discriminant.is_zero():
                continue
            if signs == ZERO_SIGN:
                yield Bound(discriminant)
                continue
            steep = _sign_of(a, known, ring, constants)
            if steep and signs <= {-steep, 0}:
                yield Bound(discriminant, strict=0 not in signs)


def _sign_of(poly: Poly, known: Mapping[str, Signs], ring: Ring, constants: Mapping[int, arb]) -> int | None:
    constant = constant_sign(constants, poly)
    if constant is not None:
        return constant
    found = ring.factors(poly)
    signs = possible(found, {letter.key: (letter, known.get(letter.key, EVERY)) for letter, _ in found.powers})
    return next(iter(signs)) if len(signs) == 1 else None


def _bounds(poly: Poly, signs: Signs) -> Iterator[Bound]:
    if signs == ZERO_SIGN:
        yield Bound(poly, is_zero=True)
    elif signs <= {0, 1}:
        yield Bound(poly, strict=0 not in signs)
    elif signs <= {0, -1}:
        yield Bound(-poly, strict=0 not in signs)
    elif signs == NONZERO:
        yield Bound(poly * poly, strict=True)
