"""Valuations: sizes and values for everything free in a step, obeying its declarations by construction."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Protocol

from derivcheck.engine.evaluation.entries import Entries, Value, fill
from derivcheck.engine.evaluation.evaluator import Evaluator
from derivcheck.engine.refuting.choices import Choices
from derivcheck.engine.refuting.constructions import construction, normalised
from derivcheck.engine.systems.base import Element, System, Undefined, Unsupported
from derivcheck.engine.systems.field import Field
from derivcheck.terms.nodes import Shape, Symbol, Term
from derivcheck.terms.scope import Declaration, Domain, Trait

CONTRADICTION = "a scope that contradicts itself"
DISTINCT_DRAWS = 50

POSITIVE = frozenset({Trait.POSITIVE, Trait.PROBABILITY})


class Draw(Protocol):
    """Where the scalars of a valuation come from."""

    @property
    def system(self) -> System:
        """The number system they belong to."""

    @property
    def source(self) -> random.Random:
        """What makes them random."""

    def real(self, declaration: Declaration) -> Element:
        """A real number with the sign and bounds of ``declaration``."""

    def integer(self, declaration: Declaration) -> int:
        """An integer that is no size."""

    def positive(self) -> Element:
        """A positive number."""

    def free(self) -> Element:
        """A number without any property."""

    def choose(self, count: int) -> int:
        """One of 0, …, count - 1: a finite choice, of which a proof has to see every outcome."""

    def signs(self, count: int) -> list[int]:
        """Signs of which any one decides to which of two components a construction belongs."""


def contradicts(declaration: Declaration) -> bool:
    """Whether no number has the signs and bounds that are declared."""
    traits, low, high = declaration.traits, declaration.lower, declaration.upper
    above = bool(traits & {Trait.POSITIVE, Trait.NONNEGATIVE}) or (low is not None and low >= 0)
    below = Trait.NEGATIVE in traits or (high is not None and high <= 0)
    return (above and below) or (low is not None and high is not None and low >= high)


def _open_range(declaration: Declaration) -> tuple[Fraction | None, Fraction | None]:
    """The bounds that a declaration and its signs set to a real number, both strict."""
    low, high = declaration.lower, declaration.upper
    if low is None and high is None and not declaration.traits:
        return None, None
    if contradicts(declaration):
        raise Unsupported(CONTRADICTION)
    bounded_below = Trait.NONNEGATIVE in declaration.traits and high is not None
    if declaration.traits & POSITIVE or bounded_below:
        low = max(low or Fraction(0), Fraction(0))
    if Trait.NEGATIVE in declaration.traits:
        high = min(high or Fraction(0), Fraction(0))
    return low, high


class SmallNumbers:
    """Small integers and simple fractions, which a person can check; ``spread`` makes them larger and more varied."""

    def __init__(self, system: System, source: random.Random, spread: int) -> None:
        self.system = system
        self.source = source
        self.spread = spread

    def exactly(self, value: int | Fraction) -> Element:
        """The number in the system at hand."""
        return value.numerator if value.denominator == 1 else self.system.number(Fraction(value))

    def real(self, declaration: Declaration) -> Element:
        """Small integers; fractions where the bounds leave no room or from a spread of 3 on."""
        low, high = _open_range(declaration)
        if declaration.domain is Domain.BINARY:
            return self.source.randrange(2)
        if declaration.domain is Domain.SIGN_LABEL:
            return self.source.choice((-1, 1))
        if low is not None and high is not None:
            parts = self.source.choice((2, 3, 4) if self.spread < 3 else (3, 5, 7, 8))
            return self.exactly(low + (high - low) * Fraction(self.source.randrange(1, parts), parts))
        size = self._fraction(1 + self.spread)
        if low is not None or high is not None:
            return self.exactly(low + size if low is not None else (high or 0) - size)
        if Trait.NONNEGATIVE in declaration.traits:
            return self.source.choice((0, self.exactly(size), self.exactly(size)))
        signed = size * self.source.choice((1, -1))
        zero_allowed = Trait.NONZERO not in declaration.traits and self.source.randrange(8) == 0
        return 0 if zero_allowed else self.exactly(signed)

    def _fraction(self, spread: int) -> int | Fraction:
        denominator = self.source.choice((1, 1, 1, 2) if self.spread < 3 else (1, 2, 3, 5))
        numerator = self.source.randint(1, spread)
        return numerator if denominator == 1 else Fraction(numerator, denominator)

    def integer(self, declaration: Declaration) -> int:
        """A small integer with the sign and bounds that are declared."""
        low, high = integer_range(declaration)
        if low is None:
            low = -1 - self.spread if high is None else high - 2 - self.spread
        if high is not None and low > high:
            raise Unsupported(CONTRADICTION)
        limit = low + 2 + self.spread
        value = self.source.randint(low, limit if high is None else min(high, limit))
        return value or 1 if Trait.NONZERO in declaration.traits else value

    def positive(self) -> Element:
        """A small positive integer, now and then a larger one."""
        if self.spread > 3:
            return self.source.choice((1, 1, 2, 5, 20, 100))
        return self.source.randint(1, 1 + self.spread)

    def free(self) -> Element:
        """A small integer."""
        return self.source.choice([k for k in range(-1 - self.spread, 2 + self.spread) if k])

    def choose(self, count: int) -> int:
        """Any of 0, …, count - 1."""
        return self.source.randrange(count)

    def signs(self, count: int) -> list[int]:
        """Any signs."""
        return [self.source.choice((1, -1)) for _ in range(count)]


class Residues:
    """Random elements of a finite field; finite choices are made as ``choices`` has them."""

    def __init__(self, system: Field, source: random.Random, choices: Choices | None = None) -> None:
        self.system = system
        self.source = source
        self.choices = choices

    def real(self, declaration: Declaration) -> Element:
        """A random element, a square for what is positive, less than 0 one with a minus; bounds are widened else."""
        low = declaration.lower
        if Trait.NEGATIVE in declaration.traits and declaration.domain is Domain.REAL:
            return -self.system.random(self.source, positive=True)
        if low is not None and low >= 0 and declaration.domain is Domain.REAL:
            return self.system.random(self.source, positive=True)
        return self.system.random(
            self.source, positive=bool(declaration.traits & POSITIVE | declaration.traits & {Trait.NONNEGATIVE})
        )

    def integer(self, declaration: Declaration) -> int:
        """A large integer, so that no polynomial in it vanishes by chance; of either parity."""
        low, high = integer_range(declaration)
        if low is not None and high is not None:
            reason = "an integer of a bounded range"
            raise Unsupported(reason)
        value = self.source.getrandbits(48) + abs(low or 0) + abs(high or 0) + 2
        return -value if high is not None or (low is None and self.source.randrange(2)) else value

    def positive(self) -> Element:
        """A random square."""
        return self.system.random(self.source, positive=True)

    def free(self) -> Element:
        """A random element."""
        return self.system.random(self.source)

    def choose(self, count: int) -> int:
        """The outcome whose turn it is."""
        return self.source.randrange(count) if self.choices is None else self.choices.choose(count)

    def signs(self, count: int) -> list[int]:
        """One sign whose turn it is, and ones."""
        return [1 - 2 * self.choose(2)] + [1] * (count - 1) if count else []


def integer_range(declaration: Declaration) -> tuple[int | None, int | None]:
    """The least and the greatest integer that a declaration allows."""
    low = 1 if declaration.domain is Domain.NATURAL else None
    if declaration.lower is not None:
        low = floor(declaration.lower) + 1
    if Trait.POSITIVE in declaration.traits:
        low = max(low or 1, 1)
    elif Trait.NONNEGATIVE in declaration.traits and low is None:
        low = 0
    high = None if declaration.upper is None else ceil(declaration.upper) - 1
    return low, -1 if Trait.NEGATIVE in declaration.traits else high


def draw_symbol(declaration: Declaration, shape: tuple[int, ...], draw: Draw, known: Mapping[str, Value]) -> Value:
    """A value for one symbol, of concrete ``shape``."""
    if not shape:
        if declaration.domain in (Domain.INTEGER, Domain.NATURAL):
            return draw.integer(declaration)
        return draw.real(declaration)
    return _ordered(_array(declaration, shape, draw, known), declaration.traits, draw)


def _array(declaration: Declaration, shape: tuple[int, ...], draw: Draw, known: Mapping[str, Value]) -> Entries:
    construct = construction(declaration.traits)
    if construct is not None:
        return construct(shape, draw)
    if declaration.normalised:
        weights = known.get(declaration.weights) if declaration.weights else None
        return normalised(shape, declaration.normalised, draw, weights)
    if Trait.DISTINCT in declaration.traits:
        return _distinct(declaration, shape, draw)
    return fill(shape, lambda *_: draw.real(declaration))


def _distinct(declaration: Declaration, shape: tuple[int, ...], draw: Draw) -> Entries:
    """Entries that differ from one another, as the values do that outcomes are told apart by."""
    for _ in range(DISTINCT_DRAWS):
        found = fill(shape, lambda *_: draw.real(declaration))
        if len({str(entry) for entry in found.data}) == len(found.data):
            return found
    reason = "values that all differ"
    raise Undefined(reason)


def _ordered(array: Entries, traits: frozenset[Trait], draw: Draw) -> Entries:
    """The array with its entries in the order that is declared; over a field, any order, which claims more."""
    if isinstance(draw.system, Field) or not traits & {Trait.DESCENDING, Trait.ASCENDING}:
        return array
    return Entries(array.shape, sorted(array.data, reverse=Trait.DESCENDING in traits))


def concrete(shape: Shape, sizes: Mapping[str, Value], system: System) -> tuple[int, ...]:
    """The sizes in numbers; an array without entries is none."""
    found = tuple([evaluate_size(size, sizes, system) for size in shape])
    if min(found) < 1:
        reason = "an array without entries"
        raise Undefined(reason)
    return found


def draw_values(
    symbols: Sequence[Symbol],
    declarations: Mapping[str, Declaration],
    sizes: Mapping[str, int],
    draw: Draw,
) -> dict[str, Value]:
    """Values for all ``symbols`` (weights before the tables that they weigh); ``sizes`` holds sizes and indices."""
    values: dict[str, Value] = dict(sizes)
    for symbol in sorted(symbols, key=lambda s: (not s.name.startswith("w:"), s.name)):
        if symbol.name not in values:
            shape = concrete(symbol.shape, sizes, draw.system) if symbol.shape else ()
            declaration = declarations.get(symbol.name) or Declaration(symbol)
            values[symbol.name] = draw_symbol(declaration, shape, draw, values)
    return values


def evaluate_size(size: Term, sizes: Mapping[str, Value], system: System) -> int:
    """A size in numbers."""
    known = sizes.get(size.name) if isinstance(size, Symbol) else None
    return known if isinstance(known, int) else Evaluator(system, sizes).integer(size)
