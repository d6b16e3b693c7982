"""Values of terms as SymPy computes them at a valuation: sums added up, arrays entry by entry, derivatives by SymPy.

Nothing of the engine is used here, so that a value found here is a witness of its own. SymPy is imported by whoever
imports this module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import product
from math import prod
from typing import Any

import sympy

from derivcheck.terms.nodes import (
    INFINITY,
    Apply,
    Array,
    Call,
    Derivative,
    Integral,
    Limit,
    Number,
    Reduce,
    Shape,
    Symbol,
    Term,
)
from derivcheck.terms.sympy_form import FUNCTIONS, Expression, NoForm, comparison

Entries = sympy.ImmutableDenseNDimArray
Value = Any
"""A SymPy expression, or an array of them."""

Monomials = Callable[[str, int], Iterable[tuple[tuple[int, ...], int]]]
"""What stands for an unknown function: the exponents and coefficients of a polynomial."""

DIGITS = 80
"""How many digits are carried."""

MOST_ENTRIES = 400

INEXACT = (sympy.Integral, sympy.Sum, sympy.Product, sympy.Limit)
"""What is left to SymPy's own numerical methods."""


class NoPoint(Exception):  # noqa: N818 - a term need not have a value everywhere
    """A part of the term is no finite real number at this valuation."""


