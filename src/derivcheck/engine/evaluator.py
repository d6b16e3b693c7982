"""The one evaluator: the value of a term at a valuation, in any number system."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from functools import reduce
from math import prod
from operator import add, mul
from typing import Any, TypeVar

from derivcheck.engine import entries
from derivcheck.engine.entries import Entries, Value, mapped
from derivcheck.engine.infinite_sums import MOST_TERMS, infinite_sum
from derivcheck.engine.operators import OPERATORS
from derivcheck.engine.systems.base import Element, System, Undefined, Unsupported
from derivcheck.engine.systems.duals import Arithmetic, Dual, Rates, tangent
from derivcheck.terms.nodes import (
    INFINITY,
    Apply,
    Array,
    Call,
    Derivative,
    Integral,
    Number,
    Reduce,
    Shape,
    Symbol,
    Term,
    free_symbols,
)

Some = TypeVar("Some", bound=Term)

BUDGET = 150_000
"""How many nodes all evaluations of a question may visit; a sum counts once for each of its terms."""


class OverBudget(Exception):  # noqa: N818 - a bound that was met, not an error
    """A question's evaluations visited more nodes than they may."""


class OutOfTime(OverBudget):
    """A question took longer than its time limit; the counted budget is meant to end it first."""


class Names:
    """The free names of subterms, worked out once for a step and shared by all its evaluations."""

    def __init__(self, deadline: float | None = None) -> None:
        self.deadline = deadline
        self._known: dict[int, tuple[Term, frozenset[str]]] = {}
        self.visits = 0

    def of(self, term: Term) -> frozenset[str]:
        """The names free in ``term``; the term is kept, so that its identity stays its own."""
        known = self._known.get(id(term))
        if known is None:
            known = self._known[id(term)] = (term, frozenset(symbol.name for symbol in free_symbols(term)))
        return known[1]


class Evaluator:
    """Evaluates terms in one number system, with the names of a valuation bound to values.

    ``valuation`` maps names to elements, Python ints (sizes and indices) or Entries. Raises NoValue where there is no
    value.
    """

    def __init__(self, system: System, valuation: Mapping[str, Value], names: Names | None = None) -> None:
        self.arithmetic: Arithmetic = Arithmetic(system)
        self.bound: dict[str, Value] = dict(valuation)
        self.names = names or Names()
        self.local: dict[str, object] = {}
        self.level = 0
        self._known: dict[tuple[int, tuple[object, ...]], Value] = {}

    def value(self, term: Term) -> Value:
        """The value of ``term``."""
        names = self.names
        names.visits += 1
        if names.visits > BUDGET:
            raise OverBudget
        if names.deadline is not None and not names.visits & 255 and time.perf_counter() > names.deadline:
            raise OutOfTime
        return HANDLERS[type(term)](self, term)

    def integer(self, term: Term) -> int:
        """The value of a size, bound or index."""
        value = self.value(term)
        if not isinstance(value, int):
            reason = "a size or index that is no integer"
            raise Unsupported(reason)
        return value

    def product(self, left: Entries, right: Entries) -> Entries:
        """A matrix product; its work counts against the budget."""
        rows = left.shape[0]
        self.names.visits += rows * len(right.data) // 32
        own = getattr(self.arithmetic.system, "matrix_product", None)
        if own is None or rows < entries.FAST_FROM or any(isinstance(e, Dual) for m in (left, right) for e in m.data):
            return entries.matrix_product(left, right)
        columns = len(right.data) // right.shape[0] if right.shape[0] else 0
        inner = len(left.data) // rows
        if inner != right.shape[0]:
            return entries.matrix_product(left, right)
        return Entries((rows, *right.shape[1:]), own((rows, inner, columns), left.data, right.data))

    def shape(self, shape: Shape) -> tuple[int, ...]:
        """Concrete sizes."""
        return tuple(self.integer(size) for size in shape)

    def with_bound(self, name: str, value: Value, tag: object, body: Term) -> Value:
        """The value of ``body`` with one more name bound; ``tag`` stands for the value in what is remembered."""
        before, outer = self.bound.get(name), self.local.get(name)
        self.bound[name], self.local[name] = value, tag
        try:
            return self.value(body)
        finally:
            self.restore(self.bound, name, before)
            self.restore(self.local, name, outer)

    @staticmethod
    def restore(table: dict[str, object], name: str, before: object) -> None:
        """Undoes a binding."""
        if before is None:
            table.pop(name, None)
        else:
            table[name] = before

    def remembered(self, term: Some, compute: Callable[[Evaluator, Some], Value]) -> Value:
        """A value that is computed once for each binding of the local names it depends on."""
        if self.local:
            names = self.names.of(term)
            key = (id(term), tuple((name, tag) for name, tag in self.local.items() if name in names))
        else:
            self.names.of(term)
            key = (id(term), ())
        if key not in self._known:
            self._known[key] = compute(self, term)
        return self._known[key]


def _number(evaluator: Evaluator, term: Number) -> Element:
    return evaluator.arithmetic.number(term.value)


def _symbol(evaluator: Evaluator, term: Symbol) -> Value:
    value = evaluator.bound.get(term.name)
    if value is None:
        raise Unsupported(term.name)
    return value


def _apply(evaluator: Evaluator, term: Apply) -> Value:
    return OPERATORS[term.operator](evaluator, term)


def _call(evaluator: Evaluator, term: Call) -> Value:
    arguments: list[Element] = []
    for argument in term.arguments:
        value = evaluator.value(argument)
        arguments.extend(value.data if isinstance(value, Entries) else (value,))
    orders = term.orders if len(term.orders) == len(arguments) else (0,) * len(arguments)
    if not term.shape:
        return evaluator.arithmetic.unknown(term.function, orders, arguments)
    shape = evaluator.shape(term.shape)
    return entries.fill(
        shape, lambda *place: evaluator.arithmetic.unknown(f"{term.function}{place}", orders, arguments)
    )


