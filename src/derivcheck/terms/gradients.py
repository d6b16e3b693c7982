"""Reverse differentiation of terms: the gradient of a scalar by an array, as a term.

A seed, the derivative of the result by a part, is pulled back through the operators from the outside in, as in
backpropagation; what arrives at the variable is added up. Raises NoRule where no rule covers an operator.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from derivcheck.terms.definitions import reduced
from derivcheck.terms.nodes import (
    INFINITY,
    ONE,
    ZERO,
    Apply,
    Array,
    Call,
    Derivative,
    Number,
    Reduce,
    Shape,
    Symbol,
    Term,
    bound_names,
    free_symbols,
    rebuild,
    walk,
)
from derivcheck.terms.substitution import fresh, substitute
from derivcheck.terms.tangents import (
    NoRule,
    Tangent,
    chain,
    delta,
    entrywise,
    fresh_names,
    negative,
    plus,
    power,
    times,
    unit,
    written_out,
    zero,
)

MOST_PULLS = 400
Binder = TypeVar("Binder", Reduce, Array)


@dataclass(frozen=True, slots=True)
class Arriving:
    """A seed on its way to ``target``, or to one entry of it: ``places`` may hold indices that run over a whole axis.

    ``running`` names those, bound by an array that is yet to be written around the seed.
    """

    target: Term
    places: tuple[Term, ...]
    seed: Term
    running: frozenset[str] = frozenset()


class Gradient:
    """The gradient by one symbol."""

    def __init__(self, variable: Symbol) -> None:
        self.variable = variable
        self.pulls = 0

    def of(self, body: Term) -> Term:
        """The gradient of a scalar, of the variable's shape."""
        return plus(self._landed(self.pull(body, ONE)), self.variable.shape)

    def _landed(self, arriving: Sequence[Arriving]) -> list[Term]:
        """The seeds of the variable as a whole."""
        found: list[Term] = []
        pending = list(arriving)
        while pending:
            one = pending.pop()
            if one.places:
                pending += self.pull(one.target, whole(one))
            else:
                found.append(one.seed)
        return found

    def moves(self, term: Term) -> bool:
        """Whether the variable is in ``term``."""
        return any(symbol.name == self.variable.name for symbol in free_symbols(term))

    def pull(self, term: Term, seed: Term) -> list[Arriving]:
        """Where a seed of ``term``, of its shape, arrives."""
        if not self.moves(term):
            return []
        self.pulls += 1
        if self.pulls > MOST_PULLS:
            raise NoRule("too many ways to the variable")
        match term:
            case Symbol():
                return [Arriving(term, (), seed)]
            case Apply():
                return self._apply(term, seed)
            case Call():
                return self._call(term, seed)
            case Reduce(operator="sum") if not self._bounds_move(term):
                opened = self._opened(term, seed)
                return self._along(self.pull(opened.body, seed), opened)
            case Array() if not any(map(self.moves, term.shape)):
                return self._array(self._opened(term, seed), seed)
        raise NoRule(type(term).__name__)

    def _array(self, term: Array, seed: Term) -> list[Arriving]:
        arriving = self.pull(term.body, entry(seed, *map(Symbol, term.indices)))
        for index, size in reversed(list(zip(term.indices, term.shape, strict=True))):
            arriving = self._along(arriving, Reduce("sum", index, ONE, size, ONE))
        return arriving

    def _opened(self, term: Binder, seed: Term) -> Binder:
        """A sum or an array whose indices are not mentioned in the seed."""
        names = bound_names(term)
        taken = frozenset(symbol.name for part in (seed, term) for symbol in free_symbols(part))
        if taken.isdisjoint(names):
            return term
        renamed = {name: fresh(name, taken | frozenset(names)) for name in names if name in taken}
        inner = {name: Symbol(new) for name, new in renamed.items()}
        body = substitute(term.body, inner)
        if isinstance(term, Array):
            return replace(term, indices=tuple(renamed.get(name, name) for name in names), body=body)
        condition = None if term.condition is None else substitute(term.condition, inner)
        return replace(term, index=renamed[term.index], body=body, condition=condition)

    def _bounds_move(self, term: Reduce) -> bool:
        inner = [part for part in (term.lower, term.upper, term.condition) if part is not None]
        return term.upper == INFINITY or any(map(self.moves, inner))

    def _along(self, arriving: Sequence[Arriving], over: Reduce) -> list[Arriving]:
        """Seeds out of a sum: each is summed over the index, or placed along the axis that the index runs over."""
        result: list[Arriving] = []
        for one in arriving:
            index = Symbol(over.index)
            if _mentions(one.target, over.index):
                pulled = self.pull(one.target, whole(one)) if one.places else []
                if any(_mentions(other.target, over.index) for other in pulled) or not one.places:
                    raise NoRule("a sum over arrays")
                result += self._along(pulled, over)
            elif index in one.places and _runs_over(one, over):
                result.append(replace(one, running=one.running | {over.index}))
            elif any(_mentions(place, over.index) for place in one.places):
                result += self._along(self.pull(one.target, whole(one)), over)
            else:
                result.append(replace(one, seed=summed(over, one.seed)))
        return result

    def _apply(self, term: Apply, seed: Term) -> list[Arriving]:
        rule = PULLS.get(term.operator)
        if rule is not None:
            return rule(self, term, seed)
        inner, rate = chain(term)
        return self.pull(inner, entrywise(seed, rate))

    def _call(self, term: Call, seed: Term) -> list[Arriving]:
        if any(argument.shape for argument in term.arguments):
            raise NoRule("an unknown function of an array")
        arriving: list[Arriving] = []
        for position, argument in enumerate(term.arguments):
            orders = tuple(order + (k == position) for k, order in enumerate(term.orders))
            arriving += self.pull(argument, times(seed, Call(term.function, term.arguments, orders)))
        return arriving

    def _add(self, term: Apply, seed: Term) -> list[Arriving]:
        arriving: list[Arriving] = []
        for argument in term.arguments:
            fits = argument.shape == term.shape
            arriving += self.pull(argument, seed if fits else _total(seed)) if self.moves(argument) else []
        return arriving

    def _multiply(self, term: Apply, seed: Term) -> list[Arriving]:
        arriving: list[Arriving] = []
        for position, argument in enumerate(term.arguments):
            if not self.moves(argument):
                continue
            others = [*term.arguments[:position], *term.arguments[position + 1 :]]
            scalars = [other for other in others if not other.shape]
            arrays = [other for other in others if other.shape]
            if arrays and argument.shape:
                raise NoRule("a product of arrays")
            inner = Apply("dot", (seed, arrays[0])) if arrays else seed
            arriving += self.pull(argument, times(*scalars, inner, shape=argument.shape))
        return arriving

    def _hadamard(self, term: Apply, seed: Term) -> list[Arriving]:
        left, right = term.arguments
        if left.shape != right.shape:
            raise NoRule("an entrywise product with a number")
        return self.pull(left, entrywise(seed, right)) + self.pull(right, entrywise(seed, left))

    def _dot(self, term: Apply, seed: Term) -> list[Arriving]:
        left, right = term.arguments
        first = self.pull(left, times(seed, right, shape=right.shape))
        return first + self.pull(right, times(seed, left, shape=left.shape))

    def _matmul(self, term: Apply, seed: Term) -> list[Arriving]:
        left, right = term.arguments
        if not term.shape:
            # A row times a column.
            if len(right.shape) != 1 or len(left.shape) != 2:
                raise NoRule("a product of this shape")
            row = times(seed, transposed(right), shape=left.shape)
            return self.pull(left, row) + self.pull(right, times(seed, column(left), shape=right.shape))
        if len(left.shape) == 1:
            first = Apply("matmul", (seed, column(right)), left.shape)
            return self.pull(left, first) + self.pull(right, product(transposed(left), seed, right.shape))
        outer = product(seed, transposed(right), left.shape)
        return self.pull(left, outer) + self.pull(right, product(transposed(left), seed, right.shape))

    def _transpose(self, term: Apply, seed: Term) -> list[Arriving]:
        (inner,) = term.arguments
        return self.pull(inner, column(seed) if len(inner.shape) == 1 else transposed(seed))

    def _trace(self, term: Apply, seed: Term) -> list[Arriving]:
        (inner,) = term.arguments
        return self.pull(inner, times(seed, Apply("identity", (), inner.shape), shape=inner.shape))

    def _diagonal(self, term: Apply, seed: Term) -> list[Arriving]:
        (inner,) = term.arguments
        (name,) = fresh_names(inner.shape, seed)
        return self.pull(inner, Array((name,), inner.shape, entry(seed, Symbol(name), Symbol(name))))

    def _constant(self, term: Apply, seed: Term) -> list[Arriving]:
        return self.pull(term.arguments[0], _total(seed))

    def _index(self, term: Apply, seed: Term) -> list[Arriving]:
        array, *places = term.arguments
        if any(map(self.moves, places)):
            raise NoRule("an index")
        if term.shape:
            return self.pull(array, _spread(array.shape, places, seed))
        return [Arriving(array, tuple(places), seed)]

    def _power(self, term: Apply, seed: Term) -> list[Arriving]:
        base, exponent = term.arguments
        if not isinstance(exponent, Number):
            raise NoRule("a symbolic power")
        rate = times(exponent, power(base, exponent.value - 1), shape=base.shape)
        return self.pull(base, entrywise(seed, rate))

    def _inverse(self, term: Apply, seed: Term) -> list[Arriving]:
        flipped = transposed(term)
        inner = product(product(flipped, seed, term.shape), flipped, term.shape)
        return self.pull(term.arguments[0], negative(inner))

    def _determinant(self, term: Apply, seed: Term) -> list[Arriving]:
        (matrix,) = term.arguments
        inverse = transposed(Apply("inverse", (matrix,), matrix.shape))
        return self.pull(matrix, times(seed, term, inverse, shape=matrix.shape))

    def _matrix_power(self, term: Apply, seed: Term) -> list[Arriving]:
        return self.pull(written_out(term), seed)


