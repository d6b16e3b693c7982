"""Concrete arrays and their linear algebra over any elements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import product
from math import prod
from operator import add, mul
from typing import final

from derivcheck.engine.systems.base import Element, Undefined, Unsupported
from derivcheck.engine.systems.duals import Arithmetic, Dual, primal


@final
@dataclass(slots=True, eq=False)
class Entries:
    """An array with concrete sizes; ``data`` holds the entries row by row.

    Arrays compare by identity, so that what depends on one can be remembered by it.
    """

    shape: tuple[int, ...]
    data: list[Element]

    def at(self, position: tuple[int, ...]) -> Element:
        """The entry (or the subarray) at ``position``, counted from 1."""
        offset = 0
        for place, size in zip(position, self.shape):  # noqa: B905 - a subarray has fewer places
            if not 0 < place <= size:
                reason = "an index outside the array"
                raise Undefined(reason)
            offset = offset * size + place - 1
        if len(position) >= len(self.shape):
            return self.data[offset]
        rest = self.shape[len(position) :]
        length = prod(rest)
        return Entries(rest, self.data[offset * length : (offset + 1) * length])

    def map(self, function: Callable[[Element], Element]) -> Entries:
        """The array of the function's values."""
        return Entries(self.shape, [function(entry) for entry in self.data])

    def rows(self) -> list[list[Element]]:
        """The rows of a matrix; a vector is a column, so its rows have one entry."""
        width = prod(self.shape[1:])
        return [self.data[start : start + width] for start in range(0, len(self.data), width)] if width else []


Value = Element | Entries


def whole(value: Value) -> int:
    """A value that is to be a size, bound or index; raises Unsupported where it is no integer."""
    if type(value) is int:
        return value
    reason = "a size or index that is no integer"
    raise Unsupported(reason)


FAST_FROM = 4
"""From how many rows on a number system's own inverse pays."""

LARGEST = 2_520
"""How many entries an array may have while a step is checked: five variables with 3, 4, 5, 6 and 7 values fit."""


def fill(shape: tuple[int, ...], function: Callable[..., Element]) -> Entries:
    """The array whose entry at a position, counted from 1, is ``function(*position)``."""
    return Entries(shape, [function(*position) for position in positions(shape)])


