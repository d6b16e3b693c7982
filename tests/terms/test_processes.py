"""Processes: what their factors and blocks say is what a sum over all paths gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import product
from math import prod
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from derivcheck.terms.nodes import number
from derivcheck.terms.processes import (
    Block,
    Link,
    Member,
    Process,
    Run,
    Sequence,
    joint,
    merged,
    network_of,
    number_of,
    unrolled,
)

FIRST, LAST = 1, 4
Path = dict[Member, int]


def _process(links: dict[str, list[tuple[str, int]]], edge: int = FIRST, *, started: bool = False) -> Process:
    sequences = (Sequence(b, frozenset(Link(*link) for link in of), number(edge)) for b, of in links.items())
    return Process(tuple(sequences), started=started)


CHAIN = _process({"x": [("x", -1)]})
BACKWARDS = _process({"x": [("x", 1)]}, LAST)
HIDDEN = _process({"z": [("z", -1)], "x": [("z", 0)]})
STEERED = _process({"s": [("s", -1), ("a", -1)], "a": [("s", 0)]})
COUPLED = _process({"x": [("x", -1)], "y": [("y", -1), ("x", 0)]})
DRIVEN = _process({"u": [], "x": [("x", -1), ("u", 0)]})
PROCESSES = {
    "chain": CHAIN,
    "backwards": BACKWARDS,
    "hidden": HIDDEN,
    "steered": STEERED,
    "coupled": COUPLED,
    "driven": DRIVEN,
}


def _weights(process: Process, random: Random) -> dict[tuple[Member, int, tuple[tuple[Member, int], ...]], Fraction]:
    """The probability of each value of each member, given all values of those that it depends on."""
    found = {}
    for member, parents in _graph(process).items():
        ordered = sorted(parents)
        for values in product((0, 1), repeat=len(ordered)):
            one = Fraction(random.randint(1, 6), 7)
            known = tuple(zip(ordered, values, strict=True))
            found[member, 1, known], found[member, 0, known] = one, 1 - one
    return found


def _graph(process: Process) -> dict[Member, frozenset[Member]]:
    return unrolled(process, LAST if process.direction > 0 else FIRST, {})


class _Paths:
    """All paths of a process with their probabilities."""

    def __init__(self, process: Process, seed: int) -> None:
        random = Random(seed)
        self.process, self.graph = process, _graph(process)
        weights = _weights(process, random)
        members = sorted(self.graph)
        paths = [dict(zip(members, values, strict=True)) for values in product((0, 1), repeat=len(members))]
        self.all = [(path, prod(weights[self._entry(path, member)] for member in members)) for path in paths]
        self.path = random.choice(paths)

    def _entry(self, path: Path, member: Member) -> tuple[Member, int, tuple[tuple[Member, int], ...]]:
        return member, path[member], tuple((parent, path[parent]) for parent in sorted(self.graph[member]))

    def probability(self, members: Iterable[Member]) -> Fraction:
        """That some members are as on the path."""
        wanted = list(members)
        return Fraction(sum(p for path, p in self.all if all(path[m] == self.path[m] for m in wanted)))

    def given(self, own: Iterable[Member], others: Iterable[Member]) -> Fraction:
        """That some members are as on the path, given others."""
        others = list(others)
        return self.probability([*own, *others]) / self.probability(others)


def _members(run: Run) -> Iterator[Member]:
    lower, upper = number_of(run.lower, {}), number_of(run.upper, {})
    assert lower is not None
    assert upper is not None
    yield from ((run.base, place) for place in range(lower, upper + 1))


RUNS = st.tuples(st.integers(FIRST, LAST), st.integers(FIRST, LAST)).map(sorted)


@given(st.sampled_from(sorted(PROCESSES)), st.integers(0, 10**6), st.data())
def test_factors_multiply_to_the_density(name: str, seed: int, data: st.DataObject) -> None:
    """Where a process tells the density of some members, that is what the sum over all other members is."""
    process = PROCESSES[name]
    chosen = data.draw(st.lists(st.sampled_from(sorted(process.bases)), min_size=1, unique=True))
    runs = [Run(base, *map(number, data.draw(RUNS))) for base in chosen]
    factors = joint(process, runs)
    if factors is None:
        return
    paths = _Paths(process, seed)
    told = Fraction(1)
    for factor in factors:
        for member in _members(factor.run):
            told *= paths.probability([member]) if factor.alone else paths.given([member], paths.graph[member])
    assert told == paths.probability(member for run in runs for member in _members(run))


@given(st.sampled_from(sorted(PROCESSES)), st.integers(0, 10**6), st.data())
def test_blocks_depend_on_what_the_network_says(name: str, seed: int, data: st.DataObject) -> None:
    """In any order, each block given those that it depends on is what it is given all before it."""
    process = PROCESSES[name]
    cuts = {base: data.draw(st.sets(st.integers(FIRST, LAST + 1), min_size=2)) for base in sorted(process.bases)}
    blocks = [
        Block(b, low, high - 1) for b, at in cuts.items() for low, high in zip(sorted(at), sorted(at)[1:], strict=False)
    ]
    blocks = data.draw(st.permutations(blocks))
    paths = _Paths(process, seed)
    before: list[Block] = []
    for block, others in network_of(paths.graph, blocks):
        told = paths.given(block.members, (m for other in others for m in other.members))
        assert told == paths.given(block.members, (m for other in before for m in other.members))
        before.append(block)


def test_blocks_depend_on_no_more_than_they_must() -> None:
    """The state on the one before it, and an observation on its state, whatever else came before."""
    blocks = [Block("x", 1, 2), Block("z", 2, 2), Block("z", 3, 3), Block("x", 3, 3)]
    assert [given for _, given in network_of(_graph(HIDDEN), blocks)] == [[], blocks[:1], blocks[1:2], blocks[2:3]]


@pytest.mark.parametrize(
    "links",
    [
        {"x": [("x", -1), ("x", 1)]},
        {"x": [("x", -2)]},
        {"x": [("y", -1)]},
        {"x": [("y", 0)], "y": [("x", 0)]},
        {"x": [("x", -1)], "y": [("x", 1)]},
    ],
)
def test_links_that_are_no_process(links: dict[str, list[tuple[str, int]]]) -> None:
    """Both ways, further back than one place, to nothing, or in a circle."""
    assert not _process(links).is_sound


def test_what_is_known_of_single_members() -> None:
    """Two members far apart are no product of factors, nor is one that comes before the one by itself."""
    three, one = number(3), number(1)
    assert joint(HIDDEN, [Run("x", three, three)]) is None
    assert joint(HIDDEN, [Run("z", three, three), Run("x", one, three)]) is None
    assert merged([Run("x", one, one), Run("x", three, three)]) is None
    assert joint(HIDDEN, [Run("z", three, three), Run("x", three, three)]) is not None
