"""What the tests of the engine share: short ways to write terms, and evaluations of them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from flint import fmpq

from derivcheck.engine.evaluation.entries import Entries, Value
from derivcheck.engine.evaluation.evaluator import Evaluator
from derivcheck.engine.systems.base import Element
from derivcheck.engine.systems.field import Field, draw_primes
from derivcheck.engine.systems.rationals import Rationals
from derivcheck.engine.systems.unknowns import Polynomials
from derivcheck.terms.nodes import Apply, Number, Reduce, Shape, Symbol, Term, number

X, Y, N, I = Symbol("x"), Symbol("y"), Symbol("n"), Symbol("i")
ONE = number(1)


def vector(name: str = "v") -> Symbol:
    """A vector of n numbers."""
    return Symbol(name, (N,))


def matrix(name: str = "A") -> Symbol:
    """An n × n matrix."""
    return Symbol(name, (N, N))


def add(*parts: Term) -> Apply:
    """A sum."""
    return Apply("add", parts, parts[0].shape)


def multiply(*parts: Term) -> Apply:
    """A product."""
    return Apply("multiply", parts, parts[-1].shape)


def power(base: Term, exponent: int | Fraction) -> Apply:
    """A power with a number in the exponent."""
    return Apply("power", (base, Number(Fraction(exponent))), base.shape)


def function(name: str, argument: Term) -> Apply:
    """A function of one number."""
    return Apply(name, (argument,), argument.shape)


def entry(array: Term, *places: Term) -> Apply:
    """An entry of an array."""
    return Apply("index", (array, *places))


def matmul(left: Term, right: Term, shape: Shape) -> Apply:
    """A matrix product."""
    return Apply("matmul", (left, right), shape)


def summation(body: Term, upper: Term = N) -> Reduce:
    """The sum over i from 1."""
    return Reduce("sum", "i", ONE, upper, body)


def exact(term: Term, values: Mapping[str, Value]) -> Value:
    """The value in exact rationals."""
    return Evaluator(Rationals(Polynomials("tests")), values).value(term)


def scalar(evaluator: Evaluator, term: Term) -> Element:
    """The value of a term that is no array."""
    value = evaluator.value(term)
    assert not isinstance(value, Entries)
    return value


def number_at(term: Term, values: Mapping[str, Value]) -> Element:
    """The exact value of a term that is no array."""
    return scalar(Evaluator(Rationals(Polynomials("tests")), values), term)


def known(values: Mapping[str, Value], name: str) -> Element:
    """The value of a name that stands for no array."""
    value = values[name]
    assert not isinstance(value, Entries)
    return value


def field(key: str = "tests", *, exponents: bool = True) -> Field:
    """A finite field."""
    return Field(draw_primes(key), key, exponents=exponents)


def rational(value: int | Fraction) -> fmpq:
    """The rational number of the number system."""
    exact_value = Fraction(value)
    return fmpq(exact_value.numerator, exact_value.denominator)
