"""What is random in a scope, and on which sample spaces.

A statement about random variables that names no distribution is a statement about all of them: they are functions on a
finite probability space of arbitrary size and weights. Independent variables live on spaces of their own, whose product
is the sample space; a family of independent variables has a space for every member.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from derivcheck.terms.families import Distribution
from derivcheck.terms.independence import Factorisation, Independence, factorisation, mutual, without_descendants
from derivcheck.terms.nodes import Apply, Shape, Symbol, Term, free_symbols, number
from derivcheck.terms.scope import Declaration, Domain, Trait
from derivcheck.terms.stated import Stated

OMEGA = "ω"
MEMBER = Symbol("#i")
"""The place of a family's member in what is declared of every one."""

SPREAD = frozenset({Trait.POSITIVE_DEFINITE, Trait.POSITIVE_SEMIDEFINITE, Trait.DIAGONAL})
OF_COVARIANCE = frozenset({Trait.POSITIVE_DEFINITE, Trait.SYMMETRIC})
"""What a covariance matrix is of which nothing like it is said."""

CARRIED = frozenset({Trait.POSITIVE, Trait.NONNEGATIVE, Trait.NEGATIVE, Trait.NONZERO})
"""The properties of a random variable that its values have, outcome by outcome."""


class Values(Enum):
    """Which values a random variable has: any of its shape, those that its symbol may have, or others."""

    FREE = "free"
    DECLARED = "declared"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class RandomVariable:
    """A random variable; a ``family`` has independent members, perhaps ``identical`` in distribution.

    One that is ``listed`` was written as X₁, …, Xₙ; one that is only ``noticed`` is taken for random since it stands in
    an expectation. One that has only two values has them in ``two``; an ``event`` is 1 where it occurs, else 0.
    One that is distributed ``like`` another one has its outcomes and values, on an axis of its own.
    One that is ``continuous`` has a density, and an entropy that may be negative.
    Of a family of events of which no two occur together, ``cells`` counts the places on the axis: one for each of them,
    and one more where none may occur.
    ``mean`` and ``variance`` are what the scope says they are, with :data:`MEMBER` for the place of a member.
    """

    symbol: Symbol
    listed: bool = False
    noticed: bool = False
    event: bool = False
    family: bool = False
    identical: bool = False
    continuous: bool = False
    two: tuple[int, int] | None = None
    cells: Term | None = None
    like: str = ""
    values: Values = Values.FREE
    mean: Term | None = None
    variance: Term | None = None
    distribution: Distribution | None = None

    @property
    def is_described(self) -> bool:
        """Whether something is declared of its distribution."""
        return not (self.mean is None and self.variance is None and self.distribution is None)

    @property
    def is_used_as_event(self) -> bool:
        """Whether formulas alone tell that it is an event: nothing was said of it yet."""
        return self.event and self.noticed

    @property
    def is_known_vector(self) -> bool:
        """Whether it is a vector of which the mean and the covariance are declared."""
        if len(self.shape) != 1 or self.mean is None or self.variance is None:
            return False
        return len(self.mean.shape) == 1 and len(self.variance.shape) == 2

    @property
    def shape(self) -> Shape:
        """The shape of one value."""
        return self.symbol.shape[1:] if self.family else self.symbol.shape

    def settled(self, write: Callable[[Term], Term]) -> RandomVariable:
        """With the definitions in what is declared unfolded by ``write``."""
        law = self.distribution
        if law is not None:
            law = replace(law, parameters=tuple(map(write, law.parameters)))
        mean, variance = (None if moment is None else write(moment) for moment in (self.mean, self.variance))
        return replace(self, mean=mean, variance=variance, distribution=law)


