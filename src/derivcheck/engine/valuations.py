"""Valuations: sizes and values for everything free in a step, obeying its declarations by construction."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Protocol

from derivcheck.engine import entries
from derivcheck.engine.entries import Entries, Value, fill
from derivcheck.engine.evaluator import Evaluator
from derivcheck.engine.systems.base import Element, System, Undefined, Unsupported
from derivcheck.engine.systems.duals import Arithmetic
from derivcheck.engine.systems.field import Field
from derivcheck.terms.nodes import Shape, Symbol, Term
from derivcheck.terms.scope import Declaration, Domain, Trait

CONTRADICTION = "a scope that contradicts itself"

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


def contradicts(declaration: Declaration) -> bool:
    """Whether no number has the signs and bounds that are declared."""
    traits, low, high = declaration.traits, declaration.lower, declaration.upper
    above = bool(traits & {Trait.POSITIVE, Trait.NONNEGATIVE}) or (low is not None and low >= 0)
    below = Trait.NEGATIVE in traits or (high is not None and high <= 0)
    return (above and below) or (low is not None and high is not None and low >= high)


def _open_range(declaration: Declaration) -> tuple[Fraction | None, Fraction | None]:
    """The bounds that a declaration and its signs set to a real number, both strict."""
    low, high = declaration.lower, declaration.upper
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

    def exactly(self, value: Fraction) -> Element:
        """The number in the system at hand."""
        return value.numerator if value.denominator == 1 else self.system.number(value)

    def real(self, declaration: Declaration) -> Element:
        """Small integers; fractions where the bounds leave no room or from a spread of 3 on."""
        if contradicts(declaration):
            raise Unsupported(CONTRADICTION)
        if declaration.domain is Domain.BINARY:
            return self.source.randrange(2)
        if declaration.domain is Domain.SIGN_LABEL:
            return self.source.choice((-1, 1))
        low, high = _open_range(declaration)
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

    def _fraction(self, spread: int) -> Fraction:
        denominator = self.source.choice((1, 1, 1, 2) if self.spread < 3 else (1, 2, 3, 5))
        return Fraction(self.source.randint(1, spread), denominator)

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


class Residues:
    """Random elements of a finite field."""

    def __init__(self, system: Field, source: random.Random) -> None:
        self.system = system
        self.source = source

    def real(self, declaration: Declaration) -> Element:
        """A random element, a square for what is positive; {0, 1} and bounds are widened to all numbers."""
        low = declaration.lower
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
        return _normalised(shape, declaration.normalised, draw, weights)
    return fill(shape, lambda *_: draw.real(declaration))


def _ordered(array: Entries, traits: frozenset[Trait], draw: Draw) -> Entries:
    """The array with its entries in the order that is declared; over a field, any order, which claims more."""
    if isinstance(draw.system, Field) or not traits & {Trait.DESCENDING, Trait.ASCENDING}:
        return array
    return Entries(array.shape, sorted(array.data, reverse=Trait.DESCENDING in traits))


def _square(shape: tuple[int, ...]) -> int:
    if len(shape) != 2 or shape[0] != shape[1]:
        reason = "a square matrix of unequal sizes"
        raise Undefined(reason)
    return shape[0]


def _free(shape: tuple[int, ...], draw: Draw) -> Entries:
    return fill(shape, lambda *_: draw.free())


def _symmetric(shape: tuple[int, ...], draw: Draw) -> Entries:
    size = _square(shape)
    upper = {place: draw.free() for place in entries.positions((size, size))}
    return fill(shape, lambda i, j: upper[min(i, j), max(i, j)])


def _skew(shape: tuple[int, ...], draw: Draw) -> Entries:
    upper = _symmetric(shape, draw)
    return fill(shape, lambda i, j: 0 if i == j else upper.at((i, j)) * (1 if i < j else -1))


def _diagonal(shape: tuple[int, ...], draw: Draw) -> Entries:
    return fill(shape, lambda i, j: draw.free() if i == j else 0)


def _positive_or_negative_diagonal(shape: tuple[int, ...], draw: Draw) -> Entries:
    return fill(shape, lambda i, j: draw.positive() * draw.source.choice((1, -1)) if i == j else 0)


def _gram(shape: tuple[int, ...], draw: Draw) -> Entries:
    size = _square(shape)
    factor = _free((size, size), draw)
    return entries.matrix_product(factor, entries.transpose(factor))


def _positive_definite(shape: tuple[int, ...], draw: Draw) -> Entries:
    """MMᵀ + εI reaches every positive definite matrix."""
    gram, excess = _gram(shape, draw), draw.positive()
    return fill(shape, lambda i, j: gram.at((i, j)) + (excess if i == j else 0))


def _orthogonal(shape: tuple[int, ...], draw: Draw) -> Entries:
    """Cayley's (I - S)(I + S)⁻¹ with S skew, times random signs: together they reach both components of O(n)."""
    size = _square(shape)
    skew, unit = _skew(shape, draw), entries.identity(size)
    minus = fill(shape, lambda i, j: unit.at((i, j)) - skew.at((i, j)))
    plus = fill(shape, lambda i, j: unit.at((i, j)) + skew.at((i, j)))
    rotation = entries.matrix_product(minus, entries.inverse(plus, Arithmetic(draw.system)))
    signs = [draw.source.choice((1, -1)) for _ in range(size)]
    return fill(shape, lambda i, j: rotation.at((i, j)) * signs[j - 1])


