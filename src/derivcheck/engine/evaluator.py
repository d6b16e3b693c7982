"""The one evaluator: the value of a term at a valuation, in any number system."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import reduce
from math import prod
from operator import add, mul

from derivcheck.engine import entries
from derivcheck.engine.entries import Entries, Value
from derivcheck.engine.systems.base import Element, System, Undefined, Unsupported
from derivcheck.engine.systems.duals import Arithmetic, Dual, Rates, primal, tangent
from derivcheck.terms.nodes import (
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

    ``valuation`` maps names to elements, Python ints (sizes and indices) or Entries. Raises NoValue where there is no value.
    """

    def __init__(self, system: System, valuation: Mapping[str, Value], names: Names | None = None) -> None:
        self.arithmetic = Arithmetic(system)
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

    def remembered(self, term: Term, compute: Callable[[Evaluator, Term], Value]) -> Value:
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


def _reduce_anew(evaluator: Evaluator, term: Term) -> Value:
    assert isinstance(term, Reduce)  # noqa: S101 - for the type checker
    lower, upper = evaluator.integer(term.lower), evaluator.integer(term.upper)
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


def _maximum(evaluator: Evaluator, values: list[Value], _: Reduce) -> Value:
    if not values:
        reason = "the maximum of nothing"
        raise Undefined(reason)
    return evaluator.arithmetic.maximum(values)


def _minimum(evaluator: Evaluator, values: list[Value], term: Reduce) -> Value:
    return -_maximum(evaluator, [-value for value in values], term)


REDUCTIONS = {"sum": _sum, "product": _product, "maximum": _maximum, "minimum": _minimum}


def _array(evaluator: Evaluator, term: Array) -> Value:
    return evaluator.remembered(term, _array_anew)


def _array_anew(evaluator: Evaluator, term: Term) -> Value:
    assert isinstance(term, Array)  # noqa: S101 - for the type checker
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


def _derivative_anew(evaluator: Evaluator, term: Term) -> Value:
    assert isinstance(term, Derivative)  # noqa: S101 - for the type checker
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
    return _map(lambda entry: tangent(entry, level), value)


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


def _all(evaluator: Evaluator, term: Apply) -> list[Value]:
    return [evaluator.value(argument) for argument in term.arguments]


def _folded(operation: Callable[[Element, Element], Element]) -> Callable[[Evaluator, Apply], Value]:
    """An operation over all arguments, entry by entry where some are arrays."""

    def evaluate(evaluator: Evaluator, term: Apply) -> Value:
        first, *rest = term.arguments
        result = evaluator.value(first)
        for argument in rest:
            value = evaluator.value(argument)
            if type(result) is Entries or type(value) is Entries:
                result = entries.entrywise(operation, result, value)
            else:
                result = operation(result, value)
        return result

    return evaluate


def _power(evaluator: Evaluator, term: Apply) -> Value:
    base = evaluator.value(term.arguments[0])
    exponent_term = term.arguments[1]
    arithmetic = evaluator.arithmetic
    if isinstance(exponent_term, Number):
        fraction: Fraction = exponent_term.value
        return _map(lambda entry: arithmetic.root_power(entry, fraction), base)
    exponent = evaluator.value(exponent_term)

    def power(entry: Element) -> Element:
        if not arithmetic.is_unit(primal(entry)):
            reason = "a symbolic power of what may be 0"
            raise Undefined(reason)
        return arithmetic.power(entry, exponent)

    return _map(power, base)


def _map(function: Callable[[Element], Element], value: Value) -> Value:
    return value.map(function) if isinstance(value, Entries) else function(value)


def _function(name: str) -> Callable[[Evaluator, Apply], Value]:
    def evaluate(evaluator: Evaluator, term: Apply) -> Value:
        return _map(lambda entry: evaluator.arithmetic.function(name, entry), evaluator.value(term.arguments[0]))

    return evaluate


def _absolute(evaluator: Evaluator, term: Apply) -> Value:
    return _map(evaluator.arithmetic.absolute, evaluator.value(term.arguments[0]))


def _largest(evaluator: Evaluator, term: Apply) -> Value:
    """The larger of a and b is (a + b + |a - b|)/2."""
    half = evaluator.arithmetic.number(Fraction(1, 2))
    absolute = evaluator.arithmetic.absolute

    def larger(a: Element, b: Element) -> Element:
        return half * (a + b + absolute(a - b))

    return reduce(lambda a, b: entries.entrywise(larger, a, b), _all(evaluator, term))


def _index(evaluator: Evaluator, term: Apply) -> Value:
    array = evaluator.value(term.arguments[0])
    bound = evaluator.bound
    place = tuple(
        bound[position.name]
        if type(position) is Symbol and type(bound.get(position.name)) is int
        else evaluator.integer(position)
        for position in term.arguments[1:]
    )
    if not isinstance(array, Entries):
        reason = "an index of a scalar"
        raise Unsupported(reason)
    return array.at(place)


def _matmul(evaluator: Evaluator, term: Apply) -> Value:
    return evaluator.remembered(term, _matmul_anew)


def _matmul_anew(evaluator: Evaluator, term: Term) -> Value:
    assert isinstance(term, Apply)  # noqa: S101 - for the type checker
    left, right = _all(evaluator, term)
    if not isinstance(left, Entries) or not isinstance(right, Entries):
        return entries.entrywise(mul, left, right)
    result = evaluator.product(left, right)
    return result if term.shape else result.data[0]


