"""Expectations as weighted sums over a finite sample space.

``expectation(body, given…)`` is a term until the definitions around it are unfolded; then it becomes a sum over the
outcomes of the variables in its body. Where members of a family or declared moments take part, the body is expanded
first: expectation is linear, and the expectation of a product of independent factors is the product of theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeGuard

from derivcheck.terms.chance import MEMBER, Chance, Values
from derivcheck.terms.expansion import Expansion, TooMany
from derivcheck.terms.families import Distribution
from derivcheck.terms.laws import average_under_law, degree
from derivcheck.terms.nodes import (
    Apply,
    Number,
    Reduce,
    Symbol,
    Term,
    bound_names,
    children,
    free_symbols,
    number,
    operators,
    rebuild,
    walk,
)
from derivcheck.terms.substitution import substitute
from derivcheck.terms.tables import Factor, Key, NoAverage, Tables, joined, total
from derivcheck.terms.vectors import average as average_of_polynomial
from derivcheck.terms.vectors import degree as degree_in
from derivcheck.terms.vectors import split

EXPECTATION = "expectation"
ENTROPY = "entropy"
AVERAGES = frozenset({EXPECTATION, ENTROPY})


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where in the sample space a term is read: places on axes, and values of variables."""

    places: Mapping[str, Term] = field(default_factory=dict)
    values: Mapping[Key, Term] = field(default_factory=dict)


def has_averages(term: Term) -> bool:
    """Whether ``term`` holds an expectation or an entropy that is not written out."""
    return not AVERAGES.isdisjoint(operators(term))


def _is_average(term: Term) -> TypeGuard[Apply]:
    return isinstance(term, Apply) and term.operator in AVERAGES


def is_expectation(term: Term) -> TypeGuard[Apply]:
    """Whether a term is an expectation that is not written out."""
    return isinstance(term, Apply) and term.operator == EXPECTATION