def _full_rank(shape: tuple[int, ...], draw: Draw) -> Entries:
    """A matrix whose Gram matrix of the smaller side is invertible; drawn again where it is not."""
    for _ in range(20):
        matrix = _free(shape, draw)
        flipped = entries.transpose(matrix)
        pair = (flipped, matrix) if shape[0] >= shape[1] else (matrix, flipped)
        gram = entries.matrix_product(*pair)
        arithmetic = Arithmetic(draw.system)
        if arithmetic.is_unit(entries.determinant(gram, arithmetic)):
            return matrix
    reason = "no matrix of full rank was found"
    raise Undefined(reason)


def _full_column_rank(shape: tuple[int, ...], draw: Draw) -> Entries:
    if shape[0] < shape[1]:
        reason = "full column rank with more columns than rows"
        raise Undefined(reason)
    return _full_rank(shape, draw)


def _full_row_rank(shape: tuple[int, ...], draw: Draw) -> Entries:
    return entries.transpose(_full_column_rank(shape[::-1], draw))


def _one_hot(shape: tuple[int, ...], draw: Draw) -> Entries:
    """Over a field, any vector whose entries sum to 1, which claims more."""
    if isinstance(draw.system, Field):
        return _normalised(shape, (0,), draw, None)
    hot = draw.source.randint(1, shape[0])
    return fill(shape, lambda k: int(k == hot))


def _probability(shape: tuple[int, ...], draw: Draw) -> Entries:
    return _normalised(shape, tuple(range(len(shape))), draw, None)


def _normalised(shape: tuple[int, ...], axes: tuple[int, ...], draw: Draw, weights: Value | None) -> Entries:
    """Positive entries over their (weighted) sum along ``axes``."""
    raw = {place: draw.positive() for place in entries.positions(shape)}
    sums: dict[tuple[int, ...], Element] = {}
    for place, value in raw.items():
        rest = tuple(k for axis, k in enumerate(place) if axis not in axes)
        weight = _weight(place, axes, weights)
        sums[rest] = sums.get(rest, 0) + value * weight
    arithmetic = Arithmetic(draw.system)
    inverses = {rest: arithmetic.reciprocal(total) for rest, total in sums.items()}
    return fill(
        shape, lambda *place: raw[place] * inverses[tuple(k for axis, k in enumerate(place) if axis not in axes)]
    )


