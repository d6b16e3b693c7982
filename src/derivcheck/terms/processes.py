r"""Random processes: sequences of which each member depends on a few others, as ``p(x_t \mid x_{t-1})`` says.

These are dynamic Bayesian networks (Murphy, Probabilistic Machine Learning: Advanced Topics, section 29.1): the same
links from member to member, however many there are. A process may run backwards, as that which undoes a diffusion.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeAlias

from derivcheck.terms.independence import separated
from derivcheck.terms.nodes import Apply, Number, Symbol, Term

Member: TypeAlias = "tuple[str, int]"
"""A member of a sequence, by its name and its place."""


@dataclass(frozen=True, slots=True)
class Link:
    """A member that another one depends on: of which sequence, and how many places further on."""

    base: str
    shift: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """What each member of a sequence depends on, and its first member, on which others may depend.

    Of a process that runs backwards, that is the one at the end. Its density may have a name of its own.
    """

    base: str
    links: frozenset[Link]
    edge: Term
    first: str = ""

    @property
    def is_chained(self) -> bool:
        """Whether its members depend on one another."""
        return any(link.base == self.base for link in self.links)


@dataclass(frozen=True, slots=True)
class Process:
    """Sequences by what their members depend on; all of it may depend on what is ``given``.

    ``started`` says that the member before the first is given as well, of which nothing is known. Of some densities,
    all that is known is that they are those of one member, ``only``.
    """

    sequences: tuple[Sequence, ...]
    given: frozenset[str] = frozenset()
    started: bool = False
    only: Term | None = None

    @property
    def bases(self) -> frozenset[str]:
        """The names of its sequences."""
        return frozenset(sequence.base for sequence in self.sequences)

    @property
    def direction(self) -> int:
        """1 where members depend on earlier ones, -1 where they depend on later ones."""
        return -1 if any(link.shift > 0 for sequence in self.sequences for link in sequence.links) else 1

    @property
    def is_sound(self) -> bool:
        """Whether it says in one direction what depends on what, each member on one of its own sequence at most."""
        links = [(sequence.base, link) for sequence in self.sequences for link in sequence.links]
        shifts = {link.shift for _, link in links}
        known = all(link.base in self.bases for _, link in links)
        near = all(link.shift == -self.direction for base, link in links if base == link.base)
        return (
            known
            and near
            and not (min(shifts, default=0) < 0 < max(shifts, default=0))
            and len(self.order) == len(self.sequences)
        )

    @property
    def order(self) -> list[str]:
        """The names of its sequences, those first that others depend on at the same place; not all where none is."""
        found: list[str] = []
        waiting = {s.base: {link.base for link in s.links if link.shift == 0} for s in self.sequences}
        while free := [base for base, links in sorted(waiting.items()) if not links & waiting.keys()]:
            found += free
            for base in free:
                del waiting[base]
        return found

    def of(self, base: str) -> Sequence:
        """The sequence of a name."""
        return next(sequence for sequence in self.sequences if sequence.base == base)


@dataclass(frozen=True, slots=True)
class Run:
    """Members ``lower`` to ``upper`` of a sequence."""

    base: str
    lower: Term
    upper: Term


@dataclass(frozen=True, slots=True)
class Factor:
    """The density of each member in a run given what it depends on, or of one member by itself."""

    run: Run
    alone: bool = False


def joint(process: Process, runs: Iterable[Run]) -> list[Factor] | None:
    """The factors of the density of the members in ``runs``; None where they do not say what it is.

    Each member is there with all that it depends on, or is the first of a run that depends on nothing else.
    """
    runs = list(runs)
    factors: list[Factor] = []
    for run in runs:
        sequence = process.of(run.base)
        first = run.lower if process.direction > 0 else run.upper
        if not all(_covers(process, runs, run, link) for link in sequence.links if link.base != run.base):
            return None
        if not sequence.is_chained or distance(first, sequence.edge) == 0:
            factors.append(Factor(run))
            continue
        if len(sequence.links) > 1:
            return None
        factors.append(Factor(Run(run.base, first, first), alone=True))
        if run.lower != run.upper:
            factors.append(Factor(without_first(run, process.direction)))
    return factors


def _covers(process: Process, runs: list[Run], run: Run, link: Link) -> bool:
    """Whether those that the members of a run depend on by a link are there; the first may have none."""
    for other in runs:
        if other.base == link.base:
            sequence = process.of(link.base)
            below, above = distance(run.lower, other.lower), distance(other.upper, run.upper)
            starts = distance(other.lower if process.direction > 0 else other.upper, sequence.edge) == 0
            spare = 1 if starts and link.shift != 0 else 0
            low, high = (spare, 0) if process.direction > 0 else (0, spare)
            return (
                below is not None
                and above is not None
                and below + link.shift + low >= 0
                and above - link.shift + high >= 0
            )
    return False


def without_first(run: Run, direction: int) -> Run:
    """A run without the member that it begins with, in the direction of its process."""
    if direction > 0:
        return replace(run, lower=moved(run.lower, 1))
    return replace(run, upper=moved(run.upper, -1))


def quotient(above: list[Factor], below: list[Factor]) -> tuple[list[Factor], list[Factor]]:
    """Two products without the factors that are in both."""
    left, right = list(above), []
    for factor in below:
        if factor in left:
            left.remove(factor)
        else:
            right.append(factor)
    return left, right


def merged(runs: Iterable[Run]) -> list[Run] | None:
    """The runs with those side by side put together; None where more than one is left of a sequence."""
    found: list[Run] = []
    for run in runs:
        whole = run
        for other in [other for other in found if other.base == run.base] * 2:
            joined = _join(other, whole)
            if joined is not None:
                found.remove(other)
                whole = joined
        found.append(whole)
    return found if len({run.base for run in found}) == len(found) else None


def _join(one: Run, other: Run) -> Run | None:
    """Two runs in one, if they stand side by side."""
    if one.base == other.base and distance(other.lower, one.upper) == 1:
        return Run(one.base, one.lower, other.upper)
    if one.base == other.base and distance(one.lower, other.upper) == 1:
        return Run(one.base, other.lower, one.upper)
    return None


def distance(upper: Term, lower: Term) -> Fraction | None:
    """Upper less lower, where that is a number."""
    (letters, value), (others, start) = _linear(upper), _linear(lower)
    return value - start if letters == others else None


def number_of(place: Term, letters: Mapping[str, int]) -> int | None:
    """A place as a number, where letters stand for numbers."""
    parts, value = _linear(place)
    if not all(isinstance(part, Symbol) and part.name in letters for part in parts) or value.denominator != 1:
        return None
    return int(value) + sum(letters[part.name] for part in parts if isinstance(part, Symbol))


def moved(place: Term, by: int) -> Term:
    """A place ``by`` places further on."""
    letters, value = _linear(place)
    parts = (*sorted(letters, key=repr), *((Number(value + by),) if value + by or not letters else ()))
    return parts[0] if len(parts) == 1 else Apply("add", parts)


def _linear(term: Term) -> tuple[frozenset[Term], Fraction]:
    """A sum as its letters, and the number beside them."""
    parts = term.arguments if isinstance(term, Apply) and term.operator == "add" else (term,)
    value = sum((part.value for part in parts if isinstance(part, Number)), Fraction(0))
    return frozenset(part for part in parts if not isinstance(part, Number)), value


@dataclass(frozen=True, slots=True)
class Block:
    """Members from ``lower`` to ``upper``, counted, that stand together wherever they stand."""

    base: str
    lower: int
    upper: int

    @property
    def members(self) -> frozenset[Member]:
        """What it is made of."""
        return frozenset((self.base, place) for place in range(self.lower, self.upper + 1))


def unrolled(process: Process, last: int, letters: Mapping[str, int]) -> dict[Member, frozenset[Member]]:
    """Every member up to the last place, from the first or what it starts from, with those that it depends on."""
    graph: dict[Member, frozenset[Member]] = {}
    for sequence in process.sequences:
        first = number_of(sequence.edge, letters) or 0
        for place in range(first, last + process.direction, process.direction):
            graph[sequence.base, place] = frozenset((link.base, place + link.shift) for link in sequence.links)
        if process.started and sequence.is_chained:
            graph[sequence.base, first - process.direction] = frozenset()
    return {member: parents & graph.keys() for member, parents in graph.items()}


def network_of(graph: Mapping[Member, frozenset[Member]], blocks: Iterable[Block]) -> list[tuple[Block, list[Block]]]:
    """Each block with those before it that it depends on: given them, it is independent of all others before it."""
    found: list[tuple[Block, list[Block]]] = []
    before: list[Block] = []
    for block in blocks:
        needed = list(before)
        for other in before:
            rest = [each for each in needed if each != other]
            given = frozenset[Member]().union(*(each.members for each in rest))
            if separated(graph, block.members, other.members, given):
                needed = rest
        found.append((block, needed))
        before.append(block)
    return found
