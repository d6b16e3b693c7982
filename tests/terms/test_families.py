"""Each family's moments and logarithms are those of its density, by rigorous integrals and sums."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import arb

from derivcheck.engine.question import Question
from derivcheck.engine.refuting.refuter import value_of
from derivcheck.engine.systems.unknowns import Polynomials
from derivcheck.terms.families import FAMILIES, Distribution, Family
from derivcheck.terms.nodes import ZERO, Apply, Integral, Reduce, Symbol, Term, number
from derivcheck.terms.scope import Scope
from derivcheck.terms.shorthand import exp, log, minus, plus, power, times
from derivcheck.terms.substitution import substitute

X = Symbol("x")
PARAMETERS: dict[str, tuple[Term, ...]] = {
    "density": (Integral("t", ZERO, number(1), times(number(2), Symbol("t"))),),
    "normal": (number(Fraction(1, 2)), number(2)),
    "exponential": (number(Fraction(3, 2)),),
    "gamma": (number(2), number(3)),
    "beta": (number(2), number(3)),
    "uniform": (number(-1), number(2)),
    "discrete-uniform": (number(-1), number(3)),
    "log-normal": (number(0), number(Fraction(1, 4))),
    "laplace": (number(Fraction(1, 2)), number(2)),
    "bernoulli": (number(Fraction(1, 3)),),
    "categorical": (Apply("constant", (number(Fraction(1, 4)),), (number(4),)),),
    "binomial": (number(5), number(Fraction(1, 3))),
    "poisson": (number(2),),
}


def _value(term: Term) -> arb:
    asked = Question(term, "=", ZERO, Scope())
    return arb(value_of(term, {}, Polynomials("test"), asked))


def _average(row: Family, parameters: tuple[Term, ...], function: Term) -> Term:
    body = times(row.density(X, parameters), function)
    lower, upper = row.support(parameters)
    if row is FAMILIES["log-normal"]:
        # Its tails are looked at on the scale of the logarithm.
        return Integral("x", None, None, times(substitute(body, {"x": exp(X)}), exp(X)))
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


@pytest.mark.parametrize("name", FAMILIES)
def test_a_logarithm_is_that_of_the_density(name: str) -> None:
    """Where the density is positive, at points that its support holds."""
    row, law = FAMILIES[name], Distribution(name, PARAMETERS[name])
    counted = (1, 2) if name == "categorical" else (0, 1)
    for point in map(number, counted if row.discrete else (Fraction(1, 3), Fraction(3, 4))):
        written, plain = law.logarithm(point), log(row.density(point, law.parameters))
        assert _value(written).overlaps(_value(plain))
        assert _value(written).rad() < 0.01


STATISTICS = [
    ("exponential", log(X)),
    ("gamma", log(X)),
    ("beta", log(X)),
    ("beta", log(plus(number(1), minus(X)))),
    ("laplace", Apply("abs", (plus(X, minus(number(Fraction(1, 2)))),))),
    ("laplace", Apply("abs", (plus(X, number(2)),))),
]


@pytest.mark.parametrize(("name", "function"), STATISTICS)
def test_a_statistic_is_the_average_of_the_function(name: str, function: Term) -> None:
    """What a row says of the average of a logarithm or a distance is what the integral gives."""
    row, parameters = FAMILIES[name], PARAMETERS[name]
    assert row.statistic is not None
    written = row.statistic(function, X, parameters)
    assert written is not None
    found = _value(_average(row, parameters, function))
    assert _value(written).overlaps(found)
    assert found.rad() < 0.01
