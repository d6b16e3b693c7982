"""Each family's moments and logarithms are those of its density, by rigorous integrals and sums."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import arb

from derivcheck.engine.question import Question
from derivcheck.engine.refuter import value_of
from derivcheck.engine.systems.unknowns import Polynomials
from derivcheck.terms.families import FAMILIES, Family, log, power, times
from derivcheck.terms.nodes import ZERO, Integral, Reduce, Symbol, Term, number
from derivcheck.terms.scope import Scope

X = Symbol("x")
PARAMETERS = {
    "normal": (number(Fraction(1, 2)), number(2)),
    "exponential": (number(Fraction(3, 2)),),
    "gamma": (number(2), number(3)),
    "beta": (number(2), number(3)),
    "uniform": (number(-1), number(2)),
    "laplace": (number(Fraction(1, 2)), number(2)),
    "bernoulli": (number(Fraction(1, 3)),),
    "binomial": (number(5), number(Fraction(1, 3))),
    "poisson": (number(2),),
}


def _value(term: Term) -> arb:
    asked = Question(term, "=", ZERO, Scope())
    return arb(value_of(term, {}, Polynomials("test"), asked))


def _average(row: Family, parameters: tuple[Term, ...], function: Term) -> Term:
    body = times(row.density(X, parameters), function)
    lower, upper = row.support(parameters)
    if not row.discrete:
        return Integral("x", lower, upper, body)
    assert lower is not None
    assert upper is not None
    return Reduce("sum", "x", lower, upper, body)


def test_every_family_is_looked_at() -> None:
    """A new row needs parameters here."""
    assert PARAMETERS.keys() == FAMILIES.keys()


@pytest.mark.parametrize("degree", range(5))
@pytest.mark.parametrize("name", FAMILIES)
def test_a_moment_is_the_average_of_the_power(name: str, degree: int) -> None:
    """The average of x to the power, degree 0 included: densities are normalised."""
    row, parameters = FAMILIES[name], PARAMETERS[name]
    expected = _value(row.moment(degree, parameters)) if degree else arb(1)
    found = _value(_average(row, parameters, power(X, degree)))
    assert found.overlaps(expected)
    assert found.rad() < 0.01


@pytest.mark.parametrize("name", [name for name, row in FAMILIES.items() if row.logarithm is not None])
def test_a_logarithm_is_that_of_the_density(name: str) -> None:
    """Where the density is positive, at a point that its support holds."""
    row, parameters = FAMILIES[name], PARAMETERS[name]
    assert row.logarithm is not None
    point = number(1)
    written, plain = row.logarithm(point, parameters), log(row.density(point, parameters))
    assert _value(written).overlaps(_value(plain))


@pytest.mark.parametrize("name", [name for name, row in FAMILIES.items() if row.log_moment is not None])
def test_a_log_moment_is_the_average_of_the_logarithm(name: str) -> None:
    """The digamma function is what the integral of log x gives."""
    row, parameters = FAMILIES[name], PARAMETERS[name]
    assert row.log_moment is not None
    assert _value(row.log_moment(parameters)).overlaps(_value(_average(row, parameters, log(X))))