def summed(over: Reduce, body: Term) -> Term:
    """A sum with the factors before it that do not depend on its index."""
    factors = body.arguments if isinstance(body, Apply) and body.operator == "multiply" else (body,)
    fixed = [factor for factor in factors if not _mentions(factor, over.index)]
    moving = [factor for factor in factors if _mentions(factor, over.index)]
    inner = replace(over, body=times(*moving, shape=moving[-1].shape if moving else ()))
    return times(*sorted((*fixed, inner), key=lambda factor: len(factor.shape)), shape=body.shape)


def _mentions(term: Term, name: str) -> bool:
    return any(symbol.name == name for symbol in free_symbols(term))


def _runs_over(one: Arriving, over: Reduce) -> bool:
    """Whether an index stands at one place only, and runs over all of that axis."""
    at = [axis for axis, place in enumerate(one.places) if _mentions(place, over.index)]
    return len(at) == 1 and over.lower == ONE and over.upper == one.target.shape[at[0]] and over.condition is None


def whole(one: Arriving) -> Term:
    """The seed of the whole array of which one entry, or the entries along an axis, have a seed."""
    names = fresh_names(one.target.shape, one.seed, *one.places)
    seed, deltas = one.seed, []
    for name, size, place in zip(names, one.target.shape, one.places, strict=True):
        if isinstance(place, Symbol) and place.name in one.running:
            seed = substitute(seed, {place.name: Symbol(name)})
        else:
            deltas.append(delta(name, size, place))
    return Array(names, one.target.shape, times(*deltas, seed))


