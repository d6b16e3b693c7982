"""Quotients of polynomials over Q in variables and kernels: identities confirmed without any random choice.

A kernel is a value that algebra knows nothing of: an exponential, a logarithm, an unknown function. Kernels count as
independent, so that what is 0 here is 0, though not all that is 0 is seen. Exponentials of multiples of one exponent
are powers of one kernel; sines and cosines are the rational functions of the tangent of half the angle; of a root its
square is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from flint import Ordering, fmpq_mpoly_ctx

from derivcheck.engine.systems.base import Element, OverBudget, Undefined, Unsupported

MOST_GENERATORS = 48
MOST_TERMS = 4_000
MOST_DEGREE = 200
FINENESS = 2
"""Exponents and angles are multiples of the half of a kernel's own."""

MOST_RAISED = 12

Polynomial = Any
"""A polynomial of python-flint."""


class Quotient:
    """A quotient of two polynomials without common factor."""

    __slots__ = ("bottom", "top")

    def __init__(self, top: Polynomial, bottom: Polynomial) -> None:
        self.top = top
        self.bottom = bottom

    def _with(self, other: Element) -> Quotient:
        return other if isinstance(other, Quotient) else Quotient(self.bottom * 0 + other, self.bottom * 0 + 1)

    def __add__(self, other: Element) -> Quotient:
        if not isinstance(other, (int, Quotient)):
            return NotImplemented
        right = self._with(other)
        if self.bottom == right.bottom:
            return reduced(self.top + right.top, self.bottom)
        return reduced(self.top * right.bottom + right.top * self.bottom, self.bottom * right.bottom)

    __radd__ = __add__

    def __neg__(self) -> Quotient:
        return Quotient(-self.top, self.bottom)

    def __sub__(self, other: Element) -> Element:
        return self + (-other)

    def __rsub__(self, other: Element) -> Element:
        return -self + other

    def __mul__(self, other: Element) -> Quotient:
        if not isinstance(other, (int, Quotient)):
            return NotImplemented
        right = self._with(other)
        return reduced(self.top * right.top, self.bottom * right.bottom)

    __rmul__ = __mul__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, (int, Quotient)) and (self - other).top == 0

    def __hash__(self) -> int:
        return hash((str(self.top), str(self.bottom)))


def reduced(top: Polynomial, bottom: Polynomial) -> Quotient:
    """The quotient in lowest terms, with a leading coefficient of 1 below."""
    if top == 0:
        return Quotient(top, bottom * 0 + 1)
    common = top.gcd(bottom)
    if common != 1:
        top, bottom = top / common, bottom / common
    leading = bottom.leading_coefficient()
    if leading != 1:
        top, bottom = top / leading, bottom / leading
    if max(len(top), len(bottom)) > MOST_TERMS or max(top.total_degree(), bottom.total_degree()) > MOST_DEGREE:
        raise OverBudget
    return Quotient(top, bottom)


