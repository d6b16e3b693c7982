r"""Definite integrals in closed form by Euler's two, Γ over the half-line and B over the unit interval, and Gauss's.

∫₀^∞ x^s·e^(-r·x^q) dx = Γ(u)/(|q|·r^u) with u = (s + 1)/q, and ∫₀¹ x^s·(1 - x)^t dx = B(s + 1, t + 1): Andrews, Askey
and Roy, "Special Functions" (1999), section 1.1. They converge exactly where u and r, or s + 1 and t + 1, are positive.
Where they do, they may be differentiated by s and t, which brings log x and log (1 - x) into them, and ψ out.
∫₀^∞ e^(-r·x)·cos(bx) dx = r/(r² + b²), and b/(r² + b²) with the sine, are the two parts of ∫₀^∞ e^(-(r - ib)·x) dx.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from derivcheck.engine.algebra.expanding import NoClosedForm, coefficients_in, monomials
from derivcheck.engine.algebra.sums import (
    flat_factors,
    mentions,
    opposite,
    product,
    reciprocal,
    simplest,
    summands,
    total,
)
from derivcheck.engine.calculus.uniformity import is_nonzero
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.engine.series.termwise import expanded_in
from derivcheck.terms.families import FAMILIES
from derivcheck.terms.nodes import ONE, ZERO, Apply, Integral, Number, Symbol, Term, number

MOST_MOMENTS = 12


class _Unnamed(Exception):  # noqa: N818 - a bound that was met, not an error
    """An integrand that none of the named integrals covers."""


@dataclass(slots=True)
class _Parts:
    """A product of constants, powers of x and of 1 - x, and an exponential: their exponents, to be added up.

    ``logarithms`` are what it has logarithms of, x or 1 - x, ``waves`` its sines and cosines.
    """

    constants: list[Term] = field(default_factory=list)
    power: list[Term] = field(default_factory=list)
    complement: list[Term] = field(default_factory=list)
    exponent: list[Term] = field(default_factory=list)
    logarithms: list[Term] = field(default_factory=list)
    waves: list[Apply] = field(default_factory=list)


def closed_form(integral: Integral, known: frozenset[Term], bounds: Bounds) -> Term | None:
    """The value of a named integral wherever it converges; None where it has no name.

    ``known`` are terms that are not 0 wherever the step is defined. An integrand with a factor that may vanish has a
    value where its integral diverges otherwise, so there the premises must be certain; else they are assumed.
    """
    integral = expanded_in(integral, bounds.scope)
    value = NAMED.get((integral.lower, integral.upper))
    if value is None:
        return None
    try:
        parts = _taken_apart(integral.body, _Reader.of_integral(integral, bounds))
        found = [value(part, integral.variable, bounds) for part in parts]
    except (_Unnamed, NoClosedForm):
        return None
    open_ones = [premise for _, premises in found for premise in premises if not bounds.positive(premise)]
    if open_ones and (len(parts) > 1 or not all(is_nonzero(f, known, bounds) for f in parts[0].constants)):
        return None
    bounds.used.update(open_ones)
    return total([product([*part.constants, term]) for part, (term, _) in zip(parts, found, strict=True)])


def _taken_apart(body: Term, reader: _Reader) -> list[_Parts]:
    """The integrand as one product, or multiplied out."""
    try:
        return [reader.of(body)]
    except _Unnamed:
        return [reader.of(part) for part in monomials(body)]


def _gamma(parts: _Parts, variable: str, bounds: Bounds) -> tuple[Term, list[Term]]:
    """Γ(u)/(|q|·r^u), and what must be positive for it to converge; the sign of q must be certain."""
    if parts.complement or _of_complement(parts, variable):
        raise _Unnamed
    if parts.waves:
        return _wave(parts, variable, bounds)
    rate, degree = _rate(parts.exponent, Symbol(variable), bounds)
    interval = bounds.of(degree)
    if not (interval.positive or interval.negative):
        raise _Unnamed
    start = simplest(total([*parts.power, ONE]))
    at = start if degree == ONE else total([product([part, reciprocal(degree)]) for part in summands(start)])
    size = degree if interval.positive else opposite(degree)
    found = [Apply("gamma", (at,)), Apply("power", (rate, opposite(at))), reciprocal(size)]
    if parts.logarithms:
        slope = total([Apply("digamma", (at,)), product([number(-1), Apply("log", (rate,))])])
        found += [reciprocal(degree), slope]
    return product(found), [at, rate]


def _wave(parts: _Parts, variable: str, bounds: Bounds) -> tuple[Term, list[Term]]:
    """Laplace's integral of a sine or a cosine; that of a sine, which may vanish, where the rate is certain."""
    wave, *more = parts.waves
    frequency = coefficients_in(wave.arguments[0], variable)
    if more or parts.power or parts.logarithms or frequency is None or len(frequency) != 2 or frequency[0] != ZERO:
        raise _Unnamed
    rate, degree = _rate(parts.exponent, Symbol(variable), bounds)
    if degree != ONE or (wave.operator == "sin" and not bounds.positive(rate)):
        raise _Unnamed
    squares = total([product([part, part]) for part in (rate, frequency[1])])
    return product([rate if wave.operator == "cos" else frequency[1], reciprocal(squares)]), [rate]


def _of_complement(parts: _Parts, variable: str) -> bool:
    """Whether a product has the logarithm of 1 - x, if it has one; there is no name for one with several."""
    if len(parts.logarithms) > 1:
        raise _Unnamed
    return bool(parts.logarithms) and parts.logarithms[0] != Symbol(variable)


