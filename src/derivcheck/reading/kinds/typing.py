"""A typing: what the undeclared names of a section are taken for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from derivcheck.reading.kinds.network import COLUMN, MATRIX
from derivcheck.terms.nodes import Shape
from derivcheck.terms.sizes import Sizes

WORDS = {COLUMN: "a vector", MATRIX: "a matrix"}


@dataclass(frozen=True, slots=True)
class Typing:
    """The kinds of names that are no numbers, of names with so many indices, and of the parameters of functions.

    ``seen`` are all names that were looked at. ``apart`` are those that mean one thing without an index and another
    with one: a point x among samples x_i. ``numbers`` are numbers in
    every reading, or treated entry by entry. ``values`` are those of functions that are no numbers.
    """

    names: Mapping[str, int] = field(default_factory=dict)
    elements: Mapping[tuple[str, int], int] = field(default_factory=dict)
    parameters: Mapping[tuple[str, int], tuple[int, ...]] = field(default_factory=dict)
    apart: frozenset[str] = frozenset()
    seen: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    values: Mapping[str, int] = field(default_factory=dict)

    def over(self, outer: Typing) -> Typing:
        """This typing of a section inside the one of an outer section."""
        return Typing(
            {name: kind for name, kind in outer.names.items() if name not in self.seen} | dict(self.names),
            {key: kind for key, kind in outer.elements.items() if key[0] not in self.seen} | dict(self.elements),
            {**outer.parameters, **self.parameters},
            outer.apart - self.seen | self.apart,
            outer.seen | self.seen,
            outer.numbers - self.seen | self.numbers,
            {**outer.values, **self.values},
        )


def shape_of(kind: int, sizes: Sizes) -> Shape:
    """A shape of the kind, of sizes that nothing is known of yet."""
    return tuple(sizes.new() for _ in range({COLUMN: 1, MATRIX: 2}.get(kind, 0)))
