"""Random expressions with their LaTeX and their exact values, and rewrites of them that are true."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from hypothesis import strategies as st

NAMES = ("x", "y", "z")
Expression: TypeAlias = "Literal | Name | Sum | Product | Power"


@dataclass(frozen=True, slots=True)
class Literal:
    """A whole number."""

    value: int


@dataclass(frozen=True, slots=True)
class Name:
    """A real variable."""

    name: str


@dataclass(frozen=True, slots=True)
class Sum:
    """The left plus the right."""

    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Product:
    """The left times the right."""

    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Power:
    """A whole power from 0 to 3."""

    base: Expression
    exponent: int


def latex(expression: Expression) -> str:
    """The expression as a person would write it, with brackets wherever they may be needed."""
    match expression:
        case Literal(value):
            return str(value) if value >= 0 else f"({value})"
        case Name(name):
            return name
        case Sum(left, right):
            return rf"\left({latex(left)} + {latex(right)}\right)"
        case Product(left, right):
            return rf"{latex(left)} \cdot {latex(right)}"
        case Power(base, exponent):
            return rf"\left({latex(base)}\right)^{{{exponent}}}"


def value(expression: Expression, at: Mapping[str, Fraction]) -> Fraction:
    """The exact value."""
    match expression:
        case Literal(number):
            return Fraction(number)
        case Name(name):
            return at[name]
        case Sum(left, right):
            return value(left, at) + value(right, at)
        case Product(left, right):
            return value(left, at) * value(right, at)
        case Power(base, exponent):
            return value(base, at) ** exponent


def degree(expression: Expression) -> int:
    """A bound on the degree."""
    match expression:
        case Literal():
            return 0
        case Name():
            return 1
        case Sum(left, right):
            return max(degree(left), degree(right))
        case Product(left, right):
            return degree(left) + degree(right)
        case Power(base, exponent):
            return exponent * degree(base)


LEAVES: st.SearchStrategy[Expression] = st.one_of(
    st.builds(Literal, st.integers(-4, 4)), st.sampled_from(NAMES).map(Name)
)


def _wider(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    return st.one_of(
        st.builds(Sum, inner, inner), st.builds(Product, inner, inner), st.builds(Power, inner, st.integers(0, 3))
    )


expressions = st.recursive(LEAVES, _wider, max_leaves=8).filter(lambda expression: degree(expression) <= 12)


def _commuted(expression: Expression) -> Expression:
    match expression:
        case Sum(left, right):
            return Sum(right, left)
        case Product(left, right):
            return Product(right, left)
    return expression


def _regrouped(expression: Expression) -> Expression:
    match expression:
        case Sum(Sum(a, b), c):
            return Sum(a, Sum(b, c))
        case Product(Product(a, b), c):
            return Product(a, Product(b, c))
    return expression


def _distributed(expression: Expression) -> Expression:
    match expression:
        case Product(a, Sum(b, c)):
            return Sum(Product(a, b), Product(a, c))
        case Power(Sum(a, b), 2):
            return Sum(Sum(Power(a, 2), Product(Literal(2), Product(a, b))), Power(b, 2))
        case Power(Product(a, b), exponent):
            return Product(Power(a, exponent), Power(b, exponent))
    return expression


def _unrolled(expression: Expression) -> Expression:
    match expression:
        case Power(base, exponent) if exponent > 1:
            return Product(base, Power(base, exponent - 1))
        case Power(base, 1):
            return base
        case Power(_, 0):
            return Literal(1)
    return expression


RULES: tuple[Callable[[Expression], Expression], ...] = (_commuted, _regrouped, _distributed, _unrolled)


def rewritten(expression: Expression, choices: tuple[int, ...]) -> Expression:
    """An equal expression: at every node one of the rules, as ``choices`` say in turn."""
    rule = RULES[choices[0] % len(RULES)]
    rest = choices[1:] + choices[:1]
    match expression:
        case Sum(left, right):
            return rule(Sum(rewritten(left, rest), rewritten(right, rest)))
        case Product(left, right):
            return rule(Product(rewritten(left, rest), rewritten(right, rest)))
        case Power(base, exponent):
            return rule(Power(rewritten(base, rest), exponent))
    return expression