def _rate(exponent: list[Term], x: Symbol, bounds: Bounds) -> tuple[Term, Term]:
    """The r and q of an exponent -r·x^q."""
    reader = _Reader(x, bounds)
    parts = [reader.of(part) for part in exponent]
    degrees = {simplest(total(part.power)) for part in parts}
    if len(degrees) != 1 or any(part.complement or part.exponent for part in parts):
        raise _Unnamed
    return opposite(total([product(part.constants) for part in parts])), degrees.pop()


def _beta(parts: _Parts, variable: str, _: Bounds) -> tuple[Term, list[Term]]:
    """Γ(a)Γ(b)/Γ(a + b), and what must be positive."""
    if parts.exponent or parts.waves:
        raise _Unnamed
    a, b = (simplest(total([*exponents, ONE])) for exponents in (parts.power, parts.complement))
    both = simplest(total([a, b]))
    above, *below = (Apply("gamma", (argument,)) for argument in (both, a, b))
    found = [*below, reciprocal(above)]
    at = b if _of_complement(parts, variable) else a
    if parts.logarithms:
        found.append(total([Apply("digamma", (at,)), product([number(-1), Apply("digamma", (both,))])]))
    return product(found), [a, b]


def _gauss(parts: _Parts, variable: str, _: Bounds) -> tuple[Term, list[Term]]:
    """The integral of x^k·e^(-r·x² + s·x): √(π/r)·e^(s²/(4r)) times the moment of a normal variable."""
    degree = simplest(total(parts.power)) if parts.power else ZERO
    if (
        parts.complement
        or parts.logarithms
        or parts.waves
        or not isinstance(degree, Number)
        or degree.value.denominator != 1
    ):
        raise _Unnamed
    if not 0 <= degree.value <= MOST_MOMENTS:
        raise _Unnamed
    coefficients = coefficients_in(total(parts.exponent), variable)
    if coefficients is None or len(coefficients) != 3:
        raise _Unnamed
    shift, slope, bend = coefficients
    rate = opposite(bend)
    double = product([number(2), rate])
    mean, variance = product([slope, reciprocal(double)]), reciprocal(double)
    moment = FAMILIES["normal"].moment(degree.value.numerator, (mean, variance))
    root = Apply("power", (product([Apply("pi", ()), reciprocal(rate)]), Number(Fraction(1, 2))))
    height = Apply("exp", (total([shift, product([number(Fraction(1, 2)), slope, mean])]),))
    return product([root, height, moment]), [rate]


NAMED: dict[tuple[Term | None, Term | None], Callable[[_Parts, str, Bounds], tuple[Term, list[Term]]]] = {
    (ZERO, None): _gamma,
    (ZERO, ONE): _beta,
    (None, None): _gauss,
}


@dataclass(frozen=True, slots=True)
class _Reader:
    """Takes a product apart in which x > 0, or in which only whole powers of x are looked for."""

    x: Symbol
    bounds: Bounds
    positive: bool = True

    @classmethod
    def of_integral(cls, integral: Integral, bounds: Bounds) -> _Reader:
        """The reader of what is integrated."""
        return cls(Symbol(integral.variable), bounds, integral.lower == ZERO)

    def of(self, term: Term) -> _Parts:
        """The parts of a product."""
        parts = _Parts()
        for factor in flat_factors(term):
            self._factor(factor, ONE, parts)
        return parts

    def _factor(self, factor: Term, exponent: Term, parts: _Parts) -> None:
        """One factor, raised to an exponent that is free of x."""
        if not mentions(factor, self.x.name):
            parts.constants.append(factor if exponent == ONE else Apply("power", (factor, exponent)))
        elif factor == self.x:
            parts.power.append(exponent)
        elif self._is_complement(factor):
            parts.complement.append(exponent)
        elif isinstance(factor, Apply) and factor.operator == "log" and exponent == ONE:
            self._logarithm(factor.arguments[0], parts)
        elif isinstance(factor, Apply) and factor.operator in ("sin", "cos") and exponent == ONE:
            parts.waves.append(factor)
        elif isinstance(factor, Apply) and factor.operator == "exp":
            for part in monomials(factor.arguments[0]):
                self._exponential(product([exponent, part]), parts)
        elif isinstance(factor, Apply) and factor.operator == "power":
            base, inner = factor.arguments
            if not (self.positive or (isinstance(inner, Number) and inner.value.denominator == 1)):
                raise _Unnamed
            self._power(base, (inner, exponent), parts)
        else:
            raise _Unnamed

    def _is_complement(self, factor: Term) -> bool:
        return simplest(factor) == simplest(total([ONE, product([number(-1), self.x])]))

    def _logarithm(self, argument: Term, parts: _Parts) -> None:
        if argument != self.x and not self._is_complement(argument):
            raise _Unnamed
        parts.logarithms.append(argument)

    def _exponential(self, exponent: Term, parts: _Parts) -> None:
        if mentions(exponent, self.x.name):
            parts.exponent.append(exponent)
        else:
            parts.constants.append(Apply("exp", (exponent,)))

    def _power(self, base: Term, exponents: tuple[Term, Term], parts: _Parts) -> None:
        exponent = simplest(product(list(exponents)))
        if mentions(exponent, self.x.name):
            if mentions(base, self.x.name) or not self.bounds.positive(base):
                raise _Unnamed
            self._exponential(product([exponent, Apply("log", (base,))]), parts)
            return
        for factor in flat_factors(base):
            # A power of a product is the product of powers where the constants are positive, as x is.
            if not mentions(factor, self.x.name) and not self.bounds.positive(factor):
                raise _Unnamed
            self._factor(factor, exponent, parts)
