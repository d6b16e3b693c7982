"""Stand-ins for functions of which nothing is known: polynomials with small coefficients.

A statement about every function is refuted by one function; a polynomial has all its derivatives exactly, and a person
can evaluate it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from derivcheck.engine.systems.base import Element, Unsupported

DEGREE = 3
MOST_ARGUMENTS = 8


@dataclass(frozen=True, slots=True)
class Polynomials:
    """The unknown functions of one valuation; ``seed`` fixes their coefficients, ``positive`` those that must be."""

    seed: str
    positive: frozenset[str] = frozenset()

    def value(self, name: str, orders: tuple[int, ...], arguments: Sequence[Element]) -> Element:
        """The value of the function ``name``, or of its derivative of the given orders."""
        total: Element = 0
        for exponents, coefficient in self.monomials(name, len(arguments)):
            if all(e >= order for e, order in zip(exponents, orders, strict=True)):
                term: Element = coefficient * prod(map(_falling, exponents, orders))
                for argument, exponent, order in zip(arguments, exponents, orders, strict=True):
                    for _ in range(exponent - order):
                        term = term * argument
                total = total + term
        return total

    def monomials(self, name: str, arity: int) -> Iterator[tuple[tuple[int, ...], int]]:
        """Exponents and coefficients of the polynomial: where it is positive, even powers and positive coefficients."""
        if arity > MOST_ARGUMENTS:
            reason = f"an unknown function of {arity} arguments"
            raise Unsupported(reason)
        degree = DEGREE if arity == 1 else 2
        for exponents in product(range(degree + 1), repeat=arity):
            if sum(exponents) > degree:
                continue
            digest = hashlib.blake2b(f"{self.seed}|{name}|{exponents}".encode(), digest_size=4).digest()
            if name in self.positive:
                if all(e % 2 == 0 for e in exponents):
                    yield exponents, 1 + digest[0] % 2
            elif sum(exponents) == degree or digest[0] % 3:
                yield exponents, (1 + digest[1] % 2) * (1 if digest[2] % 2 else -1)


def _falling(exponent: int, order: int) -> int:
    """The coefficient that differentiating x^exponent ``order`` times brings."""
    return prod(range(exponent - order + 1, exponent + 1))
