"""Germs at infinity: how a function behaves for all t ≥ T, as a few exact terms and a proved bound on the rest.

A term is a coefficient times a scale t^p · (log t)^q · exp(-E(t)), with rational p and a polynomial E in rational
powers of t (a Hardy field of such scales: Hardy, "Orders of infinity", 1910). A germ is a sum of terms and a remainder
that is at most a sum of constants times scales. Its limit and the integral of its tail can be read off with proof.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cmp_to_key

from flint import arb, fmpq

from derivcheck.engine.systems.base import Element, Imprecise, Undefined, Unsupported
from derivcheck.engine.systems.duals import Dual, Rates
from derivcheck.engine.systems.scales import (
    FLAT,
    Exact,
    Scale,
    is_integrable,
    is_less,
    product,
    quotient,
    raised,
    reduced,
    supremum,
)
from derivcheck.engine.systems.taylor import ORDER, taylor
from derivcheck.engine.systems.unknowns import Polynomials

MOST_TERMS = 8
PERTURBED = (Dual, Rates)
"""What is made of germs, and knows itself how to add and multiply them."""

FINE = 1024
"""Into how many parts of 1 a growth is rounded up that is not exact."""


@dataclass(frozen=True, slots=True)
class Germ:
    """Terms with their coefficients (exact rationals or balls), and bounds of what is left of the function."""

    terms: dict[Scale, Element]
    rest: dict[Scale, arb]
    start: Fraction

    def __add__(self, other: Element) -> Germ:
        if isinstance(other, PERTURBED):
            return NotImplemented
        right = as_germ(other, self.start)
        terms = dict(self.terms)
        for scale, coefficient in right.terms.items():
            terms[scale] = terms.get(scale, 0) + coefficient
        rest = dict(self.rest)
        for scale, bound in right.rest.items():
            rest[scale] = rest.get(scale, arb(0)) + bound
        return Germ({s: c for s, c in terms.items() if not c == 0}, rest, self.start)  # noqa: SIM201 - of balls, not the same

    __radd__ = __add__

    def __neg__(self) -> Germ:
        return Germ({scale: -c for scale, c in self.terms.items()}, self.rest, self.start)

    def __sub__(self, other: Element) -> Element:
        return self + -other

    def __rsub__(self, other: Element) -> Germ:
        return -self + as_germ(other, self.start)

    def __mul__(self, other: Element) -> Germ:
        if isinstance(other, PERTURBED):
            return NotImplemented
        right = as_germ(other, self.start)
        terms: dict[Scale, Element] = {}
        for s, c in self.terms.items():
            for u, d in right.terms.items():
                scale = product(s, u)
                terms[scale] = terms.get(scale, 0) + c * d
        rest: dict[Scale, arb] = {}
        for s, bound in self.rest.items():
            for u, d in [*((u, _size(d)) for u, d in right.terms.items()), *right.rest.items()]:
                _grow(rest, product(s, u), bound * d)
        for u, bound in right.rest.items():
            for s, c in self.terms.items():
                _grow(rest, product(s, u), bound * _size(c))
        return Germ({s: c for s, c in terms.items() if not c == 0}, rest, self.start).pruned()  # noqa: SIM201 - the same

    __rmul__ = __mul__

    def pruned(self) -> Germ:
        """The same germ with few terms: the smallest go into the remainder, and bounds of one scale swallow smaller."""
        terms, rest = self.terms, dict(self.rest)
        if len(terms) > MOST_TERMS:
            ordered = sorted(terms, key=_order)
            for scale in ordered[:-MOST_TERMS]:
                _grow(rest, scale, _size(terms[scale]))
            terms = {scale: terms[scale] for scale in ordered[-MOST_TERMS:]}
        if len(rest) > 2:
            largest = max(rest, key=_order)
            total = sum((bound * supremum(quotient(s, largest), self.start) for s, bound in rest.items()), arb(0))
            rest = {largest: total}
        return Germ(terms, rest, self.start)

    def leading(self) -> tuple[Scale, Element, Germ]:
        """The largest term, surely not 0, and the germ over it, less 1; Imprecise where none is surely largest."""
        if not self.terms:
            reason = "a function whose order of growth is not known"
            raise Imprecise(reason)
        scale = max(self.terms, key=_order)
        coefficient = self.terms[scale]
        if isinstance(coefficient, arb) and coefficient.contains(0):
            reason = "a leading coefficient that may be 0"
            raise Imprecise(reason)
        inverse = 1 / coefficient if isinstance(coefficient, arb) else fmpq(1) / fmpq(coefficient)
        others = {quotient(s, scale): c * inverse for s, c in self.terms.items() if s != scale}
        rest = {quotient(s, scale): bound * _size(inverse) for s, bound in self.rest.items()}
        return scale, coefficient, Germ(others, rest, self.start)

    def has_infinite_integral(self) -> bool:
        """Whether the integral to infinity surely is infinite: the function is like a scale whose integral is."""
        try:
            scale, _, others = self.leading()
        except Imprecise:
            return False
        return not is_integrable(scale) and all(small.direction() < 0 for small in (*others.terms, *others.rest))

    def bound(self) -> tuple[Scale, arb]:
        """A scale and a constant whose product is at least the absolute value everywhere beyond the start."""
        sizes: dict[Scale, arb] = dict(self.rest)
        for scale, coefficient in self.terms.items():
            _grow(sizes, scale, _size(coefficient))
        if not sizes:
            return FLAT, arb(0)
        largest = max(sizes, key=_order)
        return largest, sum((b * supremum(quotient(s, largest), self.start) for s, b in sizes.items()), arb(0))

    def split(self) -> tuple[Germ, Element, Germ]:
        """The part that grows, the constant, and the part that vanishes at infinity."""
        grows = {s: c for s, c in self.terms.items() if s.direction() > 0}
        small = {s: c for s, c in self.terms.items() if s.direction() < 0}
        return Germ(grows, {}, self.start), self.terms.get(FLAT, 0), Germ(small, self.rest, self.start)


def _compared(left: Scale, right: Scale) -> int:
    return -1 if is_less(left, right) else int(left != right)


_order = cmp_to_key(_compared)
"""Sorts scales by how large they are in the end."""


def as_germ(value: Element, start: Fraction) -> Germ:
    """A constant as a germ."""
    if isinstance(value, Germ):
        return value
    if not isinstance(value, (int, fmpq, arb)):
        reason = "a limit of what is no number"
        raise Unsupported(reason)
    return Germ({} if value == 0 else {FLAT: value}, {}, start)


def _size(coefficient: Element) -> arb:
    return abs(arb(coefficient))


def _grow(table: dict[Scale, arb], scale: Scale, bound: arb) -> None:
    table[scale] = table.get(scale, arb(0)) + bound


class Germs:
    """The number system of germs beyond ``start``, which must be at least 3 so that log t is at least 1."""

    def __init__(self, unknowns: Polynomials, start: Fraction) -> None:
        self.unknowns = unknowns
        self.start = start

    @property
    def variable(self) -> Germ:
        """The germ of t itself."""
        return Germ({Scale(1, 0, ()): 1}, {}, self.start)

    def number(self, value: Fraction) -> Element:
        """The rational number."""
        return fmpq(value.numerator, value.denominator)

    def constant(self, name: str) -> Element:
        """π or Euler's γ."""
        return {"pi": arb.pi, "gamma": arb.const_euler}[name]()

    def reciprocal(self, value: Element) -> Element:
        """One over ``value`` by the geometric series."""
        if isinstance(value, (int, fmpq)) and value != 0:
            return 1 / fmpq(value)
        germ = as_germ(value, self.start)
        if not germ.terms and not germ.rest:
            reason = "division by zero"
            raise Undefined(reason)
        return self._power(germ, -1)

    def is_unit(self, value: Element) -> bool:
        """Whether ``value`` surely has a reciprocal."""
        return bool(as_germ(value, self.start).terms)

    def function(self, name: str, value: Element) -> Element:
        """A function of a germ: by its growth at infinity, or by its series around the limit."""
        germ = as_germ(value, self.start)
        if name == "sqrt":
            return self._power(germ, Fraction(1, 2))
        if name == "log":
            return self._log(germ)
        if name == "exp":
            return self._exp(germ)
        if name in BY_EXPONENTIALS:
            return BY_EXPONENTIALS[name](self, germ)
        grows, centre, small = germ.split()
        if grows.terms:
            return self._at_infinity(name, germ, grows)
        return self._series(name, centre, small)

    def _at_infinity(self, name: str, germ: Germ, grows: Germ) -> Element:
        if name in ("sin", "cos"):
            return Germ({}, {FLAT: arb(1)}, self.start)
        positive = bool(arb(grows.leading()[1]) > 0)
        if name == "arctan":
            half = arb.pi() / 2
            return as_germ(half if positive else -half, self.start) - self.function("arctan", self.reciprocal(germ))
        if name == "erf":
            return self._erf(grows)
        reason = f"{name} at infinity"
        raise Unsupported(reason)

    def _erf(self, germ: Germ) -> Germ:
        """±1, with 1 - erf(u) ≤ e^(-u²) for u ≥ 0, where |u| is at least half its leading term."""
        scale, coefficient, small = germ.leading()
        bound, constant = small.bound()
        least = Fraction(int((abs(arb(coefficient)).lower() * 1024).floor().unique_fmpz() or 0), 2048)
        if scale.logs or scale.decay or not least or not constant * supremum(bound, self.start) < arb(0.5):
            reason = "erf of what grows slowly or not surely"
            raise Imprecise(reason)
        sign = 1 if arb(coefficient) > 0 else -1
        return Germ({FLAT: sign}, {Scale(0, 0, ((2 * scale.power, least**2),)): arb(1)}, self.start)

    def _series(self, name: str, centre: Element, small: Germ) -> Germ:
        """Taylor's formula with the remainder of order ``ORDER`` enclosed over all that the argument may be."""
        scale, constant = small.bound()
        coefficients, remainder = taylor(name, centre, constant * supremum(scale, self.start))
        return self._polynomial(coefficients, small, (scale, constant), _size(remainder))

    def _polynomial(
        self, coefficients: Sequence[Element], small: Germ, bound: tuple[Scale, arb], remainder: arb
    ) -> Germ:
        """∑ c_k small^k, and what the remainder times small^ORDER may be."""
        total = Germ({}, {}, self.start)
        for coefficient in reversed(coefficients[:ORDER]):
            total = total * small + coefficient
        scale, constant = bound
        if constant == 0:
            return total
        return total + Germ({}, {raised(scale, ORDER): remainder * constant**ORDER}, self.start)

    def _power(self, germ: Germ, exponent: Exact) -> Germ:
        """(c·m·(1 + small))^a by the binomial series."""
        scale, coefficient, small = germ.leading()
        if exponent.denominator != 1 and not arb(coefficient) > 0:
            reason = "a root of a negative number"
            raise Undefined(reason)
        bound = small.bound()
        reach = bound[1] * supremum(bound[0], self.start)
        if not reach < arb(0.5):
            reason = "a series that begins to converge further out"
            raise Imprecise(reason)
        coefficients: list[Element] = [fmpq(1)]
        power = fmpq(exponent.numerator, exponent.denominator)
        for k in range(ORDER):
            coefficients.append(coefficients[-1] * (power - k) / (k + 1))
        # Lagrange's remainder: |(1 + ξ)^(a - ORDER)| is at most 2^|a - ORDER| for |ξ| ≤ 1/2.
        remainder = _size(coefficients[ORDER]) * arb(2) ** arb(abs(power - ORDER).p)
        series = self._polynomial(coefficients, small, bound, remainder)
        factor = _coefficient_power(coefficient, exponent)
        return series * Germ({raised(scale, exponent): factor}, {}, self.start)

    def _log(self, germ: Germ) -> Germ:
        scale, coefficient, small = germ.leading()
        if not arb(coefficient) > 0:
            reason = "the logarithm of a number that is not positive"
            raise Undefined(reason)
        if scale.logs:
            reason = "the logarithm of a logarithm"
            raise Unsupported(reason)
        result = self._series("log", 1, small)
        constant = 0 if coefficient == 1 else arb(coefficient).log()
        result = result + Germ({} if constant == 0 else {FLAT: constant}, {}, self.start)
        if scale.power:
            result = result + Germ({Scale(0, 1, ()): _rational(scale.power)}, {}, self.start)
        exponents = {Scale(e, 0, ()): -_rational(a) for e, a in scale.decay}
        return result + Germ(exponents, {}, self.start)

    def _exp(self, germ: Germ) -> Germ:
        grows, centre, small = germ.split()
        power: Exact = 0
        decay: list[tuple[Exact, Exact]] = []
        for scale, coefficient in grows.terms.items():
            if scale.decay or scale.logs > 1 or (scale.logs and scale.power):
                reason = "an exponential of more than powers and logarithms"
                raise Unsupported(reason)
            growth = _no_less(coefficient)
            if scale.logs:
                power += growth
            else:
                decay.append((scale.power, -growth))
        outer = Scale(power, 0, tuple(sorted(decay, reverse=True)))
        factor = 1 if centre == 0 else arb(centre).exp()
        if any(isinstance(coefficient, arb) for coefficient in grows.terms.values()):
            # A growth that is not exact has no scale of its own, but one that it does not exceed.
            return self._series("exp", 0, small) * Germ({}, {outer: _size(factor)}, self.start)
        return self._series("exp", 0, small) * Germ({outer: factor}, {}, self.start)

    def power(self, base: Element, exponent: Element) -> Element:
        """exp(exponent · log base)."""
        if isinstance(exponent, fmpq):
            return self._power(as_germ(base, self.start), Fraction(int(exponent.p), int(exponent.q)))
        return self._exp(self._log(as_germ(base, self.start)) * exponent)

    def rational_power(self, base: Element, exponent: Fraction) -> Element:
        """A power of a germ that is positive in the end."""
        return 0 if exponent > 0 and base == 0 else self._power(as_germ(base, self.start), exponent)

    def odd_root(self, base: Element, degree: int) -> Element:
        """The root with the sign that the germ has in the end."""
        sign = self.sign(base)
        return sign * self._power(as_germ(base * sign, self.start), Fraction(1, degree)) if sign else 0

    def unknown(self, name: str, orders: tuple[int, ...], arguments: Sequence[Element]) -> Element:
        """A polynomial stands for the unknown function."""
        return self.unknowns.value(name, orders, arguments, self.function)

    def sign(self, value: Element) -> int:
        """The sign for all large t."""
        germ = as_germ(value, self.start)
        if not germ.terms and not germ.rest:
            return 0
        _, coefficient, small = germ.leading()
        scale, constant = small.bound()
        if not constant * supremum(scale, self.start) < 1:
            reason = "a sign cannot be told"
            raise Imprecise(reason)
        return 1 if arb(coefficient) > 0 else -1

    def maximum(self, values: Sequence[Element]) -> Element:
        """The value that is the largest for all large t."""
        best = values[0]
        for value in values[1:]:
            best = value if self.sign(as_germ(value, self.start) - best) > 0 else best
        return best


