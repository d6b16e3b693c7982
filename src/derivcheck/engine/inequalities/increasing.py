"""Increasing functions, which pass through a maximum: max φ(u) = φ(max u)."""

from __future__ import annotations

from fractions import Fraction

from derivcheck.engine.inequalities.theorem import Inapplicable
from derivcheck.terms.nodes import Apply, Number, Symbol, Term, number
from derivcheck.terms.substitution import substitute

ARGUMENT = Symbol("·t")
IDENTITY: Term = ARGUMENT
EXPONENTIAL = Apply("exp", (ARGUMENT,))
LOGARITHM = Apply("log", (ARGUMENT,))
SQUARE = Apply("power", (ARGUMENT, number(2)))
ROOT = Apply("power", (ARGUMENT, Number(Fraction(1, 2))))

# Where the functions increase: everywhere, on the positive numbers, or on those that are not negative.
EVERYWHERE: tuple[Term, ...] = (IDENTITY, EXPONENTIAL)
ON_POSITIVE: tuple[Term, ...] = (LOGARITHM,)
ON_NONNEGATIVE: tuple[Term, ...] = (SQUARE, ROOT)
FUNCTIONS = (*EVERYWHERE, *ON_POSITIVE, *ON_NONNEGATIVE)


def at(function: Term, argument: Term) -> Term:
    """The value of a function of ARGUMENT."""
    return substitute(function, {ARGUMENT.name: argument})


def increases_on(function: Term, argument: Term) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """What has to be positive, and what not negative, for the function to increase where it is taken."""
    if function in EVERYWHERE:
        return (), ()
    if function in ON_POSITIVE:
        return (argument,), ()
    if function in ON_NONNEGATIVE:
        return (), (argument,)
    raise Inapplicable
