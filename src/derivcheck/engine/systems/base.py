"""What a number system offers the evaluator, and why an evaluation may have no answer."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Protocol, TypeAlias

Element: TypeAlias = Any
"""A scalar of some number system (or a Python int); it supports +, - and * with its like and with ints."""


class NoValue(Exception):  # noqa: N818 - not an error: a term need not have a value everywhere
    """A term has no value here; ``reason`` says why in a few words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Undefined(NoValue):
    """Mathematics gives the term no value at this valuation, such as 1/0 or the log of a negative number."""


class Imprecise(NoValue):
    """The balls are too wide to tell; more precision may help."""


class Unbounded(Imprecise):
    """No bound was seen on what is infinite: an order of growth, of which more precision would show nothing new."""


class Divergent(Unbounded):
    """What is infinite surely has no finite value, such as the integral of what grows."""


class Unsupported(NoValue):
    """This number system cannot evaluate the term at all."""


class OverBudget(Exception):  # noqa: N818 - a bound that was met, not an error
    """A question's evaluations visited more nodes than they may."""


class OutOfTime(OverBudget):
    """A question took longer than its time limit; the counted budget is meant to end it first."""


class System(Protocol):
    """Arithmetic that the evaluator needs beside the operators of the elements."""

    def number(self, value: Fraction) -> Element:
        """The element for a rational number that is no integer."""

    def constant(self, name: str) -> Element:
        """A named real constant, such as ``pi``."""

    def reciprocal(self, value: Element) -> Element:
        """One over ``value``; raises Undefined at zero."""

    def is_unit(self, value: Element) -> bool:
        """Whether ``value`` surely has a reciprocal."""

    def function(self, name: str, value: Element) -> Element:
        """An elementary function; raises Undefined outside its domain, Unsupported where the system has none."""

    def power(self, base: Element, exponent: Element) -> Element:
        """A real power whose exponent is no integer."""

    def rational_power(self, base: Element, exponent: Fraction) -> Element:
        """A power of a number that is not negative, with an exponent whose denominator is above 2."""

    def odd_root(self, base: Element, degree: int) -> Element:
        """The real root of odd degree."""

    def unknown(self, name: str, orders: tuple[int, ...], arguments: Sequence[Element]) -> Element:
        """A function of which nothing is known, or its derivative of the given orders."""

    def sign(self, value: Element) -> int:
        """-1, 0 or 1."""

    def maximum(self, values: Sequence[Element]) -> Element:
        """The largest of ``values``."""
