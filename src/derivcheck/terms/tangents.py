"""Forward differentiation of terms: how a term changes as one of its symbols moves along a direction.

The rules are those of matrix calculus: d(X⁻¹) = -X⁻¹ dX X⁻¹, d det X = det X · tr(X⁻¹ dX). Raises NoRule where a term
has kinks, integrals or anything else that no rule covers.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TypeGuard

from derivcheck.terms.apart import BOUND
from derivcheck.terms.latex import to_latex
from derivcheck.terms.nodes import (
    INFINITY,
    ONE,
    ZERO,
    Apply,
    Array,
    Call,
    Number,
    Reduce,
    Shape,
    Symbol,
    Term,
    free_symbols,
    number,
)
from derivcheck.terms.substitution import fresh

MOST_POWER = 8
LINEAR = frozenset({"transpose", "trace", "diagonal", "constant", "stack"})


class NoRule(Exception):  # noqa: N818 - a bound that was met, not an error
    """No rule differentiates this."""


def times(*factors: Term, shape: Shape = ()) -> Term:
    """Scalars times a term of ``shape``, which comes last; nothing that is 0 or 1 is written."""
    if ZERO in factors:
        return zero(shape)
    flat = (part for factor in factors for part in (factor.arguments if _is_product(factor) else (factor,)))
    kept = tuple(factor for factor in flat if factor != ONE)
    if not kept:
        return ONE
    return kept[0] if len(kept) == 1 else Apply("multiply", kept, shape)


def _is_product(term: Term) -> TypeGuard[Apply]:
    return isinstance(term, Apply) and term.operator == "multiply"


def plus(terms: list[Term], shape: Shape) -> Term:
    """The sum of terms of one shape."""
    if not terms:
        return zero(shape)
    return terms[0] if len(terms) == 1 else Apply("add", tuple(terms), shape)


def zero(shape: Shape) -> Term:
    """0 in this shape."""
    return Apply("constant", (ZERO,), shape) if shape else ZERO


def entrywise(left: Term, right: Term) -> Term:
    """The product of corresponding entries, or of numbers."""
    if not left.shape or not right.shape:
        scalar, other = (right, left) if left.shape else (left, right)
        return times(scalar, other, shape=other.shape)
    return Apply("hadamard", (left, right), left.shape)


def power(base: Term, exponent: Fraction) -> Term:
    """A constant power, of each entry."""
    if exponent == 0:
        return Apply("constant", (ONE,), base.shape) if base.shape else ONE
    return base if exponent == 1 else Apply("power", (base, Number(exponent)), base.shape)


def negative(term: Term) -> Term:
    """The negative of a term of any shape."""
    return times(number(-1), term, shape=term.shape)


def chain(term: Apply) -> tuple[Term, Term]:
    """What a function of one number is taken of, and its derivative there, for each entry."""
    argument = term.arguments[0]
    if term.operator == "log" and isinstance(argument, Apply) and argument.operator == "abs":
        # log|u| has the derivative 1/u on either side of 0.
        argument = argument.arguments[0]
    rule = SLOPES.get(term.operator)
    if rule is None:
        raise NoRule(term.operator)
    return argument, rule(argument, term)


def _less_from_one(term: Term) -> Term:
    return Apply("add", (ONE, negative(term)), term.shape)


def _of(operator: str) -> Callable[[Term, Term], Term]:
    return lambda u, _: Apply(operator, (u,), u.shape)


SLOPES: dict[str, Callable[[Term, Term], Term]] = {
    "exp": lambda _, f: f,
    "log": lambda u, _: power(u, Fraction(-1)),
    "sin": _of("cos"),
    "cos": lambda u, _: negative(Apply("sin", (u,), u.shape)),
    "tan": lambda _, f: Apply("add", (ONE, power(f, Fraction(2))), f.shape),
    "sinh": _of("cosh"),
    "cosh": _of("sinh"),
    "tanh": lambda _, f: _less_from_one(power(f, Fraction(2))),
    "abs": lambda u, f: entrywise(u, power(f, Fraction(-1))),
    "arctan": lambda u, _: power(Apply("add", (ONE, power(u, Fraction(2))), u.shape), Fraction(-1)),
}


class Tangent:
    """The tangent of terms as ``name`` moves along ``direction``, a term of the symbol's shape."""

    def __init__(self, name: str, direction: Term) -> None:
        self.name = name
        self.direction = direction
        self.carried = frozenset(symbol.name for symbol in free_symbols(direction))

    def of(self, term: Term) -> Term | None:
        """The tangent of ``term``, of its shape; None where it does not move."""
        if not any(symbol.name == self.name for symbol in free_symbols(term)):
            return None
        match term:
            case Symbol():
                return self.direction
            case Apply():
                return self._apply(term)
            case Call():
                return self._call(term)
            case Reduce(operator="sum") if term.upper != INFINITY and not self._moves(term.lower, term.upper):
                if term.index in self.carried or (term.condition is not None and self._moves(term.condition)):
                    raise NoRule("an index that the direction mentions")
                body = self.of(term.body)
                return None if body is None else Reduce("sum", term.index, term.lower, term.upper, body, term.condition)
            case Array() if not self._moves(*term.shape) and self.carried.isdisjoint(term.indices):
                body = self.of(term.body)
                return None if body is None else Array(term.indices, term.shape, body)
        raise NoRule(type(term).__name__)

    def _moves(self, *terms: Term) -> bool:
        return any(symbol.name == self.name for term in terms for symbol in free_symbols(term))

    def _apply(self, term: Apply) -> Term:
        operator, arguments = term.operator, term.arguments
        if operator == "add":
            moved = [t for t in map(self.of, arguments) if t is not None]
            return plus([_filled(t, term.shape) for t in moved], term.shape)
        if operator in ("multiply", "hadamard", "dot", "matmul"):
            return self._product(term)
        if operator in LINEAR:
            return Apply(operator, tuple(self.of(a) or zero(a.shape) for a in arguments), term.shape)
        if operator == "index":
            array, *places = arguments
            if self._moves(*places):
                raise NoRule("an index")
            return Apply("index", (self._must(array), *places), term.shape)
        rule = RULES.get(operator)
        if rule is not None:
            return rule(self, term)
        inner, rate = chain(term)
        return entrywise(rate, self._must(inner))

    def _must(self, term: Term) -> Term:
        return self.of(term) or zero(term.shape)

    def _product(self, term: Apply) -> Term:
        terms = []
        for position, argument in enumerate(term.arguments):
            moved = self.of(argument)
            if moved is not None:
                factors = (*term.arguments[:position], moved, *term.arguments[position + 1 :])
                is_plain = term.operator == "multiply"
                terms.append(
                    times(*factors, shape=term.shape) if is_plain else Apply(term.operator, factors, term.shape)
                )
        return plus(terms, term.shape)

    def _power(self, term: Apply) -> Term:
        base, exponent = term.arguments
        terms = []
        if isinstance(exponent, Number):
            rate = times(exponent, power(base, exponent.value - 1), shape=base.shape)
            return entrywise(rate, self._must(base))
        moved = self.of(base)
        if moved is not None:
            lower = Apply("power", (base, Apply("add", (exponent, number(-1)))), base.shape)
            terms.append(entrywise(times(exponent, lower, shape=base.shape), moved))
        moved = self.of(exponent)
        if moved is not None:
            terms.append(times(moved, entrywise(term, Apply("log", (base,), base.shape)), shape=base.shape))
        return plus(terms, term.shape)

    def _inverse(self, term: Apply) -> Term:
        inner = self._must(term.arguments[0])
        product = Apply("matmul", (Apply("matmul", (term, inner), term.shape), term), term.shape)
        return negative(product)

    def _determinant(self, term: Apply) -> Term:
        (matrix,) = term.arguments
        inverse = Apply("inverse", (matrix,), matrix.shape)
        return times(term, Apply("trace", (Apply("matmul", (inverse, self._must(matrix)), matrix.shape),)))

    def _matrix_power(self, term: Apply) -> Term:
        return self._must(written_out(term))

    def _call(self, term: Call) -> Term:
        if any(argument.shape for argument in term.arguments):
            raise NoRule("an unknown function of an array")
        terms = []
        for position, argument in enumerate(term.arguments):
            moved = self.of(argument)
            if moved is not None:
                orders = tuple(order + (k == position) for k, order in enumerate(term.orders))
                rate = Call(term.function, term.arguments, orders, term.shape)
                terms.append(times(moved, rate, shape=term.shape))
        return plus(terms, term.shape)


