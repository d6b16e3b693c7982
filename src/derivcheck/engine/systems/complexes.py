"""Complex balls (Arb's acb): what an integrand is evaluated in, since rigorous quadrature looks beside the real line.

With ``analytic`` a function that is not holomorphic on all of a ball answers with a ball that is not finite, as
``acb.integral`` asks (Johansson, "Numerical integration in arbitrary-precision ball arithmetic", 2018).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from flint import acb, arb, fmpq

from derivcheck.engine.systems.base import Element, Undefined, Unsupported
from derivcheck.engine.systems.unknowns import Polynomials

NOWHERE = acb(float("nan"))
"""The ball that is not finite."""

MEROMORPHIC: dict[str, Callable[[acb], acb]] = {
    "exp": acb.exp,
    "sin": acb.sin,
    "cos": acb.cos,
    "tan": acb.tan,
    "sinh": acb.sinh,
    "cosh": acb.cosh,
    "tanh": acb.tanh,
    "erf": acb.erf,
    "gamma": acb.gamma,
    "digamma": acb.digamma,
}

CUT: dict[str, tuple[Callable[[acb], acb], Callable[[acb], bool], Callable[[acb], bool]]] = {
    "log": (acb.log, lambda z: bool(z.real > 0), lambda z: bool(z.real < 0)),
    "sqrt": (acb.sqrt, lambda z: bool(z.real > 0), lambda z: bool(z.real < 0)),
    "arcosh": (acb.acosh, lambda z: bool(z.real > 1), lambda z: bool(z.real < 1)),
    "arcsin": (acb.asin, lambda z: bool(abs(z) < 1), lambda z: bool(abs(z.real) > 1)),
    "arccos": (acb.acos, lambda z: bool(abs(z) < 1), lambda z: bool(abs(z.real) > 1)),
    "artanh": (acb.atanh, lambda z: bool(abs(z) < 1), lambda z: bool(abs(z.real) > 1)),
    "arctan": (acb.atan, lambda z: bool(abs(z.imag) < 1) or not z.real.contains(0), lambda _: False),
    "arsinh": (acb.asinh, lambda z: bool(abs(z.imag) < 1) or not z.real.contains(0), lambda _: False),
}
"""Functions with branch cuts: where they are surely holomorphic, and over which real parts they are surely not real."""


class ComplexBalls:
    """The number system of complex balls around real arguments."""

    def __init__(self, unknowns: Polynomials, *, analytic: bool) -> None:
        self.unknowns = unknowns
        self.analytic = analytic

    def number(self, value: Fraction) -> Element:
        """The ball of a rational number."""
        return acb(fmpq(value.numerator, value.denominator))

    def constant(self, name: str) -> Element:
        """π or Euler's γ."""
        return acb({"pi": arb.pi, "gamma": arb.const_euler}[name]())

    def reciprocal(self, value: Element) -> Element:
        """One over ``value``; not finite where the ball holds 0."""
        value = acb(value)
        if value == 0:
            reason = "division by zero"
            raise Undefined(reason)
        return 1 / value

    def is_unit(self, value: Element) -> bool:
        """Whether ``value`` surely has a reciprocal."""
        return not acb(value).contains(0)

    def function(self, name: str, value: Element) -> Element:
        """A function on a ball around the real line; where it is not real there, it is not finite."""
        value = acb(value)
        if name in MEROMORPHIC:
            return MEROMORPHIC[name](value)
        if name not in CUT:
            raise Unsupported(name)
        function, holomorphic, outside = CUT[name]
        if outside(value) or (self.analytic and not holomorphic(value)):
            return NOWHERE
        return function(value)

    def power(self, base: Element, exponent: Element) -> Element:
        """exp(exponent · log base), for a base around the positive numbers."""
        base = acb(base)
        return NOWHERE if base.real < 0 else base.pow(acb(exponent), analytic=self.analytic)

    def rational_power(self, base: Element, exponent: Fraction) -> Element:
        """exp(exponent · log base); a positive power of 0 is 0."""
        return acb(0) if exponent > 0 and base == 0 else self.power(base, self.number(exponent))

    def odd_root(self, base: Element, degree: int) -> Element:
        """The root with the sign of the real part; around 0 no more than its size is known."""
        base = acb(base)
        exponent = acb(1) / degree
        if base.real > 0:
            return base.pow(exponent)
        if base.real < 0:
            return -((-base).pow(exponent))
        if self.analytic:
            return NOWHERE
        size = arb(0, abs(base).upper().root(degree).upper())
        return acb(size, size)

    def unknown(self, name: str, orders: tuple[int, ...], arguments: Sequence[Element]) -> Element:
        """A polynomial stands for the unknown function."""
        return self.unknowns.value(name, orders, arguments, self.function)

    def sign(self, value: Element) -> int:
        """The sign of the real part, which |·| extends by; Unsupported where it cannot be told."""
        real = acb(value).real
        if real > 0:
            return 1
        if real < 0:
            return -1
        if real == 0 and acb(value).imag == 0:
            return 0
        reason = "a sign inside an integral"
        raise Unsupported(reason)

    def absolute(self, value: Element) -> Element:
        """|·| on the real line, holomorphic on each side of 0."""
        return acb(value).real_abs(analytic=self.analytic)

    def maximum(self, values: Sequence[Element]) -> Element:
        """The largest of real values, holomorphic where it stays the same one."""
        result = acb(values[0])
        for value in values[1:]:
            result = result.real_max(acb(value), analytic=self.analytic)
        return result
