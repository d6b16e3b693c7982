"""Derivatives of elementary terms in one variable."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import prod

from derivcheck.engine.algebra.sums import product, reciprocal, total
from derivcheck.terms.nodes import ONE, ZERO, Apply, Number, Symbol, Term, free_symbols, number, rebuild
from derivcheck.terms.substitution import substitute

MOST_RAISED = 64


def derivative(term: Term, variable: Symbol) -> Term:
    """The derivative of a term that is made of the operators in SMOOTH and of powers."""
    if variable not in free_symbols(term):
        return ZERO
    if term == variable:
        return ONE
    assert isinstance(term, Apply)  # noqa: S101 - the caller saw to it
    arguments = term.arguments
    if term.operator == "add":
        return total([derivative(part, variable) for part in arguments])
    if term.operator == "multiply":
        return total(
            [
                product([*arguments[:place], slope, *arguments[place + 1 :]])
                for place, part in enumerate(arguments)
                if (slope := derivative(part, variable)) != ZERO
            ]
        )
    if term.operator == "power":
        return _power(arguments[0], arguments[1], variable)
    inner = arguments[0]
    return product([SMOOTH[term.operator](inner), derivative(inner, variable)])


def at_number(term: Term, variable: Symbol, value: Term) -> Term:
    """A term where the variable is a number, with sums and products of numbers worked out."""
    return _folded(substitute(term, {variable.name: value}))


def _folded(term: Term) -> Term:
    term = rebuild(term, _folded)
    numbers = [part.value for part in term.arguments if isinstance(part, Number)] if isinstance(term, Apply) else []
    if not isinstance(term, Apply) or not numbers or len(numbers) < len(term.arguments):
        return term
    if term.operator == "add":
        return Number(sum(numbers, Fraction(0)))
    if term.operator == "multiply":
        return Number(prod(numbers, start=Fraction(1)))
    if term.operator == "power" and numbers[1].denominator == 1 and abs(numbers[1]) <= MOST_RAISED and numbers[0]:
        return Number(numbers[0] ** numbers[1].numerator)
    return term


def _power(base: Term, exponent: Term, variable: Symbol) -> Term:
    if isinstance(exponent, Number):
        lowered = ONE if exponent.value == 1 else Apply("power", (base, Number(exponent.value - 1)))
        return product([exponent, lowered, derivative(base, variable)])
    whole = Apply("power", (base, exponent))
    return product([whole, Apply("log", (base,)), derivative(exponent, variable)])


def _of(operator: str) -> Callable[[Term], Term]:
    return lambda inner: Apply(operator, (inner,))


def _squared(term: Term) -> Term:
    return Apply("power", (term, number(2)))


def _cosine(inner: Term) -> Term:
    return product([number(-1), Apply("sin", (inner,))])


def _tanh(inner: Term) -> Term:
    return total([ONE, product([number(-1), _squared(Apply("tanh", (inner,)))])])


def _arctan(inner: Term) -> Term:
    return reciprocal(total([ONE, _squared(inner)]))


def _erf(inner: Term) -> Term:
    root = Apply("power", (Apply("pi", ()), Number(-ONE.value / 2)))
    return product([number(2), root, Apply("exp", (product([number(-1), _squared(inner)]),))])


SMOOTH: Mapping[str, Callable[[Term], Term]] = {
    "exp": _of("exp"),
    "log": reciprocal,
    "sin": _of("cos"),
    "cos": _cosine,
    "sinh": _of("cosh"),
    "cosh": _of("sinh"),
    "tanh": _tanh,
    "arctan": _arctan,
    "erf": _erf,
    "add": _of("add"),
    "multiply": _of("multiply"),
    "pi": _of("pi"),
}
"""The derivative of each function at its argument; sums and products have rules of their own."""
