"""Products multiplied out: a term as a sum of products, under the sums over indices that stand around them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from itertools import count, product

from derivcheck.terms.definitions import reduced
from derivcheck.terms.nodes import ONE, ZERO, Apply, Number, Reduce, Symbol, Term
from derivcheck.terms.shorthand import log, times
from derivcheck.terms.substitution import substitute

MOST_SUMMANDS = 400
HIGHEST = 8
"""Higher powers than this are not multiplied out."""


@dataclass(frozen=True, slots=True)
class Summand:
    """A product of factors under sums."""

    sums: tuple[Reduce, ...]
    factors: tuple[Term, ...]

    def over(self, body: Term) -> Term:
        """The sums, with another body."""
        return reduce(lambda inner, outer: replace(outer, body=inner), reversed(self.sums), body)


class TooMany(Exception):  # noqa: N818 - a bound that was met
    """There are more summands than the budget allows."""


class Expansion:
    """Multiplies out all but what ``is_whole`` says is to stay together; indices of sums get names of their own."""

    def __init__(self, is_whole: Callable[[Term], bool]) -> None:
        self.is_whole = is_whole
        self.fresh = count(1)

    def summands(self, term: Term) -> list[Summand]:
        """``term`` as a sum of products."""
        if self.is_whole(term):
            return [Summand((), (term,))]
        match term:
            case Apply(operator="add"):
                return [part for argument in term.arguments for part in self.summands(argument)]
            case Apply(operator="multiply"):
                return self._product(term.arguments)
            case Apply(operator="power", arguments=(base, Number(value=value))) if is_small(value):
                return self._product((base,) * value.numerator)
            case Reduce(operator="sum"):
                return self._sum(term)
            case Apply(operator="log", arguments=(Apply(operator="multiply", arguments=factors),)):
                return self._logarithm(term, factors)
        pair = _inner_product(term)
        return [Summand((), (term,))] if pair is None else self.summands(pair)

    def _sum(self, term: Reduce) -> list[Summand]:
        name = f"{term.index}#{next(self.fresh)}"
        renamed = {term.index: Symbol(name)}
        condition = None if term.condition is None else substitute(term.condition, renamed)
        outer = replace(term, index=name, body=ZERO, condition=condition)
        inner = self.summands(substitute(term.body, renamed))
        return [Summand((outer, *part.sums), part.factors) for part in inner]

    def _logarithm(self, term: Term, factors: tuple[Term, ...]) -> list[Summand]:
        """log(eᵘ v) is u + log v, wherever either has a value."""
        exponents = [f.arguments[0] for f in factors if isinstance(f, Apply) and f.operator == "exp"]
        if not exponents:
            return [Summand((), (term,))]
        rest = [f for f in factors if not (isinstance(f, Apply) and f.operator == "exp")]
        return [part for whole in (*exponents, *([log(times(*rest))] if rest else [])) for part in self.summands(whole)]

    def _product(self, factors: tuple[Term, ...]) -> list[Summand]:
        found: list[Summand] = []
        for parts in product(*map(self.summands, factors)):
            if len(found) >= MOST_SUMMANDS:
                raise TooMany
            found.append(Summand(sum((p.sums for p in parts), ()), sum((p.factors for p in parts), ())))
        return found


def is_small(exponent: Fraction) -> bool:
    """Whether a power is worth multiplying out."""
    return exponent.denominator == 1 and 1 <= exponent <= HIGHEST


def _inner_product(term: Term) -> Term | None:
    """A product of two vectors that is a number, written as a sum."""
    if not isinstance(term, Apply) or term.shape or term.operator not in ("dot", "matmul"):
        return None
    left, right = term.arguments
    if term.operator == "matmul":
        if not (isinstance(left, Apply) and left.operator == "transpose"):
            return None
        left = left.arguments[0]
    if len(left.shape) != 1 or len(right.shape) != 1:
        return None
    place = Symbol("#k")
    factors = tuple(reduced(Apply("index", (side, place))) for side in (left, right))
    return Reduce("sum", place.name, ONE, left.shape[0], Apply("multiply", factors))