def _spread(shape: Shape, places: list[Term], seed: Term) -> Term:
    """The seed of an array of which one row, or one matrix of a family, has a seed."""
    names = fresh_names(shape, seed, *places)
    deltas = map(delta, names, shape, places)
    return Array(names, shape, times(*deltas, entry(seed, *map(Symbol, names[len(places) :]))))


def entry(term: Term, *places: Term) -> Term:
    """An entry of an array, without the array where it is written out."""
    return reduced(Apply("index", (term, *places)))


def transposed(term: Term) -> Term:
    """The transpose; of a vector, the matrix with one row."""
    if isinstance(term, Apply) and term.operator == "transpose":
        return term.arguments[0]
    shape = (ONE, term.shape[0]) if len(term.shape) == 1 else (term.shape[1], term.shape[0])
    return Apply("transpose", (term,), shape)


def column(term: Term) -> Term:
    """A matrix with one row as a vector."""
    if isinstance(term, Apply) and term.operator == "transpose" and len(term.arguments[0].shape) == 1:
        return term.arguments[0]
    (name,) = fresh_names(term.shape[1:], term)
    return Array((name,), term.shape[1:], entry(term, ONE, Symbol(name)))


def product(left: Term, right: Term, shape: Shape) -> Term:
    """A matrix product of known shape; a vector on the left is a column, and what stands behind it a row."""
    return Apply("matmul", (left, right), shape)


