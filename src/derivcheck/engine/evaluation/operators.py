"""The operators of mathematics: how each is compiled, for any number system."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial, reduce
from operator import add, itemgetter, mul
from typing import TYPE_CHECKING, TypeAlias

from derivcheck.engine.algebra.exponents import whole_exponent
from derivcheck.engine.evaluation import entries
from derivcheck.engine.evaluation.entries import Entries, Value, mapped, whole
from derivcheck.engine.evaluation.matrix_operators import MATRIX_OPERATORS
from derivcheck.engine.systems.base import Element, Undefined, Unsupported
from derivcheck.engine.systems.duals import Arithmetic, Dual, primal
from derivcheck.terms.nodes import Apply, Number, Symbol

if TYPE_CHECKING:
    # The compiler looks its operators up here, so it cannot be imported when the program runs.
    from derivcheck.engine.evaluation.compiler import Code, Compiler
    from derivcheck.engine.evaluation.evaluator import Evaluator

Operator: TypeAlias = "Callable[[Compiler, Apply], Code]"


def _folded(operation: Callable[[Element, Element], Element]) -> Operator:
    """An operation over all arguments, entry by entry where some are arrays."""

    def compile_it(compiler: Compiler, term: Apply) -> Code:
        first, *rest = compiler.codes(term.arguments)
        if len(rest) == 1:
            return _pair(operation, first, rest[0])

        def fold(evaluator: Evaluator) -> Value:
            result = first(evaluator)
            for code in rest:
                value = code(evaluator)
                if type(result) is Entries or type(value) is Entries:
                    result = entries.entrywise(operation, result, value)
                else:
                    result = operation(result, value)
            return result

        return fold

    return compile_it


def _pair(operation: Callable[[Element, Element], Element], first: Code, second: Code) -> Code:
    def pair(evaluator: Evaluator) -> Value:
        left, right = first(evaluator), second(evaluator)
        if type(left) is Entries or type(right) is Entries:
            return entries.entrywise(operation, left, right)
        return operation(left, right)

    return pair


def _power(compiler: Compiler, term: Apply) -> Code:
    base, by = term.arguments
    if isinstance(by, Number):
        return _number_power(compiler.code(base), by.value)
    base_code, exponent_code = compiler.codes((base, by))

    def power(evaluator: Evaluator) -> Value:
        base, arithmetic = base_code(evaluator), evaluator.arithmetic
        exponent = whole_exponent(evaluator, by, exponent_code(evaluator))
        if isinstance(exponent, Entries):
            # What was read as a number may stand for an array by now, as x does where x^x meets a gradient in x.
            reason = "a power whose exponent is an array"
            raise Unsupported(reason)

        def entry_power(entry: Element) -> Element:
            if not arithmetic.is_unit(primal(entry)):
                reason = "a symbolic power of what may be 0"
                raise Undefined(reason)
            return arithmetic.power(entry, exponent)

        return mapped(entry_power, base)

    return power


def _number_power(base: Code, exponent: Fraction) -> Code:
    if exponent == -1:
        return _entrywise(base, Arithmetic.reciprocal)
    if exponent.denominator == 1:
        times = exponent.numerator
        return _entrywise(base, lambda arithmetic, entry: arithmetic.integer_power(entry, times))
    return _entrywise(base, lambda arithmetic, entry: arithmetic.root_power(entry, exponent))


def _entrywise(code: Code, function: Callable[[Arithmetic, Element], Element]) -> Code:
    """The code of a function of one argument, applied to each entry of an array."""

    def evaluate(evaluator: Evaluator) -> Value:
        value = code(evaluator)
        if type(value) is Entries:
            return value.map(partial(function, evaluator.arithmetic))
        return function(evaluator.arithmetic, value)

    return evaluate


def _odd_root(compiler: Compiler, term: Apply) -> Code:
    base, degree = compiler.code(term.arguments[0]), compiler.integer(term.arguments[1])

    def root(evaluator: Evaluator) -> Value:
        degree_here = degree(evaluator)
        return mapped(lambda entry: evaluator.arithmetic.odd_root(entry, degree_here), base(evaluator))

    return root


def _function(name: str) -> Operator:
    def compile_it(compiler: Compiler, term: Apply) -> Code:
        return _entrywise(compiler.code(term.arguments[0]), lambda arithmetic, entry: arithmetic.function(name, entry))

    return compile_it


def _absolute(compiler: Compiler, term: Apply) -> Code:
    return _entrywise(compiler.code(term.arguments[0]), Arithmetic.absolute)


def _sign(compiler: Compiler, term: Apply) -> Code:
    def sign(arithmetic: Arithmetic, entry: Element) -> Element:
        found = arithmetic.sign(entry)
        if found == 0 and isinstance(entry, Dual):
            reason = "the derivative of a sign at 0"
            raise Undefined(reason)
        return found

    return _entrywise(compiler.code(term.arguments[0]), sign)


def _largest(compiler: Compiler, term: Apply) -> Code:
    """The larger of a and b is (a + b + |a - b|)/2."""
    codes = compiler.codes(term.arguments)

    def largest(evaluator: Evaluator) -> Value:
        half = evaluator.arithmetic.number(Fraction(1, 2))
        absolute = evaluator.arithmetic.absolute

        def larger(a: Element, b: Element) -> Element:
            return half * (a + b + absolute(a - b))

        values = [code(evaluator) for code in codes]
        return reduce(lambda a, b: entries.entrywise(larger, a, b), values)

    return largest


def _smallest(compiler: Compiler, term: Apply) -> Code:
    """The smaller of a and b is the negative of the larger of -a and -b."""
    minus = Number(Fraction(-1))
    negated = tuple(Apply("multiply", (minus, argument), argument.shape) for argument in term.arguments)
    return compiler.code(Apply("multiply", (minus, Apply("max", negated, term.shape)), term.shape))


def _index(compiler: Compiler, term: Apply) -> Code:
    array_code, codes = compiler.code(term.arguments[0]), compiler.codes(term.arguments[1:])
    if all(isinstance(argument, Symbol) for argument in term.arguments):
        return _entry_by_names([argument.name for argument in term.arguments if isinstance(argument, Symbol)])

    def index(evaluator: Evaluator) -> Value:
        array = array_code(evaluator)
        return _entry(array, tuple([code(evaluator) for code in codes]))

    return index


def _entry_by_names(names: Sequence[str]) -> Code:
    """The code of an entry x_i or A_ij, which most terms with indices are full of."""
    array_name, *place_names = names
    places = itemgetter(*place_names)
    single = len(place_names) == 1

    def index(evaluator: Evaluator) -> Value:
        bound = evaluator.bound
        try:
            array, place = bound[array_name], places(bound)
        except KeyError as missing:
            raise Unsupported(missing.args[0]) from None
        return _entry(array, (place,) if single else place)

    return index


def _entry(array: Value, place: tuple[Value, ...]) -> Value:
    if type(array) is Entries:
        return array.at(tuple(map(whole, place)))
    reason = "an index of a scalar"
    raise Unsupported(reason)


def _matmul(compiler: Compiler, term: Apply) -> Code:
    return compiler.remembered(term, lambda: _matmul_anew(compiler, term))


def _matmul_anew(compiler: Compiler, term: Apply) -> Code:
    first, second = compiler.codes(term.arguments)
    is_scalar = not term.shape

    def matmul(evaluator: Evaluator) -> Value:
        left, right = first(evaluator), second(evaluator)
        if not isinstance(left, Entries) or not isinstance(right, Entries):
            return entries.entrywise(mul, left, right)
        result = evaluator.product(left, right)
        return result.data[0] if is_scalar else result

    return matmul


def _matrix(function: Callable[[Entries, Evaluator], Value]) -> Operator:
    def compile_it(compiler: Compiler, term: Apply) -> Code:
        code = compiler.code(term.arguments[0])

        def evaluate(evaluator: Evaluator) -> Value:
            value = code(evaluator)
            return function(value if isinstance(value, Entries) else Entries((1, 1), [value]), evaluator)

        return evaluate

    return compile_it


def _inverse(compiler: Compiler, term: Apply) -> Code:
    return compiler.remembered(term, lambda: _inverse_anew(compiler, term))


def _inverse_anew(compiler: Compiler, term: Apply) -> Code:
    code = compiler.code(term.arguments[0])

    def inverse(evaluator: Evaluator) -> Value:
        value = code(evaluator)
        if not isinstance(value, Entries):
            return evaluator.arithmetic.reciprocal(value)
        evaluator.budget.spend(value.shape[0] ** 3 // 16)
        return entries.inverse(value, evaluator.arithmetic)

    return inverse


def _matrix_power(compiler: Compiler, term: Apply) -> Code:
    base_code, exponent_code = compiler.code(term.arguments[0]), compiler.integer(term.arguments[1])

    def matrix_power(evaluator: Evaluator) -> Value:
        base, exponent = base_code(evaluator), exponent_code(evaluator)
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

    return matrix_power


def _constant(compiler: Compiler, term: Apply) -> Code:
    code, shape = compiler.code(term.arguments[0]), compiler.shape(term.shape)

    def constant(evaluator: Evaluator) -> Value:
        value = code(evaluator)
        return entries.fill(shape(evaluator), lambda *_: value)

    return constant


def _identity(compiler: Compiler, term: Apply) -> Code:
    size = compiler.integer(term.shape[0])
    return lambda evaluator: entries.identity(size(evaluator))


def _diagonal(value: Entries, _: Evaluator) -> Value:
    size = value.shape[0]
    return entries.fill((size, size), lambda i, j: value.data[i - 1] if i == j else 0)


def _trace(value: Entries, _: Evaluator) -> Value:
    return reduce(add, (value.at((k, k)) for k in range(1, value.shape[0] + 1)), 0)


def _compare(holds: Callable[[int], bool]) -> Operator:
    def compile_it(compiler: Compiler, term: Apply) -> Code:
        first, second = compiler.codes(term.arguments)

        def compare(evaluator: Evaluator) -> Value:
            left: Element = first(evaluator)
            right: Element = second(evaluator)
            sign = evaluator.arithmetic.sign(left - right)
            if sign == 0 and (isinstance(left, Dual) or isinstance(right, Dual)):
                reason = "a derivative where the cases change"
                raise Undefined(reason)
            return int(holds(sign))

        return compare

    return compile_it


def _cases(compiler: Compiler, term: Apply) -> Code:
    """Pairs of a condition and a value, and a last value for all else."""
    codes = compiler.codes(term.arguments)
    pairs = tuple(zip(codes[::2], codes[1::2], strict=False))
    otherwise = codes[-1] if len(codes) % 2 else None

    def cases(evaluator: Evaluator) -> Value:
        for condition, value in pairs:
            if condition(evaluator):
                return value(evaluator)
        if otherwise is None:
            reason = "none of the cases"
            raise Undefined(reason)
        return otherwise(evaluator)

    return cases


def _transpose(compiler: Compiler, term: Apply) -> Code:
    code = compiler.code(term.arguments[0])
    return lambda evaluator: entries.transpose(code(evaluator))


def _dot(compiler: Compiler, term: Apply) -> Code:
    first, second = compiler.codes(term.arguments)
    return lambda evaluator: entries.dot(first(evaluator), second(evaluator))


def _named_constant(name: str) -> Operator:
    return lambda _, __: lambda evaluator: evaluator.arithmetic.system.constant(name)


def _refused(reason: str) -> Operator:
    """What has a meaning only in places where it is looked for."""

    def refuse(_: Evaluator) -> Value:
        raise Unsupported(reason)

    return lambda _, __: refuse


def _stack(compiler: Compiler, term: Apply) -> Code:
    """The entries of an explicit matrix or vector, row by row."""
    codes, shape = compiler.codes(term.arguments), compiler.shape(term.shape)
    return lambda evaluator: Entries(shape(evaluator), [code(evaluator) for code in codes])


FUNCTIONS = "exp log sin cos tan sinh cosh tanh arcsin arccos arctan arsinh arcosh artanh gamma digamma erf".split()

OPERATORS: dict[str, Operator] = {
    **MATRIX_OPERATORS,
    **{name: _function(name) for name in FUNCTIONS},
    "add": _folded(add),
    "multiply": _folded(mul),
    "hadamard": _folded(mul),
    "power": _power,
    "root": _odd_root,
    "abs": _absolute,
    "sign": _sign,
    "max": _largest,
    "min": _smallest,
    "index": _index,
    "infinity": _refused("an infinite sum"),
    "big-o": _refused("an order of magnitude"),
    "little-o": _refused("an order of magnitude"),
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
