"""Whether what a limit is taken of behaves alike for all values of its parameters.

The limit of a·x/(1 + a·x) at infinity is 1 at every a but 0, where no random valuation lies. It is decided by leading
coefficients: where all that are divided by, or compared, surely are not 0, the coefficients of the expansion are
analytic in the parameters, and what holds of them at random values holds at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from derivcheck.engine.algebra.fractions import base_and_exponent
from derivcheck.engine.algebra.sums import flat_factors, mentions, product, simplest, summands, total
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.terms.nodes import (
    ONE,
    ZERO,
    Apply,
    Call,
    Integral,
    Limit,
    Number,
    Symbol,
    Term,
    free_symbols,
    number,
    walk,
)
from derivcheck.terms.scope import Trait
from derivcheck.terms.substitution import substitute

VAST = Fraction(10**6)
"""The order of an exponential that goes to 0 faster than every power."""

SLOW = Fraction(-1, 1000)
"""Below the order of a logarithm."""

ODD = frozenset({"sin", "tan", "arctan", "arcsin", "sinh", "tanh", "arsinh", "artanh"})
"""Functions that are their argument near 0."""

ENTIRE = ODD - {"tan", "arcsin", "artanh"} | {"cos", "cosh", "erf"}
LEVEL = frozenset({"arctan", "tanh", "erf"})
"""Functions with a value at either infinity."""


class _Undecided(Exception):  # noqa: N818 - a bound that was met, not an error
    """A decision that may fall differently at some values of the parameters."""


@dataclass(frozen=True, slots=True)
class _Lead:
    """At least this order in a variable that goes to 0; the coefficient there, if it is known."""

    order: Fraction
    coefficient: Term | None = None


def is_uniform(limit: Limit, sides: Iterable[Term], bounds: Bounds) -> bool:
    """Whether one expansion holds at the limit for all parameters for which the ``sides`` of a step are defined."""
    if not free_symbols(limit) - {Symbol(limit.variable)}:
        return True
    body, point = limit.body, limit.point
    if point is not None and point != ZERO:
        body = substitute(body, {limit.variable: total([Symbol(limit.variable), point])})
    try:
        _Leading(limit, frozenset(divisors(sides)), bounds).of(body)
    except _Undecided:
        return False
    return True


def is_defined_at(value: Term, sides: Iterable[Term], bounds: Bounds) -> bool:
    """Whether a value with parameters is defined wherever the ``sides`` of a step are."""
    known = frozenset(divisors(sides))
    return all(is_nonzero(base, known, bounds) for base in divisors([value], perhaps=True))


def is_settled(sides: tuple[Term, Term], bounds: Bounds) -> bool:
    """Whether no limit or integral of a step may behave in another way at some values of its parameters."""
    known = frozenset(divisors(sides))
    for part in (part for side in sides for part in walk(side)):
        if isinstance(part, Limit) and not is_uniform(part, sides, bounds):
            return False
        if isinstance(part, Integral) and not all(
            is_nonzero(simplest(scale), known, bounds) for scale in _scales(part.body, part.variable)
        ):
            return False
    return True


def _scales(body: Term, variable: str) -> Iterator[Term]:
    """The largest parts of an integrand that are constant, outside exponents of what varies."""
    if not mentions(body, variable):
        if free_symbols(body):
            yield body
    elif isinstance(body, Apply):
        inner = body.arguments
        if body.operator == "power" and mentions(inner[0], variable):
            inner = inner[:1]
        if body.operator in ("add", "multiply"):
            fixed = [part for part in inner if not mentions(part, variable)]
            if fixed:
                yield from _scales(total(fixed) if body.operator == "add" else product(fixed), variable)
            inner = tuple(part for part in inner if mentions(part, variable))
        for part in inner:
            yield from _scales(part, variable)


def divisors(terms: Iterable[Term], *, perhaps: bool = False) -> Iterator[Term]:
    """What the terms divide by or take a logarithm of, outside sums, limits, integrals and cases.

    Also what they may ``perhaps`` divide by: the bases of powers with unknown exponents.
    """
    stack = list(terms)
    while stack:
        part = stack.pop()
        if not isinstance(part, Apply) or part.operator == "cases":
            continue
        stack.extend(part.arguments)
        if part.operator == "log":
            yield from _factors(simplest(part.arguments[0]))
        elif part.operator == "power" and not part.shape:
            exponent = part.arguments[1]
            if exponent.value < 0 if isinstance(exponent, Number) else perhaps:
                yield from _factors(simplest(part.arguments[0]))


def _factors(term: Term) -> Iterator[Term]:
    """A term and its factors, none of which is 0 if it is not."""
    yield term
    for factor in flat_factors(term):
        base, exponent = base_and_exponent(factor)
        if base != term and exponent:
            yield simplest(base)


def is_nonzero(term: Term, known: frozenset[Term], bounds: Bounds) -> bool:
    """Whether ``term`` surely is not 0, by its bounds or since it is among the ``known``."""
    if isinstance(term, Apply) and term.operator in ("multiply", "abs"):
        return all(is_nonzero(factor, known, bounds) for factor in term.arguments)
    if isinstance(term, Apply) and term.operator == "power" and isinstance(term.arguments[1], Number):
        return is_nonzero(term.arguments[0], known, bounds)
    if isinstance(term, Symbol) and not term.shape:
        declaration = bounds.scope.declarations.get(term.name)
        if declaration is not None and Trait.NONZERO in declaration.traits:
            return True
    interval = bounds.of(term)
    return interval.positive or interval.negative or term in known or simplest(term) in known


@dataclass(frozen=True, slots=True)
class _Leading:
    limit: Limit
    known: frozenset[Term]
    bounds: Bounds

    def of(self, term: Term) -> _Lead:
        """The leading behaviour of a term; raises _Undecided where it hangs on a parameter."""
        if not mentions(term, self.limit.variable):
            return _Lead(Fraction(0), term)
        if isinstance(term, Symbol):
            return _Lead(Fraction(1), ONE) if self.limit.point is not None else self._far()
        if isinstance(term, Call) and all(self.of(argument).order >= 0 for argument in term.arguments):
            return _Lead(Fraction(0))
        if not isinstance(term, Apply) or term.shape:
            raise _Undecided
        if term.operator in ("add", "multiply"):
            parts = [self.of(part) for part in term.arguments]
            return self._sum(parts) if term.operator == "add" else self._product(parts)
        if term.operator == "power":
            return self._power(*term.arguments)
        if term.operator == "less":
            self._sign(self.of(total([term.arguments[1], product([number(-1), term.arguments[0]])])))
            return _Lead(Fraction(0))
        return self._function(term.operator, self.of(term.arguments[0]))

    def _far(self) -> _Lead:
        return _Lead(Fraction(-1), number(self.limit.side or 1))

    def _sum(self, parts: list[_Lead]) -> _Lead:
        order = min(part.order for part in parts)
        first = [part.coefficient for part in parts if part.order == order]
        vast = [part for part in parts if abs(part.order) > VAST / 2]
        known = [coefficient for coefficient in first if coefficient is not None]
        if len(known) < len(first) or (abs(order) > VAST / 2 and len(vast) > 1):
            return _Lead(order)
        return _Lead(order, simplest(total(known)))

    def _product(self, parts: list[_Lead]) -> _Lead:
        orders = [part.order for part in parts]
        if max(orders) > VAST / 2 and min(orders) < -VAST / 2:
            raise _Undecided
        coefficients = [part.coefficient for part in parts if part.coefficient is not None]
        whole = product(coefficients) if len(coefficients) == len(parts) else None
        return _Lead(sum(orders, Fraction(0)), whole)

    def _power(self, base: Term, exponent: Term) -> _Lead:
        if isinstance(exponent, Number):
            inner = self.of(base)
            if exponent.value.denominator != 1 or exponent.value < 0:
                self._nonzero(inner)
            coefficient = inner.coefficient
            raised = None if coefficient is None else Apply("power", (coefficient, exponent))
            return _Lead(inner.order * exponent.value, raised)
        return self._function("exp", self._product([self.of(exponent), self._logarithm(base)]))

    def _logarithm(self, base: Term) -> _Lead:
        inner = self.of(base)
        rest = list(summands(base))
        if inner.order == 0 and inner.coefficient == ONE and ONE in rest:
            rest.remove(ONE)
            return self.of(total(rest))
        return self._function("log", inner)

    def _function(self, name: str, inner: _Lead) -> _Lead:
        coefficient = inner.coefficient
        if name == "exp":
            return self._exponential(inner)
        if name == "log":
            self._nonzero(inner)
            if inner.order or coefficient is None:
                return _Lead(SLOW if abs(inner.order) < VAST / 2 else -VAST / 4)
            return _Lead(Fraction(0), Apply("log", (coefficient,)))
        if name == "abs":
            self._nonzero(inner)
            return _Lead(inner.order, None if coefficient is None else Apply("abs", (coefficient,)))
        if name in ODD and inner.order > 0:
            return inner
        if name in ENTIRE and inner.order >= 0:
            value = None if coefficient is None or inner.order else Apply(name, (coefficient,))
            return _Lead(Fraction(0), value)
        if name in LEVEL or name in ("sin", "cos"):
            self._sign(inner)
            return _Lead(Fraction(0))
        raise _Undecided

    def _exponential(self, inner: _Lead) -> _Lead:
        if inner.order > 0:
            return _Lead(Fraction(0), ONE)
        if inner.order == 0:
            exponent = inner.coefficient
            return _Lead(Fraction(0), None if exponent is None else Apply("exp", (exponent,)))
        if inner.order == SLOW:
            # A logarithm in an exponent gives a power, whose order is not known.
            raise _Undecided
        return _Lead(VAST if self._sign(inner) < 0 else -VAST, ONE)

    def _nonzero(self, lead: _Lead) -> None:
        if lead.coefficient is None or not is_nonzero(lead.coefficient, self.known, self.bounds):
            raise _Undecided

    def _sign(self, lead: _Lead) -> int:
        """The sign of the leading coefficient."""
        interval = None if lead.coefficient is None else self.bounds.of(lead.coefficient)
        if interval is None or not (interval.positive or interval.negative):
            raise _Undecided
        return 1 if interval.positive else -1
