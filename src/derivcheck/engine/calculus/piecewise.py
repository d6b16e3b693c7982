"""Integrals of what is defined by cases, as sums over the parts of their range on which one of the cases applies.

Conditions compare the variable with points. The range is cut at those that are certain to lie in it; where it is not
certain where one lies, which of the ends is the larger one, or which case applies between two points, the integral
stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import TypeAlias

from derivcheck.engine.algebra.sums import mentions, product, simplest, total
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.terms.nodes import Apply, Integral, Symbol, Term, number, operators, rebuild, walk
from derivcheck.terms.scope import Scope

COMPARISONS = frozenset({"less", "at-most"})
MOST_POINTS = 6

End: TypeAlias = "Term | None"


def in_parts(integral: Integral, scope: Scope) -> Term:
    """The integral without cases, as far as it is certain which of them apply; else as it is."""
    if "cases" not in operators(integral.body):
        return integral
    order = _Order(Bounds(scope))
    if not order.at_most(integral.lower, integral.upper):
        if order.at_most(integral.upper, integral.lower):
            turned = replace(integral, lower=integral.upper, upper=integral.lower)
            found = in_parts(turned, scope)
            return integral if found == turned else product([number(-1), found])
        return integral
    points = list(dict.fromkeys(_points(integral.body, integral.variable)))
    inner = order.inside(points, integral.lower, integral.upper)
    if inner is None:
        return integral
    ends = [integral.lower, *inner, integral.upper]
    parts = []
    for lower, upper in pairwise(ends):
        body = _on(integral.body, _Between(integral.variable, lower, upper, order))
        if body is None:
            return integral
        parts.append(replace(integral, lower=lower, upper=upper, body=body))
    return total(list(parts))


def is_ordered(lower: End, upper: End, scope: Scope) -> bool:
    """Whether the upper end of an integral is certain to be no less than the lower one."""
    return _Order(Bounds(scope)).at_most(lower, upper)


def _points(body: Term, variable: str) -> Iterator[Term]:
    """What the variable is compared with in the conditions of cases."""
    for part in walk(body):
        if isinstance(part, Apply) and part.operator in COMPARISONS and Symbol(variable) in part.arguments:
            yield from (other for other in part.arguments if not mentions(other, variable))


class _Order:
    """Which of two points is certain to be the larger one."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self.said = [pair for claim in bounds.scope.assumptions if (pair := claim.ordered) is not None]

    def at_most(self, low: End, high: End) -> bool:
        """Whether ``low``, None for -∞, is certain to be no larger than ``high``, None for ∞."""
        if low is None or high is None or high in self._above(low):
            return True
        away = [simplest(total([high, product([number(-1), low])])), total([high, product([number(-1), low])])]
        return any(self.bounds.of(difference).nonnegative for difference in away)

    def _above(self, low: Term) -> set[Term]:
        """What is said to be at least as large as ``low``, perhaps by way of others."""
        found, waiting = {low}, [low]
        while waiting:
            point = waiting.pop()
            new = {larger for smaller, larger in self.said if smaller == point} - found
            found |= new
            waiting += new
        return found

    def inside(self, points: list[Term], lower: End, upper: End) -> list[Term] | None:
        """The points between two ends in their order; None where it is not certain where all of them are."""
        found: list[Term] = []
        for point in points:
            below = lower is not None and self.at_most(point, lower)
            above = upper is not None and self.at_most(upper, point)
            if below or above:
                continue
            if not (self.at_most(lower, point) and self.at_most(point, upper)):
                return None
            place = next((k for k, other in enumerate(found) if self.at_most(point, other)), len(found))
            if any(not self.at_most(other, point) for other in found[:place]) or len(found) == MOST_POINTS:
                return None
            found.insert(place, point)
        return found


class _Between:
    """What is certain of a variable strictly between two neighbouring ends."""

    def __init__(self, variable: str, lower: End, upper: End, order: _Order) -> None:
        self.variable, self.lower, self.upper, self.order = Symbol(variable), lower, upper, order

    def holds(self, condition: Term) -> bool | None:
        """Whether a condition holds on all of the interval, or nowhere on it; None where neither is certain."""
        if not isinstance(condition, Apply):
            return None
        if condition.operator == "multiply":
            known = [self.holds(part) for part in condition.arguments]
            return False if False in known else True if all(known) else None
        if condition.operator not in COMPARISONS:
            return None
        left, right = condition.arguments
        if left == self.variable:
            return self._side(right)
        if right == self.variable:
            above = self._side(left)
            return None if above is None else not above
        return None

    def _side(self, point: Term) -> bool | None:
        """Whether the variable is below a point (True), or above it (False)."""
        if self.upper is not None and self.order.at_most(self.upper, point):
            return True
        if self.lower is not None and self.order.at_most(point, self.lower):
            return False
        return None


def _on(term: Term, between: _Between) -> Term | None:
    """``term`` on an interval, without cases; None where it is not certain which applies, or none does."""
    unclear = False

    def chosen(part: Term) -> Term:
        nonlocal unclear
        if not isinstance(part, Apply) or part.operator != "cases":
            return rebuild(part, chosen)
        *pairs, default = part.arguments if len(part.arguments) % 2 else (*part.arguments, None)
        for condition, value in zip(pairs[::2], pairs[1::2], strict=True):
            held = None if condition is None or value is None else between.holds(condition)
            if held is None:
                break
            if held:
                assert value is not None  # noqa: S101 - seen above
                return chosen(value)
        else:
            if default is not None:
                return chosen(default)
        unclear = True
        return part

    found = chosen(term)
    return None if unclear else found
