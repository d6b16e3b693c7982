"""Dual numbers a + bε over any number system: derivatives without symbolic code.

Nested derivatives use duals of different levels; at one level, everything of another level is a constant, which keeps
perturbations apart (Siskind and Pearlmutter, "Nesting forward-mode AD in a functional framework", 2008).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import factorial
from operator import add

from flint import fmpq

from derivcheck.engine.systems.base import Element, Imprecise, System, Undefined, Unsupported

MOST_FACTORIAL = 170
"""Γ is exact up to here at whole numbers."""

MOST_BITS = 4096
"""An exact power with more bits is left to balls and residues."""


class Rates:
    """Rates of change along several perturbations at once, so that a gradient takes one evaluation."""

    __slots__ = ("data",)

    def __init__(self, data: list[Element]) -> None:
        self.data = data

    def __add__(self, other: Element) -> Rates:
        return self if isinstance(other, int) else Rates(list(map(add, self.data, other.data)))

    __radd__ = __add__

    def __neg__(self) -> Rates:
        return Rates([-rate for rate in self.data])

    def __mul__(self, factor: Element) -> Rates:
        return Rates([rate * factor for rate in self.data])

    __rmul__ = __mul__


class Dual:
    """A value and its rate of change along one perturbation, which ``level`` names."""

    __slots__ = ("level", "tangent", "value")

    def __init__(self, level: int, value: Element, tangent: Element) -> None:
        self.level = level
        self.value = value
        self.tangent = tangent

    def __add__(self, other: Element) -> Dual:
        if isinstance(other, Dual) and other.level >= self.level:
            if other.level > self.level:
                return Dual(other.level, self + other.value, other.tangent)
            return Dual(self.level, self.value + other.value, self.tangent + other.tangent)
        return Dual(self.level, self.value + other, self.tangent)

    __radd__ = __add__

    def __neg__(self) -> Dual:
        return Dual(self.level, -self.value, -self.tangent)

    def __sub__(self, other: Element) -> Element:
        return self + (-other)

    def __rsub__(self, other: Element) -> Element:
        return -self + other

    def __mul__(self, other: Element) -> Dual:
        if isinstance(other, Rates):
            return NotImplemented
        if isinstance(other, Dual) and other.level >= self.level:
            if other.level > self.level:
                return Dual(other.level, self * other.value, self * other.tangent)
            return Dual(self.level, self.value * other.value, self.value * other.tangent + self.tangent * other.value)
        return Dual(self.level, self.value * other, self.tangent * other)

    __rmul__ = __mul__


def primal(value: Element) -> Element:
    """The value without any perturbation."""
    while isinstance(value, Dual):
        value = value.value
    return value


def tangent(value: Element, level: int) -> Element:
    """The rate of change at ``level``: 0 for a constant."""
    if not isinstance(value, Dual) or value.level < level:
        return 0
    if value.level == level:
        return value.tangent
    # A perturbation of an outer derivative was made before this one and cannot lie around it.
    reason = "derivatives that are out of order"
    raise Unsupported(reason)


Rule = Callable[["Arithmetic", Element, Element], Element]
"""The derivative of a function at v, given f(v): (arithmetic, v, f(v)) ↦ f'(v)."""

RULES: dict[str, Rule] = {
    "exp": lambda _a, _v, f: f,
    "log": lambda a, v, _f: a.reciprocal(v),
    "sqrt": lambda a, _v, f: a.reciprocal(2 * f),
    "sin": lambda a, v, _f: a.function("cos", v),
    "cos": lambda a, v, _f: -a.function("sin", v),
    "tan": lambda _a, _v, f: 1 + f * f,
    "sinh": lambda a, v, _f: a.function("cosh", v),
    "cosh": lambda a, v, _f: a.function("sinh", v),
    "tanh": lambda _a, _v, f: 1 - f * f,
    "arcsin": lambda a, v, _f: a.reciprocal(a.function("sqrt", 1 - v * v)),
    "arccos": lambda a, v, _f: -a.reciprocal(a.function("sqrt", 1 - v * v)),
    "arctan": lambda a, v, _f: a.reciprocal(1 + v * v),
    "arsinh": lambda a, v, _f: a.reciprocal(a.function("sqrt", v * v + 1)),
    "arcosh": lambda a, v, _f: a.reciprocal(a.function("sqrt", v * v - 1)),
    "artanh": lambda a, v, _f: a.reciprocal(1 - v * v),
    "gamma": lambda a, v, f: f * a.function("digamma", v),
    "erf": lambda a, v, _f: 2 * a.reciprocal(a.function("sqrt", a.constant("pi"))) * a.function("exp", -(v * v)),
}


