"""How long the sums and arrays of a step are whose length is made of several sizes, as N - K + 1 is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from derivcheck.engine.question import Question
from derivcheck.engine.refuting.degrees import Needs
from derivcheck.engine.refuting.valuations import evaluate_size
from derivcheck.engine.systems.rationals import Rationals
from derivcheck.engine.systems.unknowns import Polynomials
from derivcheck.terms.nodes import ONE, Array, Number, Reduce, Symbol, Term, free_symbols, walk


@dataclass(frozen=True, slots=True)
class Length:
    """The integers from ``lower`` to ``upper``, both made of sizes and numbers."""

    lower: Term
    upper: Term

    @property
    def names(self) -> list[str]:
        """The sizes that it is made of."""
        return sorted({symbol.name for side in (self.lower, self.upper) for symbol in free_symbols(side)})

    def at(self, plan: dict[str, int]) -> int:
        """How many integers these are."""
        system = Rationals(Polynomials("sizes"))
        return evaluate_size(self.upper, plan, system) - evaluate_size(self.lower, plan, system) + 1


def compound_lengths(question: Question) -> list[Length]:
    """The lengths in a step that are no size by themselves."""
    sizes = set(question.sizes)
    found = dict.fromkeys(_lengths(question))
    return [length for length in found if len(length.names) > 1 and sizes.issuperset(length.names)]


def _lengths(question: Question) -> Iterator[Length]:
    for side in (question.left, question.right):
        for part in walk(side):
            if isinstance(part, Reduce) and not (isinstance(part.lower, Number) and isinstance(part.upper, Symbol)):
                yield Length(part.lower, part.upper)
            elif isinstance(part, Array):
                yield from (Length(ONE, size) for size in part.shape)
    for symbol in question.values:
        yield from (Length(ONE, size) for size in symbol.shape)


def is_long_enough(lengths: list[Length], plan: dict[str, int], needs: Needs) -> bool:
    """Makes sizes larger until no sum is shorter than a check needs, for an empty sum says nothing; whether it can."""
    for _ in lengths:
        for length in lengths:
            _lengthen(length, plan, max(map(needs.least, length.names)))
    return all(length.at(plan) >= max(map(needs.least, length.names)) for length in lengths)


def _lengthen(length: Length, plan: dict[str, int], wanted: int) -> None:
    missing = wanted - length.at(plan)
    if missing <= 0:
        return
    for name in length.names:
        if length.at({**plan, name: plan[name] + missing}) >= wanted:
            plan[name] += missing
            while plan[name] in [size for other, size in plan.items() if other != name]:
                plan[name] += 1
            return