def _weight(place: tuple[int, ...], axes: tuple[int, ...], weights: Value | None) -> Element:
    return weights.at((place[axes[0]],)) if isinstance(weights, Entries) and len(axes) == 1 else 1


CONSTRUCTIONS: dict[Trait, Callable[[tuple[int, ...], Draw], Entries]] = {
    Trait.ORTHOGONAL: _orthogonal,
    Trait.DIAGONAL: _diagonal,
    Trait.POSITIVE_DEFINITE: _positive_definite,
    Trait.POSITIVE_SEMIDEFINITE: _gram,
    Trait.SKEW: _skew,
    Trait.SYMMETRIC: _symmetric,
    Trait.FULL_COLUMN_RANK: _full_column_rank,
    Trait.FULL_ROW_RANK: _full_row_rank,
    Trait.INVERTIBLE: _full_rank,
    Trait.ONE_HOT: _one_hot,
    Trait.PROBABILITY: _probability,
}


# Properties that others bring with them.
IMPLIED = {
    Trait.POSITIVE_DEFINITE: {Trait.SYMMETRIC, Trait.POSITIVE_SEMIDEFINITE, Trait.INVERTIBLE},
    Trait.POSITIVE_SEMIDEFINITE: {Trait.SYMMETRIC},
    Trait.ORTHOGONAL: {Trait.INVERTIBLE, Trait.FULL_COLUMN_RANK, Trait.FULL_ROW_RANK},
    Trait.INVERTIBLE: {Trait.FULL_COLUMN_RANK, Trait.FULL_ROW_RANK},
    Trait.DIAGONAL: {Trait.SYMMETRIC},
}


def construction(traits: frozenset[Trait]) -> Callable[[tuple[int, ...], Draw], Entries] | None:
    """How to draw an array with all of ``traits`` together; raises Unsupported where that is not known."""
    wanted = frozenset(traits & CONSTRUCTIONS.keys())
    for trait in traits:
        wanted = wanted - IMPLIED.get(trait, set())
    if not wanted:
        return None
    if len(wanted) > 1:
        if wanted not in COMBINED:
            reason = "the properties " + ", ".join(sorted(wanted)) + " together"
            raise Unsupported(reason)
        return COMBINED[wanted]
    return CONSTRUCTIONS[next(iter(wanted))]


def _signs(shape: tuple[int, ...], draw: Draw) -> Entries:
    """Diagonal and orthogonal: ±1 on the diagonal."""
    return fill(shape, lambda i, j: draw.source.choice((1, -1)) if i == j else 0)


def _positive_diagonal(shape: tuple[int, ...], draw: Draw) -> Entries:
    return fill(shape, lambda i, j: draw.positive() if i == j else 0)


def _reflection(shape: tuple[int, ...], draw: Draw) -> Entries:
    """Symmetric and orthogonal: QDQᵀ with D = diag(±1)."""
    rotation = _orthogonal(shape, draw)
    product = entries.matrix_product(rotation, _signs(shape, draw))
    return entries.matrix_product(product, entries.transpose(rotation))


COMBINED: dict[frozenset[Trait], Callable[[tuple[int, ...], Draw], Entries]] = {
    frozenset({Trait.DIAGONAL, Trait.ORTHOGONAL}): _signs,
    frozenset({Trait.DIAGONAL, Trait.POSITIVE_DEFINITE}): _positive_diagonal,
    frozenset({Trait.DIAGONAL, Trait.INVERTIBLE}): _positive_or_negative_diagonal,
    frozenset({Trait.SYMMETRIC, Trait.ORTHOGONAL}): _reflection,
}


def concrete(shape: Shape, sizes: Mapping[str, Value], system: System) -> tuple[int, ...]:
    """The sizes in numbers."""
    return tuple([evaluate_size(size, sizes, system) for size in shape])


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
