"""Conditional independence, and how joint distributions in which it holds fall into factors.

In a product of conditional distributions, one for each name given some of the names before it, every name is
independent of the others before it given those that it depends on; and every distribution in which that is so is such
a product (Lauritzen, Graphical Models, section 3.2). So facts that say just this, name after name, are met by
construction, and the construction reaches every distribution that meets them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

Node = TypeVar("Node")

Names: TypeAlias = "frozenset[str]"

Factorisation: TypeAlias = "tuple[tuple[str, tuple[str, ...]], ...]"
"""Names in an order, each with those before it that its distribution depends on."""


@dataclass(frozen=True, slots=True)
class Independence:
    """That ``left`` and ``right`` are independent given ``given``, under the ``density`` of that name or any."""

    left: Names
    right: Names
    given: Names = frozenset()
    density: str = ""

    @property
    def names(self) -> Names:
        """All that it speaks of."""
        return self.left | self.right | self.given

    def says(self, other: Independence) -> bool:
        """Whether it says what another fact says, and perhaps that of more names."""
        same = other.left <= self.left and other.right <= self.right
        flipped = other.right <= self.left and other.left <= self.right
        return self.given == other.given and (same or flipped)

    def renamed(self, name: Callable[[str], str]) -> Independence:
        """The same of things that are called otherwise."""
        left, right, given = (frozenset(map(name, part)) for part in (self.left, self.right, self.given))
        return Independence(left, right, given, self.density)

    @property
    def is_sound(self) -> bool:
        """Whether it speaks of different things on each side."""
        together = len(self.left) + len(self.right) + len(self.given)
        return bool(self.left and self.right) and len(self.names) == together


def mutual(groups: Sequence[Collection[str]], given: Iterable[str] = ()) -> Iterator[Independence]:
    """That several groups of names are independent of one another: each of all before it."""
    before: frozenset[str] = frozenset()
    for group in groups:
        if before:
            yield Independence(frozenset(group), before, frozenset(given))
        before |= frozenset(group)


def markov_chain(groups: Sequence[Collection[str]]) -> Iterator[Independence]:
    """That each group of names, given the one right before it, is independent of all that came earlier."""
    for place in range(2, len(groups)):
        earlier = frozenset().union(*groups[: place - 1])
        yield Independence(frozenset(groups[place]), earlier, frozenset(groups[place - 1]))


def factorisation(facts: Iterable[Independence], names: Iterable[str] = ()) -> Factorisation | None:
    """The factors of the joint distributions in which the facts hold, and no others; None where that is not known.

    ``names`` are those that no fact speaks of: they come last, and depend on all others.
    """
    found: list[tuple[str, tuple[str, ...]]] = []
    known: frozenset[str] = frozenset()
    for fact in sorted(_strongest(facts), key=lambda fact: len(fact.names)):
        new = next((side for side in (fact.left, fact.right) if known <= fact.names - side), None)
        if new is None or not fact.is_sound:
            return None
        _extend(found, fact.given - known, known)
        _extend(found, fact.names - new - fact.given - known, known | fact.given)
        _extend(found, new, fact.given)
        known = fact.names
    _extend(found, frozenset(names) - known, known)
    return tuple(found)


def _strongest(facts: Iterable[Independence]) -> list[Independence]:
    """The facts without those that another one says as well."""
    found: list[Independence] = []
    for fact in facts:
        if not any(other.says(fact) for other in found):
            found = [other for other in found if not fact.says(other)] + [fact]
    return found


def _extend(found: list[tuple[str, tuple[str, ...]]], new: Names, given: Names) -> None:
    """Adds names that depend on ``given`` and on those of them that came before."""
    for name in sorted(new):
        found.append((name, tuple(sorted(given))))
        given |= {name}


def separated(
    parents: Mapping[Node, Collection[Node]],
    left: AbstractSet[Node],
    right: AbstractSet[Node],
    given: AbstractSet[Node],
) -> bool:
    """Whether a directed graph makes ``left`` and ``right`` independent given other nodes.

    It does where these part them in the moral graph of their ancestors (Lauritzen, Graphical Models, 3.25).
    """
    ancestors: set[Node] = set()
    waiting = [*left, *right, *given]
    while waiting:
        node = waiting.pop()
        if node not in ancestors:
            ancestors.add(node)
            waiting += parents[node]
    near: dict[Node, set[Node]] = {node: set() for node in ancestors}
    for node in ancestors:
        family = [node, *parents[node]]
        for member in family:
            near[member].update(family)
    reached = set(left)
    waiting = list(left)
    while waiting:
        fresh = near[waiting.pop()] - reached - given
        reached |= fresh
        waiting += fresh
    return reached.isdisjoint(right)


def without_descendants(network: Factorisation, names: Collection[str]) -> Factorisation:
    """The factors of the joint distribution of ``names`` and what they depend on: all others sum to 1."""
    kept: list[tuple[str, tuple[str, ...]]] = []
    needed = set(names)
    for name, given in reversed(network):
        if name in needed:
            kept.append((name, given))
            needed.update(given)
    return tuple(reversed(kept))
