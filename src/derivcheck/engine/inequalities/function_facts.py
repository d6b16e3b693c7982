"""Which theorems about unknown functions that bend one way may say something about an inequality."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import permutations

from derivcheck.engine.algebra.expanding import monomials, tidied
from derivcheck.engine.algebra.sums import flat_factors, product, reciprocal, total
from derivcheck.engine.decision import Fact
from derivcheck.engine.inequalities import convex_combination, convex_sum, descent, tangent_bound
from derivcheck.engine.inequalities.cauchy_schwarz import taken_apart
from derivcheck.engine.inequalities.view import View
from derivcheck.terms.apart import BOUND
from derivcheck.terms.nodes import ONE, ZERO, Call, Derivative, Number, Reduce, Term, free_symbols, number, walk
from derivcheck.terms.substitution import substitute

MOST_CALLS = 4


def _calls(view: View) -> list[Call]:
    """The values of functions that bend one way."""
    bending = view.question.scope.bending
    found = [call for term in view.atoms.values() for part in walk(term) if (call := _value(part)) is not None]
    return [call for call in dict.fromkeys(found) if call.function in bending and not _is_inside(call)][:MOST_CALLS]


def _value(part: Term) -> Call | None:
    """The value of a function, where that or a slope of it stands."""
    match part:
        case Derivative(variable=variable, body=Call(arguments=(inner,)) as call, point=point) if inner == variable:
            return replace(call, arguments=(point,)) if call.orders == (0,) and not call.shape else None
        case Call(arguments=(_,), shape=()):
            return replace(part, orders=(0,))
    return None


def _is_inside(call: Call) -> bool:
    """Whether a value stands below a sum or a derivative, and depends on what is bound there."""
    return any(symbol.name.startswith(BOUND) for symbol in free_symbols(call))


def _tangents(view: View) -> Iterator[Fact]:
    for there, here in permutations(_calls(view), 2):
        if there.function == here.function and there.arguments[0].shape == here.arguments[0].shape:
            bending = view.question.scope.bending[here.function]
            if bending.least is not None:
                yield tangent_bound.NAME, (there, here, bending.least)
            if bending.greatest is not None:
                yield descent.NAME, (there, here, bending.greatest)


def _combinations(view: View) -> Iterator[Fact]:
    """Values with weights on one side, and the value at their mean with a number before it on the other."""
    calls = [call for call in _calls(view) if call in view.scalars.atoms]
    weighed = [(call, tidied(total(list(_weights(view, call))))) for call in calls]
    for middle, scale in weighed:
        if not isinstance(scale, Number) or not scale.value:
            continue
        sign = -1 if scale.value > 0 else 1
        share = Number(-1 / scale.value)
        others = [(u, w) for u, w in weighed if u != middle and u.function == middle.function]
        pairs = [(total(monomials(product([share, w]))), u.arguments[0]) for u, w in others if w != ZERO]
        is_mean = tidied(total([weight for weight, _ in pairs])) == ONE
        if pairs and is_mean and _bends(view, middle, sign):
            yield convex_combination.NAME, (middle, number(sign), *(part for pair in pairs for part in pair))


def _weights(view: View, call: Call) -> Iterator[Term]:
    """The factors of a value in the difference of the sides."""
    name = view.scalars.atoms[call]
    for part in view.difference:
        factors = list(flat_factors(part))
        if name in factors:
            factors.remove(name)
            yield substitute(product(factors), view.atoms)


def _means(view: View) -> Iterator[Fact]:
    """Sums of weighted values beside the value at a mean."""
    for middle in _calls(view):
        for summation in view.sums:
            if not isinstance(summation, Reduce) or isinstance(taken_apart(summation)[1], Reduce):
                continue
            factors = list(flat_factors(summation.body))
            for value in factors:
                if isinstance(value, Call) and value.function == middle.function and value.orders == (0,):
                    weight = product([factor for factor in factors if factor is not value])
                    given = reciprocal(summation.upper) if weight == ONE else weight
                    for sign in (1, -1):
                        if _bends(view, middle, sign):
                            yield convex_sum.NAME, (middle, number(sign), summation, given, value)


def _bends(view: View, call: Call, sign: int) -> bool:
    bending = view.question.scope.bending[call.function]
    least = bending.least
    return least is not None and view.scalars.bounds.of(least).nonnegative if sign == 1 else bending.greatest == ZERO


PROPOSERS: tuple[Callable[[View], Iterator[Fact]], ...] = (_combinations, _means, _tangents)