class Valued:
    """The values of terms where names stand for SymPy expressions or arrays of them."""

    def __init__(self, values: Mapping[str, Value], monomials: Monomials) -> None:
        self.bound: dict[str, Value] = dict(values)
        self.monomials = monomials

    def of(self, term: Term) -> Value:  # noqa: C901 - one line for each kind of term
        """The value of ``term``; raises NoForm where there is no way to compute it, NoPoint where it has none."""
        match term:
            case Number(value=value):
                return sympy.Rational(value.numerator, value.denominator)
            case Symbol(name=name):
                if name not in self.bound:
                    raise NoForm
                return self.bound[name]
            case Apply():
                return self._apply(term)
            case Call():
                return self._call(term)
            case Reduce():
                return self._reduce(term)
            case Array():
                return self._array(term)
            case Derivative():
                return self._derivative(term)
            case Integral():
                return self._integral(term)
            case Limit():
                return self._limit(term)
        raise NoForm

    def integer(self, term: Term) -> int:
        """The value of a size, bound or index."""
        value = self.of(term)
        if not getattr(value, "is_Integer", False):
            raise NoForm
        return int(value)

    def shape(self, shape: Shape) -> tuple[int, ...]:
        """Concrete sizes."""
        sizes = tuple(map(self.integer, shape))
        if prod(sizes) > MOST_ENTRIES or not all(sizes):
            raise NoForm
        return sizes

    @contextmanager
    def binding(self, names: Iterable[str], values: Iterable[Value]) -> Iterator[None]:
        """Some names bound for a while."""
        before = self.bound
        self.bound = {**before, **dict(zip(names, values, strict=True))}
        try:
            yield
        finally:
            self.bound = before

    def _apply(self, term: Apply) -> Value:
        if term.operator == "cases":
            return self._cases(term)
        structural = STRUCTURAL.get(term.operator)
        arguments = [self.of(argument) for argument in term.arguments]
        if structural is not None:
            return structural(self, term, arguments)
        made = FUNCTIONS.get(term.operator)
        if made is None:
            raise NoForm
        return entrywise(lambda *parts: real(made(*parts)), arguments)

    def _cases(self, term: Apply) -> Value:
        """Cases whose conditions are settled become the one that holds; others a Piecewise."""
        pairs: list[tuple[Expression, Expression]] = []
        for condition, value in zip(term.arguments[::2], term.arguments[1::2], strict=False):
            holds = self.condition(condition)
            if holds == False:  # noqa: E712 - SymPy's own truth value
                continue
            if holds == True and not pairs:  # noqa: E712 - the same
                return self.of(value)
            pairs.append((self._scalar(value), holds))
        if len(term.arguments) % 2:
            if not pairs:
                return self.of(term.arguments[-1])
            pairs.append((self._scalar(term.arguments[-1]), sympy.true))
        if not pairs:
            raise NoPoint
        return sympy.Piecewise(*pairs)

    def condition(self, term: Term) -> Expression:
        """A comparison, or several at once."""
        return comparison(term, self._scalar)

    def _scalar(self, term: Term) -> Expression:
        value = self.of(term)
        if isinstance(value, Entries):
            raise NoForm
        return value

    def _call(self, term: Call) -> Value:
        """A polynomial stands for an unknown function; for one with an array of values, one for each entry."""
        inner = [part for argument in term.arguments for part in flat(self.of(argument))]
        orders = term.orders if len(term.orders) == len(inner) else (0,) * len(inner)
        if not term.shape:
            return self._polynomial(term.function, inner, orders)
        sizes = self.shape(term.shape)
        return array(sizes, (self._polynomial(f"{term.function}{place}", inner, orders) for place in places(sizes)))

    def _polynomial(self, name: str, arguments: list[Expression], orders: tuple[int, ...]) -> Expression:
        free = [sympy.Dummy(real=True) for _ in arguments]
        polynomial = sympy.Add(
            *(
                coefficient * sympy.Mul(*(symbol**e for symbol, e in zip(free, exponents, strict=True)))
                for exponents, coefficient in self.monomials(name, len(arguments))
            )
        )
        for symbol, order in zip(free, orders, strict=True):
            polynomial = sympy.diff(polynomial, symbol, order) if order else polynomial
        return polynomial.subs(dict(zip(free, arguments, strict=True)), simultaneous=True)

    def _reduce(self, term: Reduce) -> Value:
        if term.upper == INFINITY:
            return self._series(term)
        lower, upper = self.integer(term.lower), self.integer(term.upper)
        if upper - lower > MOST_ENTRIES:
            raise NoForm
        values: list[Value] = []
        for place in range(lower, upper + 1):
            with self.binding([term.index], [sympy.Integer(place)]):
                if term.condition is None or self._holds(term.condition):
                    values.append(self.of(term.body))
        if not values and term.shape:
            sizes = self.shape(term.shape)
            return array(sizes, (sympy.Integer(0) for _ in places(sizes)))
        return entrywise(REDUCTIONS[term.operator], values) if values else REDUCTIONS[term.operator]()

    def _holds(self, condition: Term) -> bool:
        holds = self.condition(condition)
        if holds not in (sympy.true, sympy.false):
            raise NoForm
        return bool(holds)

    def _series(self, term: Reduce) -> Expression:
        if term.operator != "sum" or term.condition is not None:
            raise NoForm
        index = sympy.Dummy(integer=True, nonnegative=True)
        with self.binding([term.index], [index]):
            body = self._scalar(term.body)
        return sympy.Sum(body, (index, self._scalar(term.lower), sympy.oo))

    def _array(self, term: Array) -> Value:
        sizes = self.shape(term.shape)
        data: list[Expression] = []
        outer = sizes[: len(term.indices)]
        for place in places(outer):
            with self.binding(term.indices, map(sympy.Integer, place)):
                data += flat(self.of(term.body))
        return array(sizes, data)

    def _derivative(self, term: Derivative) -> Value:
        """By SymPy, in variables of its own, of which the point is put in afterwards."""
        point = self.of(term.point)
        sizes = point.shape if isinstance(point, Entries) else ()
        free = [sympy.Dummy(real=True) for _ in flat(point)]
        with self.binding([term.variable.name], [array(sizes, free) if sizes else free[0]]):
            body = self.of(term.body)
        if term.entry is not None:
            place = tuple(map(self.integer, term.entry))
            wanted = [free[list(places(sizes)).index(place)]]
        else:
            wanted = free
        at = dict(zip(free, flat(point), strict=True))
        slopes = [real(sympy.diff(part, by).subs(at)) for part in flat(body) for by in wanted]
        inner = body.shape if isinstance(body, Entries) else ()
        shape = (*inner, *(sizes if term.entry is None else ()))
        return array(shape, slopes) if shape else slopes[0]

    def _integral(self, term: Integral) -> Expression:
        variable = sympy.Dummy(real=True)
        with self.binding([term.variable], [variable]):
            body = self._scalar(term.body)
        lower = -sympy.oo if term.lower is None else self._scalar(term.lower)
        upper = sympy.oo if term.upper is None else self._scalar(term.upper)
        return sympy.Integral(body, (variable, lower, upper))

    def _limit(self, term: Limit) -> Expression:
        variable = sympy.Dummy(real=True)
        with self.binding([term.variable], [variable]):
            body = self._scalar(term.body)
        if term.point is None:
            return sympy.limit(body, variable, term.side * sympy.oo)
        return sympy.limit(body, variable, self._scalar(term.point), {1: "+", -1: "-", 0: "+-"}[term.side])


def array(shape: tuple[int, ...], data: Iterable[Expression]) -> Value:
    """An array from its entries, row by row."""
    return Entries(list(data), shape)


def flat(value: Value) -> list[Expression]:
    """The entries row by row; a scalar is its only one."""
    return list(value._array) if isinstance(value, Entries) else [value]  # noqa: SLF001 - its public ways are slower