class Arithmetic:
    """A number system extended to dual numbers; for plain elements it hands on to the system."""

    __slots__ = ("_reciprocal", "system")

    def __init__(self, system: System) -> None:
        self.system = system
        self._reciprocal = system.reciprocal

    def number(self, value: Fraction) -> Element:
        """The element for a rational number: a Python int where it is one."""
        return value.numerator if value.denominator == 1 else self.system.number(value)

    def constant(self, name: str) -> Element:
        """A named constant."""
        return self.system.constant(name)

    def reciprocal(self, value: Element) -> Element:
        """One over ``value``; d(1/v) = -dv/v²."""
        if isinstance(value, Dual):
            inverse = self.reciprocal(value.value)
            return Dual(value.level, inverse, -(inverse * inverse * value.tangent))
        return self._reciprocal(value)

    def is_unit(self, value: Element) -> bool:
        """Whether ``value``, which is no dual number, surely has a reciprocal."""
        return value != 0 if isinstance(value, int) else self.system.is_unit(value)

    def function(self, name: str, value: Element) -> Element:
        """A function of one variable, by its rule where ``value`` is dual."""
        if not isinstance(value, Dual):
            if name == "gamma" and isinstance(value, int) and value <= MOST_FACTORIAL:
                return _factorial(value - 1)
            return self.system.function(name, value)
        result = self.function(name, value.value)
        if name not in RULES:
            reason = f"the derivative of {name}"
            raise Unsupported(reason)
        return Dual(value.level, result, RULES[name](self, value.value, result) * value.tangent)

    def absolute(self, value: Element) -> Element:
        """The absolute value; it has no derivative at 0."""
        own = getattr(self.system, "absolute", None)
        if own is not None and not isinstance(value, Dual):
            return own(value)
        sign = self.sign(value)
        if sign == 0 and isinstance(value, Dual):
            reason = "the derivative of |·| at 0"
            raise Undefined(reason)
        return value if sign >= 0 else -value

    def power(self, base: Element, exponent: Element) -> Element:
        """``base`` to the power ``exponent``; an integer exponent needs no logarithm."""
        if isinstance(exponent, int):
            return self.integer_power(base, exponent)
        if isinstance(base, Dual) or isinstance(exponent, Dual):
            return self._dual_power(base, exponent)
        return self.system.power(base, exponent)

    def root_power(self, base: Element, exponent: Fraction) -> Element:
        """``base`` to a rational power; half-integers by square roots."""
        if exponent.denominator == 1:
            return self.integer_power(base, exponent.numerator)
        if exponent.denominator == 2:
            return self.integer_power(self.function("sqrt", base), exponent.numerator)
        if isinstance(base, Dual):
            value = self.root_power(base.value, exponent)
            rate = value * self.reciprocal(base.value) * self.number(exponent)
            return Dual(base.level, value, rate * base.tangent)
        return self.system.rational_power(base, exponent)

    def odd_root(self, base: Element, degree: int) -> Element:
        """The real root of odd degree, of negative numbers too."""
        if isinstance(base, Dual):
            value = self.odd_root(base.value, degree)
            return Dual(base.level, value, value * self.reciprocal(degree * base.value) * base.tangent)
        return self.system.odd_root(base, degree)

    def integer_power(self, base: Element, exponent: int) -> Element:
        """Repeated multiplication, by squaring."""
        if exponent < 0:
            return self.integer_power(self.reciprocal(base), -exponent)
        if isinstance(base, int) and abs(base) > 1 and exponent * base.bit_length() > MOST_BITS:
            base = self.system.number(Fraction(base))
        result: Element = 1
        while exponent:
            if exponent & 1:
                result = base * result
            base = base * base if exponent > 1 else base
            exponent >>= 1
            if isinstance(base, fmpq) and base.height_bits() > MOST_BITS:
                reason = "an exact power too large to write down"
                raise Imprecise(reason)
        return result

    def _dual_power(self, base: Element, exponent: Element) -> Element:
        level = max(part.level for part in (base, exponent) if isinstance(part, Dual))
        below = [part.value if isinstance(part, Dual) and part.level == level else part for part in (base, exponent)]
        rates = [
            tangent(part, level) if isinstance(part, Dual) and part.level == level else 0 for part in (base, exponent)
        ]
        value = self.power(*below)
        rate: Element = 0
        if not _is_zero(rates[0]):
            rate = below[1] * value * self.reciprocal(below[0]) * rates[0]
        if not _is_zero(rates[1]):
            rate = rate + value * self.function("log", below[0]) * rates[1]
        return Dual(level, value, rate)

    def unknown(self, name: str, orders: tuple[int, ...], arguments: Sequence[Element]) -> Element:
        """An unknown function; by the chain rule where arguments are dual."""
        levels = [argument.level for argument in arguments if isinstance(argument, Dual)]
        if not levels:
            return self.system.unknown(name, orders, arguments)
        level = max(levels)
        inner = [a.value if isinstance(a, Dual) and a.level == level else a for a in arguments]
        rate: Element = 0
        for position, argument in enumerate(arguments):
            if isinstance(argument, Dual) and argument.level == level and not _is_zero(argument.tangent):
                raised = tuple(order + (k == position) for k, order in enumerate(orders))
                rate = rate + self.unknown(name, raised, inner) * argument.tangent
        return Dual(level, self.unknown(name, orders, inner), rate)

    def sign(self, value: Element) -> int:
        """The sign of the value without perturbations."""
        value = primal(value)
        if isinstance(value, int):
            return (value > 0) - (value < 0)
        return self.system.sign(value)

    def maximum(self, values: Sequence[Element]) -> Element:
        """The largest value; of dual numbers, the one whose value is largest."""
        if all(isinstance(value, int) for value in values):
            return max(values)
        if not any(isinstance(value, Dual) for value in values):
            return self.system.maximum(values)
        best = values[0]
        for value in values[1:]:
            sign = self.sign(value - best)
            if sign == 0:
                reason = "the derivative of a maximum where two values tie"
                raise Undefined(reason)
            best = value if sign > 0 else best
        return best


def _factorial(value: int) -> int:
    if value < 0:
        reason = "a pole of the gamma function"
        raise Undefined(reason)
    return factorial(value)


def _is_zero(value: Element) -> bool:
    return isinstance(value, int) and value == 0
