"""What is known of special functions at special arguments, one rule for each operator."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from derivcheck.engine.algebra.angles import arccosine, arcsine, arctangent, cosine, sine, tangent
from derivcheck.engine.algebra.sums import product, total
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.engine.series.factorials import digamma, gamma
from derivcheck.terms.nodes import ONE, Apply, Number, Term, number, operators, rebuild

HALF = Number(Fraction(1, 2))
INVERSES = frozenset({"arsinh", "arcosh", "artanh"})


def exponential_of(term: Apply) -> list[tuple[Term, Fraction]]:
    """E to the power of an inverse hyperbolic function, as positive factors with their powers."""
    argument = term.arguments[0]
    if term.operator == "artanh":
        minus = product([number(-1), argument])
        return [(total([ONE, argument]), Fraction(1, 2)), (total([ONE, minus]), Fraction(-1, 2))]
    square = Apply("power", (argument, number(2)))
    shifted = total([square, number(1 if term.operator == "arsinh" else -1)])
    return [(total([argument, Apply("power", (shifted, HALF))]), Fraction(1))]


def as_logarithms(term: Term) -> Term:
    """``term`` with inverse hyperbolic functions written as logarithms."""
    term = rebuild(term, as_logarithms)
    if not (isinstance(term, Apply) and term.operator in INVERSES and not term.shape):
        return term
    return total([product([Number(power), Apply("log", (base,))]) for base, power in exponential_of(term)])


def _has_logarithm(term: Term) -> bool:
    return not (INVERSES | {"log"}).isdisjoint(operators(term))


def hyperbolic(term: Apply) -> Term:
    """Sinh, cosh and tanh of a logarithm by exponentials, as which it drops out."""
    argument = term.arguments[0]
    if not _has_logarithm(argument):
        return term
    up, down = (Apply("exp", (product([number(sign), argument]),)) for sign in (1, -1))
    if term.operator == "tanh":
        twice = Apply("exp", (product([number(2), argument]),))
        return product([total([twice, number(-1)]), Apply("power", (total([twice, ONE]), number(-1)))])
    second = down if term.operator == "cosh" else product([number(-1), down])
    return product([HALF, total([up, second])])


def arsinh(term: Apply, _: Bounds) -> Term:
    """Arsinh undoes sinh."""
    return _undone(term, "sinh")


def artanh(term: Apply, _: Bounds) -> Term:
    """Artanh undoes tanh."""
    return _undone(term, "tanh")


def _undone(term: Apply, inner: str) -> Term:
    argument = term.arguments[0]
    return argument.arguments[0] if isinstance(argument, Apply) and argument.operator == inner else term


SPECIAL: dict[str, Callable[[Apply, Bounds], Term]] = {
    "gamma": gamma,
    "digamma": digamma,
    "sin": sine,
    "cos": cosine,
    "tan": tangent,
    "arcsin": arcsine,
    "arccos": arccosine,
    "arctan": arctangent,
    "arsinh": arsinh,
    "artanh": artanh,
}
