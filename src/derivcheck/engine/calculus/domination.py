r"""Whether derivatives may go inside of improper integrals: dominated convergence, seen from the integrand's form.

A derivative by a parameter may go inside of the integral of e^(E(x))·g(x) if E is a polynomial in x that surely goes to
-∞ at the infinite ends, if g and its derivatives grow no faster than a polynomial, and if all coefficients are
continuous: near every value of the parameter an integrable function bounds the derivative. Without such a bound the
order matters: :math:`\int_0^\infty a^3 e^{-a^2 x} \, dx = a` has the derivative 1 at a = 0, its integrand has 0.
"""

from __future__ import annotations

from collections.abc import Iterator

from derivcheck.engine.algebra.expanding import NoClosedForm, coefficients_in
from derivcheck.engine.algebra.sums import flat_factors, mentions, opposite, summands, total
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.terms.nodes import ZERO, Apply, Call, Derivative, Integral, Number, Symbol, Term, operators, walk
from derivcheck.terms.scope import Scope

TEMPERED = frozenset({"sin", "cos", "tanh", "arctan", "erf"})
"""Functions that are bounded, with all of their derivatives."""

SMOOTH = TEMPERED | {"add", "multiply", "power", "exp", "log", "sqrt", "index", "pi"}
"""What is continuous, with all of its derivatives, wherever it has a value."""


def derivatives_go_inside(scope: Scope, *sides: Term) -> bool:
    """Whether every derivative of an improper integral, by something in its integrand, surely goes inside."""
    found = {integral for side in sides for integral in _differentiated(side)}
    return not found or all(_is_dominated(integral, Bounds(scope)) for integral in found)


def _differentiated(side: Term) -> Iterator[Integral]:
    derivatives = (part for part in walk(side) if isinstance(part, Derivative))
    for name, inner in ((part.variable.name, inner) for part in derivatives for inner in walk(part.body)):
        if isinstance(inner, Integral) and None in (inner.lower, inner.upper) and mentions(inner, name):
            yield inner


def _is_dominated(integral: Integral, bounds: Bounds) -> bool:
    """Whether each summand of the integrand has a weight that falls, and grows like a polynomial but for that."""
    smooth = all(isinstance(part, (Apply, Call, Number, Symbol)) for part in walk(integral.body))
    if not smooth or not operators(integral.body) <= SMOOTH:
        return False
    return all(_falls(part, integral, bounds) for part in summands(integral.body))


def _falls(summand: Term, integral: Integral, bounds: Bounds) -> bool:
    x = integral.variable
    exponents: list[Term] = []
    for factor in flat_factors(summand):
        if isinstance(factor, Apply) and factor.operator == "exp":
            exponents.append(factor.arguments[0])
        elif not _is_tempered(factor, x):
            return False
    try:
        coefficients = coefficients_in(total([ZERO, *exponents]), x)
    except NoClosedForm:
        return False
    if coefficients is None or len(coefficients) < 2:
        return False
    degree, leading = len(coefficients) - 1, coefficients[-1]
    upwards = integral.upper is not None or bounds.positive(opposite(leading))
    mirrored = opposite(leading) if degree % 2 == 0 else leading
    return upwards and (integral.lower is not None or bounds.positive(mirrored))


def _is_tempered(term: Term, x: str) -> bool:
    """Whether a function and its derivatives grow no faster than a polynomial, as unknown ones are taken to do."""
    if not mentions(term, x):
        return True
    match term:
        case Symbol():
            return True
        case Call():
            return all(_is_tempered(argument, x) for argument in term.arguments)
        case Apply(operator="power", arguments=(base, Number(value=value))):
            return value.denominator == 1 and value > 0 and _is_tempered(base, x)
        case Apply(operator=operator, arguments=arguments) if operator in TEMPERED | {"add", "multiply"}:
            return all(_is_tempered(argument, x) for argument in arguments)
    return False