@dataclass(frozen=True, slots=True)
class Weights:
    """A table of weights: along its first axis, or along all where nothing is ``given``, they sum to 1."""

    symbol: Symbol
    axes: tuple[str, ...]
    normalised: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Space:
    """A factor of the sample space: its axes, over all of which its weights sum to 1.

    With a ``network``, its weights are products of tables, one for each axis given some of those before it. They are
    those of another axis that it is ``like``.
    """

    axes: tuple[str, ...]
    sizes: Shape
    member: Term | None = None
    network: Factorisation = ()
    like: str = ""

    @property
    def tables(self) -> tuple[Weights, ...]:
        """The tables whose product its weights are; with ``member``, one for each member of a family."""
        size = dict(zip(self.axes, self.sizes, strict=True))
        if self.network:
            return tuple(_conditional(axis, given, size) for axis, given in self.network)
        name = self.like or ",".join(self.axes)
        whole = tuple(range(len(self.axes)))
        if self.member is None:
            return (Weights(Symbol(f"P({name})", self.sizes), self.axes, whole),)
        symbol = Symbol(f"P(i,{name})", (self.member, *self.sizes))
        return (Weights(symbol, self.axes, tuple(place + 1 for place in whole)),)

    def above(self, axes: Collection[str]) -> Space:
        """The part on which ``axes`` depend: all others sum to 1."""
        network = without_descendants(self.network, axes)
        kept = {axis for axis, _ in network}
        if len(kept) == len(self.network):
            return self
        pairs = [pair for pair in zip(self.axes, self.sizes, strict=True) if pair[0] in kept]
        return replace(self, axes=tuple(a for a, _ in pairs), sizes=tuple(s for _, s in pairs), network=network)


def _conditional(axis: str, given: tuple[str, ...], size: Mapping[str, Term]) -> Weights:
    name = f"P({axis}|{','.join(given)})" if given else f"P({axis})"
    axes = (axis, *given)
    return Weights(Symbol(name, tuple(size[a] for a in axes)), axes, (0,))


def is_of_outcomes(term: Term) -> bool:
    """Whether a term speaks of the outcomes of a sample space."""
    return any(OMEGA in symbol.name for symbol in free_symbols(term))


@dataclass(frozen=True, slots=True)
class Announced:
    """The ``names`` whose law words announced, and what was doubted before they did."""

    names: frozenset[str]
    doubt: str
    spread: str