def _total(term: Term) -> Term:
    return Apply("dot", (term, Apply("constant", (ONE,), term.shape)))


PULLS: dict[str, Callable[[Gradient, Apply, Term], list[Arriving]]] = {
    "add": Gradient._add,  # noqa: SLF001 - the rules of the class
    "multiply": Gradient._multiply,  # noqa: SLF001
    "hadamard": Gradient._hadamard,  # noqa: SLF001
    "dot": Gradient._dot,  # noqa: SLF001
    "matmul": Gradient._matmul,  # noqa: SLF001
    "transpose": Gradient._transpose,  # noqa: SLF001
    "trace": Gradient._trace,  # noqa: SLF001
    "diagonal": Gradient._diagonal,  # noqa: SLF001
    "constant": Gradient._constant,  # noqa: SLF001
    "index": Gradient._index,  # noqa: SLF001
    "power": Gradient._power,  # noqa: SLF001
    "inverse": Gradient._inverse,  # noqa: SLF001
    "determinant": Gradient._determinant,  # noqa: SLF001
    "matrix-power": Gradient._matrix_power,  # noqa: SLF001
}


def written_derivative(term: Derivative) -> Term:
    """A derivative without ``d``: its gradient, its tangent, or its Jacobian row by row."""
    variable, body = term.variable, term.body
    if not body.shape and term.entry is not None:
        found = entry(Gradient(variable).of(body), *term.entry)
    elif not variable.shape or term.entry is not None:
        direction = ONE if term.entry is None else unit(variable.shape, term.entry)
        found = Tangent(variable.name, direction).of(body) or zero(body.shape)
    elif not body.shape:
        found = Gradient(variable).of(body)
    else:
        found = _jacobian(variable, body)
    return found if term.point == variable else simplified(substitute(found, {variable.name: term.point}))


def simplified(term: Term) -> Term:
    """``term`` without products with 0 and without summands that are 0."""
    if ZERO not in walk(term):
        return term
    term = rebuild(term, simplified)
    match term:
        case Apply(operator="multiply", arguments=arguments) if any(map(_is_zero, arguments)):
            return zero(term.shape)
        case Apply(operator="add", arguments=arguments) if any(map(_is_zero, arguments)):
            kept = [argument for argument in arguments if not _is_zero(argument)]
            return plus(kept, term.shape) if not kept or any(k.shape == term.shape for k in kept) else term
    return term


def _is_zero(term: Term) -> bool:
    return term == ZERO or (isinstance(term, Apply) and term.operator == "constant" and term.arguments[0] == ZERO)


def _jacobian(variable: Symbol, body: Term) -> Term:
    """Rows by the body: the gradient of each of its entries."""
    names = fresh_names((*body.shape, *variable.shape), body)
    rows, columns = (tuple(map(Symbol, part)) for part in (names[: len(body.shape)], names[len(body.shape) :]))
    gradient = Gradient(variable).of(entry(body, *rows))
    return Array(names, (*body.shape, *variable.shape), entry(gradient, *columns))


def without_derivatives(term: Term) -> Term:
    """``term`` with its derivatives written out, from the inside out, where rules cover them."""
    if not isinstance(term, (Number, Symbol)):
        term = rebuild(term, without_derivatives)
    if not isinstance(term, Derivative):
        return term
    try:
        return written_derivative(term)
    except NoRule:
        return term