def _reduce(evaluator: Evaluator, term: Reduce) -> Value:
    return evaluator.remembered(term, _reduce_anew)


def _reduce_anew(evaluator: Evaluator, term: Reduce) -> Value:
    lower = evaluator.integer(term.lower)
    if term.upper == INFINITY:
        terms = _along(evaluator, term.index, range(lower, lower + MOST_TERMS), term.body, term.condition)
        return infinite_sum(evaluator, term, terms)
    upper = evaluator.integer(term.upper)
    values = list(_along(evaluator, term.index, range(lower, upper + 1), term.body, term.condition))
    return REDUCTIONS[term.operator](evaluator, values, term)


def _along(
    evaluator: Evaluator, name: str, places: range, body: Term, condition: Term | None = None
) -> Iterator[Value]:
    """The values of ``body`` as an index runs over ``places``, where the condition holds."""
    bound, local = evaluator.bound, evaluator.local
    before, outer = bound.get(name), local.get(name)
    try:
        for place in places:
            bound[name] = local[name] = place
            if condition is None or evaluator.value(condition):
                yield evaluator.value(body)
    finally:
        evaluator.restore(bound, name, before)
        evaluator.restore(local, name, outer)


def _sum(evaluator: Evaluator, values: list[Value], term: Reduce) -> Value:
    if not values:
        shape = evaluator.shape(term.shape)
        return entries.fill(shape, lambda *_: 0) if shape else 0
    total = values[0]
    for value in values[1:]:
        total = entries.entrywise(add, total, value) if type(total) is Entries else total + value
    return total


def _product(_: Evaluator, values: list[Value], __: Reduce) -> Value:
    return reduce(mul, values, 1)


def _maximum(evaluator: Evaluator, values: list[Element], _: Reduce) -> Value:
    if not values:
        reason = "the maximum of nothing"
        raise Undefined(reason)
    return evaluator.arithmetic.maximum(values)


def _minimum(evaluator: Evaluator, values: list[Element], term: Reduce) -> Value:
    largest: Element = _maximum(evaluator, [-value for value in values], term)
    return -largest


REDUCTIONS = {"sum": _sum, "product": _product, "maximum": _maximum, "minimum": _minimum}


def _array(evaluator: Evaluator, term: Array) -> Value:
    return evaluator.remembered(term, _array_anew)


def _array_anew(evaluator: Evaluator, term: Array) -> Value:
    indices, body, term_shape, shape = term.indices, term.body, term.shape, evaluator.shape(term.shape)
    if prod(shape) > entries.LARGEST:
        reason = f"an array of {prod(shape)} entries"
        raise Unsupported(reason)
    if len(indices) > 1:
        body = Array(indices[1:], term_shape[1:], body)
    data: list[Element] = []
    for value in _along(evaluator, indices[0], range(1, shape[0] + 1), body):
        data.extend(value.data if isinstance(value, Entries) else (value,))
    return Entries(shape, data)


def _derivative(evaluator: Evaluator, term: Derivative) -> Value:
    return evaluator.remembered(term, _derivative_anew)


def _derivative_anew(evaluator: Evaluator, term: Derivative) -> Value:
    point = evaluator.value(term.point)
    if not isinstance(point, Entries):
        return _slope(evaluator, term, point, None)
    if term.entry is not None:
        return _slope(evaluator, term, point, tuple(evaluator.integer(place) for place in term.entry))
    return _gradient(evaluator, term, point)


def _gradient(evaluator: Evaluator, term: Derivative, point: Entries) -> Entries:
    """The derivatives along all entries of the variable, in one evaluation."""
    count = len(point.data)
    seeds = [Rates([int(k == at) for k in range(count)]) for at in range(count)]
    value, level = _perturbed(evaluator, term, point, seeds)
    inner = value.shape if isinstance(value, Entries) else ()
    data: list[Element] = []
    for entry in value.data if isinstance(value, Entries) else [value]:
        rates = tangent(entry, level)
        data.extend(rates.data if isinstance(rates, Rates) else [rates] * count)
    return Entries(inner + point.shape, data)


def _slope(evaluator: Evaluator, term: Derivative, point: Value, place: tuple[int, ...] | None) -> Value:
    """The derivative along one entry of the variable, or by a scalar variable."""
    seeds = [1]
    if isinstance(point, Entries):
        point.at(place or ())
        seeds = [int(at == place) for at in entries.positions(point.shape)]
    value, level = _perturbed(evaluator, term, point, seeds)
    return mapped(lambda entry: tangent(entry, level), value)


def _perturbed(evaluator: Evaluator, term: Derivative, point: Value, seeds: list[Element]) -> tuple[Value, int]:
    """The body with the variable perturbed by ``seeds``, and the level of the perturbation."""
    evaluator.level += 1
    level = evaluator.level
    if isinstance(point, Entries):
        duals: Value = Entries(point.shape, [Dual(level, *pair) for pair in zip(point.data, seeds, strict=True)])
    else:
        duals = Dual(level, point, seeds[0])
    return evaluator.with_bound(term.variable.name, duals, (level,), term.body), level


def _integral(_: Evaluator, __: Integral) -> Value:
    reason = "an integral"
    raise Unsupported(reason)


HANDLERS: dict[type, Callable[[Evaluator, Any], Value]] = {
    Number: _number,
    Symbol: _symbol,
    Apply: _apply,
    Call: _call,
    Reduce: _reduce,
    Array: _array,
    Derivative: _derivative,
    Integral: _integral,
}
