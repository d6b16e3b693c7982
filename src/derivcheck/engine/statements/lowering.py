"""Claims as sign conditions on polynomials.

A claim holds at a point where both of its sides are defined there and the relation holds; where a side is undefined it
is false. So a claim becomes the conjunction of its conditions (denominators not 0, radicands not negative, arguments of
logarithms positive) and the sign of left minus right. Roots, absolute values, exponentials and logarithms become
auxiliary variables, of which :attr:`Lowering.facts` says what is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from flint import fmpq

from derivcheck.engine.normal import factorised
from derivcheck.engine.statements.formulas import (
    ABOVE,
    BELOW,
    NONZERO,
    NOT_BELOW,
    OF_RELATION,
    YES,
    ZERO_SIGN,
    Formula,
    Sign,
    both,
    either,
    simplified,
)
from derivcheck.engine.statements.ring import Factors, Letter, Poly, Ring, TooLarge, variables
from derivcheck.terms.nodes import Apply, Number, Symbol, Term, number, walk
from derivcheck.terms.scope import Claim
from derivcheck.terms.statements import Every, Statement

MOST_EXPONENT = 24
BOUNDED = frozenset({"sin", "cos"})


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


class Lowering:
    """Lowers the claims of one question into one ring."""

    def __init__(self, ring: Ring, terms: tuple[Term, ...]) -> None:
        self.ring = ring
        self.places = {name: place for place, name in enumerate(ring.names)}
        self.kernels: dict[int, Kernel] = {}
        self.facts: list[Formula] = []
        self._known: dict[tuple[str, str, str], int] = {}
        self._conditions: list[Formula] = []
        self._canonical: dict[str, Factors] = {}
        self.unit = _unit(terms)

    def statement(self, statement: Statement) -> Formula:
        """The formula of a statement."""
        if isinstance(statement, Claim):
            return self.claim(statement)
        parts = [self.statement(part) for part in statement.parts]
        return both(parts) if isinstance(statement, Every) else either(parts)

    def claim(self, claim: Claim) -> Formula:
        """The formula of one claim."""
        if claim.relation not in OF_RELATION:
            raise NotPolynomial(claim.relation)
        outer, self._conditions = self._conditions, []
        left, right = self.term(claim.left), self.term(claim.right)
        difference = left.top * right.bottom - right.top * left.bottom
        sign = self.sign(difference * left.bottom * right.bottom, OF_RELATION[claim.relation])
        conditions, self._conditions = self._conditions, outer
        return both([*conditions, sign])

    def sign(self, poly: Poly, allowed: frozenset[int]) -> Formula:
        """The condition that a polynomial has one of the signs."""
        return Sign(self.factors(poly), allowed)

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
        known = self._canonical.get(letter.key)
        if known is None:
            self._canonical[letter.key] = Factors(1, ((letter, 1),))
            changed = self._without_exponentials(letter.poly)
            if changed is None:
                changed = self._without_logarithms(letter.poly)
            known = self.factors(changed) if changed is not None else self._canonical[letter.key]
            self._canonical[letter.key] = known
        return known

    # Terms -----------------------------------------------------------------------------------------------------------

    def term(self, term: Term) -> Quotient:
        """A scalar term as a quotient of polynomials; its conditions are collected on the way."""
        ring = self.ring
        if term.shape != ():
            raise NotPolynomial("a vector or matrix")
        match term:
            case Number():
                value = ring.constant(fmpq(term.value.numerator, term.value.denominator))
                return Quotient(value, ring.constant(1))
            case Symbol() if term.name in self.places:
                return Quotient(ring.generators[self.places[term.name]], ring.constant(1))
            case Apply(operator="add"):
                return self._sum(term)
            case Apply(operator="multiply"):
                return self._product(term)
            case Apply(operator="power"):
                return self._power(*term.arguments, term)
            case Apply(operator="abs" | "exp" | "log" | "max" | "min" | "pi"):
                return KERNELS[term.operator](self, term)
            case Apply(operator="sin" | "cos"):
                return self._opaque(term)
        raise NotPolynomial(term.operator if isinstance(term, Apply) else type(term).__name__.lower())

    def _sum(self, term: Apply) -> Quotient:
        total = self.term(term.arguments[0])
        for argument in term.arguments[1:]:
            part = self.term(argument)
            if part.bottom == total.bottom:
                total = Quotient(total.top + part.top, total.bottom)
            else:
                top = total.top * part.bottom + part.top * total.bottom
                total = Quotient(top, total.bottom * part.bottom)
        return total

    def _product(self, term: Apply) -> Quotient:
        top = bottom = self.ring.constant(1)
        for argument in term.arguments:
            part = self.term(argument)
            top, bottom = top * part.top, bottom * part.bottom
        return Quotient(top, bottom)

    def _power(self, base: Term, exponent: Term, whole: Term) -> Quotient:
        if not isinstance(exponent, Number):
            return self._symbolic_power(base, exponent)
        value = exponent.value
        if abs(value.numerator) > MOST_EXPONENT or value.denominator > MOST_EXPONENT:
            raise NotPolynomial("a large exponent")
        inner = self.term(base)
        if value.denominator > 1:
            inner = self._root(inner, value.denominator, Apply("power", (base, number(Fraction(1, value.denominator)))))
        return self._raised(inner, value.numerator)

    def _raised(self, inner: Quotient, exponent: int) -> Quotient:
        if exponent < 0:
            self._need(inner.top, NONZERO)
            inner = Quotient(inner.bottom, inner.top)
        return Quotient(inner.top ** abs(exponent), inner.bottom ** abs(exponent))

    def _symbolic_power(self, base: Term, exponent: Term) -> Quotient:
        """u^v = e^(v·log u) for positive u."""
        return self._exp(Apply("exp", (Apply("multiply", (exponent, Apply("log", (base,)))),)))

    def _need(self, poly: Poly, allowed: frozenset[int]) -> None:
        condition = self.sign(poly, allowed)
        if simplified(condition, {}) != YES:
            self._conditions.append(condition)

    # Auxiliary variables ---------------------------------------------------------------------------------------------

    def _kernel(self, operator: str, argument: Quotient, term: Term) -> tuple[Poly, bool]:
        """The variable for ``operator`` of ``argument``, and whether it is new."""
        key = (operator, str(argument.top), str(argument.bottom))
        place = self._known.get(key)
        is_new = place is None
        if place is None:
            place = self._known[key] = self.ring.fresh()
            self.kernels[place] = Kernel(operator, argument, term)
        return self.ring.generators[place], is_new

    def _root(self, inner: Quotient, degree: int, term: Term) -> Quotient:
        """The root that is not negative; for an even power of w below a square root, |w|."""
        one = self.ring.constant(1)
        if inner.bottom.is_constant():
            inner = Quotient(inner.top / inner.bottom.leading_coefficient(), one)
        self._need(inner.top * inner.bottom, NOT_BELOW if degree == 2 else ABOVE)
        if degree != 2:
            return Quotient(self._radical(inner, degree, term), one)
        above, rest_above = _square_part(inner.top)
        below, rest_below = _square_part(inner.bottom)
        outside = [one if w.is_constant() else self._absolute_of(Quotient(w, one)) for w in (above, below)]
        numbers = [abs(w.leading_coefficient()) if w.is_constant() else 1 for w in (above, below)]
        rest = Quotient(rest_above, rest_below)
        radical = one if rest_above.is_one() and rest_below.is_one() else self._radical(rest, 2, self._root_term(rest))
        return Quotient(outside[0] * numbers[0] * radical, outside[1] * numbers[1])

    def _root_term(self, inner: Quotient) -> Term:
        quotient = Apply("multiply", (self.back(inner.top), Apply("power", (self.back(inner.bottom), number(-1)))))
        return Apply("power", (quotient, number(Fraction(1, 2))))

    def _radical(self, inner: Quotient, degree: int, term: Term) -> Poly:
        root, is_new = self._kernel(f"root{degree}", inner, term)
        if is_new:
            sign = inner.top * inner.bottom
            equation = self.sign(root**degree * inner.bottom - inner.top, ZERO_SIGN)
            there = both([self.sign(inner.bottom, NONZERO), equation, self.sign(root, NOT_BELOW)])
            self.facts.append(either([self.sign(sign, frozenset({-1})), self.sign(inner.bottom, ZERO_SIGN), there]))
        return root

    def _absolute(self, term: Apply) -> Quotient:
        inner = self.term(term.arguments[0])
        return Quotient(self._absolute_of(inner), self.ring.constant(1))

    def _absolute_of(self, inner: Quotient) -> Poly:
        quotient = Apply("multiply", (self.back(inner.top), Apply("power", (self.back(inner.bottom), number(-1)))))
        size, is_new = self._kernel("abs", inner, Apply("abs", (quotient,)))
        if is_new:
            sign, minus, plus = (
                inner.top * inner.bottom,
                size * inner.bottom - inner.top,
                size * inner.bottom + inner.top,
            )
            self.facts += [
                either([self.sign(sign, BELOW), self.sign(inner.bottom, ZERO_SIGN), self.sign(minus, ZERO_SIGN)]),
                either([self.sign(sign, NOT_BELOW), self.sign(plus, ZERO_SIGN)]),
            ]
        return size

    def _extremum(self, term: Apply) -> Quotient:
        """max(a, b) = (a + b + |a − b|)/2."""
        first, *rest = term.arguments
        sign = 1 if term.operator == "max" else -1
        result: Term = first
        for other in rest:
            gap = Apply("abs", (Apply("add", (result, Apply("multiply", (number(-1), other)))),))
            half = number(Fraction(1, 2))
            result = Apply("multiply", (half, Apply("add", (result, other, Apply("multiply", (number(sign), gap))))))
        return self.term(result)

    def _pi(self, term: Apply) -> Quotient:
        one = self.ring.constant(1)
        pi, is_new = self._kernel("pi", Quotient(one, one), term)
        if is_new:
            self.facts.append(self.sign(pi, ABOVE))
        return Quotient(pi, one)

    def _opaque(self, term: Apply) -> Quotient:
        """A function with values between −1 and 1, of which nothing else is known but sin² + cos² = 1."""
        inner, one = self.term(term.arguments[0]), self.ring.constant(1)
        if not inner.bottom.is_constant():
            self._need(inner.bottom, NONZERO)
        value, is_new = self._kernel(term.operator, inner, term)
        if is_new:
            self.facts += [self.sign(value + 1, NOT_BELOW), self.sign(1 - value, NOT_BELOW)]
            twin = Apply("cos" if term.operator == "sin" else "sin", term.arguments)
            other, _ = self._kernel(twin.operator, inner, twin)
            self.facts.append(self.sign(value**2 + other**2 - 1, ZERO_SIGN))
        return Quotient(value, one)

    def _exp(self, term: Apply) -> Quotient:
        inner = self.term(term.arguments[0])
        if not inner.bottom.is_constant():
            raise NotPolynomial("a fraction in an exponent")
        return self._exponential(inner.top / inner.bottom.leading_coefficient())

    def _exponential(self, exponent: Poly) -> Quotient:
        """E to a polynomial, as powers of e^(monomial/unit) and of what stands below logarithms."""
        top = bottom = self.ring.constant(1)
        for exponents, value in exponent.to_dict().items():
            base, times = self._exponential_of(exponents, fmpq(value))
            if times >= 0:
                top, bottom = top * base.top**times, bottom * base.bottom**times
            else:
                top, bottom = top * base.bottom**-times, bottom * base.top**-times
        return Quotient(top, bottom)

    def _exponential_of(self, exponents: tuple[int, ...], value: fmpq) -> tuple[Quotient, int]:
        used = [place for place, power in enumerate(exponents) if power]
        if len(used) == 1 and exponents[used[0]] == 1 and self._is_log(used[0]):
            argument = self.kernels[used[0]].argument
            if value.q == 1:
                return argument, _bounded(int(value.p))
            inner = self.kernels[used[0]].term
            assert isinstance(inner, Apply)  # noqa: S101 - a logarithm
            root = Apply("power", (inner.arguments[0], number(Fraction(1, int(value.q)))))
            return self._root(argument, int(value.q), root), _bounded(int(value.p))
        monomial = self.ring.context.from_dict({exponents: fmpq(1)})
        scaled = value * self.unit
        if scaled.q != 1:
            raise NotPolynomial("an exponent of this form")
        one = self.ring.constant(1)
        share = Quotient(monomial / self.unit, one)
        power, is_new = self._kernel("exp", share, Apply("exp", (self.back(share.top),)))
        if is_new:
            self.facts.append(self.sign(power, ABOVE))
        return Quotient(power, one), _bounded(int(scaled.p))

    def _is_log(self, place: int) -> bool:
        return place in self.kernels and self.kernels[place].operator == "log"

    def _log(self, term: Apply) -> Quotient:
        argument, one = term.arguments[0], self.ring.constant(1)
        if isinstance(argument, Number) and argument.value > 0:
            return Quotient(self._log_number(argument.value), one)
        if isinstance(argument, Apply) and argument.operator == "exp":
            return self.term(argument.arguments[0])
        inner = self.term(argument)
        self._need(inner.top * inner.bottom, ABOVE)
        known = self._log_of_constants(inner)
        return Quotient(known if known is not None else self._kernel("log", inner, term)[0], one)

    def _log_of_constants(self, inner: Quotient) -> Poly | None:
        """The logarithm of a product of positive numbers, roots of numbers and exponentials."""
        total = self.ring.constant(0)
        for poly, times in ((inner.top, 1), (inner.bottom, -1)):
            if len(poly) != 1:
                return None
            part = self._log_monomial(*next(iter(poly.to_dict().items())))
            if part is None:
                return None
            total = total + part * times
        return total

    def _log_monomial(self, exponents: tuple[int, ...], value: fmpq) -> Poly | None:
        total = self._log_number(Fraction(abs(int(fmpq(value).p)), int(fmpq(value).q)))
        for place, power in enumerate(exponents):
            if power:
                part = self._log_of(place)
                if part is None:
                    return None
                total = total + part * power
        return total

    def _log_number(self, value: Fraction) -> Poly:
        total, one = self.ring.constant(0), self.ring.constant(1)
        for prime, power in factorised(value):
            term = Apply("log", (number(prime),))
            log, is_new = self._kernel("log", Quotient(self.ring.constant(prime), one), term)
            if is_new:
                self.facts.append(self.sign(log, ABOVE))
            total = total + log * power
        return total

    # Forms of letters ------------------------------------------------------------------------------------------------

    def _without_exponentials(self, poly: Poly) -> Poly | None:
        """a·e^u − b·e^v has the sign of log a + u − log b − v; None where a letter is not of that form."""
        terms = list(poly.to_dict().items())
        if len(terms) != 2 or (terms[0][1] > 0) == (terms[1][1] > 0):
            return None
        if not any(self._is(place, "exp") for place in variables(poly)):
            return None
        first, second = (self._log_monomial(exponents, value) for exponents, value in terms)
        if first is None or second is None:
            return None
        return first - second if terms[0][1] > 0 else second - first

    def _is(self, place: int, operator: str) -> bool:
        return place in self.kernels and self.kernels[place].operator == operator

    def _log_of(self, place: int) -> Poly | None:
        """The logarithm of a variable that is an exponential or a root of a positive number."""
        kernel = self.kernels.get(place)
        if kernel is None:
            return None
        if kernel.operator == "exp":
            return kernel.argument.top
        if (
            kernel.operator.startswith("root")
            and kernel.argument.top.is_constant()
            and kernel.argument.bottom.is_constant()
        ):
            value = fmpq(kernel.argument.top.leading_coefficient()) / fmpq(kernel.argument.bottom.leading_coefficient())
            if value > 0:
                degree = int(kernel.operator.removeprefix("root"))
                return self._log_number(Fraction(int(value.p), int(value.q))) / degree
        return None

    def _without_logarithms(self, poly: Poly) -> Poly | None:
        """∑ cᵢ log uᵢ + v with whole cᵢ has the sign of ∏ uᵢ^cᵢ e^v − 1; None where a letter is not of that form."""
        logs = [place for place in variables(poly) if self._is_log(place) and not self._is_constant(place)]
        if not logs:
            return None
        for exponents in poly.to_dict():
            places = [place for place, power in enumerate(exponents) if power]
            if any(place in logs for place in places) and (len(places) > 1 or exponents[places[0]] > 1):
                return None
        try:
            raised = self._exponential(poly)
        except NotPolynomial:
            return None
        return (raised.top - raised.bottom) * raised.bottom

    def _is_constant(self, place: int) -> bool:
        return is_constant(place, self.kernels, len(self.ring.names))

    def back(self, poly: Poly) -> Term:
        """A polynomial as a term."""
        parts: list[Term] = []
        for exponents, value in poly.to_dict().items():
            coefficient = Number(Fraction(int(fmpq(value).p), int(fmpq(value).q)))
            factors: list[Term] = [coefficient]
            for place, power in enumerate(exponents):
                if power:
                    base = self.kernels[place].term if place in self.kernels else Symbol(self.ring.names[place])
                    factors.append(base if power == 1 else Apply("power", (base, number(int(power)))))
            parts.append(factors[0] if len(factors) == 1 else Apply("multiply", tuple(factors)))
        if not parts:
            return number(0)
        return parts[0] if len(parts) == 1 else Apply("add", tuple(parts))


def is_constant(place: int, kernels: dict[int, Kernel], symbols: int) -> bool:
    """Whether a variable stands for one number."""
    if place < symbols:
        return False
    kernel = kernels[place]
    inside = (*variables(kernel.argument.top), *variables(kernel.argument.bottom))
    return all(is_constant(other, kernels, symbols) for other in inside)


def _bounded(exponent: int) -> int:
    if abs(exponent) > MOST_EXPONENT:
        raise NotPolynomial("a large exponent")
    return exponent


def _square_part(poly: Poly) -> tuple[Poly, Poly]:
    """W and s with poly = w²·s, s without square factors."""
    constant, found = poly.factor()
    context, value = poly.context(), fmpq(constant)
    square, rest = context.constant(1), context.constant(1)
    for factor, power in found:
        square = square * factor ** (int(power) // 2)
        rest = rest * factor ** (int(power) % 2)
    top, bottom = abs(value.p).isqrt(), value.q.isqrt()
    if top * top == abs(value.p) and bottom * bottom == value.q:
        return square * fmpq(top, bottom), rest if value > 0 else -rest
    return square, rest * value


def _unit(terms: tuple[Term, ...]) -> int:
    """The common denominator of the numbers in exponents."""
    found = 1
    for term in terms:
        for part in walk(term):
            exponents: tuple[Term, ...] = ()
            if isinstance(part, Apply) and part.operator == "exp":
                exponents = part.arguments
            elif isinstance(part, Apply) and part.operator == "power" and not isinstance(part.arguments[1], Number):
                exponents = part.arguments[1:]
            for exponent in exponents:
                for inner in walk(exponent):
                    if isinstance(inner, Number):
                        found = lcm(found, inner.value.denominator)
    if found > MOST_EXPONENT:
        raise TooLarge
    return found


KERNELS = {
    "abs": Lowering._absolute,  # noqa: SLF001 - the table of one module
    "exp": Lowering._exp,  # noqa: SLF001
    "log": Lowering._log,  # noqa: SLF001
    "max": Lowering._extremum,  # noqa: SLF001
    "min": Lowering._extremum,  # noqa: SLF001
    "pi": Lowering._pi,  # noqa: SLF001
}
