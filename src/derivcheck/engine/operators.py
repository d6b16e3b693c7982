"""The operators of mathematics: how each is evaluated, in any number system."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from math import prod
from operator import add, mul
from typing import TYPE_CHECKING, TypeAlias

from derivcheck.engine import entries
from derivcheck.engine.entries import Entries, Value, mapped
from derivcheck.engine.systems.base import Element, Undefined, Unsupported
from derivcheck.engine.systems.duals import Dual, primal
from derivcheck.terms.nodes import Apply, Number, Symbol, Term

if TYPE_CHECKING:
    # The evaluator looks its operators up here, so it cannot be imported when the program runs.
    from derivcheck.engine.evaluator import Evaluator

Operator: TypeAlias = "Callable[[Evaluator, Apply], Value]"


def _all(evaluator: Evaluator, term: Apply) -> list[Value]:
    return [evaluator.value(argument) for argument in term.arguments]


def _folded(operation: Callable[[Element, Element], Element]) -> Operator:
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
        return mapped(lambda entry: arithmetic.root_power(entry, fraction), base)
    exponent = evaluator.value(exponent_term)
    if not isinstance(exponent, int) and _is_of_integers(evaluator, exponent_term):
        exponent = _exact(evaluator, exponent_term, exponent)

    def power(entry: Element) -> Element:
        if not arithmetic.is_unit(primal(entry)):
            reason = "a symbolic power of what may be 0"
            raise Undefined(reason)
        return arithmetic.power(entry, exponent)

    return mapped(power, base)


def _is_of_integers(evaluator: Evaluator, term: Term) -> bool:
    """Whether only numbers, sizes, indices and integers stand in ``term``."""
    return all(isinstance(evaluator.bound.get(name), int) for name in evaluator.names.of(term))


def _exact(evaluator: Evaluator, term: Term, value: Value) -> Value:
    """An integer such as n(n - 1)/2 as one, where the number system shows a quotient."""
    found = _fraction(evaluator, term)
    return int(found) if found is not None and found.denominator == 1 else value


def _fraction(evaluator: Evaluator, term: Term) -> Fraction | None:
    match term:
        case Number():
            return term.value
        case Symbol():
            return Fraction(evaluator.integer(term))
        case Apply(operator="add" | "multiply"):
            parts = [_fraction(evaluator, argument) for argument in term.arguments]
            known = [part for part in parts if part is not None]
            if len(known) < len(parts):
                return None
            return sum(known, Fraction(0)) if term.operator == "add" else prod(known, start=Fraction(1))
        case Apply(operator="power", arguments=(Number(value=base), Number(value=exponent))):
            return 1 / base if exponent == -1 and base else None
    return None


def _function(name: str) -> Operator:
    def evaluate(evaluator: Evaluator, term: Apply) -> Value:
        return mapped(lambda entry: evaluator.arithmetic.function(name, entry), evaluator.value(term.arguments[0]))

    return evaluate


def _absolute(evaluator: Evaluator, term: Apply) -> Value:
    return mapped(evaluator.arithmetic.absolute, evaluator.value(term.arguments[0]))


def _largest(evaluator: Evaluator, term: Apply) -> Value:
    """The larger of a and b is (a + b + |a - b|)/2."""
    half = evaluator.arithmetic.number(Fraction(1, 2))
    absolute = evaluator.arithmetic.absolute

    def larger(a: Element, b: Element) -> Element:
        return half * (a + b + absolute(a - b))

    return reduce(lambda a, b: entries.entrywise(larger, a, b), _all(evaluator, term))


def _index(evaluator: Evaluator, term: Apply) -> Value:
    array = evaluator.value(term.arguments[0])
    bound: dict[str, Element] = evaluator.bound
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


def _matmul_anew(evaluator: Evaluator, term: Apply) -> Value:
    left, right = _all(evaluator, term)
    if not isinstance(left, Entries) or not isinstance(right, Entries):
        return entries.entrywise(mul, left, right)
    result = evaluator.product(left, right)
    return result if term.shape else result.data[0]


def _matrix(function: Callable[[Entries, Evaluator], Value]) -> Operator:
    def evaluate(evaluator: Evaluator, term: Apply) -> Value:
        value = evaluator.value(term.arguments[0])
        return function(value if isinstance(value, Entries) else Entries((1, 1), [value]), evaluator)

    return evaluate


def _inverse(evaluator: Evaluator, term: Apply) -> Value:
    return evaluator.remembered(term, _inverse_anew)


def _inverse_anew(evaluator: Evaluator, term: Apply) -> Value:
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


def _compare(holds: Callable[[int], bool]) -> Operator:
    def evaluate(evaluator: Evaluator, term: Apply) -> Value:
        sides: list[Element] = _all(evaluator, term)
        left, right = sides
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


def _named_constant(name: str) -> Operator:
    return lambda evaluator, _: evaluator.arithmetic.system.constant(name)


def _stack(evaluator: Evaluator, term: Apply) -> Value:
    """The entries of an explicit matrix or vector, row by row."""
    return Entries(evaluator.shape(term.shape), _all(evaluator, term))


def _infinity(_: Evaluator, __: Apply) -> Value:
    reason = "an infinite sum"
    raise Unsupported(reason)


def _magnitude(_: Evaluator, __: Apply) -> Value:
    reason = "an order of magnitude"
    raise Unsupported(reason)


def _negated_max(term: Apply) -> Term:
    minus = Number(Fraction(-1))
    negated = tuple(Apply("multiply", (minus, argument), argument.shape) for argument in term.arguments)
    return Apply("multiply", (minus, Apply("max", negated, term.shape)), term.shape)


FUNCTIONS = "exp log sin cos tan sinh cosh tanh arcsin arccos arctan arsinh arcosh artanh gamma digamma erf".split()

OPERATORS: dict[str, Operator] = {
    **{name: _function(name) for name in FUNCTIONS},
    "add": _folded(add),
    "multiply": _folded(mul),
    "hadamard": _folded(mul),
    "power": _power,
    "abs": _absolute,
    "max": _largest,
    "min": lambda evaluator, term: evaluator.value(_negated_max(term)),
    "index": _index,
    "infinity": _infinity,
    "big-o": _magnitude,
    "little-o": _magnitude,
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