def positions(shape: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """All positions of an array in the order of its data, counted from 1; raises Unsupported where it is too large."""
    if prod(shape) > LARGEST:
        reason = f"an array of {prod(shape)} entries"
        raise Unsupported(reason)
    return product(*(range(1, size + 1) for size in shape))


def entrywise(operation: Callable[[Element, Element], Element], left: Value, right: Value) -> Value:
    """An operation on corresponding entries; a scalar goes with every entry."""
    if isinstance(left, Entries):
        if isinstance(right, Entries):
            if left.shape != right.shape:
                reason = "arrays of different sizes"
                raise Undefined(reason)
            return Entries(left.shape, list(map(operation, left.data, right.data)))
        return left.map(lambda entry: operation(entry, right))
    if isinstance(right, Entries):
        return right.map(lambda entry: operation(left, entry))
    return operation(left, right)


def mapped(function: Callable[[Element], Element], value: Value) -> Value:
    """The function's value, at every entry of an array."""
    return value.map(function) if isinstance(value, Entries) else function(value)


def dot(left: Value, right: Value) -> Element:
    """The sum of the products of corresponding entries."""
    if not isinstance(left, Entries) or not isinstance(right, Entries):
        scalar: Element = left
        return scalar * right
    if left.shape != right.shape:
        reason = "arrays of different sizes"
        raise Undefined(reason)
    return _sum_of_products(left.data, right.data)


def _sum_of_products(left: list[Element], right: list[Element]) -> Element:
    return reduce(add, map(mul, left, right), 0)


def matrix_product(left: Entries, right: Entries) -> Entries:
    """The matrix product; a vector on the left is a column."""
    rows = left.rows()
    if len(left.shape) == 1:
        rows = [[entry] for entry in left.data]
    columns = [list(column) for column in zip(*right.rows(), strict=True)]
    if rows and columns and len(rows[0]) != len(columns[0]):
        reason = "matrices that do not conform"
        raise Undefined(reason)
    data = [_sum_of_products(row, column) for row in rows for column in columns]
    return Entries((len(rows), *right.shape[1:]), data)


def transpose(value: Value) -> Value:
    """The transpose; of a vector, the matrix with one row."""
    if not isinstance(value, Entries):
        return value
    if len(value.shape) == 1:
        return Entries((1, value.shape[0]), value.data)
    data = [entry for column in zip(*value.rows(), strict=True) for entry in column]
    return Entries((value.shape[1], value.shape[0]), data)


def identity(size: int) -> Entries:
    """The identity matrix."""
    return fill((size, size), lambda i, j: int(i == j))


def determinant(matrix: Entries, arithmetic: Arithmetic) -> Element:
    """The determinant by elimination; where no pivot can be told from 0, by expansion."""
    rows = [list(row) for row in matrix.rows()]
    result: Element = 1
    for step in range(len(rows)):
        pivot = _pivot(rows, step, arithmetic)
        if pivot is None:
            return result * _without_pivot([row[step:] for row in rows[step:]])
        if pivot != step:
            rows[step], rows[pivot] = rows[pivot], rows[step]
            result = -result
        result = result * rows[step][step]
        _eliminate(rows, step, range(step + 1, len(rows)), arithmetic.reciprocal(rows[step][step]))
    return result


LARGEST_EXPANSION = 6


def _without_pivot(rows: list[list[Element]]) -> Element:
    """The determinant of a block whose first column holds no number that is surely not 0."""
    if all(_is_plain_zero(row[0]) or _is_exact_zero(row[0]) for row in rows):
        return 0
    if len(rows) > LARGEST_EXPANSION:
        reason = "a determinant without a pivot"
        raise Unsupported(reason)
    return _expand(rows)


def _is_exact_zero(value: Element) -> bool:
    return not isinstance(value, Dual) and bool(value == 0)


def _expand(rows: list[list[Element]]) -> Element:
    if not rows:
        return 1
    total: Element = 0
    for column, entry in enumerate(rows[0]):
        minor = _expand([row[:column] + row[column + 1 :] for row in rows[1:]])
        total = total + (-1) ** column * entry * minor
    return total


def inverse(matrix: Entries, arithmetic: Arithmetic) -> Entries:
    """The inverse by Gauss and Jordan; raises Undefined for a singular matrix, and one that is not square."""
    size = matrix.shape[0]
    if matrix.shape != (size, size):
        reason = "the inverse of a matrix that is not square"
        raise Undefined(reason)
    own = getattr(arithmetic.system, "matrix_inverse", None)
    if own is not None and size >= FAST_FROM and Dual not in map(type, matrix.data):
        found = own(size, matrix.data)
        if found is not None:
            return Entries(matrix.shape, found)
    unit = identity(size).rows()
    rows = [list(row) + extra for row, extra in zip(matrix.rows(), unit, strict=True)]
    for step in range(size):
        pivot = _pivot(rows, step, arithmetic)
        if pivot is None:
            reason = "the inverse of a singular matrix"
            raise Undefined(reason)
        rows[step], rows[pivot] = rows[pivot], rows[step]
        scale = arithmetic.reciprocal(rows[step][step])
        rows[step] = [entry * scale for entry in rows[step]]
        _eliminate(rows, step, (k for k in range(size) if k != step), 1)
    return Entries(matrix.shape, [entry for row in rows for entry in row[size:]])


def _eliminate(rows: list[list[Element]], step: int, others: Iterable[int], scale: Element) -> None:
    """Takes multiples of a row, which is 0 before column ``step``, off others, so that they become 0 in that column."""
    pivot = rows[step][step:]
    for other in others:
        row = rows[other]
        factor = row[step] * scale
        if not _is_plain_zero(factor):
            rows[other] = row[:step] + [a - factor * b for a, b in zip(row[step:], pivot, strict=True)]


def _is_plain_zero(value: Element) -> bool:
    return isinstance(value, int) and value == 0


def _pivot(rows: list[list[Element]], step: int, arithmetic: Arithmetic) -> int | None:
    """The first row from ``step`` on whose entry is surely not 0."""
    for row in range(step, len(rows)):
        if arithmetic.is_unit(primal(rows[row][step])):
            return row
    return None
