"""What is random in a scope, and on which sample spaces.

A statement about random variables that names no distribution is a statement about all of them: they are functions on a
finite probability space of arbitrary size and weights. Independent variables live on spaces of their own, whose product
is the sample space; a family of independent variables has a space for every member.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from derivcheck.terms.nodes import Shape, Symbol, Term, free_symbols
from derivcheck.terms.scope import Declaration, Domain, Trait

OMEGA = "ω"
MEMBER = Symbol("#i")
"""The place of a family's member in what is declared of every one."""

CARRIED = frozenset({Trait.POSITIVE, Trait.NONNEGATIVE, Trait.NEGATIVE, Trait.NONZERO})
"""The properties of a random variable that its values have, outcome by outcome."""


@dataclass(frozen=True, slots=True)
class RandomVariable:
    """A random variable; a ``family`` has independent members, perhaps ``identical`` in distribution.

    One that is ``listed`` was written as X₁, …, Xₙ; one that is only ``noticed`` is taken for random since it stands in
    an expectation. ``mean`` and ``variance`` are what the scope says they are, with :data:`MEMBER` for its place.
    """

    symbol: Symbol
    listed: bool = False
    noticed: bool = False
    family: bool = False
    identical: bool = False
    mean: Term | None = None
    variance: Term | None = None

    @property
    def shape(self) -> Shape:
        """The shape of one value."""
        return self.symbol.shape[1:] if self.family else self.symbol.shape


@dataclass(frozen=True, slots=True)
class Space:
    """A factor of the sample space: its axes, over all of which its weights sum to 1."""

    axes: tuple[str, ...]
    member: Term | None = None

    @property
    def weights(self) -> Symbol:
        """The table of its weights; with ``member``, one for each member of a family."""
        shape = tuple(size_of(axis) for axis in self.axes)
        if self.member is None:
            return Symbol(f"P({','.join(self.axes)})", shape)
        return Symbol(f"P(i,{','.join(self.axes)})", (self.member, *shape))


def is_of_outcomes(term: Term) -> bool:
    """Whether a term speaks of the outcomes of a sample space."""
    return any(OMEGA in symbol.name for symbol in free_symbols(term))


def size_of(axis: str) -> Symbol:
    """How many outcomes an axis has."""
    return Symbol(axis.replace(OMEGA, "Ω"))


@dataclass(frozen=True, slots=True)
class Chance:
    """The random variables of a scope, those that are ``independent`` of one another, and those conditioned on.

    ``doubt`` is what is said of them and was not understood.
    """

    variables: Mapping[str, RandomVariable] = field(default_factory=dict)
    independent: tuple[str, ...] = ()
    conditioned: tuple[str, ...] = ()
    doubt: str = ""

    def having(self, variable: RandomVariable) -> Chance:
        """With one more variable, or another version of one."""
        return replace(self, variables={**self.variables, variable.symbol.name: variable})

    def without(self, name: str) -> Chance:
        """With a name that is no longer random."""
        if name not in self.variables:
            return self
        kept = {other: variable for other, variable in self.variables.items() if other != name}
        independent = tuple(other for other in self.independent if other != name)
        conditioned = tuple(other for other in self.conditioned if other != name)
        return replace(self, variables=kept, independent=independent, conditioned=conditioned)

    def settled(self, write: Callable[[Term], Term]) -> Chance:
        """With the definitions in declared moments unfolded by ``write``."""
        found = {
            name: replace(v, mean=v.mean and write(v.mean), variance=v.variance and write(v.variance))
            for name, v in self.variables.items()
        }
        return replace(self, variables=found)

    def own_axis(self, name: str) -> str:
        """The axis of a variable that has one of its own."""
        return f"{OMEGA}_{name}"

    @property
    def common(self) -> tuple[str, ...]:
        """The axes on which variables live that nothing is said of."""
        return (*(self.own_axis(name) for name in self.conditioned if name not in self.independent), OMEGA)

    def spaces(self, name: str) -> tuple[Space, ...]:
        """The spaces that the values of a variable, or of a member of a family, depend on."""
        variable = self.variables[name]
        if variable.family or name in self.independent:
            member = variable.symbol.shape[0] if variable.family and not variable.identical else None
            return (Space((self.own_axis(name),), member),)
        others = [n for n in self.independent if not self.variables[n].family]
        return (*(Space((self.own_axis(other),)) for other in others), Space(self.common))

    def axes(self, name: str) -> tuple[str, ...]:
        """The axes that a variable's values are indexed by."""
        if name in self.conditioned or name in self.independent or self.variables[name].family:
            return (self.own_axis(name),)
        return tuple(axis for space in self.spaces(name) for axis in space.axes)

    def lifted(self, name: str) -> Symbol:
        """The table of a variable's values, outcome by outcome."""
        variable, axes = self.variables[name], self.axes(name)
        shape: Shape = (*map(size_of, axes), *variable.shape)
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
            if name in self.conditioned:
                traits |= {Trait.DISTINCT}
            found[table.name] = replace(declared, symbol=table, traits=traits, size=None)
            for space in self.spaces(name):
                weights = space.weights
                axes = tuple(range(len(weights.shape) - len(space.axes), len(weights.shape)))
                found[weights.name] = Declaration(weights, traits=frozenset({Trait.POSITIVE}), normalised=axes)
                for axis in space.axes:
                    size = size_of(axis)
                    found[size.name] = Declaration(size, Domain.NATURAL)
                    found[axis] = Declaration(Symbol(axis), Domain.INDEX, size=size)
        return found