@dataclass(frozen=True, slots=True)
class Chance:
    """The random variables of a scope, those that are ``independent`` of one another, and those conditioned on.

    Of those that are ``uncorrelated`` only that is known: they are kept apart as the independent ones are, but only
    products of two of them have the averages that this gives. ``facts`` say what is independent of what given others,
    ``stated`` which probabilities events have.
    ``doubt`` is what is said and was not understood, ``spread`` what of it is about their densities, ``vague`` whether
    something is said of their dependence, ``subject`` those that were spoken of last, ``announced`` those whose law the
    words right before a display are about.
    """

    variables: Mapping[str, RandomVariable] = field(default_factory=dict)
    independent: tuple[str, ...] = ()
    uncorrelated: frozenset[str] = frozenset()
    facts: tuple[Independence, ...] = ()
    conditioned: tuple[str, ...] = ()
    stated: tuple[Stated, ...] = ()
    doubt: str = ""
    spread: str = ""
    vague: bool = False
    subject: tuple[str, ...] = ()
    announced: Announced | None = None

    def having(self, variable: RandomVariable) -> Chance:
        """With one more variable, or another version of one."""
        return replace(self, variables={**self.variables, variable.symbol.name: variable})

    def may_be_independent(self, names: Collection[str]) -> bool:
        """Whether some of ``names`` may be more independent than is known, as far as words go."""
        if self.facts and self.has_unmet_facts:
            return True
        loose = [name for name in names if name not in self.independent]
        listed = any(self.variables[name].listed and not self.variables[name].family for name in loose)
        return self.vague and bool(loose) and (listed or len(set(names)) > 1)

    def without(self, name: str) -> Chance:
        """With a name that is no longer random."""
        if name not in self.variables:
            return self
        kept = {other: variable for other, variable in self.variables.items() if other != name}
        independent = tuple(other for other in self.independent if other != name)
        conditioned = tuple(other for other in self.conditioned if other != name)
        uncorrelated = self.uncorrelated - {name}
        return replace(
            self, variables=kept, independent=independent, uncorrelated=uncorrelated, conditioned=conditioned
        )

    def about(self, names: Collection[str]) -> Chance:
        """Without the events that what is stated does not tie to any of ``names``."""
        tied, facts = set(names).union(*(fact.names for fact in self.facts)), list(self.stated)
        while near := [fact for fact in facts if fact.names & tied]:
            tied.update(*(fact.names for fact in near))
            facts = [fact for fact in facts if fact not in near]
        kept = replace(self, stated=tuple(fact for fact in self.stated if fact not in facts))
        for name in [name for name, variable in self.variables.items() if variable.event and name not in tied]:
            kept = kept.without(name)
        return kept

    def settled(self, write: Callable[[Term], Term]) -> Chance:
        """With the definitions in declared moments unfolded by ``write``."""
        stated = tuple(replace(fact, value=write(fact.value)) for fact in self.stated)
        return replace(self, variables={n: v.settled(write) for n, v in self.variables.items()}, stated=stated)

    def own_axis(self, name: str) -> str:
        """The axis of a variable that has one of its own."""
        return f"{OMEGA}_{name}"

    def size(self, axis: str) -> Term:
        """How many outcomes an axis has: two for an event and the like, else any number."""
        variable = self.variables.get(axis.removeprefix(f"{OMEGA}_"))
        if variable is not None and variable.like:
            return self.size(self.own_axis(variable.like))
        if variable is not None and variable.cells is not None:
            return variable.cells
        return number(2) if variable is not None and variable.two else Symbol(axis.replace(OMEGA, "Ω"))

    def weight(self, table: Weights, cell: Term) -> Symbol:
        """The name that an entry of a table of weights has by itself, as the probability of A and Bᶜ."""
        assert isinstance(cell, Apply)  # noqa: S101 - an entry
        outcomes = zip(table.axes, cell.arguments[1:], strict=True)
        return Symbol(f"P({', '.join(self._outcome(axis, place) for axis, place in outcomes)})")

    def _outcome(self, axis: str, place: Term) -> str:
        name = axis.removeprefix(f"{OMEGA}_")
        variable = self.variables.get(name)
        if variable is None or variable.two is None:
            return f"{axis} = {place}"
        value = variable.two[place == number(2)]
        return (name if value else f"{name}ᶜ") if variable.event else f"{name} = {value}"

    def moments(self, name: str) -> tuple[Term | None, Term | None]:
        """The mean and the variance that are declared of a variable, or of the one that it is distributed like."""
        own = self.variables[name]
        other = self.variables.get(own.like, own)
        mean = other.mean if own.mean is None else own.mean
        return mean, other.variance if own.variance is None else own.variance

    def has_own_axis(self, name: str) -> bool:
        """Whether a variable's values are told apart along an axis of its own."""
        variable = self.variables[name]
        told_apart = variable.family or name in self.independent or name in self.conditioned
        return bool(variable.two or variable.cells) or told_apart or self._is_in_facts(name)

    def _is_in_facts(self, name: str) -> bool:
        return bool(self.facts) and any(name in fact.names for fact in self.known_facts)

    @property
    def known_facts(self) -> tuple[Independence, ...]:
        """The facts about random variables that the sample space meets."""
        free = {name for name, v in self.variables.items() if not v.family} - set(self.independent)
        return tuple(fact for fact in self.facts if not fact.density and fact.names <= free)

    def in_one_space(self) -> Chance:
        """With independence as one more fact, where something is given that independent variables may depend on."""
        free = not self.uncorrelated and not any(v.family or v.is_described for v in self.variables.values())
        if not self.independent or not free or set(self.conditioned) <= set(self.independent):
            return self
        facts = (*self.facts, *mutual([[name] for name in self.independent]))
        return self if factorisation(facts) is None else replace(self, independent=(), facts=facts)

    @property
    def has_unmet_facts(self) -> bool:
        """Whether some fact about random variables is not met by construction."""
        known = self.known_facts
        about = [fact for fact in self.facts if not fact.density and not fact.names.isdisjoint(self.variables)]
        return len(about) > len(known) or factorisation(known) is None

    def space(self, *axes: str, member: Term | None = None) -> Space:
        """The factor of the sample space along some axes."""
        return Space(axes, tuple(map(self.size, axes)), member, like=self._twin(axes[0]) if len(axes) == 1 else "")

    def _twin(self, axis: str) -> str:
        """The axis whose outcomes and weights another one shares; empty for one that has its own."""
        variable = self.variables.get(axis.removeprefix(f"{OMEGA}_"))
        return self.own_axis(variable.like) if variable is not None and variable.like else ""

    def _common_space(self) -> Space:
        """That of the variables that depend on one another, in factors where facts say so."""
        space = self.space(*self.common)
        if not self.facts:
            return space
        facts = [fact.renamed(self.own_axis) for fact in self.known_facts]
        return replace(space, network=factorisation(facts, space.axes) or ()) if facts else space

    @property
    def common(self) -> tuple[str, ...]:
        """The axes on which variables live of which no independence is said."""
        names = [name for name in self.variables if name not in self.independent and not self.variables[name].family]
        own = [self.own_axis(name) for name in sorted(names) if self.has_own_axis(name)]
        return (*own, OMEGA) if len(own) < len(names) else tuple(own)

    def spaces(self, name: str) -> tuple[Space, ...]:
        """The spaces that the values of a variable, or of a member of a family, depend on."""
        variable = self.variables[name]
        if variable.family or name in self.independent:
            member = variable.symbol.shape[0] if variable.family and not variable.identical else None
            return (self.space(self.own_axis(name), member=member),)
        others = [n for n in self.independent if not self.variables[n].family]
        return (*(self.space(self.own_axis(other)) for other in others), self._common_space())

    def axes(self, name: str) -> tuple[str, ...]:
        """The axes that a variable's values are indexed by."""
        if self.has_own_axis(name):
            return (self.own_axis(name),)
        return tuple(axis for space in self.spaces(name) for axis in space.axes)

    def lifted(self, name: str) -> Symbol:
        """The table of a variable's values, outcome by outcome."""
        variable, axes = self.variables[name], self.axes(name)
        if variable.like and name in self.independent:
            return self.lifted(variable.like)
        shape: Shape = (*map(self.size, axes), *variable.shape)
        if variable.family and not variable.identical:
            return Symbol(f"{name}(i,{','.join(axes)})", (variable.symbol.shape[0], *shape))
        return Symbol(f"{name}({','.join(axes)})", shape)

    def declarations(self, known: Mapping[str, Declaration]) -> dict[str, Declaration]:
        """What is known of the tables and sizes that stand for the random variables."""
        found: dict[str, Declaration] = {}
        for name in self.variables:
            declared = known.get(name) or Declaration(self.variables[name].symbol)
            table = self.lifted(name)
            traits = declared.traits & CARRIED
            domain = declared.domain if declared.domain not in (Domain.INTEGER, Domain.NATURAL) else Domain.REAL
            if name in self.conditioned or self._is_in_facts(name):
                traits |= {Trait.DISTINCT}
            if not (self.variables[name].two or self.variables[name].cells):
                found[table.name] = replace(declared, symbol=table, domain=domain, traits=traits, size=None)
            for space in self.spaces(name):
                for weights in space.tables:
                    found[weights.symbol.name] = Declaration(
                        weights.symbol, traits=frozenset({Trait.POSITIVE}), normalised=weights.normalised
                    )
                for axis, size in zip(space.axes, space.sizes, strict=True):
                    if isinstance(size, Symbol):
                        found[size.name] = Declaration(size, Domain.NATURAL)
                    found[axis] = Declaration(Symbol(axis), Domain.INDEX, size=size)
        for symbol in self._covariances():
            declared = found.get(symbol.name) or known.get(symbol.name) or Declaration(symbol)
            if not declared.traits & SPREAD:
                found[symbol.name] = replace(declared, traits=declared.traits | OF_COVARIANCE)
        return found

    def _covariances(self) -> set[Symbol]:
        """The matrices that are called covariances of random vectors, or are summands of such."""
        found: set[Symbol] = set()
        waiting = [v.variance for v in self.variables.values() if v.is_known_vector and v.variance is not None]
        while waiting:
            term = waiting.pop()
            if isinstance(term, Symbol):
                found.add(term)
            elif isinstance(term, Apply) and term.operator in ("add", "multiply"):
                waiting += [part for part in term.arguments if part.shape]
        return found
