"""Auxiliary variables: what stands for roots, absolute values, exponentials and logarithms, and what is known of them.

Every valuation of the symbols goes with values of the auxiliary variables that satisfy all facts: where what a variable
stands for is undefined, the facts say nothing of it. So a formula that has no solution together with the facts has no
solution at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq

from derivcheck.engine.algebra.normal import factorised
from derivcheck.engine.statements.formulas import (
    ABOVE,
    BELOW,
    NONZERO,
    NOT_BELOW,
    ZERO_SIGN,
    Formula,
    Sign,
    Signs,
    both,
    either,
    negation,
)
from derivcheck.engine.statements.ring import Factors, Letter, Poly, Ring, variables
from derivcheck.terms.nodes import Apply, Number, Symbol, Term, number

MOST_EXPONENT = 24


class NotPolynomial(Exception):  # noqa: N818 - a bound that was met, not an error
    """A claim holds something of which no polynomial tells the sign; ``what`` names it."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


@dataclass(frozen=True, slots=True)
class Quotient:
    """A quotient of polynomials; the denominator is not 0 wherever the term is defined."""

    top: Poly
    bottom: Poly


@dataclass(frozen=True, slots=True)
class Kernel:
    """What an auxiliary variable stands for: ``operator`` of ``argument``, and a term that gives its value."""

    operator: str
    argument: Quotient
    term: Term