def _no_less(coefficient: Element) -> Exact:
    """The coefficient, or a rational number a little above it where it is a ball."""
    if not isinstance(coefficient, arb):
        return reduced(Fraction(int(fmpq(coefficient).p), int(fmpq(coefficient).q)))
    above = (coefficient.upper() * FINE).ceil().unique_fmpz()
    if above is None:
        reason = "an exponential whose growth is not known well enough"
        raise Imprecise(reason)
    return Fraction(int(above), FINE)


def _rational(value: Exact) -> fmpq:
    return fmpq(value.numerator, value.denominator)


def _coefficient_power(coefficient: Element, exponent: Exact) -> Element:
    if exponent.denominator == 1 and not isinstance(coefficient, arb):
        return fmpq(coefficient) ** exponent.numerator
    if coefficient == 1:
        return 1
    return arb(coefficient) ** (arb(exponent.numerator) / exponent.denominator)


def _sinh(germs: Germs, value: Germ) -> Element:
    return (germs.function("exp", value) - germs.function("exp", -value)) * fmpq(1, 2)


def _cosh(germs: Germs, value: Germ) -> Element:
    return (germs.function("exp", value) + germs.function("exp", -value)) * fmpq(1, 2)


BY_EXPONENTIALS: dict[str, Callable[[Germs, Germ], Element]] = {
    "sinh": _sinh,
    "cosh": _cosh,
    "tanh": lambda germs, value: _sinh(germs, value) * germs.reciprocal(_cosh(germs, value)),
}