def _matrix(function: Callable[[Entries, Evaluator], Value]) -> Callable[[Evaluator, Apply], Value]:
    def evaluate(evaluator: Evaluator, term: Apply) -> Value:
        value = evaluator.value(term.arguments[0])
        return function(value if isinstance(value, Entries) else Entries((1, 1), [value]), evaluator)

    return evaluate


def _inverse(evaluator: Evaluator, term: Apply) -> Value:
    return evaluator.remembered(term, _inverse_anew)


def _inverse_anew(evaluator: Evaluator, term: Term) -> Value:
    assert isinstance(term, Apply)  # noqa: S101 - for the type checker
    value = evaluator.value(term.arguments[0])
    if not isinstance(value, Entries):
        return evaluator.arithmetic.reciprocal(value)
    evaluator.names.visits += value.shape[0] ** 3 // 16
    return entries.inverse(value, evaluator.arithmetic)


def _matrix_power(evaluator: Evaluator, term: Apply) -> Value:
    base, exponent = evaluator.value(term.arguments[0]), evaluator.integer(term.arguments[1])
    assert isinstance(base, Entries)  # noqa: S101 - for the type checker
    if exponent < 0:
        base, exponent = entries.inverse(base, evaluator.arithmetic), -exponent
    result = entries.identity(base.shape[0])
    while exponent:
        if exponent & 1:
            result = evaluator.product(result, base)
        base = evaluator.product(base, base)
        exponent >>= 1
    return result


def _constant(evaluator: Evaluator, term: Apply) -> Value:
    value = evaluator.value(term.arguments[0])
    return entries.fill(evaluator.shape(term.shape), lambda *_: value)


def _identity(evaluator: Evaluator, term: Apply) -> Value:
    return entries.identity(evaluator.integer(term.shape[0]))


def _diagonal(value: Entries, _: Evaluator) -> Value:
    size = value.shape[0]
    return entries.fill((size, size), lambda i, j: value.data[i - 1] if i == j else 0)


def _trace(value: Entries, _: Evaluator) -> Value:
    return reduce(add, (value.at((k, k)) for k in range(1, value.shape[0] + 1)), 0)


def _compare(holds: Callable[[int], bool]) -> Callable[[Evaluator, Apply], Value]:
    def evaluate(evaluator: Evaluator, term: Apply) -> Value:
        left, right = _all(evaluator, term)
        sign = evaluator.arithmetic.sign(left - right)
        if sign == 0 and (isinstance(left, Dual) or isinstance(right, Dual)):
            reason = "a derivative where the cases change"
            raise Undefined(reason)
        return int(holds(sign))

    return evaluate


def _cases(evaluator: Evaluator, term: Apply) -> Value:
    """Pairs of a condition and a value, and a last value for all else."""
    for condition, value in zip(term.arguments[::2], term.arguments[1::2], strict=False):
        if evaluator.value(condition):
            return evaluator.value(value)
    if len(term.arguments) % 2 == 0:
        reason = "none of the cases"
        raise Undefined(reason)
    return evaluator.value(term.arguments[-1])


def _transpose(evaluator: Evaluator, term: Apply) -> Value:
    return entries.transpose(evaluator.value(term.arguments[0]))


def _dot(evaluator: Evaluator, term: Apply) -> Value:
    return entries.dot(*_all(evaluator, term))


def _named_constant(name: str) -> Callable[[Evaluator, Apply], Value]:
    return lambda evaluator, _: evaluator.arithmetic.system.constant(name)


def _stack(evaluator: Evaluator, term: Apply) -> Value:
    """The entries of an explicit matrix or vector, row by row."""
    return Entries(evaluator.shape(term.shape), _all(evaluator, term))


FUNCTIONS = "exp log sin cos tan sinh cosh tanh arcsin arccos arctan arsinh arcosh artanh gamma digamma erf".split()

OPERATORS: dict[str, Callable[[Evaluator, Apply], Value]] = {
    **{name: _function(name) for name in FUNCTIONS},
    "add": _folded(add),
    "multiply": _folded(mul),
    "hadamard": _folded(mul),
    "power": _power,
    "abs": _absolute,
    "max": _largest,
    "min": lambda e, t: e.value(_negated_max(t)),
    "index": _index,
    "matmul": _matmul,
    "dot": _dot,
    "transpose": _transpose,
    "inverse": _inverse,
    "matrix-power": _matrix_power,
    "determinant": _matrix(lambda value, e: entries.determinant(value, e.arithmetic)),
    "trace": _matrix(_trace),
    "diagonal": _matrix(_diagonal),
    "constant": _constant,
    "identity": _identity,
    "stack": _stack,
    "cases": _cases,
    "pi": _named_constant("pi"),
    "equal": _compare(lambda sign: sign == 0),
    "different": _compare(lambda sign: sign != 0),
    "less": _compare(lambda sign: sign < 0),
    "at-most": _compare(lambda sign: sign <= 0),
}


def _negated_max(term: Apply) -> Term:
    minus = Number(Fraction(-1))
    negated = tuple(Apply("multiply", (minus, argument), argument.shape) for argument in term.arguments)
    return Apply("multiply", (minus, Apply("max", negated, term.shape)), term.shape)


HANDLERS: dict[type, Callable[[Evaluator, Term], Value]] = {
    Number: _number,
    Symbol: _symbol,
    Apply: _apply,
    Call: _call,
    Reduce: _reduce,
    Array: _array,
    Derivative: _derivative,
    Integral: _integral,
}
