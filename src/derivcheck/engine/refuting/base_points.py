"""Points at which every matrix is a multiple of the identity or 0: determinants of all sizes are seen at once."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import product as combinations
from typing import TypeAlias

from derivcheck.engine.algebra.sums import product, total
from derivcheck.terms.nodes import ONE, ZERO, Apply, Number, Symbol, Term, free_symbols, number
from derivcheck.terms.sizes import canonical_size
from derivcheck.terms.substitution import substitute

Exponents: TypeAlias = "dict[Term, Term]"
"""Factors and the powers that they are raised to."""


class NoLogarithm(Exception):  # noqa: N818 - a bound that was met, not an error
    """A side is no product of determinants and rational functions, or no point is known at which to compare them."""


def counted(weights: Exponents, term: Term, weight: Term) -> None:
    """Adds to the exponent of a factor."""
    weights[term] = total([weights[term], weight]) if term in weights else weight


Blocks: TypeAlias = "tuple[tuple[Fraction, Term], ...]"
"""A block diagonal matrix at the base point: multiples of identities, and their sizes."""

MOST_SQUARES = 6


class BasePoint:
    """The point at which the square matrices that ``ones`` names are the identity, numbers 1, and all else 0."""

    def __init__(self, ones: frozenset[str]) -> None:
        self.ones = ones

    @classmethod
    def find(cls, symbols: Iterable[Symbol], determinants: Exponents, scalars: Exponents) -> BasePoint:
        """A point at which no factor vanishes and their product, with the powers that they have, is 1 at every size."""
        squares = [s for s in symbols if len(s.shape) == 2 and s.shape[0] == s.shape[1]]
        if len(squares) > MOST_SQUARES:
            raise NoLogarithm
        for chosen in combinations((True, False), repeat=len(squares)):
            base = cls(frozenset(s.name for s, keep in zip(squares, chosen, strict=True) if keep))
            try:
                if base.is_one(determinants, scalars):
                    return base
            except (NoLogarithm, ZeroDivisionError):
                continue
        raise NoLogarithm

    def is_one(self, determinants: Exponents, scalars: Exponents) -> bool:
        """Whether the product of all factors is 1 at every size."""
        weights: Exponents = {}
        for matrix, weight in determinants.items():
            for value, size in self.of_matrix(matrix):
                counted(weights, Number(value), product([weight, size]))
        for term, weight in scalars.items():
            counted(weights, Number(self._number(term)), weight)
        if any(isinstance(value, Number) and value.value == 0 for value in weights):
            raise NoLogarithm
        return all(_is_trivial(value, weight) for value, weight in weights.items())

    def of_scalar(self, term: Term) -> Term:
        """``term`` at the base point."""
        return substitute(term, {s.name: self._symbol(s) for s in free_symbols(term) if s.shape})

    def _symbol(self, symbol: Symbol) -> Term:
        if symbol.name in self.ones:
            return Apply("identity", (), symbol.shape)
        return Apply("constant", (ZERO,), symbol.shape)

    def _number(self, term: Term) -> Fraction:
        """A scalar without determinants at the base point, where all numbers are 1."""
        match term:
            case Number(value=value):
                return value
            case Symbol(shape=()):
                return Fraction(1)
            case Apply(operator="add", shape=()):
                return sum(map(self._number, term.arguments), Fraction(0))
            case Apply(operator="multiply", shape=()):
                result = Fraction(1)
                for argument in term.arguments:
                    result *= self._number(argument)
                return result
            case Apply(operator="power", arguments=(base, Number(value=exponent)), shape=()) if (
                exponent.denominator == 1
            ):
                return Fraction(self._number(base) ** exponent.numerator)
            case Apply(operator="matmul" | "dot", shape=(), arguments=(left, right)):
                if self._is_zero(left) or self._is_zero(right):
                    return Fraction(0)
        raise NoLogarithm

    def _is_zero(self, term: Term) -> bool:
        """Whether an array is surely 0 at the base point."""
        if isinstance(term, Symbol):
            return term.name not in self.ones
        if not isinstance(term, Apply):
            return False
        if term.operator in ("matmul", "multiply", "hadamard", "kronecker"):
            return any(part.shape and self._is_zero(part) for part in term.arguments)
        if term.operator == "constant":
            return term.arguments[0] == ZERO
        return term.operator in ("add", "transpose") and all(map(self._is_zero, term.arguments))

    def of_matrix(self, term: Term) -> Blocks:
        """The blocks of a square matrix at the base point."""
        if self._is_zero(term):
            return ((Fraction(0), term.shape[0]),)
        match term:
            case Symbol() | Apply(operator="identity"):
                return ((Fraction(1), term.shape[0]),)
            case Apply(operator="transpose"):
                return self.of_matrix(term.arguments[0])
            case Apply(operator="inverse"):
                return tuple((1 / value, size) for value, size in self.of_matrix(term.arguments[0]))
            case Apply(operator="add" | "matmul"):
                return self._combined(term)
            case Apply(operator="multiply"):
                *scalars, inner = term.arguments
                scale = self._number(Apply("multiply", (ONE, *scalars)))
                return tuple((scale * value, size) for value, size in self.of_matrix(inner))
            case Apply(operator="above"):
                return self._diagonal_blocks(term)
        raise NoLogarithm

    def _combined(self, term: Apply) -> Blocks:
        """The sum or product of block diagonal matrices with the same sizes of blocks."""
        result: Blocks | None = None
        for part in term.arguments:
            blocks = self.of_matrix(part)
            if result is None:
                result = blocks
                continue
            if len(blocks) != len(result) or any(a[1] != b[1] for a, b in zip(blocks, result, strict=True)):
                if term.operator == "add" and len(blocks) == 1:
                    blocks = tuple((blocks[0][0], size) for _, size in result)
                elif term.operator == "add" and len(result) == 1:
                    result = tuple((result[0][0], size) for _, size in blocks)
                else:
                    raise NoLogarithm
            pairs = zip(result, blocks, strict=True)
            added = term.operator == "add"
            result = tuple((a[0] + b[0] if added else a[0] * b[0], a[1]) for a, b in pairs)
        assert result is not None  # noqa: S101 - there are arguments
        return result

    def _diagonal_blocks(self, term: Apply) -> Blocks:
        """The blocks on the diagonal, where those beside it are 0."""
        rows = [
            row.arguments if isinstance(row, Apply) and row.operator == "beside" else (row,) for row in term.arguments
        ]
        found: list[tuple[Fraction, Term]] = []
        for i, row in enumerate(rows):
            if len(row) != len(rows):
                raise NoLogarithm
            for j, cell in enumerate(row):
                if i == j and cell.shape:
                    found.extend(self.of_matrix(cell))
                elif i == j:
                    found.append((self._number(cell), ONE))
                elif not (cell.shape and self._is_zero(cell)):
                    raise NoLogarithm
        return tuple(found)


def _is_trivial(value: Term, weight: Term) -> bool:
    """Whether a number to a power that depends on sizes is 1 at all of them."""
    form = canonical_size(weight)
    if value == ONE or form == ZERO:
        return True
    if value != number(-1) or form is None:
        return False
    parts = form.arguments if isinstance(form, Apply) and form.operator == "add" else (form,)
    return all(_is_even(part) for part in parts)


def _is_even(term: Term) -> bool:
    factor = term.arguments[0] if isinstance(term, Apply) and term.operator == "multiply" else term
    return isinstance(factor, Number) and factor.value.numerator % 2 == 0