class Auxiliary:
    """The auxiliary variables of one ring; exponents are multiples of 1/``unit``, ``positive`` symbols are above 0."""

    def __init__(self, ring: Ring, unit: int, positive: frozenset[int] = frozenset()) -> None:
        self.ring = ring
        self.unit = unit
        self.positive = positive
        self.kernels: dict[int, Kernel] = {}
        self.facts: list[Formula] = []
        self._known: dict[tuple[str, str, str], int] = {}
        self._forms: dict[str, Factors] = {}

    def sign(self, poly: Poly, allowed: Signs) -> Formula:
        """The condition that a polynomial has one of the signs."""
        return Sign(self.factors(poly), allowed)

    def fact(self, formula: Formula, needed: Sequence[Formula] = ()) -> None:
        """Records what holds wherever ``needed`` does."""
        self.facts.append(either([*map(negation, needed), formula]))

    def variable(self, operator: str, argument: Quotient, term: Term) -> tuple[Poly, bool]:
        """The variable for ``operator`` of ``argument``, and whether it is new."""
        key = (operator, str(argument.top), str(argument.bottom))
        place = self._known.get(key)
        is_new = place is None
        if place is None:
            place = self._known[key] = self.ring.fresh()
            self.kernels[place] = Kernel(operator, argument, term)
        return self.ring.generators[place], is_new

    def radical(self, inner: Quotient, degree: int, needed: Sequence[Formula], *, signed: bool = False) -> Poly:
        """The root that is not negative; ``signed``: of odd degree, with the sign of what is below it."""
        exponent = number(Fraction(1, degree))
        root, is_new = self.variable(f"root{degree}", inner, Apply("power", (self.quotient(inner), exponent)))
        if is_new:
            there = [
                self.sign(inner.bottom, NONZERO),
                self.sign(root**degree * inner.bottom - inner.top, ZERO_SIGN),
            ]
            outside = [self.sign(inner.bottom, ZERO_SIGN)]
            if not signed:
                there.append(self.sign(root, NOT_BELOW))
                outside.append(self.sign(inner.top * inner.bottom, BELOW))
            self.fact(either([*outside, both(there)]), needed)
        return root

    def absolute(self, inner: Quotient, needed: Sequence[Formula]) -> Poly:
        """The absolute value of a quotient."""
        size, is_new = self.variable("abs", inner, Apply("abs", (self.quotient(inner),)))
        if is_new:
            sign = inner.top * inner.bottom
            minus, plus = (size * inner.bottom - inner.top * s for s in (1, -1))
            vanishes = self.sign(inner.bottom, ZERO_SIGN)
            self.fact(either([self.sign(sign, BELOW), vanishes, self.sign(minus, ZERO_SIGN)]), needed)
            self.fact(either([self.sign(sign, NOT_BELOW), self.sign(plus, ZERO_SIGN)]), needed)
        return size

    def wave(self, operator: str, inner: Quotient, argument: Term) -> Poly:
        """A sine or cosine: a number between −1 and 1, of which nothing else is known but sin² + cos² = 1."""
        value, is_new = self.variable(operator, inner, Apply(operator, (argument,)))
        if is_new:
            other_name = "cos" if operator == "sin" else "sin"
            other, _ = self.variable(other_name, inner, Apply(other_name, (argument,)))
            self.fact(self.sign(value + 1, NOT_BELOW))
            self.fact(self.sign(1 - value, NOT_BELOW))
            self.fact(self.sign(value**2 + other**2 - 1, ZERO_SIGN))
        return value

    # Exponentials and logarithms -------------------------------------------------------------------------------------

    def exponential(self, exponent: Quotient) -> Quotient:
        """E to a quotient, as powers of e^(monomial/denominator/unit) and of what stands below logarithms."""
        top = bottom = self.ring.constant(1)
        for exponents, value in exponent.top.to_dict().items():
            base, times = self._exponential_of(exponents, fmpq(value), exponent.bottom)
            if times >= 0:
                top, bottom = top * base.top**times, bottom * base.bottom**times
            else:
                top, bottom = top * base.bottom**-times, bottom * base.top**-times
        return Quotient(top, bottom)

    def _exponential_of(self, exponents: tuple[int, ...], value: fmpq, bottom: Poly) -> tuple[Quotient, int]:
        used = [place for place, power in enumerate(exponents) if power]
        one = self.ring.constant(1)
        is_log = len(used) == 1 and exponents[used[0]] == 1 and self._is(used[0], "log")
        if is_log and bottom.is_one():
            argument = self.kernels[used[0]].argument
            if value.q == 1:
                return argument, _bounded(int(value.p))
            if any(self._is(place, "log") for poly in (argument.top, argument.bottom) for place in variables(poly)):
                reason = "a root of a logarithm in this place"
                raise NotPolynomial(reason)
            return Quotient(self.radical(argument, int(value.q), ()), one), _bounded(int(value.p))
        monomial = self.ring.context.from_dict({exponents: fmpq(1)})
        scaled = value * self.unit
        if scaled.q != 1:
            reason = "an exponent of this form"
            raise NotPolynomial(reason)
        common = monomial.gcd(bottom)
        share = Quotient(monomial / common / self.unit, bottom / common)
        power, is_new = self.variable("exp", share, Apply("exp", (self.quotient(share),)))
        if is_new:
            self.fact(self.sign(power, ABOVE))
        return Quotient(power, one), _bounded(int(scaled.p))

    def logarithm(self, inner: Quotient) -> Quotient:
        """The logarithm of a quotient that is positive wherever this is asked."""
        known = self._log_of_constants(inner)
        if known is not None:
            return known
        log, _ = self.variable("log", inner, Apply("log", (self.quotient(inner),)))
        return Quotient(log, self.ring.constant(1))

    def log_number(self, value: Fraction) -> Poly:
        """The logarithm of a positive number, by those of its prime factors."""
        total, one = self.ring.constant(0), self.ring.constant(1)
        for prime, power in factorised(value):
            argument = Quotient(self.ring.constant(prime), one)
            log, is_new = self.variable("log", argument, Apply("log", (number(prime),)))
            if is_new:
                self.fact(self.sign(log, ABOVE))
            total = total + log * power
        return total

    def _log_of_constants(self, inner: Quotient) -> Quotient | None:
        """The logarithm of a product of positive numbers, roots of numbers and exponentials."""
        parts: list[tuple[Quotient, int]] = []
        for poly, times in ((inner.top, 1), (inner.bottom, -1)):
            part = self._log_monomial(*next(iter(poly.to_dict().items()))) if len(poly) == 1 else None
            if part is None:
                return None
            parts.append((part, times))
        return self._combined(parts)

    def _log_monomial(self, exponents: tuple[int, ...], value: fmpq) -> Quotient | None:
        number_part = self.log_number(Fraction(abs(int(fmpq(value).p)), int(fmpq(value).q)))
        parts = [(Quotient(number_part, self.ring.constant(1)), 1)]
        for place, power in enumerate(exponents):
            if power:
                part = self._log_of(place)
                if part is None:
                    return None
                parts.append((part, power))
        return self._combined(parts)

    def _combined(self, parts: Sequence[tuple[Quotient, int]]) -> Quotient:
        """The sum of quotients, each so many times."""
        top, bottom = self.ring.constant(0), self.ring.constant(1)
        for part, times in parts:
            if part.bottom == bottom:
                top = top + part.top * times
            else:
                top, bottom = top * part.bottom + part.top * bottom * times, bottom * part.bottom
        return Quotient(top, bottom)

    def _log_of(self, place: int) -> Quotient | None:
        """The logarithm of a variable that is an exponential, a root of a positive number, or a positive symbol."""
        kernel = self.kernels.get(place)
        if kernel is None:
            return self._log_of_symbol(place) if place in self.positive else None
        top, bottom = kernel.argument.top, kernel.argument.bottom
        if kernel.operator == "exp":
            return kernel.argument
        if kernel.operator.startswith("root") and top.is_constant() and bottom.is_constant():
            value = fmpq(top.leading_coefficient()) / fmpq(bottom.leading_coefficient())
            if value > 0:
                degree = int(kernel.operator.removeprefix("root"))
                root = self.log_number(Fraction(int(value.p), int(value.q))) / degree
                return Quotient(root, self.ring.constant(1))
        return None

    def _log_of_symbol(self, place: int) -> Quotient:
        one, symbol = self.ring.constant(1), self.ring.generators[place]
        log, _ = self.variable("log", Quotient(symbol, one), Apply("log", (Symbol(self.ring.names[place]),)))
        return Quotient(log, one)

    def _is(self, place: int, operator: str) -> bool:
        return place in self.kernels and self.kernels[place].operator == operator

    # Forms of letters ------------------------------------------------------------------------------------------------

    def factors(self, poly: Poly) -> Factors:
        """The letters of a polynomial, each in the form that shows best what it says."""
        found = self.ring.factors(poly)
        sign, powers = found.sign, dict[Letter, int]()
        for letter, power in found.powers:
            own = self._form(letter)
            sign *= own.sign**power
            for part, times in own.powers:
                powers[part] = powers.get(part, 0) + power * times
        return Factors(sign, tuple(powers.items()))

    def _form(self, letter: Letter) -> Factors:
        known = self._forms.get(letter.key)
        if known is None:
            self._forms[letter.key] = Factors(1, ((letter, 1),))
            changed = self._without_exponentials(letter.poly)
            if changed is None:
                changed = self._without_logarithms(letter.poly)
            known = self.factors(changed) if changed is not None else self._forms[letter.key]
            self._forms[letter.key] = known
        return known

    def _without_exponentials(self, poly: Poly) -> Poly | None:
        """a·e^u − b·e^v has the sign of log a + u − log b − v; None where a letter is not of that form.

        A quotient has the sign of the product; where its denominator is 0, every claim with it is false anyway.
        """
        terms = list(poly.to_dict().items())
        if len(terms) != 2 or (terms[0][1] > 0) == (terms[1][1] > 0):
            return None
        if not any(self._is(place, "exp") for place in variables(poly)):
            return None
        first, second = (self._log_monomial(exponents, value) for exponents, value in terms)
        if first is None or second is None:
            return None
        difference = self._combined([(first, 1), (second, -1)] if terms[0][1] > 0 else [(second, 1), (first, -1)])
        return difference.top * difference.bottom

    def _without_logarithms(self, poly: Poly) -> Poly | None:
        """∑ cᵢ log uᵢ + v with whole cᵢ has the sign of ∏ uᵢ^cᵢ e^v − 1; None where a letter is not of that form.

        This holds where the uᵢ are positive; elsewhere every claim with their logarithms is false anyway.
        """
        logs = [place for place in variables(poly) if self._is(place, "log") and not self._is_constant(place)]
        if not logs:
            return None
        for exponents in poly.to_dict():
            places = [place for place, power in enumerate(exponents) if power]
            if any(place in logs for place in places) and (len(places) > 1 or exponents[places[0]] > 1):
                return None
        try:
            raised = self.exponential(Quotient(poly, self.ring.constant(1)))
        except NotPolynomial:
            return None
        return (raised.top - raised.bottom) * raised.bottom

    def _is_constant(self, place: int) -> bool:
        return is_constant(place, self.kernels, len(self.ring.names))

    # Back to terms ---------------------------------------------------------------------------------------------------

    def quotient(self, inner: Quotient) -> Term:
        """A quotient as a term."""
        if inner.bottom.is_one():
            return self.back(inner.top)
        return Apply("multiply", (self.back(inner.top), Apply("power", (self.back(inner.bottom), number(-1)))))

    def back(self, poly: Poly) -> Term:
        """A polynomial as a term."""
        parts: list[Term] = []
        for exponents, value in poly.to_dict().items():
            factors: list[Term] = [Number(Fraction(int(fmpq(value).p), int(fmpq(value).q)))]
            for place, power in enumerate(exponents):
                if power:
                    base = self.kernels[place].term if place in self.kernels else Symbol(self.ring.names[place])
                    factors.append(base if power == 1 else Apply("power", (base, number(int(power)))))
            parts.append(factors[0] if len(factors) == 1 else Apply("multiply", tuple(factors)))
        if not parts:
            return number(0)
        return parts[0] if len(parts) == 1 else Apply("add", tuple(parts))


def is_constant(place: int, kernels: Mapping[int, Kernel], symbols: int) -> bool:
    """Whether a variable stands for one number."""
    if place < symbols:
        return False
    kernel = kernels[place]
    inside = (*variables(kernel.argument.top), *variables(kernel.argument.bottom))
    return all(is_constant(other, kernels, symbols) for other in inside)


def _bounded(exponent: int) -> int:
    if abs(exponent) > MOST_EXPONENT:
        reason = "a large exponent"
        raise NotPolynomial(reason)
    return exponent