def places(shape: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """All places of an array, counted from 1."""
    return product(*(range(1, size + 1) for size in shape))


def entrywise(function: Callable[..., Expression], values: list[Value]) -> Value:
    """A function of scalars on corresponding entries; a scalar goes with every entry."""
    shapes = {value.shape for value in values if isinstance(value, Entries)}
    if not shapes:
        return function(*values)
    if len(shapes) > 1:
        raise NoPoint
    (shape,) = shapes
    count = prod(shape)
    columns = [flat(value) if isinstance(value, Entries) else [value] * count for value in values]
    return array(shape, (function(*entry) for entry in zip(*columns, strict=True)))


def real(value: Expression) -> Expression:
    """``value``, in digits where it is a number that is not rational; raises NoPoint where it is not real or finite."""
    if value.is_Rational or value.free_symbols or value.has(*INEXACT):
        return value
    if value.is_real is False or value.is_finite is False or value is sympy.nan:
        raise NoPoint
    if value.is_Add or value.is_Mul:
        return value
    number = value.evalf(DIGITS)
    if not number.is_real:
        raise NoPoint
    return number


def matrix(value: Value) -> Any:
    """A matrix of SymPy; a vector is a column, a scalar a matrix of one entry."""
    if not isinstance(value, Entries):
        return sympy.Matrix([[value]])
    rows = value.shape[0]
    return sympy.Matrix(rows, prod(value.shape[1:]), flat(value))


def digits(value: Value) -> Any:
    """A matrix whose irrational entries are in digits, so that its pivots can be told from 0."""
    return matrix(value).applyfunc(
        lambda entry: entry if entry.is_Rational or entry.free_symbols else entry.evalf(DIGITS)
    )


def _matmul(valued: Valued, term: Apply, arguments: list[Value]) -> Value:
    left, right = arguments
    if not isinstance(left, Entries) or not isinstance(right, Entries):
        return entrywise(sympy.Mul, arguments)
    product_ = matrix(left) * matrix(right)
    sizes = valued.shape(term.shape)
    return array(sizes, list(product_)) if sizes else product_[0]


def _index(_: Valued, __: Apply, arguments: list[Value]) -> Value:
    value, *indices = arguments
    if not isinstance(value, Entries) or not all(index.is_Integer for index in indices):
        raise NoForm
    place = tuple(int(index) - 1 for index in indices)
    if any(not 0 <= at < size for at, size in zip(place, value.shape, strict=False)):
        raise NoPoint
    return value[place]


def _transpose(valued: Valued, term: Apply, arguments: list[Value]) -> Value:
    (value,) = arguments
    if not isinstance(value, Entries):
        return value
    return array(valued.shape(term.shape), list(matrix(value).T))


def _of_matrix(function: Callable[[Any], Any]) -> Callable[[Valued, Apply, list[Value]], Value]:
    def evaluate(valued: Valued, term: Apply, arguments: list[Value]) -> Value:
        found = function(digits(arguments[0]))
        sizes = valued.shape(term.shape)
        return array(sizes, list(found)) if sizes else found

    return evaluate


def _inverse(value: Any) -> Any:
    if value.det() == 0:
        raise NoPoint
    return value.inv()


def _matrix_power(valued: Valued, term: Apply, arguments: list[Value]) -> Value:
    exponent = valued.integer(term.arguments[1])
    base = digits(arguments[0])
    found = (_inverse(base) if exponent < 0 else base) ** abs(exponent)
    return array(valued.shape(term.shape), list(found))


def _identity(valued: Valued, term: Apply, _: list[Value]) -> Value:
    sizes = valued.shape(term.shape)
    return array(sizes, list(sympy.eye(sizes[0])))


def _constant(valued: Valued, term: Apply, arguments: list[Value]) -> Value:
    sizes = valued.shape(term.shape)
    return array(sizes, [arguments[0]] * prod(sizes))


def _stack(valued: Valued, term: Apply, arguments: list[Value]) -> Value:
    return array(valued.shape(term.shape), arguments)


def _diagonal(valued: Valued, term: Apply, arguments: list[Value]) -> Value:
    return array(valued.shape(term.shape), list(sympy.diag(*flat(arguments[0]))))


def _dot(_: Valued, __: Apply, arguments: list[Value]) -> Value:
    return sympy.Add(*(sympy.Mul(*pair) for pair in zip(*map(flat, arguments), strict=True)))


STRUCTURAL: dict[str, Callable[[Valued, Apply, list[Value]], Value]] = {
    "matmul": _matmul,
    "index": _index,
    "transpose": _transpose,
    "inverse": _of_matrix(_inverse),
    "determinant": _of_matrix(lambda value: value.det()),
    "trace": _of_matrix(lambda value: value.trace()),
    "matrix-power": _matrix_power,
    "identity": _identity,
    "constant": _constant,
    "stack": _stack,
    "diagonal": _diagonal,
    "dot": _dot,
    "pi": lambda _, __, ___: sympy.pi,
    "hadamard": lambda _, __, arguments: entrywise(sympy.Mul, arguments),
}

REDUCTIONS: dict[str, Callable[..., Expression]] = {
    "sum": sympy.Add,
    "product": sympy.Mul,
    "maximum": sympy.Max,
    "minimum": sympy.Min,
}