class Averages:
    """The expectations of one scope, written out."""

    def __init__(self, chance: Chance) -> None:
        self.chance = chance
        self.tables = Tables(chance, lambda term: self.at(term, Outcome()))
        self.expansion = Expansion(lambda t: not self.support(t) or _is_average(t) or self.atom(t) is not None)

    def at_one_outcome(self, term: Term) -> Term:
        """The term at an arbitrary outcome."""
        if self.chance.independent and not set(self.chance.conditioned) <= set(self.chance.independent):
            reason = "a condition on what may depend on independent variables"
            raise NoAverage(reason)
        variables = self.chance.variables
        names = [n for n in sorted(self.support(term)) if not variables[n].family and variables[n].distribution is None]
        bound = {name for name in names if variables[name].values is not Values.FREE}
        given = any(bound & self.support(part) for part in walk(term) if _is_average(part))
        if given or any(variables[name].values is Values.UNKNOWN for name in bound):
            reason = f"an outcome of {min(bound)}"
            raise NoAverage(reason)
        names = [name for name in names if name not in bound]
        axes = {axis: Symbol(axis) for name in names for axis in self.chance.axes(name)}
        values: dict[Key, Term] = {(name, None): self.tables.value((name, None), axes) for name in names}
        return self.at(term, Outcome(axes, values))

    def names(self, terms: Iterable[Term]) -> frozenset[str]:
        """The variables that some of the terms depend on."""
        return frozenset().union(*map(self.support, terms))

    def support(self, term: Term) -> frozenset[str]:
        """The variables that the value of ``term`` depends on; an expectation depends on what it is given."""
        if not {s.name for s in free_symbols(term)} & self.chance.variables.keys():
            return frozenset()
        if isinstance(term, Symbol):
            # Its length may be a variable where it is none itself.
            return frozenset({term.name}) & self.chance.variables.keys()
        if isinstance(term, Reduce) and self._is_random(term.lower, term.upper):
            reason = "a sum or a product up to a random number"
            raise NoAverage(reason)
        if _is_average(term):
            parts = term.arguments[1:] if is_expectation(term) else ()
        else:
            bound = bound_names(term)
            if any(name in self.chance.variables for name in bound):
                reason = "a random variable as an index or a variable of integration"
                raise NoAverage(reason)
            parts = children(term)
        return frozenset().union(*map(self.support, parts))

    def _is_random(self, *ends: Term) -> bool:
        return any(symbol.name in self.chance.variables for end in ends for symbol in free_symbols(end))

    def at(self, term: Term, outcome: Outcome) -> Term:
        """``term`` at an outcome."""
        if not (self.support(term) or any(map(_is_average, walk(term)))):
            return term
        if isinstance(term, Apply) and term.operator == ENTROPY:
            return self.entropy([part.name for part in term.arguments if isinstance(part, Symbol)])
        if is_expectation(term):
            body, *given = term.arguments
            return self.average(body, tuple(given), outcome)
        key = self.atom(term)
        if key is not None and key in outcome.values:
            value = outcome.values[key]
            rest = term.arguments[2:] if isinstance(term, Apply) and key[1] is not None else ()
            return Apply("index", (value, *rest), term.shape) if rest else value
        if isinstance(term, Apply) and term.operator == "index":
            array, *places = term.arguments
            placed = Apply("index", (array, *(self.at(place, outcome) for place in places)), term.shape)
            return _entry(self.at(array, outcome), placed)
        return rebuild(term, lambda part: self.at(part, outcome))

    def atom(self, term: Term) -> Key | None:
        """The variable, or member of a family, that ``term`` is."""
        variables = self.chance.variables
        if isinstance(term, Symbol) and term.name in variables and not variables[term.name].family:
            return term.name, None
        if isinstance(term, Apply) and term.operator == "index" and isinstance(term.arguments[0], Symbol):
            name = term.arguments[0].name
            if name in variables and variables[name].family:
                return name, term.arguments[1]
        return None

    def average(self, body: Term, given: tuple[Term, ...], outcome: Outcome) -> Term:
        """The expectation of ``body``, perhaps given variables whose outcome is known."""
        names = self.support(body)
        if not names:
            return self.at(body, outcome)
        vectors = sorted(name for name in names if self.chance.variables[name].is_known_vector)
        if vectors:
            return self.of_vectors(body, given, vectors, outcome)
        known = [self.chance.variables[name] for name in names]
        tied = names & self.chance.uncorrelated
        if given and len(self.chance.uncorrelated & (names | self.support(Apply("add", given)))) > 1:
            reason = "a conditional expectation of uncorrelated variables"
            raise NoAverage(reason)
        if not any(v.family or v.is_described for v in known) and len(tied) < 2:
            return self.summed((body,), self.keys(body), given, outcome)
        if given:
            reason = "a conditional expectation with moments that are declared"
            raise NoAverage(reason)
        try:
            parts = self.expansion.summands(body)
        except TooMany:
            reason = "an expectation of so many summands"
            raise NoAverage(reason) from None
        return total([part.over(self.of_product(part.factors, outcome)) for part in parts])

    def of_vectors(self, body: Term, given: tuple[Term, ...], vectors: list[str], outcome: Outcome) -> Term:
        """The expectation of a sum of polynomials in random vectors of which the mean and the covariance are known."""
        body, names = self._closed(body, outcome), self.support(body)
        parts = (
            list(body.arguments) if isinstance(body, Apply) and body.operator == "add" else split(body, self.support)
        )
        if len(parts) > 1:
            return Apply("add", tuple(self.average(part, given, outcome) for part in parts), body.shape)
        if given or (len(names) > 1 and not names <= set(self.chance.independent)):
            reason = "an expectation of random vectors, of which nothing says that they are independent"
            raise NoAverage(reason)
        name = vectors[0]
        variable, order = self.chance.variables[name], degree_in(body, name)
        mean, covariance = (self.tables.declared(m, (name, None)) for m in (variable.mean, variable.variance))
        if order is None or order > 2 or mean is None or covariance is None:
            reason = f"an expectation of this function of the vector {name}"
            raise NoAverage(reason)
        number_of = next(self.tables.fresh)
        indices = (f"j#{number_of}", f"k#{number_of}")
        found = average_of_polynomial(lambda x: substitute(body, {name: x}), order, mean, covariance, indices)
        return self.average(found, given, outcome)

    def _closed(self, term: Term, outcome: Outcome) -> Term:
        """``term`` with the averages in it written out."""
        return self.at(term, outcome) if _is_average(term) else rebuild(term, lambda part: self._closed(part, outcome))

    def keys(self, *terms: Term) -> frozenset[Key]:
        """The variables and members that ``terms`` depend on."""
        return frozenset().union(*(self._keys(term, ()) for term in terms))

    def _keys(self, term: Term, bound: tuple[str, ...]) -> frozenset[Key]:
        if not self.support(term):
            return frozenset()
        key = self.atom(term)
        if key is not None:
            if key[1] is not None and any(s.name in bound for s in free_symbols(key[1])):
                reason = "an expectation of a function of all members of a family"
                raise NoAverage(reason)
            return frozenset({key})
        if isinstance(term, Symbol):
            reason = f"an expectation of a function of all of {term.name}"
            raise NoAverage(reason)
        parts = term.arguments[1:] if is_expectation(term) else children(term)
        inner = (*bound, *bound_names(term))
        return frozenset().union(*(self._keys(part, inner) for part in parts))

    # Products: independent factors have an expectation each.

    def of_product(self, factors: tuple[Term, ...], outcome: Outcome, apart: frozenset[Term] = frozenset()) -> Term:
        """The expectation of a product, told apart by which members of a family are the same."""
        self._require_independence(factors)
        self._require_linearity(factors)
        pair = self._undecided(factors, apart)
        if pair is not None:
            one, other = pair
            equal = Apply("equal", pair)
            if not isinstance(one, Symbol):
                one, other = other, one
            if not isinstance(one, Symbol):
                reason = "members of a family that may or may not be the same"
                raise NoAverage(reason)
            same = self.of_product(tuple(substitute(f, {one.name: other}) for f in factors), outcome, apart)
            different = self.of_product(factors, outcome, apart | {equal})
            return same if same == different else Apply("cases", (equal, same, different), same.shape)
        constant = [self.at(factor, outcome) for factor in factors if not self.support(factor)]
        clusters = self._clusters([factor for factor in factors if self.support(factor)])
        return joined([*constant, *(self._of_cluster(cluster, outcome) for cluster in clusters)])

    def _require_independence(self, factors: tuple[Term, ...]) -> None:
        """Members of a family have a space of their own: what is averaged with them must be independent of them."""
        names = {name for name, _ in self.keys(*factors)}
        families = [name for name in names if self.chance.variables[name].family]
        if families and len(names) > 1 and not names <= set(self.chance.independent):
            reason = f"an expectation of {' and '.join(sorted(names))}, of which nothing says that they are independent"
            raise NoAverage(reason)

    def _require_linearity(self, factors: tuple[Term, ...]) -> None:
        """Of uncorrelated variables, only the average of the product of two is known."""
        tied = sorted((key for key in self.keys(*factors) if key[0] in self.chance.uncorrelated), key=str)
        random = [factor for factor in factors if self.support(factor)]
        if len(tied) > 1 and not (len(tied) == len(random) == 2 and all(self.atom(part) in tied for part in random)):
            reason = f"an average of {tied[0][0]} and {tied[1][0]}, which are only uncorrelated"
            raise NoAverage(reason)

    def _undecided(self, factors: tuple[Term, ...], apart: frozenset[Term]) -> tuple[Term, Term] | None:
        """Two places in one family of which nothing says that they differ."""
        places: dict[str, list[Term]] = {}
        for name, place in sorted(self.keys(*factors), key=str):
            if place is not None:
                places.setdefault(name, []).append(place)
        for found in places.values():
            for position, one in enumerate(found):
                for other in found[position + 1 :]:
                    numbers = isinstance(one, Number) and isinstance(other, Number)
                    if not numbers and Apply("equal", (one, other)) not in apart:
                        return one, other
        return None

    def _clusters(self, factors: list[Term]) -> list[tuple[Term, ...]]:
        """The factors, together where they depend on a common space."""
        found: list[tuple[frozenset[Factor], tuple[Term, ...]]] = []
        for factor in factors:
            spaces = frozenset(s for key in self.keys(factor) for s in self.tables.spaces_of(key))
            touching = [cluster for cluster in found if cluster[0] & spaces]
            found = [cluster for cluster in found if not cluster[0] & spaces]
            together = sum((cluster[1] for cluster in touching), ())
            found.append((spaces.union(*(cluster[0] for cluster in touching)), (*together, factor)))
        return [cluster[1] for cluster in found]

    def _of_cluster(self, factors: tuple[Term, ...], outcome: Outcome) -> Term:
        keys = self.keys(*factors)
        laws = [law for key in keys if (law := self.chance.variables[key[0]].distribution) is not None]
        if laws and len(keys) > 1:
            reason = f"an expectation of {' and '.join(sorted(key[0] for key in keys))}, which may depend on each other"
            raise NoAverage(reason)
        if laws:
            return self._under_law(factors, next(iter(keys)), laws[0], outcome)
        moment = self._moment(factors, next(iter(keys))) if len(keys) == 1 else None
        return self.summed(factors, keys, (), outcome) if moment is None else moment

    def _under_law(self, factors: tuple[Term, ...], key: Key, law: Distribution, outcome: Outcome) -> Term:
        """The average under a named distribution: a moment, or else an integral or a sum over its support."""
        if key[1] is not None:
            law = replace(law, parameters=tuple(substitute(p, {MEMBER.name: key[1]}) for p in law.parameters))
        if self.chance.variables[key[0]].shape:
            reason = "a distribution of several variables that are not independent"
            raise NoAverage(reason)
        x = Symbol(f"x#{next(self.tables.fresh)}")
        inside = Outcome(outcome.places, {**outcome.values, key: x})
        return average_under_law(law, x, [self.at(factor, inside) for factor in factors])

    def _moment(self, factors: tuple[Term, ...], key: Key) -> Term | None:
        """The first or second moment of a number, where the scope declares it."""
        variable = self.chance.variables[key[0]]
        degrees = [degree(factor, lambda part: self.atom(part) is not None) for factor in factors]
        if variable.shape or None in degrees:
            return None
        power = sum(d for d in degrees if d is not None)
        mean = self.tables.declared(variable.mean, key)
        if power == 1 or (power == 2 and variable.variance is not None):
            if mean is None:
                mean = self.tables.raw_mean(key)
            if power == 1:
                return mean
            spread = self.tables.declared(variable.variance, key)
            assert spread is not None  # noqa: S101 - it is declared
            return Apply("add", (spread, Apply("power", (mean, number(2)))))
        return None

    # Sums over outcomes.

    def summed(self, factors: tuple[Term, ...], keys: Iterable[Key], given: tuple[Term, ...], outcome: Outcome) -> Term:
        """The sum over all outcomes that are not given, with their weights."""
        known = {axis for term in given for axis in self._axes_of(term)}
        pairs = dict.fromkeys(pair for key in sorted(keys, key=str) for pair in self.tables.spaces_of(key))
        needed = known.union(*(self.chance.axes(name) for name, _ in keys))
        spaces = [(space.above(needed), member) for space, member in pairs]
        places: dict[tuple[str, Term | None], Term] = {}
        summed: list[tuple[str, str]] = []
        for space, member in spaces:
            for axis in space.axes:
                if axis in known:
                    places[axis, member] = outcome.places[axis]
                else:
                    name = f"{axis}#{next(self.tables.fresh)}"
                    places[axis, member] = Symbol(name)
                    summed.append((name, axis))
        values = {
            key: self.tables.value(key, {axis: places[axis, key[1]] for axis in self.chance.axes(key[0])})
            for key in keys
        }
        at = {axis: place for (axis, member), place in places.items() if member is None}
        inside = Outcome({**outcome.places, **at}, {**outcome.values, **values})
        weights = [self.tables.weight(space, member, places) for space, member in spaces]
        top = self.tables.over(summed, joined([*weights, *(self.at(factor, inside) for factor in factors)]))
        conditional = [w for w, (space, _) in zip(weights, spaces, strict=True) if known & set(space.axes)]
        if not conditional:
            return top
        free = [(name, axis) for name, axis in summed if any(known & set(s.axes) and axis in s.axes for s, _ in spaces)]
        if not free:
            # Nothing is left to average over in those spaces.
            return joined([top, *(Apply("power", (weight, number(-1))) for weight in conditional)])
        return joined([top, Apply("power", (self.tables.over(free, joined(conditional)), number(-1)))])

    def entropy(self, names: list[str]) -> Term:
        """The joint entropy of variables: minus the sum of p log p over their values."""
        variables = [self.chance.variables[name] for name in names]
        if len(variables) == 1 and (law := variables[0].distribution) is not None:
            return self.average(joined([number(-1), law.logarithm(variables[0].symbol)]), (), Outcome())
        if any(
            variable.is_described or not self.chance.has_own_axis(v)
            for v, variable in zip(names, variables, strict=True)
        ):
            reason = "an entropy of variables with moments that are declared"
            raise NoAverage(reason)
        if len(self.chance.uncorrelated & set(names)) > 1:
            reason = "a joint entropy of uncorrelated variables"
            raise NoAverage(reason)
        told = {self.chance.own_axis(name) for name in names}
        spaces = [
            space.above(told) for space in dict.fromkeys(space for name in names for space in self.chance.spaces(name))
        ]
        fresh = {axis: f"{axis}#{next(self.tables.fresh)}" for space in spaces for axis in space.axes}
        places: dict[tuple[str, Term | None], Term] = {(axis, None): Symbol(name) for axis, name in fresh.items()}
        weights = [self.tables.weight(space, None, places) for space in spaces]
        inner = [(name, axis) for axis, name in fresh.items() if axis not in told]
        mass = self.tables.over(inner, joined(weights))
        terms = joined([number(-1), mass, Apply("log", (mass,))])
        return self.tables.over([(name, axis) for axis, name in fresh.items() if axis in told], terms)

    def _axes_of(self, given: Term) -> tuple[str, ...]:
        key = self.atom(given)
        if key is None or key[1] is not None:
            reason = "an expectation given this"
            raise NoAverage(reason)
        return self.chance.axes(key[0])


def _entry(array: Term, term: Apply) -> Term:
    """The entry of an array that may itself be an entry of a table."""
    if isinstance(array, Apply) and array.operator == "index":
        return Apply("index", (*array.arguments, *term.arguments[1:]), term.shape)
    return Apply("index", (array, *term.arguments[1:]), term.shape)
