"""Claims as sign conditions on polynomials.

A claim holds at a point where both of its sides are defined there and the relation holds; where a side is undefined it
is false. So a claim becomes the conjunction of its conditions (denominators not 0, radicands not negative, arguments of
logarithms positive) and the sign of left minus right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from math import lcm

from flint import fmpq

from derivcheck.engine.statements.auxiliary import MOST_EXPONENT, Auxiliary, NotPolynomial, Quotient
from derivcheck.engine.statements.formulas import (
    ABOVE,
    NONZERO,
    NOT_BELOW,
    OF_RELATION,
    YES,
    Formula,
    Signs,
    both,
    either,
    simplified,
)
from derivcheck.engine.statements.ring import Poly, Ring, TooLarge, raised, times
from derivcheck.terms.nodes import Apply, Number, Symbol, Term, free_symbols, number, walk
from derivcheck.terms.scope import Claim
from derivcheck.terms.statements import Every, Statement


class Lowering:
    """Lowers the claims of one question into one ring.

    ``integral`` are the symbols that stand for integers, ``positive`` those that are positive. Roots of odd degree are
    taken of positive numbers only, or of all numbers with ``signed``; ``is_ambiguous`` says whether that makes a
    difference.
    """

    def __init__(
        self,
        ring: Ring,
        terms: Iterable[Term],
        integral: frozenset[str] = frozenset(),
        positive: frozenset[str] = frozenset(),
        *,
        signed: bool = False,
    ) -> None:
        self.ring = ring
        places = frozenset(place for place, name in enumerate(ring.names) if name in positive)
        self.auxiliary = Auxiliary(ring, _unit(terms), places)
        self.integral = integral
        self.signed = signed
        self.is_ambiguous = False
        self.places = {name: place for place, name in enumerate(ring.names)}
        self._conditions: list[Formula] = []

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
        self._conditions = []
        left, right = self.term(claim.left), self.term(claim.right)
        difference = times(left.top, right.bottom) - times(right.top, left.bottom)
        whole = times(times(difference, left.bottom), right.bottom)
        sign = self.auxiliary.sign(whole, OF_RELATION[claim.relation])
        return both([*self._conditions, sign])

    def term(self, term: Term) -> Quotient:
        """A scalar term as a quotient of polynomials; its conditions are collected on the way."""
        if term.shape != ():
            reason = "a vector or matrix"
            raise NotPolynomial(reason)
        one = self.ring.constant(1)
        if isinstance(term, Number):
            return Quotient(self.ring.constant(fmpq(term.value.numerator, term.value.denominator)), one)
        if isinstance(term, Symbol) and term.name in self.places:
            return Quotient(self.ring.generators[self.places[term.name]], one)
        if isinstance(term, Apply) and term.operator in OPERATORS:
            return OPERATORS[term.operator](self, term)
        raise NotPolynomial(f"`{term.operator}`" if isinstance(term, Apply) else type(term).__name__.lower())

    def _need(self, poly: Poly, allowed: Signs) -> None:
        condition = self.auxiliary.sign(poly, allowed)
        if simplified(condition, {}) != YES:
            self._conditions.append(condition)

    def _inner(self, term: Term) -> tuple[Quotient, list[Formula]]:
        """A term and its own conditions, which are those of the whole as well."""
        outer, self._conditions = self._conditions, []
        quotient = self.term(term)
        own, self._conditions = self._conditions, [*outer, *self._conditions]
        return quotient, own

    def sum(self, term: Apply) -> Quotient:
        """The sum of the arguments."""
        total = self.term(term.arguments[0])
        for argument in term.arguments[1:]:
            part = self.term(argument)
            if part.bottom == total.bottom:
                total = Quotient(total.top + part.top, total.bottom)
            else:
                top = times(total.top, part.bottom) + times(part.top, total.bottom)
                total = Quotient(top, times(total.bottom, part.bottom))
        return total

    def product(self, term: Apply) -> Quotient:
        """The product of the arguments."""
        top = bottom = self.ring.constant(1)
        for argument in term.arguments:
            part = self.term(argument)
            top, bottom = times(top, part.top), times(bottom, part.bottom)
        return Quotient(top, bottom)

    def power(self, term: Apply) -> Quotient:
        """A whole or fractional power, or u^v = e^(v·log u) for positive u."""
        base, exponent = term.arguments
        if not isinstance(exponent, Number):
            if any(symbol.name in self.integral for symbol in free_symbols(exponent)):
                reason = "a whole number in an exponent"
                raise NotPolynomial(reason)
            return self.exponential(Apply("exp", (Apply("multiply", (exponent, Apply("log", (base,)))),)))
        value = exponent.value
        if abs(value.numerator) > MOST_EXPONENT or value.denominator > MOST_EXPONENT:
            reason = "a large exponent"
            raise NotPolynomial(reason)
        inner, own = self._inner(base)
        if value.denominator > 1:
            inner = self._root(inner, value.denominator, own)
        if value < 0:
            self._need(inner.top, NONZERO)
            inner = Quotient(inner.bottom, inner.top)
        power = abs(value.numerator)
        return Quotient(raised(inner.top, power), raised(inner.bottom, power))

    def _root(self, inner: Quotient, degree: int, own: list[Formula]) -> Quotient:
        """A root; of an even power of w below a square root, |w|."""
        one, auxiliary = self.ring.constant(1), self.auxiliary
        if inner.bottom.is_constant():
            inner = Quotient(inner.top / inner.bottom.leading_coefficient(), one)
        if degree % 2:
            self.is_ambiguous = True
            if self.signed:
                return Quotient(auxiliary.radical(inner, degree, own, signed=True), one)
        self._need(times(inner.top, inner.bottom), NOT_BELOW)
        if degree != 2 or inner.top.is_zero():
            return Quotient(auxiliary.radical(inner, degree, own), one)
        above, rest_above = _square_part(inner.top)
        below, rest_below = _square_part(inner.bottom)
        outside = [
            w * (1 if w.leading_coefficient() > 0 else -1)
            if w.is_constant()
            else auxiliary.absolute(Quotient(w, one), own)
            for w in (above, below)
        ]
        if rest_above.is_one() and rest_below.is_one():
            return Quotient(outside[0], outside[1])
        return Quotient(outside[0] * auxiliary.radical(Quotient(rest_above, rest_below), 2, own), outside[1])

    def absolute(self, term: Apply) -> Quotient:
        """An absolute value."""
        inner, own = self._inner(term.arguments[0])
        return Quotient(self.auxiliary.absolute(inner, own), self.ring.constant(1))

    def extremum(self, term: Apply) -> Quotient:
        """max(a, b) = (a + b + |a − b|)/2."""
        result, *rest = term.arguments
        sign = 1 if term.operator == "max" else -1
        for other in rest:
            gap = Apply("abs", (Apply("add", (result, Apply("multiply", (number(-1), other)))),))
            half = number(Fraction(1, 2))
            result = Apply("multiply", (half, Apply("add", (result, other, Apply("multiply", (number(sign), gap))))))
        return self.term(result)

    def pi(self, term: Apply) -> Quotient:
        """The number π."""
        one = self.ring.constant(1)
        pi, is_new = self.auxiliary.variable("pi", Quotient(one, one), term)
        if is_new:
            self.auxiliary.fact(self.auxiliary.sign(pi, ABOVE))
        return Quotient(pi, one)

    def wave(self, term: Apply) -> Quotient:
        """A sine or cosine."""
        inner = self.term(term.arguments[0])
        return Quotient(self.auxiliary.wave(term.operator, inner, term.arguments[0]), self.ring.constant(1))

    def tangent(self, term: Apply) -> Quotient:
        """Sine over cosine."""
        top, bottom = (self.wave(Apply(name, term.arguments)).top for name in ("sin", "cos"))
        self._need(bottom, NONZERO)
        return Quotient(top, bottom)

    def hyperbolic(self, term: Apply) -> Quotient:
        """A hyperbolic function, by e^u and e^−u."""
        minus = Apply("multiply", (number(-1), term.arguments[0]))
        growing, falling = (self.exponential(Apply("exp", (argument,))) for argument in (term.arguments[0], minus))
        one = self.ring.constant(1)
        first, second = times(growing.top, falling.bottom), times(falling.top, growing.bottom)
        whole = times(growing.bottom, falling.bottom)
        if term.operator == "tanh":
            return Quotient(first - second, first + second)
        return Quotient(first - second if term.operator == "sinh" else first + second, 2 * whole * one)

    def exponential(self, term: Apply) -> Quotient:
        """An exponential."""
        inner, one = self.term(term.arguments[0]), self.ring.constant(1)
        scale = inner.bottom.leading_coefficient()
        return self.auxiliary.exponential(
            Quotient(inner.top / scale, one if inner.bottom.is_constant() else inner.bottom / scale)
        )

    def logarithm(self, term: Apply) -> Quotient:
        """A logarithm, which needs a positive argument."""
        argument = term.arguments[0]
        if isinstance(argument, Apply) and argument.operator == "exp":
            return self.term(argument.arguments[0])
        inner = self.term(argument)
        self._need(times(inner.top, inner.bottom), ABOVE)
        return self.auxiliary.logarithm(inner)


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


def _unit(terms: Iterable[Term]) -> int:
    """The common denominator of the numbers in exponents."""
    found = 1
    for part in (part for term in terms for part in walk(term)):
        exponents: tuple[Term, ...] = ()
        if isinstance(part, Apply) and part.operator == "exp":
            exponents = part.arguments
        elif isinstance(part, Apply) and part.operator == "power" and not isinstance(part.arguments[1], Number):
            exponents = part.arguments[1:]
        found = lcm(found, *(_denominator(n) for e in exponents for n in walk(e)))
    if found > MOST_EXPONENT:
        raise TooLarge
    return found


def _denominator(part: Term) -> int:
    """What a number, or the reciprocal of one, brings into the denominator of an exponent."""
    match part:
        case Number():
            return part.value.denominator
        case Apply(operator="power", arguments=(Number(value=base), Number(value=exponent))) if exponent < 0:
            return abs(base.numerator) ** int(-exponent) if exponent.denominator == 1 and base else 1
    return 1


OPERATORS: Mapping[str, Callable[[Lowering, Apply], Quotient]] = {
    "add": Lowering.sum,
    "multiply": Lowering.product,
    "power": Lowering.power,
    "abs": Lowering.absolute,
    "exp": Lowering.exponential,
    "log": Lowering.logarithm,
    "max": Lowering.extremum,
    "min": Lowering.extremum,
    "pi": Lowering.pi,
    "sin": Lowering.wave,
    "cos": Lowering.wave,
    "tan": Lowering.tangent,
    "sinh": Lowering.hyperbolic,
    "cosh": Lowering.hyperbolic,
    "tanh": Lowering.hyperbolic,
}