def written_out(term: Apply) -> Term:
    """A whole power of a matrix as a product, of its inverse where the exponent is negative."""
    matrix, exponent = term.arguments
    if not isinstance(exponent, Number) or exponent.value.denominator != 1 or not 0 < abs(exponent.value) <= MOST_POWER:
        raise NoRule("a power of a matrix")
    factor = matrix if exponent.value > 0 else Apply("inverse", (matrix,), matrix.shape)
    result = factor
    for _ in range(abs(exponent.value.numerator) - 1):
        result = Apply("matmul", (result, factor), term.shape)
    return result


def _filled(term: Term, shape: Shape) -> Term:
    """A number that is added to every entry of an array, as an array."""
    return term if term.shape == shape else Apply("constant", (term,), shape)


RULES: dict[str, Callable[[Tangent, Apply], Term]] = {
    "power": Tangent._power,  # noqa: SLF001 - the rules of the class
    "inverse": Tangent._inverse,  # noqa: SLF001
    "determinant": Tangent._determinant,  # noqa: SLF001
    "matrix-power": Tangent._matrix_power,  # noqa: SLF001
}


def unit(shape: Shape, places: tuple[Term, ...]) -> Term:
    """The array with a 1 at one place."""
    names = fresh_names(shape, *places)
    return Array(names, shape, times(*map(delta, names, shape, places)))


def delta(name: str, size: Term, place: Term) -> Term:
    """1 where an index is at its place, else 0: an entry of the identity matrix."""
    return Apply("index", (Apply("identity", (), (size, size)), Symbol(name), place))


def fresh_names(shape: Shape, *inside: Term) -> tuple[str, ...]:
    """Names for the indices of an array of ``shape`` around terms that do not mention them.

    A name tells its range, as everywhere (see terms.apart), so that it never stands for two.
    """
    taken = frozenset(symbol.name for term in inside for symbol in free_symbols(term))
    return tuple(fresh(f"{BOUND}g{axis}:1..{to_latex(size)}", taken) for axis, size in enumerate(shape))
