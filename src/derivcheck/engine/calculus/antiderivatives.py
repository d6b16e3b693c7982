"""Indefinite integrals: sides that hold antiderivatives are equal up to a constant when their derivatives are equal."""

from __future__ import annotations

from derivcheck.engine.algebra.sums import mentions, product, total
from derivcheck.terms.nodes import Apply, Derivative, Symbol, Term, operators

NAME = "antiderivative"


class NoDerivative(Exception):  # noqa: N818 - a bound that was met, not an error
    """An antiderivative stands where its constant would not be a constant, such as x·∫f dx."""


def compared(left: Term, right: Term) -> tuple[Term, Term]:
    """The derivatives of both sides by the variable of integration; the sides themselves without antiderivatives."""
    variables = {name for side in (left, right) for name in _variables(side)}
    if not variables:
        return left, right
    if len(variables) > 1:
        raise NoDerivative
    variable = Symbol(variables.pop())
    return _derivative(left, variable), _derivative(right, variable)


def _variables(term: Term) -> set[str]:
    if NAME not in operators(term):
        return set()
    if isinstance(term, Apply) and term.operator == NAME:
        by = term.arguments[1]
        return {by.name} if isinstance(by, Symbol) else set()
    if isinstance(term, Apply):
        return set().union(*map(_variables, term.arguments))
    raise NoDerivative


def _derivative(term: Term, variable: Symbol) -> Term:
    if NAME not in operators(term):
        return Derivative(variable, term, variable)
    if isinstance(term, Apply) and term.operator == NAME:
        return term.arguments[0]
    if isinstance(term, Apply) and term.operator == "add":
        return total([_derivative(part, variable) for part in term.arguments])
    if isinstance(term, Apply) and term.operator == "multiply":
        constants = [factor for factor in term.arguments if not mentions(factor, variable.name)]
        varying = [factor for factor in term.arguments if mentions(factor, variable.name)]
        if len(varying) == 1:
            return product([*constants, _derivative(varying[0], variable)])
    raise NoDerivative