class Quotients:
    """The number system of quotients; it hands out its generators one by one."""

    def __init__(self) -> None:
        names = [f"g{place}" for place in range(MOST_GENERATORS)]
        self.context = fmpq_mpoly_ctx.get(names, Ordering.lex)
        self.kernels: dict[object, int] = {}
        self.squares: dict[int, Quotient] = {}
        self.logarithms: list[tuple[Quotient, Quotient]] = []
        self.one = self.context.constant(1)

    def variable(self) -> Quotient:
        """A generator that nothing is known of."""
        return self.kernel(object())

    def kernel(self, key: object) -> Quotient:
        """The generator of a kernel, the same whenever its key is the same."""
        place = self.kernels.setdefault(key, len(self.kernels))
        if place >= MOST_GENERATORS:
            raise OverBudget
        return Quotient(self.context.gen(place), self.one)

    def element(self, value: Element) -> Quotient:
        """An element as a quotient."""
        return value if isinstance(value, Quotient) else Quotient(self.context.constant(value), self.one)

    def number(self, value: Fraction) -> Quotient:
        """The quotient for a rational number."""
        return Quotient(self.context.constant(value.numerator) / value.denominator, self.one)

    def constant(self, name: str) -> Quotient:
        """A named constant counts as independent."""
        return self.kernel(("constant", name))

    def reciprocal(self, value: Element) -> Quotient:
        """One over ``value``."""
        whole = self.element(value)
        if self.is_zero(whole):
            reason = "division by zero"
            raise Undefined(reason)
        return reduced(whole.bottom, whole.top)

    def is_unit(self, value: Element) -> bool:
        """Whether ``value`` is not 0."""
        return not self.is_zero(value)

    def is_zero(self, value: Element) -> bool:
        """Whether ``value`` is surely 0, by what is known of the squares of roots."""
        top = self.element(value).top
        return all(part == 0 for part in self._parts(top, sorted(self.squares, reverse=True)))

    def _parts(self, top: Polynomial, roots: list[int]) -> list[Polynomial]:
        """Coefficients that vanish together only if ``top`` does: it is linear in each root once squares are put in."""
        if not roots:
            return [top]
        root, *rest = roots
        square = self.squares[root]
        highest = max((exponents[root] // 2 for exponents in top.to_dict()), default=0)
        sums = [self.context.constant(0), self.context.constant(0)]
        for exponents, coefficient in top.to_dict().items():
            times, odd = divmod(exponents[root], 2)
            plain = tuple(0 if place == root else e for place, e in enumerate(exponents))
            monomial = self.context.from_dict({plain: coefficient})
            sums[odd] = sums[odd] + monomial * square.top**times * square.bottom ** (highest - times)
        return [part for total in sums for part in self._parts(total, rest)]

    def function(self, name: str, value: Element) -> Element:
        """A function with an algebra of its own, or a kernel."""
        whole = self.element(value)
        match name:
            case "exp":
                return self._exponential(whole)
            case "sqrt":
                return self._root(whole)
            case "sin" | "cos" | "tan":
                sine, cosine = self._rotation(whole)
                if name == "tan":
                    return sine * self.reciprocal(cosine)
                return sine if name == "sin" else cosine
            case "sinh" | "cosh" | "tanh":
                return self._hyperbolic(name, whole)
        if name == "log" and whole == 1:
            return 0
        known = len(self.kernels)
        found = self.kernel((name, whole))
        if name == "log" and len(self.kernels) > known:
            self.logarithms.append((whole, found))
        return found

    def _hyperbolic(self, name: str, value: Quotient) -> Element:
        above = self._exponential(value)
        below = self.reciprocal(above)
        if name == "tanh":
            return (above - below) * self.reciprocal(above + below)
        return (above + below if name == "cosh" else above - below) * self.number(Fraction(1, 2))

    def _summands(self, value: Quotient) -> list[tuple[Quotient, Fraction]]:
        """``value`` as a sum of multiples of quotients whose coefficient is 1."""
        found = []
        for exponents, coefficient in value.top.to_dict().items():
            plain = reduced(self.context.from_dict({exponents: 1}), value.bottom)
            found.append((plain, Fraction(int(coefficient.p), int(coefficient.q))))
        return found

    def _multiple(self, coefficient: Fraction) -> int:
        """The coefficient in halves."""
        if FINENESS % coefficient.denominator or abs(coefficient) > MOST_RAISED:
            reason = f"the coefficient {coefficient} in an exponent or angle"
            raise Unsupported(reason)
        return int(coefficient * FINENESS)

    def _exponential(self, value: Quotient) -> Quotient:
        result = Quotient(self.one, self.one)
        for summand, coefficient in self._summands(value):
            kernel, times = self._exponential_of_half(summand), self._multiple(coefficient)
            power = reduced(kernel.top ** abs(times), self.one)
            result = result * (power if times > 0 else self.reciprocal(power))
        return result

    def _exponential_of_half(self, summand: Quotient) -> Quotient:
        """exp(u/2) for a quotient u; for the logarithm of v, the root of v."""
        for argument, logarithm in self.logarithms:
            if logarithm == summand:
                return self._root(argument)
        return self.kernel(("exp", summand))

    def _rotation(self, value: Quotient) -> tuple[Element, Element]:
        """Sine and cosine, by the tangent of the quarter of each summand."""
        sine: Element = 0
        cosine: Element = 1
        for summand, coefficient in self._summands(value):
            tangent = self.kernel(("tangent", summand))
            scale = self.reciprocal(1 + tangent * tangent)
            one_sine, one_cosine = 2 * tangent * scale, (1 - tangent * tangent) * scale
            times = self._multiple(coefficient)
            sign = 1 if times > 0 else -1
            for _ in range(abs(times)):
                sine, cosine = (
                    sine * one_cosine + sign * cosine * one_sine,
                    cosine * one_cosine - sign * sine * one_sine,
                )
        return sine, cosine

    def _root(self, value: Quotient) -> Quotient:
        known = len(self.kernels)
        root = self.kernel(("root", value))
        if len(self.kernels) > known:
            self.squares[known] = value
        return root

    def power(self, base: Element, exponent: Element) -> Element:
        """A real power is the exponential of a logarithm."""
        return self.function("exp", self.element(exponent) * self.function("log", base))

    def rational_power(self, base: Element, exponent: Fraction) -> Element:
        """The same."""
        return self.power(base, self.number(exponent))

    def odd_root(self, base: Element, degree: int) -> Element:
        """No root but the square root is followed."""
        return self.kernel(("odd root", degree, self.element(base)))

    def unknown(self, name: str, orders: tuple[int, ...], arguments: Sequence[Element]) -> Element:
        """An unknown function is a kernel."""
        return self.kernel((name, orders, tuple(map(self.element, arguments))))

    def sign(self, value: Element) -> int:
        """Signs depend on the point, so that there is no single answer."""
        if isinstance(value, int):
            return (value > 0) - (value < 0)
        reason = "a sign"
        raise Unsupported(reason)

    def maximum(self, values: Sequence[Element]) -> Element:
        """The same."""
        del values
        reason = "a maximum"
        raise Unsupported(reason)
