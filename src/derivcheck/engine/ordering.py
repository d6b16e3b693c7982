"""What orders the values of an objective: it without increasing functions, positive factors and constants.

Two values f(θ) and f(θ′) compare as those of its core do, or the other way round. A rule is only used where its
premise is certain from bounds, so that what is left orders the values wherever the objective is defined.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeGuard

from derivcheck.engine.algebra.expanding import tidied
from derivcheck.engine.algebra.sums import flat_factors, mentions, product, reciprocal, summands, total
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.terms.nodes import ONE, Apply, Number, Reduce, Term, number

MOST_SCALES = 12


@dataclass(frozen=True, slots=True)
class Core:
    """A term whose values are ordered as those of an objective, for a sign of 1, or as its negatives are."""

    term: Term
    sign: int = 1


@dataclass(frozen=True)
class Ordering:
    """The rules for objectives as functions of ``names``."""

    names: tuple[str, ...]
    bounds: Bounds

    def varies(self, term: Term) -> bool:
        """Whether a term depends on the variables."""
        return any(mentions(term, name) for name in self.names)

    def core(self, term: Term, *, largest: bool) -> Core:
        """The core of an objective of which the largest values are asked, or else the smallest.

        Where the largest are asked, points at which an increasing function has no value as its argument is too small
        are no candidates anyway.
        """
        varying = [part for part in summands(term) if self.varies(part)]
        if len(varying) != 1:
            return Core(total(varying))
        (term,) = varying
        factors = list(flat_factors(term))
        kept, sign = [], 1
        for factor in factors:
            interval = self.bounds.of(factor)
            if self.varies(factor) or not (interval.positive or interval.negative):
                kept.append(factor)
            elif interval.negative:
                sign = -sign
        inner = self._within(kept, largest=largest == (sign > 0))
        return replace(inner, sign=inner.sign * sign)

    def _within(self, factors: list[Term], *, largest: bool) -> Core:
        whole = product(factors)
        if len(factors) > 1:
            positive = all(map(self.bounds.positive, factors))
            return self.core(self.log(whole), largest=largest) if positive else Core(whole)
        match whole:
            case Apply("exp", (inner,)):
                return self.core(inner, largest=largest)
            case Apply("log", (inner,)) if largest or self.bounds.positive(inner):
                return self.core(inner, largest=largest)
            case Apply("abs", (inner,)) if not inner.shape:
                return Core(Apply("power", (inner, number(2))))
            case Apply("power", (base, Number(value=exponent))) if not base.shape:
                return self._of_power(base, exponent, largest=largest) or Core(whole)
            case Reduce("product", body=body) if self.bounds.positive(body):
                return self.core(self.log(whole), largest=largest)
            case Reduce("sum"):
                parts = [part for part in self._summed(whole) if self.varies(part)]
                if parts != [whole]:
                    return self.core(total(parts), largest=largest)
        return Core(whole)

    def _of_power(self, base: Term, exponent: Fraction, *, largest: bool) -> Core | None:
        interval = self.bounds.of(base)
        if exponent > 0 and (interval.nonnegative or (largest and exponent == ONE.value / 2)):
            return self.core(base, largest=largest)
        if exponent < 0 and interval.positive:
            inner = self.core(base, largest=not largest)
            return replace(inner, sign=-inner.sign)
        return None

    def log(self, term: Term) -> Term:
        """The logarithm of a positive term, written out as far as its factors are positive."""
        match term:
            case Apply("exp", (inner,)):
                return inner
            case Apply("multiply", parts) if all(map(self.bounds.positive, parts)):
                return total([self.log(part) for part in parts])
            case Apply("power", (base, exponent)) if not base.shape and self.bounds.positive(base):
                return product([exponent, self.log(base)])
            case Reduce("product", body=body) if self.bounds.positive(body):
                return total(list(self._summed(replace(term, operator="sum", body=self.log(body)))))
        return Apply("log", (term,))

    def _summed(self, term: Reduce) -> Iterator[Term]:
        """A sum as sums of single summands, with the factors that do not depend on its index outside."""
        for part in summands(term.body):
            factors = list(flat_factors(part))
            inside = [factor for factor in factors if mentions(factor, term.index)]
            outside = [factor for factor in factors if factor not in inside]
            inner = product(inside)
            if len(inside) == 1 and isinstance(inside[0], Reduce) and inside[0].operator == "sum":
                parts = list(self._summed(inside[0]))
                if parts != inside:
                    for split in parts:
                        yield from (product([*outside, p]) for p in self._summed(replace(term, body=split)))
                    continue
            yield product([*outside, replace(term, body=inner)])

    def sign(self, term: Term) -> int:
        """The sign of a factor, 0 where it is not certain."""
        interval = self.bounds.of(term)
        return 1 if interval.positive else -1 if interval.negative else 0

    def forms(self, term: Term) -> list[Term]:
        """A core, and its logarithm where it is positive."""
        return [term, self.log(term)] if self.bounds.positive(term) else [term]

    def matched(self, one: Term, other: Term) -> list[tuple[Term, Term]] | None:
        """The coefficients of two terms that are sums of the same parts; None where their parts differ."""
        first, second = (self._collected(term) for term in (one, other))
        if first.keys() != second.keys():
            return None
        return [(total(first[part]), total(second[part])) for part in first]

    def _collected(self, term: Term) -> dict[Term, list[Term]]:
        found: dict[Term, list[Term]] = {}
        for coefficient, part in self._pieces(term):
            found.setdefault(part, []).append(coefficient)
        return found

    def scales(self, one: Term, other: Term) -> list[Term]:
        """The factors k that may make ``one`` and k times ``other`` differ by a constant, likely ones first."""
        first, second = self._pieces(one), self._pieces(other)
        alike = [(a, b) for a, p in first for b, q in second if p == q]
        others = [(a, b) for a, _ in first for b, _ in second]
        single = [*((a, ONE) for a, _ in first), *((ONE, b) for b, _ in second)]
        pairs = [*alike, (ONE, ONE), (number(-1), ONE), *others, *single]
        return list(dict.fromkeys(tidied(product([a, reciprocal(b)])) for a, b in pairs))[:MOST_SCALES]

    def _pieces(self, term: Term) -> list[tuple[Term, Term]]:
        """The summands as what does not depend on the variables, and what does."""
        parts = [p for s in summands(term) for p in (self._summed(s) if is_sum(s) else self._taken_out(s))]
        found = []
        for part in parts:
            factors = list(flat_factors(part))
            outside = [factor for factor in factors if not self.varies(factor)]
            inside = [factor for factor in factors if self.varies(factor)]
            if inside:
                found.append((tidied(product(outside)), tidied(product(inside))))
        return found

    def _taken_out(self, part: Term) -> Iterator[Term]:
        """A product in which one factor is a sum, summand by summand."""
        factors = list(flat_factors(part))
        inner = next((factor for factor in factors if is_sum(factor)), None)
        if inner is None:
            yield part
            return
        rest = [factor for factor in factors if factor is not inner]
        yield from (product([*rest, summed]) for summed in self._summed(inner))


def is_sum(term: Term) -> TypeGuard[Reduce]:
    """Whether a term is a sum over an index."""
    return isinstance(term, Reduce) and term.operator == "sum"
