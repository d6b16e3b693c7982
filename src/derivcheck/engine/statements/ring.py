"""Polynomials over the rationals in the symbols of a step and in a few auxiliary variables.

The irreducible factors of all polynomials are the letters, on whose signs everything else depends.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import lcm
from typing import TypeAlias

from flint import Ordering, fmpq, fmpq_mpoly_ctx

from derivcheck.engine.systems.base import Element

Poly: TypeAlias = "fmpq_mpoly"  # type: ignore[name-defined]  # noqa: F821 - python-flint has no type for it
MOST_DEGREE = 60
MOST_TERMS = 400
MOST_PRODUCTS = 20_000
"""How many products of terms a product of polynomials may take."""
SPARE = 14


class TooLarge(Exception):  # noqa: N818 - a bound that was met, not an error
    """A polynomial grew beyond what is worth working on."""


@dataclass(frozen=True, slots=True)
class Letter:
    """An irreducible polynomial with whole coefficients, the first one positive; ``key`` tells it from others."""

    key: str
    poly: Poly

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Letter) and self.key == other.key


@dataclass(frozen=True, slots=True)
class Factors:
    """A polynomial as the sign of its constant and its letters with their powers; sign 0 is the polynomial 0."""

    sign: int
    powers: tuple[tuple[Letter, int], ...] = ()


class Ring:
    """The polynomials in given names, with room for auxiliary variables."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        self.size = len(self.names) + SPARE
        places = tuple(f"v{k}" for k in range(self.size))
        self.context = fmpq_mpoly_ctx.get(places, Ordering.degrevlex)
        self.taken = len(self.names)
        self._factored: dict[str, Factors] = {}

    @cached_property
    def generators(self) -> tuple[Poly, ...]:
        """The variables as polynomials."""
        return tuple(self.context.gens())

    def fresh(self) -> int:
        """The place of a new auxiliary variable."""
        if self.taken == self.size:
            raise TooLarge
        self.taken += 1
        return self.taken - 1

    def constant(self, value: object) -> Poly:
        """A number as a polynomial."""
        return self.context.constant(fmpq(value))

    def factors(self, poly: Poly) -> Factors:
        """The letters of a polynomial."""
        if poly.is_zero():
            return Factors(0)
        if len(poly) > MOST_TERMS or max(poly.degrees(), default=0) > MOST_DEGREE:
            raise TooLarge
        key = str(poly)
        known = self._factored.get(key)
        if known is None:
            known = self._factored[key] = self._factor(poly)
        return known

    def _factor(self, poly: Poly) -> Factors:
        constant, found = poly.factor()
        sign = 1 if constant > 0 else -1
        powers: list[tuple[Letter, int]] = []
        for factor, power in found:
            own, letter = self.letter(factor)
            if own < 0 and power % 2:
                sign = -sign
            powers.append((letter, int(power)))
        return Factors(sign, tuple(powers))

    def letter(self, irreducible: Poly) -> tuple[int, Letter]:
        """An irreducible polynomial as a sign and a letter."""
        leading = irreducible.leading_coefficient()
        scaled = irreducible / leading
        denominator = 1
        for value in scaled.to_dict().values():
            denominator = lcm(denominator, int(fmpq(value).q))
        scaled = scaled * denominator
        return (1 if leading > 0 else -1), Letter(str(scaled), scaled)


def variables(poly: Poly) -> tuple[int, ...]:
    """The places of the variables that occur."""
    return tuple(place for place, degree in enumerate(poly.degrees()) if degree > 0)


def by_powers(poly: Poly, place: int) -> list[Poly]:
    """The coefficients of the powers 0, 1, … of one variable."""
    context = poly.context()
    parts: list[dict[tuple[int, ...], fmpq]] = [{} for _ in range(max(poly.degrees()[place], 0) + 1)]
    for exponents, value in poly.to_dict().items():
        rest = (*exponents[:place], 0, *exponents[place + 1 :])
        parts[exponents[place]][rest] = value
    return [context.from_dict(part) for part in parts]


def times(one: Poly, other: Poly) -> Poly:
    """The product of two polynomials, if it is not too large to be worth working on."""
    if len(one) * len(other) > MOST_PRODUCTS:
        raise TooLarge
    return one * other


def raised(poly: Poly, power: int) -> Poly:
    """A power of a polynomial, if it is not too large."""
    result = poly.context().constant(1)
    for _ in range(power if len(poly) > 1 else 0):
        result = times(result, poly)
    return result if len(poly) > 1 else poly**power


@dataclass(frozen=True, slots=True)
class Solved:
    """A variable that an equation gave: it is ``top``/``bottom`` in the variables that remain."""

    place: int
    top: Poly
    bottom: Poly


def substituted(poly: Poly, step: Solved) -> Poly:
    """A polynomial with the sign that ``poly`` has where the variable is top/bottom and bottom is not 0."""
    degree = poly.degrees()[step.place]
    if degree <= 0:
        return poly
    if degree * max(len(step.top), len(step.bottom)) > MOST_TERMS:
        raise TooLarge
    total = poly.context().constant(0)
    even = degree + degree % 2
    for power, coefficient in enumerate(by_powers(poly, step.place)):
        if not coefficient.is_zero():
            total = total + coefficient * step.top**power * step.bottom ** (even - power)
    return total


def evaluate(poly: Poly, values: Mapping[int, Element]) -> Element:
    """The value of a polynomial at numbers or balls."""
    total: Element = fmpq(0)
    for exponents, coefficient in poly.to_dict().items():
        part: Element = fmpq(coefficient)
        for place, power in enumerate(exponents):
            if power:
                part = part * values[place] ** power
        total = total + part
    return total
