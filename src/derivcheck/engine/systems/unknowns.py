"""Stand-ins for functions of which nothing is known: polynomials with small coefficients.

A statement about every function is refuted by one function; a polynomial has all its derivatives exactly, and a person
can evaluate it. A function that is integrated to infinity falls: its polynomial is multiplied by e^(-x²).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations_with_replacement
from typing import TypeAlias

from flint import fmpq

from derivcheck.engine.systems.base import Element, Unsupported

DEGREE = 3
MOST_ARGUMENTS = 16

Powers = tuple[int, ...]
"""The exponents of a monomial, one for each argument."""

Coefficient: TypeAlias = "int | fmpq"


@dataclass(frozen=True, slots=True)
class Polynomials:
    """The unknown functions of one valuation; ``seed`` fixes their coefficients.

    Those named in ``positive`` are positive; f' there says that f increases, -f' that it falls. Those in ``fading``
    fall faster than every power; ``bends`` are bounds of second derivatives by name.
    """

    seed: str
    positive: frozenset[str] = frozenset()
    fading: frozenset[str] = frozenset()
    bends: tuple[tuple[str, Coefficient | None, Coefficient | None], ...] = ()

    def value(
        self,
        name: str,
        orders: tuple[int, ...],
        arguments: Sequence[Element],
        function: Callable[[str, Element], Element],
    ) -> Element:
        """The value of the function ``name``, or of its derivative of the given orders.

        ``function`` gives the number system's values of elementary functions.
        """
        fades = name in self.fading
        total: Element = 0
        for exponents, coefficient in _differentiated(self, name, orders, fades=fades).items():
            term: Element = coefficient
            for argument, exponent in zip(arguments, exponents, strict=True):
                for _ in range(exponent):
                    term = term * argument
            total = total + term
        return total * function("exp", -sum(argument * argument for argument in arguments)) if fades else total

    def monomials(self, name: str, arity: int) -> Iterator[tuple[Powers, Coefficient]]:
        """Exponents and coefficients of the polynomial: where it is positive, even powers and positive coefficients."""
        if arity > MOST_ARGUMENTS:
            reason = f"an unknown function of {arity} arguments"
            raise Unsupported(reason)
        for bent, least, greatest in self.bends:
            if bent == name:
                yield from self._bent(name, arity, least, greatest)
                return
        yield from self._plain(name, arity)

    def _plain(self, name: str, arity: int) -> Iterator[tuple[Powers, Coefficient]]:
        """A polynomial of which nothing is said but its sign, or that of its slope."""
        degree = DEGREE if arity == 1 else 2
        for exponents in _exponents(arity, degree):
            digest = self._digest(name, exponents)
            if name in self.positive:
                if all(e % 2 == 0 for e in exponents):
                    yield exponents, 1 + digest[0] % 2
            elif f"{name}'" in self.positive or f"-{name}'" in self.positive:
                if exponents[0] % 2 or not exponents[0]:
                    size = 1 + digest[0] % 2 if exponents[0] else digest[0] % 3 - 1
                    yield exponents, size if f"{name}'" in self.positive else -size
            elif sum(exponents) == degree or digest[0] % 3:
                yield exponents, (1 + digest[1] % 2) * (1 if digest[2] % 2 else -1)

    def _digest(self, name: str, exponents: Powers) -> bytes:
        return hashlib.blake2b(f"{self.seed}|{name}|{exponents}".encode(), digest_size=4).digest()

    def _bent(
        self, name: str, arity: int, least: Coefficient | None, greatest: Coefficient | None
    ) -> Iterator[tuple[Powers, Coefficient]]:
        """A sum of polynomials in one argument each, with second derivatives within the bounds."""
        for place in range(arity):
            digest = self._digest(name, _single(place, arity, 1))
            if least is not None and greatest is not None:
                bend = least + (greatest - least) * fmpq(digest[0] % 3, 2)
            elif least is not None:
                bend = least + fmpq(digest[0] % 3)
            else:
                bend = (0 if greatest is None else greatest) - fmpq(digest[0] % 3)
            yield _single(place, arity, 1), 1 + digest[1] % 2 if digest[2] % 2 else -1 - digest[1] % 2
            if bend:
                yield _single(place, arity, 2), fmpq(bend) / 2
            if None in (least, greatest) and digest[3] % 2:
                yield _single(place, arity, 4), 1 if greatest is None else -1
        if self._digest(name, ())[0] % 2:
            yield (0,) * arity, 1


@lru_cache(maxsize=64)
def _exponents(arity: int, degree: int) -> tuple[Powers, ...]:
    """The exponents of all monomials up to a degree."""
    chosen = (places for d in range(degree + 1) for places in combinations_with_replacement(range(arity), d))
    return tuple(tuple(places.count(place) for place in range(arity)) for places in chosen)


def _single(place: int, arity: int, exponent: int) -> Powers:
    return (*(0,) * place, exponent, *(0,) * (arity - place - 1))


@lru_cache(maxsize=2_000)
def _differentiated(
    unknowns: Polynomials, name: str, orders: tuple[int, ...], *, fades: bool
) -> Mapping[Powers, Coefficient]:
    """The polynomial of a derivative: (P·e^(-x²))' is (P' - 2xP)·e^(-x²)."""
    polynomial = dict(unknowns.monomials(name, len(orders)))
    for place, order in enumerate(orders):
        for _ in range(order):
            slope: dict[Powers, Coefficient] = {}
            for exponents, coefficient in polynomial.items():
                if exponents[place]:
                    _add(slope, _moved(exponents, place, -1), coefficient * exponents[place])
                if fades:
                    _add(slope, _moved(exponents, place, 1), -2 * coefficient)
            polynomial = slope
    return polynomial


def _moved(exponents: Powers, place: int, by: int) -> Powers:
    return (*exponents[:place], exponents[place] + by, *exponents[place + 1 :])


def _add(polynomial: dict[Powers, Coefficient], exponents: Powers, coefficient: Coefficient) -> None:
    polynomial[exponents] = polynomial.get(exponents, 0) + coefficient
