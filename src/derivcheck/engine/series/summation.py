r"""Sums and products of symbolic length in a canonical form, so that sums at n and at n + 1 can be told apart.

A sum is split by linearity, what does not depend on its index comes out, its bounds are brought to fixed constants by
splitting terms off (which needs that the bounds are never further apart than an empty sum allows), and sums over
binomial coefficients are closed by the binomial theorem.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import factorial, prod

from derivcheck.engine.algebra.expanding import NoClosedForm, monomials
from derivcheck.engine.algebra.linear import Linear, Ranges, linear
from derivcheck.engine.algebra.normal import raised
from derivcheck.engine.algebra.sums import flat_factors, mentions, product, total
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.engine.series.binomials import binomial_sum
from derivcheck.engine.series.power_sums import power_sum
from derivcheck.terms.apart import BOUND
from derivcheck.terms.nodes import ONE, ZERO, Apply, Call, Number, Reduce, Symbol, Term, number, rebuild, walk
from derivcheck.terms.substitution import substitute

MOST_TERMS = 8
MOST_FACTORIAL = 40
MOST_RAISED = 64
EMPTY: dict[str, Term] = {"sum": ZERO, "product": ONE}


@dataclass(frozen=True, slots=True)
class Canonical:
    """How sums are written: ``lower`` is the first index where it is a number, ``upper`` the constant in the last.

    ``moving`` is the constant in the first index where it moves with the size.
    """

    size: str
    ranges: Ranges
    bounds: Bounds
    lower: Fraction
    upper: Fraction
    moving: Fraction

    def of(self, term: Term) -> Term:
        """``term`` with its sums and products in canonical form."""
        if isinstance(term, Reduce):
            return self.reduction(term)
        return folded(rebuild(term, self.of))

    def reduction(self, term: Reduce) -> Term:
        """The canonical form of a sum or product."""
        if term.condition is not None or term.operator not in EMPTY or term.body.shape:
            raise NoClosedForm
        name = f"{BOUND}{len(self.ranges.indices)}"
        term = replace(term, index=name, body=substitute(term.body, {term.index: Symbol(name)}))
        lower, upper = linear(term.lower), linear(term.upper)
        if lower is None or upper is None:
            raise NoClosedForm
        inner = replace(self, ranges=self.ranges.inside(term.index, lower, upper))
        body = inner.of(term.body)
        count = upper.plus(lower, Fraction(-1)).plus(Linear(Fraction(1), {}), Fraction(1))
        if not count.parts:
            return self._written_out(term, body, lower, count.constant)
        if not self.ranges.nonnegative(count):
            return replace(term, body=body)
        if term.operator == "product":
            return self._cut(replace(term, body=body), lower, upper)
        return total([self._sum(replace(term, body=part), lower, upper, inner) for part in inner.split(body)])

    def _written_out(self, term: Reduce, body: Term, lower: Linear, count: Fraction) -> Term:
        """A sum of a known number of terms."""
        if count.denominator != 1 or count > MOST_TERMS:
            raise NoClosedForm
        parts = [self.at(body, term.index, lower, k) for k in range(int(count))]
        return (total(parts) if term.operator == "sum" else product(parts)) if parts else EMPTY[term.operator]

    def at(self, body: Term, index: str, place: Linear, shift: Fraction | int) -> Term:
        """``body`` where the index is ``place`` + ``shift``."""
        moved = place.plus(Linear(Fraction(1), {}), Fraction(shift))
        return self.of(substitute(body, {index: moved.term()}))

    def split(self, body: Term) -> list[Term]:
        """The summands of ``body``, multiplied out, with its powers split by their exponents."""
        return monomials(self.spread(body))

    def spread(self, term: Term) -> Term:
        """Powers of sums in the exponent as products of powers: b^(n-k) = b^n b^(-k)."""
        if not isinstance(term, Apply):
            return term
        if term.operator in ("add", "multiply"):
            return rebuild(term, self.spread)
        if term.operator == "power" and term.arguments[1] == number(-1):
            return product([self._inverse(factor) for factor in flat_factors(term)])
        if term.operator == "exp":
            return product([Apply("exp", (part,)) for part in monomials(term.arguments[0])])
        if term.operator == "power" and not isinstance(term.arguments[1], Number):
            base, exponent = term.arguments
            parts = monomials(exponent)
            forms = [linear(part) for part in parts]
            whole = all(form is not None and self.ranges.is_integer(form) for form in forms)
            if whole or self.bounds.positive(base):
                return product([Apply("power", (base, part)) if part != ONE else base for part in parts])
        return term

    def _inverse(self, factor: Term) -> Term:
        base, exponent = factor.arguments if isinstance(factor, Apply) and factor.operator == "power" else (factor, ONE)
        if isinstance(exponent, Number) and exponent.value < 0:
            return product([raised(inner, exponent.value) for inner in flat_factors(self.spread(base))])
        return factor

    def _sum(self, term: Reduce, lower: Linear, upper: Linear, inner: Canonical) -> Term:
        """The sum of one monomial."""
        factors = list(flat_factors(term.body))
        fixed = [factor for factor in factors if not mentions(factor, term.index)]
        varying = [factor for factor in factors if mentions(factor, term.index)]
        count = upper.plus(lower, Fraction(-1)).plus(Linear(Fraction(1), {}), Fraction(1))
        if not self.ranges.nonnegative(count.plus(Linear(Fraction(1), {}), Fraction(-1))):
            self._require_poleless(fixed)
        if not varying:
            return product([count.term(), *fixed])
        closed = binomial_sum(varying, term.index, lower, upper, self.ranges)
        closed = power_sum(varying, term.index, lower, upper) if closed is None else closed
        if closed is not None:
            return product([*fixed, self.of(closed)])
        rest = replace(term, body=product(sorted(varying, key=str)))
        if mentions(rest.body, self.size):
            rest = self._reversed(rest, lower, upper, inner)
            if isinstance(rest.body, Apply) and rest.body.operator == "multiply":
                again = [factor for factor in flat_factors(rest.body) if not mentions(factor, term.index)]
                if again:
                    return product([*fixed, self._sum(rest, lower, upper, inner)])
        return product([*fixed, self._cut(rest, lower, upper)])

    def _require_poleless(self, factors: list[Term]) -> None:
        """Raises NoClosedForm for a factor before an empty sum that may have no value at that size."""
        for part in (part for factor in factors for part in walk(factor)):
            if isinstance(part, Apply) and self._may_have_poles(part):
                raise NoClosedForm

    def _may_have_poles(self, part: Apply) -> bool:
        """Whether an operator whose arguments depend on a size may be undefined at one."""
        if not any(mentions(part, name) for name in self.ranges.least):
            return False
        form = linear(part.arguments[0])
        if form is not None and self.ranges.nonnegative(form.plus(Linear(Fraction(1), {}), Fraction(-1))):
            return part.operator not in ("add", "multiply", "exp", "index", "power", "gamma", "log")
        if part.operator != "power":
            return part.operator not in ("add", "multiply", "exp", "index")
        base, exponent = part.arguments
        if isinstance(exponent, Number):
            return exponent.value < 0 or exponent.value.denominator != 1
        return any(mentions(base, name) for name in self.ranges.least)

    def _reversed(self, term: Reduce, lower: Linear, upper: Linear, inner: Canonical) -> Reduce:
        """The sum from its last term to its first, where it then no longer mentions the size."""
        mirrored = lower.plus(upper, Fraction(1)).plus(Linear(Fraction(0), {term.index: Fraction(1)}), Fraction(-1))
        body = inner.spread(inner.of(substitute(term.body, {term.index: mirrored.term()})))
        varying = [factor for factor in flat_factors(body) if mentions(factor, term.index)]
        return term if any(mentions(factor, self.size) for factor in varying) else replace(term, body=body)

    def _cut(self, term: Reduce, lower: Linear, upper: Linear) -> Term:
        """The sum between the constants that all sums are written with, and the terms that were split off."""
        for last in _steps(min(self.upper, upper.constant), upper.constant):
            for first in reversed(_steps(lower.constant, self._latest(lower))):
                start, end = Linear(first, lower.parts), Linear(last, upper.parts)
                room = end.plus(start, Fraction(-1)).plus(Linear(Fraction(1), {}), Fraction(1))
                if self.ranges.nonnegative(room):
                    return self._between(term, (lower, start), (end, upper), room)
        return replace(term, lower=lower.term(), upper=upper.term())

    def _latest(self, lower: Linear) -> Fraction:
        """The constant in the first index that a sum is written with."""
        if self.size in lower.parts:
            return max(self.moving, lower.constant)
        return lower.constant if lower.parts else max(self.lower, lower.constant)

    def _between(self, term: Reduce, first: tuple[Linear, Linear], last: tuple[Linear, Linear], room: Linear) -> Term:
        (lower, start), (end, upper) = first, last
        before = [self.at(term.body, term.index, lower, k) for k in range(int(start.constant - lower.constant))]
        behind = [self.at(term.body, term.index, end, k + 1) for k in range(int(upper.constant - end.constant))]
        middle: Term = replace(term, lower=start.term(), upper=end.term())
        if not room.parts:
            middle = self._written_out(term, term.body, start, room.constant)
        join = total if term.operator == "sum" else product
        return join([*before, middle, *behind])


def _steps(low: Fraction, high: Fraction) -> list[Fraction]:
    """The numbers from ``low`` to ``high`` at whole distances."""
    if (high - low).denominator != 1 or high - low > MOST_TERMS:
        raise NoClosedForm
    return [low + k for k in range(int(high - low) + 1)]


def folded(term: Term) -> Term:
    """A linear form in its simplest form inside calls, powers and Γ; Γ of a small number as the number."""
    if isinstance(term, Call):
        return replace(term, arguments=tuple(map(_straight, term.arguments)))
    if isinstance(term, Apply) and term.operator in ("add", "multiply") and not term.shape:
        return _folded_numbers(term)
    if not isinstance(term, Apply) or term.operator not in ("gamma", "power", "exp"):
        return term
    if term.operator == "power":
        return _folded_power(term.arguments[0], _straight(term.arguments[1]), term)
    argument = _straight(term.arguments[0])
    if term.operator == "gamma" and isinstance(argument, Number) and 1 <= argument.value <= MOST_FACTORIAL:
        whole = argument.value.denominator == 1
        return number(factorial(int(argument.value) - 1)) if whole else replace(term, arguments=(argument,))
    return ONE if term.operator == "exp" and argument == ZERO else replace(term, arguments=(argument,))


def _folded_numbers(term: Apply) -> Term:
    """The numbers in a sum or product put together."""
    numbers = [part.value for part in term.arguments if isinstance(part, Number)]
    rest: list[Term] = [part for part in term.arguments if not isinstance(part, Number)]
    value = sum(numbers, Fraction(0)) if term.operator == "add" else prod(numbers, start=Fraction(1))
    if term.operator == "add":
        return total([*rest, Number(value)] if value else rest)
    return ZERO if value == 0 and not rest else product([Number(value), *rest])


def _folded_power(base: Term, exponent: Term, term: Apply) -> Term:
    if exponent == ZERO:
        return ONE
    if exponent == ONE:
        return base
    if isinstance(base, Number) and base.value and isinstance(exponent, Number) and exponent.value.denominator == 1:
        if base.value in (1, -1):
            return Number(base.value ** (exponent.value.numerator % 2))
        if abs(exponent.value) <= MOST_RAISED:
            return Number(base.value**exponent.value.numerator)
    return replace(term, arguments=(base, exponent))


def all_folded(term: Term) -> Term:
    """``term`` with all that can be folded in it."""
    return folded(rebuild(term, all_folded))


def _straight(term: Term) -> Term:
    form = linear(term)
    return term if form is None else form.term()
