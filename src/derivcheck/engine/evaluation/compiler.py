"""Terms compiled to Python functions: each is compiled once and evaluated at many points of several number systems."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, reduce
from math import prod
from operator import add, itemgetter, mul
from typing import TYPE_CHECKING, Any, TypeAlias

from derivcheck.engine.evaluation import entries
from derivcheck.engine.evaluation.entries import Entries, Value, mapped, whole
from derivcheck.engine.evaluation.operators import OPERATORS
from derivcheck.engine.systems.base import Element, Undefined, Unsupported
from derivcheck.engine.systems.duals import Dual, Rates, tangent
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
    free_symbols,
)

if TYPE_CHECKING:
    # The evaluator calls what is compiled here, so it cannot be imported when the program runs.
    from derivcheck.engine.evaluation.evaluator import Evaluator

Code: TypeAlias = "Callable[[Evaluator], Value]"
"""A compiled term: what computes its value in an evaluator."""


@lru_cache(maxsize=4_000)
def compiled(term: Term) -> tuple[Code, int]:
    """The code of a term, and how many nodes it visits; sums, arrays and the like count theirs as they are computed."""
    compiler = Compiler()
    code = compiler.code(term)
    return code, compiler.nodes


class Compiler:
    """Compiles one term; knows the names that are bound around the part it is at, and counts nodes."""

    def __init__(self) -> None:
        self.bound: tuple[str, ...] = ()
        self.nodes = 0

    def code(self, term: Term) -> Code:
        """The code of a part, which counts towards the nodes of what is around it."""
        self.nodes += 1
        return HANDLERS[type(term)](self, term)

    def codes(self, terms: Iterable[Term]) -> list[Code]:
        """The codes of several parts."""
        return [self.code(term) for term in terms]

    def integer(self, term: Term) -> Callable[[Evaluator], int]:
        """The code of a size, bound or index."""
        code = self.code(term)
        return lambda evaluator: whole(code(evaluator))

    def shape(self, shape: Shape) -> Callable[[Evaluator], tuple[int, ...]]:
        """The code of concrete sizes."""
        sizes = [self.integer(size) for size in shape]
        return lambda evaluator: tuple([size(evaluator) for size in sizes])

    def body(self, term: Term, *names: str) -> tuple[Code, int]:
        """The code of a part in which more names are bound, and its nodes, which it does not count by itself."""
        outer = self.bound, self.nodes
        self.bound, self.nodes = (*outer[0], *(name for name in names if name not in outer[0])), 0
        code, nodes = self.code(term), self.nodes
        self.bound, self.nodes = outer
        return code, nodes

    def remembered(self, term: Term, compile_anew: Callable[[], Code]) -> Code:
        """The code of a value that is computed once for each binding of the bound names that it depends on."""
        outer, self.nodes = self.nodes, 0
        compute, nodes = compile_anew(), self.nodes
        self.nodes = outer
        free = {symbol.name for symbol in free_symbols(term)} if self.bound else ()
        names = tuple(name for name in self.bound if name in free)
        slot = _slot(term, names)
        # Bound values are whole numbers, or perturbed ones, which are compared by identity.
        bindings = itemgetter(*names) if names else None

        def recall(evaluator: Evaluator) -> Value:
            key = slot if bindings is None else (slot, bindings(evaluator.bound))
            value = evaluator.known.get(key)
            if value is None:
                evaluator.budget.spend(nodes)
                value = evaluator.known[key] = compute(evaluator)
            return value

        return recall


@lru_cache(maxsize=4_000)
def _slot(term: Term, names: tuple[str, ...]) -> object:  # noqa: ARG001 - the arguments make the slot
    """Where the values of equal terms are remembered together."""
    return object()


def _number(_: Compiler, term: Number) -> Code:
    value, slot = term.value, object()
    if value.denominator == 1:
        integer = value.numerator
        return lambda _: integer

    def fraction(evaluator: Evaluator) -> Value:
        known = evaluator.known.get(slot)
        if known is None:
            known = evaluator.known[slot] = evaluator.arithmetic.number(value)
        return known

    return fraction


def _symbol(_: Compiler, term: Symbol) -> Code:
    name = term.name

    def look_up(evaluator: Evaluator) -> Value:
        try:
            return evaluator.bound[name]
        except KeyError:
            raise Unsupported(name) from None

    return look_up


def _apply(compiler: Compiler, term: Apply) -> Code:
    operator = OPERATORS.get(term.operator)
    if operator is None:
        # An average that no definition has written out.
        raise Unsupported(term.operator)
    return operator(compiler, term)


def _call(compiler: Compiler, term: Call) -> Code:
    codes, function, given = compiler.codes(term.arguments), term.function, term.orders
    shape = compiler.shape(term.shape) if term.shape else None

    def call(evaluator: Evaluator) -> Value:
        arguments: list[Element] = []
        for code in codes:
            value = code(evaluator)
            arguments.extend(value.data if isinstance(value, Entries) else (value,))
        orders = given if len(given) == len(arguments) else (0,) * len(arguments)
        unknown = evaluator.arithmetic.unknown
        if shape is None:
            return unknown(function, orders, arguments)
        return entries.fill(shape(evaluator), lambda *place: unknown(f"{function}{place}", orders, arguments))

    return call


def _reduce(compiler: Compiler, term: Reduce) -> Code:
    return compiler.remembered(term, lambda: _reduce_anew(compiler, term))


def _reduce_anew(compiler: Compiler, term: Reduce) -> Code:
    if term.upper == INFINITY:
        return _infinite(compiler, term)
    lower, upper = compiler.integer(term.lower), compiler.integer(term.upper)
    body, nodes = compiler.body(term.body, term.index)
    condition, more = (None, 0) if term.condition is None else compiler.body(term.condition, term.index)
    index, combine, shape = term.index, REDUCTIONS[term.operator], compiler.shape(term.shape)

    def reduction(evaluator: Evaluator) -> Value:
        first, last = lower(evaluator), upper(evaluator)
        evaluator.budget.spend(max(0, last - first + 1) * (nodes + more))
        values = evaluator.along(index, range(first, last + 1), body, condition)
        if not values and combine is _sum:
            sizes = shape(evaluator)
            return entries.fill(sizes, lambda *_: 0) if sizes else 0
        return combine(evaluator, values)

    return reduction


def _infinite(compiler: Compiler, term: Reduce) -> Code:
    # Series are a room of their own, which few steps need.
    from derivcheck.engine.evaluation.infinite_sums import MOST_TERMS, infinite_sum

    lower = compiler.integer(term.lower)
    body, nodes = compiler.body(term.body, term.index)

    def terms(evaluator: Evaluator) -> Iterator[Element]:
        first = lower(evaluator)
        for place in range(first, first + MOST_TERMS):
            evaluator.budget.spend(nodes)
            yield evaluator.with_bound(term.index, place, body)

    return lambda evaluator: infinite_sum(evaluator, term, terms(evaluator))


def _sum(_: Evaluator, values: list[Value]) -> Value:
    total = values[0]
    for value in values[1:]:
        total = entries.entrywise(add, total, value) if type(total) is Entries else total + value
    return total


def _product(_: Evaluator, values: list[Value]) -> Value:
    return reduce(mul, values, 1)


def _maximum(evaluator: Evaluator, values: list[Element]) -> Value:
    if not values:
        reason = "the maximum of nothing"
        raise Undefined(reason)
    return evaluator.arithmetic.maximum(values)


def _minimum(evaluator: Evaluator, values: list[Element]) -> Value:
    largest: Element = _maximum(evaluator, [-value for value in values])
    return -largest


REDUCTIONS = {"sum": _sum, "product": _product, "maximum": _maximum, "minimum": _minimum}


def _array(compiler: Compiler, term: Array) -> Code:
    return compiler.remembered(term, lambda: _array_anew(compiler, term))


def _array_anew(compiler: Compiler, term: Array) -> Code:
    names, sizes = term.indices, compiler.shape(term.shape)
    body, nodes = compiler.body(term.body, *names)

    def array(evaluator: Evaluator) -> Value:
        shape = sizes(evaluator)
        count = prod(shape)
        if count > entries.LARGEST:
            reason = f"an array of {count} entries"
            raise Unsupported(reason)
        evaluator.budget.spend(count * nodes)
        data: list[Element] = []
        for value in evaluator.over(names, shape, body):
            if type(value) is Entries:
                data += value.data
            else:
                data.append(value)
        return Entries(shape, data)

    return array


def _derivative(compiler: Compiler, term: Derivative) -> Code:
    return compiler.remembered(term, lambda: _derivative_anew(compiler, term))


def _derivative_anew(compiler: Compiler, term: Derivative) -> Code:
    at, name = compiler.code(term.point), term.variable.name
    body, nodes = compiler.body(term.body, name)
    entry = None if term.entry is None else compiler.shape(term.entry)

    def derivative(evaluator: Evaluator) -> Value:
        point = at(evaluator)
        seeds: list[Element] = [1]
        if isinstance(point, Entries):
            if entry is None:
                seeds = _directions(len(point.data))
            else:
                place = entry(evaluator)
                point.at(place)
                seeds = [int(other == place) for other in entries.positions(point.shape)]
        evaluator.budget.spend(nodes)
        evaluator.level = level = evaluator.level + 1
        bound, before = evaluator.bound, evaluator.bound.get(name)
        bound[name] = _perturbed(point, seeds, level)
        # Derivatives nest deeply: what is done here takes no function of its own.
        try:
            value = body(evaluator)
        finally:
            evaluator.restore(name, before)
        if isinstance(point, Entries) and entry is None:
            return _gradient(value, level, point)
        return mapped(lambda part: tangent(part, level), value)

    return derivative


def _perturbed(point: Value, seeds: list[Element], level: int) -> Value:
    """A point that moves along ``seeds``, at the level of the perturbation."""
    if isinstance(point, Entries):
        return Entries(point.shape, [Dual(level, *pair) for pair in zip(point.data, seeds, strict=True)])
    return Dual(level, point, seeds[0])


def _directions(count: int) -> list[Element]:
    """Along all entries of a variable at once."""
    return [Rates([int(k == at) for k in range(count)]) for at in range(count)]


def _gradient(value: Value, level: int, point: Entries) -> Entries:
    """The derivatives along all entries of the variable, from one evaluation."""
    count = len(point.data)
    inner = value.shape if isinstance(value, Entries) else ()
    data: list[Element] = []
    for entry in value.data if isinstance(value, Entries) else [value]:
        rates = tangent(entry, level)
        data.extend(rates.data if isinstance(rates, Rates) else [rates] * count)
    return Entries(inner + point.shape, data)


def _integral(compiler: Compiler, term: Integral) -> Code:
    # Quadrature is a room of its own, which few steps need.
    from derivcheck.engine.evaluation.quadrature import integral

    lower, upper = (None if bound is None else compiler.code(bound) for bound in (term.lower, term.upper))
    names = frozenset(symbol.name for symbol in free_symbols(term))

    def value(evaluator: Evaluator) -> Value:
        bounds = (lower and lower(evaluator), upper and upper(evaluator))
        return integral(evaluator, term, bounds, names)

    return compiler.remembered(term, lambda: value)


def _limit(compiler: Compiler, term: Limit) -> Code:
    # Limits, too, are a room of their own.
    from derivcheck.engine.calculus.limits import limit

    point = None if term.point is None else compiler.code(term.point)
    names = frozenset(symbol.name for symbol in free_symbols(term))
    return compiler.remembered(
        term, lambda: lambda evaluator: limit(evaluator, term, point and point(evaluator), names)
    )


HANDLERS: dict[type, Callable[[Compiler, Any], Code]] = {
    Number: _number,
    Symbol: _symbol,
    Apply: _apply,
    Call: _call,
    Reduce: _reduce,
    Array: _array,
    Derivative: _derivative,
    Integral: _integral,
    Limit: _limit,
}
