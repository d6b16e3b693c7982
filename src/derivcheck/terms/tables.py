"""Tables of random variables: the weights of a finite sample space, and the values of variables at its places."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import count
from typing import TypeAlias

from derivcheck.terms.chance import MEMBER, Chance, Space
from derivcheck.terms.definitions import Unsettled
from derivcheck.terms.nodes import ONE, Apply, Number, Reduce, Symbol, Term, free_symbols, number
from derivcheck.terms.shorthand import plus, times
from derivcheck.terms.substitution import substitute

Key: TypeAlias = "tuple[str, Term | None]"
"""A random variable, and which member it is of a family."""

Factor: TypeAlias = "tuple[Space, Term | None]"
"""A factor of the sample space, perhaps that of one member of a family."""


class NoAverage(Unsettled):
    """An expectation that cannot be written as a sum; ``reason`` is a notation in words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Tables:
    """The tables of one step; ``settle`` writes out the averages in a declared moment."""

    def __init__(self, chance: Chance, settle: Callable[[Term], Term]) -> None:
        self.chance = chance
        self.settle = settle
        self.fresh = count(1)

    def spaces_of(self, key: Key) -> list[Factor]:
        """The factors of the sample space that a variable lives on."""
        return [(space, key[1]) for space in self.chance.spaces(key[0])]

    def weight(self, space: Space, member: Term | None, places: Mapping[tuple[str, Term | None], Term]) -> Term:
        """The weight of a place in a factor of the sample space."""
        first = () if space.member is None or member is None else (member,)
        entries = [
            Apply("index", (table.symbol, *first, *(places[axis, member] for axis in table.axes)))
            for table in space.tables
        ]
        return times(*entries)

    def value(self, key: Key, places: Mapping[str, Term]) -> Term:
        """The value of a variable at places on its axes, moved and stretched to have the moments that are declared."""
        variable = self.chance.variables[key[0]]
        if variable.two is not None:
            # Its axis has two places; those of an event: where it fails, and where it occurs.
            first, second = variable.two
            step = times(number(second - first), places[self.chance.own_axis(key[0])])
            return plus(step, number(2 * first - second))
        if variable.cells is not None:
            # At each place one of the events occurs, or none of them.
            cells = variable.cells
            return Apply(
                "index", (Apply("identity", (), (cells, cells)), places[self.chance.own_axis(key[0])]), (cells,)
            )
        raw = self._raw(key, places)
        mean, spread = (self.declared(moment, key) for moment in self.chance.moments(key[0]))
        if mean is None and spread is None:
            return raw
        shape = variable.shape
        own_mean = self.raw_mean(key)
        away: Term = Apply("add", (raw, Apply("multiply", (number(-1), own_mean), shape)), shape)
        if spread is not None:
            if shape:
                reason = "moments of a random vector that are declared"
                raise NoAverage(reason)
            own = self._raw_average(
                key,
                lambda at: Apply("power", (Apply("add", (at, Apply("multiply", (number(-1), own_mean)))), number(2))),
            )
            ratio = Apply("multiply", (spread, Apply("power", (own, number(-1)))))
            away = Apply("multiply", (Apply("power", (ratio, number(Fraction(1, 2)))), away))
        return Apply("add", (own_mean if mean is None else mean, away), shape)

    def _raw(self, key: Key, places: Mapping[str, Term]) -> Term:
        name, member = key
        variable, table = self.chance.variables[name], self.chance.lifted(name)
        first = (member,) if member is not None and not variable.identical else ()
        at = (*first, *(places[axis] for axis in self.chance.axes(name)))
        return Apply("index", (table, *at), variable.shape)

    def raw_mean(self, key: Key) -> Term:
        """The mean of a variable's table as it is drawn."""
        return self._raw_average(key, lambda at: at)

    def _raw_average(self, key: Key, function: Callable[[Term], Term]) -> Term:
        member = key[1]
        spaces = self.chance.spaces(key[0])
        names = [(f"{axis}#{next(self.fresh)}", axis) for space in spaces for axis in space.axes]
        places = {(axis, member): Symbol(name) for name, axis in names}
        at = {axis: place for (axis, _), place in places.items()}
        weights = [self.weight(space, member, places) for space in spaces]
        return self.over(names, joined([*weights, function(self._raw(key, at))]))

    def declared(self, moment: Term | None, key: Key) -> Term | None:
        """A moment that the scope declares, of one member of a family."""
        if moment is None:
            return None
        if key[1] is None and MEMBER in free_symbols(moment):
            reason = "moments of the members of a family that is not independent"
            raise NoAverage(reason)
        return self.settle(moment if key[1] is None else substitute(moment, {MEMBER.name: key[1]}))

    def over(self, names: list[tuple[str, str]], body: Term) -> Term:
        """The sum over outcomes."""
        for name, axis in reversed(names):
            size = self.chance.size(axis)
            if isinstance(size, Number):
                places = range(1, size.value.numerator + 1)
                body = total([substitute(body, {name: number(place)}) for place in places])
            else:
                body = _at_one_place(body, name) or Reduce("sum", name, ONE, size, body)
        return body


def _at_one_place(body: Term, name: str) -> Term | None:
    """The one summand that is not 0, where a factor says that an event occurs which excludes all others."""
    if isinstance(body, Apply) and body.operator == "add":
        parts = [part for each in body.arguments if (part := _at_one_place(each, name)) is not None]
        return total(parts) if len(parts) == len(body.arguments) else None
    factors = body.arguments if isinstance(body, Apply) and body.operator == "multiply" else (body,)
    for position, factor in enumerate(factors):
        if not (isinstance(factor, Apply) and factor.operator == "index" and len(factor.arguments) == 3):
            continue
        whole, place, other = factor.arguments
        if isinstance(whole, Apply) and whole.operator == "identity" and place == Symbol(name):
            rest = joined([*factors[:position], *factors[position + 1 :]])
            return substitute(rest, {name: other})
    return None


def joined(factors: list[Term]) -> Term:
    """A product, of one array at most."""
    if not factors:
        return ONE
    flat = [p for f in factors for p in (f.arguments if isinstance(f, Apply) and f.operator == "multiply" else (f,))]
    if len(flat) == 1:
        return flat[0]
    shape = next((factor.shape for factor in flat if factor.shape), ())
    scalars = [factor for factor in flat if not factor.shape]
    arrays = [factor for factor in flat if factor.shape]
    if len(arrays) > 1:
        reason = "an expectation of a product of arrays"
        raise NoAverage(reason)
    return Apply("multiply", (*scalars, *arrays), shape)


def total(parts: list[Term]) -> Term:
    """A sum."""
    return parts[0] if len(parts) == 1 else Apply("add", tuple(parts), parts[0].shape)
