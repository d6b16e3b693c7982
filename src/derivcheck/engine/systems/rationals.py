"""Exact rationals: counterexamples whose values a person can check, and premises that hold exactly.

A value that is no rational number (log 2) becomes :class:`Beyond`, which swallows arithmetic: a result that depends on
it is not known here, but one that does not (the derivative of log at 2) still is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType

from flint import fmpq, fmpz

from derivcheck.engine.systems.base import Element, Imprecise, Undefined, Unsupported
from derivcheck.engine.systems.duals import Dual, Rates
from derivcheck.engine.systems.unknowns import Polynomials

# The functions that take one exact argument to an exact value.
EXACT = {
    ("exp", 0): 1,
    ("log", 1): 0,
    ("sin", 0): 0,
    ("cos", 0): 1,
    ("tan", 0): 0,
    ("sinh", 0): 0,
    ("cosh", 0): 1,
    ("tanh", 0): 0,
    ("arctan", 0): 0,
    ("arcsin", 0): 0,
    ("arsinh", 0): 0,
    ("artanh", 0): 0,
    ("erf", 0): 0,
}


# Where a function is real.
DOMAINS = {"arcsin": (-1, 1), "arccos": (-1, 1), "artanh": (-1, 1), "arcosh": (1, None)}


MOST_RAISED = 64
LARGEST_ROOTED = 10**12


class Beyond:
    """A real number that is not known exactly; it absorbs all arithmetic."""

    __slots__ = ()

    def _same(self, other: Element = None) -> Beyond:
        # A dual number keeps its rate of change, which may well be known.
        return NotImplemented if isinstance(other, (Dual, Rates)) else self

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __neg__ = _same


BEYOND = Beyond()


class Rationals:
    """The number system of exact rational numbers."""

    exact: Mapping[str, Element] = MappingProxyType({})

    def __init__(self, unknowns: Polynomials) -> None:
        self.unknowns = unknowns

    def number(self, value: Fraction) -> Element:
        """The rational itself."""
        return fmpq(value.numerator, value.denominator)

    def constant(self, name: str) -> Element:  # noqa: ARG002 - the protocol's signature
        """No named constant is rational."""
        return BEYOND

    def reciprocal(self, value: Element) -> Element:
        """One over ``value``."""
        if isinstance(value, Beyond):
            return BEYOND
        if value == 0:
            reason = "division by zero"
            raise Undefined(reason)
        return 1 / fmpq(value)

    def is_unit(self, value: Element) -> bool:
        """Whether ``value`` surely has a reciprocal."""
        if isinstance(value, Beyond):
            reason = "whether it is 0 cannot be told without balls"
            raise Imprecise(reason)
        return bool(value != 0)

    def function(self, name: str, value: Element) -> Element:
        """The value where it is rational, else a number beyond the rationals."""
        if isinstance(value, Beyond):
            return BEYOND
        if name == "log" and value <= 0:
            reason = "the logarithm of a number that is not positive"
            raise Undefined(reason)
        low, high = DOMAINS.get(name, (None, None))
        if (low is not None and value < low) or (high is not None and value > high):
            reason = f"{name} outside its domain"
            raise Undefined(reason)
        if name == "artanh" and abs(value) == 1:
            reason = "artanh at 1"
            raise Undefined(reason)
        if name == "sqrt":
            return self._root(fmpq(value))
        return EXACT.get((name, int(value)), BEYOND) if value in (0, 1) else BEYOND

    @staticmethod
    def _root(value: fmpq) -> Element:
        if value < 0:
            reason = "the square root of a negative number"
            raise Undefined(reason)
        top, bottom = (fmpz(part).isqrt() for part in (value.p, value.q))
        exact = top * top == value.p and bottom * bottom == value.q
        return fmpq(top, bottom) if exact else BEYOND

    def power(self, base: Element, exponent: Element) -> Element:
        """A power with an exponent that is no integer is not followed here."""
        if not isinstance(base, Beyond) and base <= 0:
            reason = "a real power of a number that is not positive"
            raise Undefined(reason)
        if not isinstance(exponent, Beyond) and fmpq(exponent).q == 1 and not isinstance(base, Beyond):
            return fmpq(base) ** int(fmpq(exponent).p)
        return BEYOND

    def rational_power(self, base: Element, exponent: Fraction) -> Element:
        """The power where its root is rational."""
        if isinstance(base, Beyond):
            return BEYOND
        if base < 0 or (base == 0 and exponent < 0):
            reason = "a fractional power of a number that is not positive"
            raise Undefined(reason)
        root = self.odd_root(base, exponent.denominator)
        return BEYOND if isinstance(root, Beyond) or exponent.numerator > MOST_RAISED else root**exponent.numerator

    def odd_root(self, base: Element, degree: int) -> Element:
        """The root where it is rational."""
        if isinstance(base, Beyond):
            return BEYOND
        exact = fmpq(base)
        top, bottom = (_whole_root(int(part), degree) for part in (exact.p, exact.q))
        return BEYOND if top is None or bottom is None else fmpq(top, bottom)

    def unknown(self, name: str, orders: tuple[int, ...], arguments: Sequence[Element]) -> Element:
        """A polynomial stands for the unknown function."""
        return self.unknowns.value(name, orders, arguments, self.function)

    def sign(self, value: Element) -> int:
        """-1, 0 or 1."""
        if isinstance(value, Beyond):
            reason = "a sign cannot be told without balls"
            raise Imprecise(reason)
        return int(value > 0) - int(value < 0)

    def maximum(self, values: Sequence[Element]) -> Element:
        """The largest value."""
        if any(isinstance(value, Beyond) for value in values):
            return BEYOND
        return max(values)


def _whole_root(value: int, degree: int) -> int | None:
    """The whole number whose power of ``degree`` is ``value``, if there is one."""
    if abs(value) > LARGEST_ROOTED:
        return None
    root = round(abs(value) ** (1 / degree))
    return (root if value >= 0 else -root) if root**degree == abs(value) else None


def is_exact(value: Element) -> bool:
    """Whether ``value`` is an exact rational."""
    if isinstance(value, Beyond):
        return False
    if isinstance(value, (int, fmpq)):
        return True
    raise Unsupported(type(value).__name__)
