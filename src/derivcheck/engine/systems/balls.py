"""Real balls (Arb, by python-flint): every result encloses the true value, so what differs here differs indeed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType

from flint import arb, fmpq

from derivcheck.engine.systems.base import Element, Imprecise, Undefined, Unsupported
from derivcheck.engine.systems.unknowns import Polynomials

FUNCTIONS = {
    "exp": arb.exp,
    "sin": arb.sin,
    "cos": arb.cos,
    "tan": arb.tan,
    "sinh": arb.sinh,
    "cosh": arb.cosh,
    "tanh": arb.tanh,
    "arctan": arb.atan,
    "arsinh": arb.asinh,
    "gamma": arb.gamma,
    "erf": arb.erf,
    "digamma": arb.digamma,
}

# The least and greatest argument at which a function is real; None: no bound.
DOMAINS: dict[str, tuple[Callable[[arb], arb], int | None, int | None]] = {
    "arcsin": (arb.asin, -1, 1),
    "arccos": (arb.acos, -1, 1),
    "arcosh": (arb.acosh, 1, None),
    "sqrt": (arb.sqrt, 0, None),
}


class Balls:
    """The number system of real balls at the precision in force (``flint.ctx.prec``).

    ``exact`` are the values of the valuation before they were rounded to balls.
    """

    def __init__(self, unknowns: Polynomials, exact: Mapping[str, Element] = MappingProxyType({})) -> None:
        self.unknowns = unknowns
        self.exact = exact

    def number(self, value: Fraction) -> Element:
        """The ball of a rational number."""
        return arb(fmpq(value.numerator, value.denominator))

    def constant(self, name: str) -> Element:
        """π or Euler's γ."""
        return {"pi": arb.pi, "gamma": arb.const_euler}[name]()

    def reciprocal(self, value: Element) -> Element:
        """One over ``value``; Imprecise where the ball holds 0 without being 0."""
        value = arb(value)
        if value == 0:
            reason = "division by zero"
            raise Undefined(reason)
        if value.contains(0):
            reason = "a denominator may be zero"
            raise Imprecise(reason)
        return 1 / value

    def is_unit(self, value: Element) -> bool:
        """Whether ``value`` surely has a reciprocal."""
        return not value.contains(0)

    def function(self, name: str, value: Element) -> Element:
        """An elementary function with its real domain."""
        value = arb(value)
        if name in FUNCTIONS:
            return self._finite(FUNCTIONS[name](value), name)
        if name == "log":
            self._require(value > 0, value <= 0, "the logarithm of a number that is not positive")
            return value.log()
        if name in DOMAINS:
            function, low, high = DOMAINS[name]
            inside = (low is None or bool(value >= low)) and (high is None or bool(value <= high))
            outside = (low is not None and bool(value < low)) or (high is not None and bool(value > high))
            self._require(inside, outside, f"{name} outside its domain")
            return function(value)
        if name == "artanh":
            self._require(abs(value) < 1, abs(value) >= 1, "artanh outside its domain")
            return value.atanh()
        raise Unsupported(name)

    @staticmethod
    def _finite(result: arb, name: str) -> arb:
        if not result.is_finite():
            reason = f"{name} has a pole or the ball is too wide"
            raise Imprecise(reason)
        return result

    @staticmethod
    def _require(inside: bool, outside: bool, reason: str) -> None:  # noqa: FBT001 - two answers of one comparison
        if outside:
            raise Undefined(reason)
        if not inside:
            raise Imprecise(reason)

    def power(self, base: Element, exponent: Element) -> Element:
        """exp(exponent · log base), for a positive base."""
        return (self.function("log", base) * exponent).exp()

    def rational_power(self, base: Element, exponent: Fraction) -> Element:
        """exp(exponent · log base); a positive power of 0 is 0."""
        if exponent > 0 and base == 0:
            return arb(0)
        return self.power(base, self.number(exponent))

    def odd_root(self, base: Element, degree: int) -> Element:
        """The root with the sign of ``base``."""
        sign, base = self.sign(base), arb(base)
        return sign * abs(base).root(degree) if sign else arb(0)

    def unknown(self, name: str, orders: tuple[int, ...], arguments: Sequence[Element]) -> Element:
        """A polynomial stands for the unknown function."""
        return self.unknowns.value(name, orders, arguments, self.function)

    def sign(self, value: Element) -> int:
        """-1, 0 or 1; Imprecise where the ball holds 0 and more."""
        if value > 0:
            return 1
        if value < 0:
            return -1
        if value == 0:
            return 0
        reason = "a sign cannot be told"
        raise Imprecise(reason)

    def maximum(self, values: Sequence[Element]) -> Element:
        """The ball of the largest value, which needs no order among overlapping balls."""
        result = arb(values[0])
        for value in values[1:]:
            result = result.max(arb(value))
        return result
