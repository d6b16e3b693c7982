"""Averages of polynomials of at most second degree in random vectors: the mean and the covariance are all they need."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from derivcheck.terms.nodes import ONE, Apply, Array, Number, Reduce, Symbol, Term, children, free_symbols, number

LINEAR = frozenset({"add", "transpose", "trace", "stack", "diagonal"})
PRODUCTS = frozenset({"multiply", "matmul", "dot", "hadamard"})
HALF = number(Fraction(1, 2))


def degree(term: Term, name: str) -> int | None:
    """The degree of ``term`` as a polynomial in the entries of an array; None where it is none."""
    if isinstance(term, Symbol):
        return int(term.name == name)
    if all(symbol.name != name for symbol in free_symbols(term)):
        return 0
    match term:
        case Apply(operator="power", arguments=(base, Number(value=value))) if value.denominator == 1 and value > 0:
            found = degree(base, name)
            return None if found is None else found * int(value)
        case Apply(operator="index", arguments=(array, *places)):
            return degree(array, name) if all(degree(place, name) == 0 for place in places) else None
        case Apply(operator=operator, arguments=parts) if operator in LINEAR | PRODUCTS:
            return _together(parts, name, sum if operator in PRODUCTS else max)
        case Reduce(operator="sum", condition=None) | Array():
            outside = [part for part in children(term) if part is not term.body]
            return degree(term.body, name) if all(degree(part, name) == 0 for part in outside) else None
    return None


def _together(parts: tuple[Term, ...], name: str, how: Callable[[list[int]], int]) -> int | None:
    degrees = [degree(part, name) for part in parts]
    known = [found for found in degrees if found is not None]
    return how(known) if len(known) == len(degrees) else None


def split(term: Term, support: Callable[[Term], frozenset[str]]) -> list[Term]:
    """Summands of ``term``, each of which depends on other variables, as far as sums and products show."""
    if len(support(term)) < 2 or not isinstance(term, Apply):
        return [term]
    match term:
        case Apply(operator="add", arguments=parts):
            groups: dict[frozenset[str], list[Term]] = {}
            for part in (inner for argument in parts for inner in split(argument, support)):
                groups.setdefault(frozenset(support(part)), []).append(part)
            return [g[0] if len(g) == 1 else Apply("add", tuple(g), term.shape) for g in groups.values()]
        case Apply(operator="transpose" | "trace", arguments=(argument,)):
            return [Apply(term.operator, (part,), term.shape) for part in split(argument, support)]
        case Apply(operator="power", arguments=(base, Number(value=value))) if value == 2 and not term.shape:
            return split(Apply("multiply", (base, base)), support)
        case Apply(operator=operator, arguments=parts) if operator in PRODUCTS:
            chosen = product(*(split(part, support) for part in parts))
            return [Apply(operator, tuple(factors), term.shape) for factors in chosen]
    return [term]


def average(at: Callable[[Term], Term], order: int, mean: Term, covariance: Term, indices: tuple[str, str]) -> Term:
    """The average of a polynomial, given by its value at a vector, of a degree up to 2.

    Of second degree, it is f(μ) + ½ ∑ Σⱼₖ (f(μ + eⱼ + eₖ) - f(μ + eⱼ) - f(μ + eₖ) + f(μ)). With D(u) = f(μ + u) +
    f(μ - u) - 2 f(μ), a diagonal matrix in Σ only needs ½ ∑ vⱼ D(eⱼ), and u uᵀ only ½ D(u).
    """
    if order < 2:
        return at(mean)
    polynomial = _Polynomial(at, mean, indices)
    parts = covariance.arguments if isinstance(covariance, Apply) and covariance.operator == "add" else (covariance,)
    return Apply("add", (at(mean), *map(polynomial.due_to, parts)), at(mean).shape)


@dataclass(frozen=True, slots=True)
class _Polynomial:
    """A polynomial of second degree, by its values; sums over places have the ``indices``."""

    at: Callable[[Term], Term]
    mean: Term
    indices: tuple[str, str]

    def due_to(self, part: Term) -> Term:
        """What a summand of the covariance matrix adds to the average."""
        factors, matrix = _scaled(part)
        one, other = (
            Apply("index", (Apply("identity", (), matrix.shape), Symbol(name)), matrix.shape[:1])
            for name in self.indices
        )
        match matrix:
            case Apply(operator="identity"):
                return self.over(factors, self.bend(one), self.indices[:1])
            case Apply(operator="diagonal", arguments=(vector,)):
                entry = Apply("index", (vector, Symbol(self.indices[0])))
                return self.over((*factors, entry), self.bend(one), self.indices[:1])
            case Apply(operator="matmul", arguments=(u, Apply(operator="transpose", arguments=(v,)))) if u == v:
                return self.over(factors, self.bend(u), ()) if len(u.shape) == 1 else self.general(part, one, other)
        return self.general(part, one, other)

    def general(self, part: Term, one: Term, other: Term) -> Term:
        """What any matrix adds."""
        middle = self.at(self.mean)
        change = self.total(self.away(one, other), _minus(self.away(one)), _minus(self.away(other)), middle)
        factors, matrix = _scaled(part)
        entry = Apply("index", (matrix, *map(Symbol, self.indices)))
        return self.over((*factors, entry), change, self.indices)

    def bend(self, step: Term) -> Term:
        """D of a step."""
        middle = _minus(self.at(self.mean))
        return self.total(self.away(step), self.away(_minus(step)), middle, middle)

    def away(self, *steps: Term) -> Term:
        """The value at the mean and some steps."""
        return self.at(Apply("add", (self.mean, *steps), self.mean.shape))

    def total(self, *terms: Term) -> Term:
        """A sum of values."""
        return Apply("add", terms, terms[0].shape)

    def over(self, factors: tuple[Term, ...], change: Term, names: tuple[str, ...]) -> Term:
        """Half of what a step changes, times factors, over all places."""
        body: Term = Apply("multiply", (HALF, *factors, change), change.shape)
        for name in reversed(names):
            body = Reduce("sum", name, ONE, self.mean.shape[0], body)
        return body


def _minus(term: Term) -> Term:
    return Apply("multiply", (number(-1), term), term.shape)


def _scaled(matrix: Term) -> tuple[tuple[Term, ...], Term]:
    """The numbers that a matrix is multiplied by, and the matrix."""
    match matrix:
        case Apply(operator="multiply", arguments=(*factors, inner)) if not any(factor.shape for factor in factors):
            before, core = _scaled(inner)
            return (*factors, *before), core
    return (), matrix
