"""Averages of polynomials of at most second degree in random vectors: the mean and the covariance are all they need."""

from __future__ import annotations

from collections.abc import Callable
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

    Of second degree, it is f(μ) + ½ ∑ Σⱼₖ (f(μ + eⱼ + eₖ) - f(μ + eⱼ) - f(μ + eₖ) + f(μ)), or with a multiple of the
    identity f(μ) + ½ c ∑ (f(μ + eⱼ) + f(μ - eⱼ) - 2 f(μ)).
    """
    middle = at(mean)
    if order < 2:
        return middle
    identity = Apply("identity", (), covariance.shape)
    one, other = (Apply("index", (identity, Symbol(name)), covariance.shape[:1]) for name in indices)
    scale = _of_identity(covariance)

    def away(*steps: Term) -> Term:
        return at(Apply("add", (mean, *steps), mean.shape))

    def minus(term: Term) -> Term:
        return Apply("multiply", (number(-1), term), term.shape)

    if scale is None:
        change = Apply("add", (away(one, other), minus(away(one)), minus(away(other)), middle), middle.shape)
        factors: tuple[Term, ...] = (HALF, Apply("index", (covariance, *map(Symbol, indices))))
    else:
        change = Apply("add", (away(one), away(minus(one)), minus(middle), minus(middle)), middle.shape)
        factors = (HALF, *scale)
    body: Term = Apply("multiply", (*factors, change), middle.shape)
    for name in reversed(indices if scale is None else indices[:1]):
        body = Reduce("sum", name, ONE, covariance.shape[0], body)
    return Apply("add", (middle, body), middle.shape)


def _of_identity(matrix: Term) -> tuple[Term, ...] | None:
    """The factors that a multiple of the identity matrix has before it; None for any other matrix."""
    match matrix:
        case Apply(operator="identity"):
            return ()
        case Apply(operator="multiply", arguments=(*factors, Apply(operator="identity"))):
            return tuple(factors) if not any(factor.shape for factor in factors) else None
    return None
