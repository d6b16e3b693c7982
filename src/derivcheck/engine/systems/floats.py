"""Floating point, for showing what it does to a formula; it never decides a step."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from derivcheck.engine.systems.base import Element, Unsupported

FUNCTIONS = {"exp": np.exp, "log": np.log, "sqrt": np.sqrt, "sin": np.sin, "cos": np.cos, "tanh": np.tanh}


class Floats:
    """The number system of one floating-point type, with its overflows and lost digits."""

    def __init__(self, kind: type[Any]) -> None:
        self.kind = kind

    def number(self, value: Fraction) -> Element:
        """The nearest float."""
        return self.kind(float(value))

    def constant(self, name: str) -> Element:
        """π."""
        return self.kind({"pi": np.pi}[name])

    def reciprocal(self, value: Element) -> Element:
        """One over ``value``, an infinity for 0."""
        return self.kind(1) / self.kind(value)

    def is_unit(self, value: Element) -> bool:
        """Whether ``value`` is not 0."""
        return bool(value != 0)

    def function(self, name: str, value: Element) -> Element:
        """An elementary function as numpy computes it."""
        if name not in FUNCTIONS:
            raise Unsupported(name)
        return FUNCTIONS[name](self.kind(value))

    def power(self, base: Element, exponent: Element) -> Element:
        """A real power."""
        return self.kind(base) ** self.kind(exponent)

    def rational_power(self, base: Element, exponent: Fraction) -> Element:
        """A power as numpy computes it."""
        return self.power(base, float(exponent))

    def odd_root(self, base: Element, degree: int) -> Element:
        """The root with the sign of ``base``."""
        return self.kind(self.sign(base)) * self.power(abs(self.kind(base)), 1 / degree)

    def unknown(self, name: str, orders: tuple[int, ...], arguments: Sequence[Element]) -> Element:  # noqa: ARG002 - the protocol's signature
        """No unknown function has a value here."""
        raise Unsupported(name)

    def sign(self, value: Element) -> int:
        """-1, 0 or 1."""
        return int(value > 0) - int(value < 0)

    def maximum(self, values: Sequence[Element]) -> Element:
        """The largest value."""
        return max(self.kind(value) for value in values)
