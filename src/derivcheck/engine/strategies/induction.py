"""Sums and products of symbolic length whose length is used as a value: induction over one size after another."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from derivcheck.engine.decision import Certificate
from derivcheck.engine.question import Question
from derivcheck.terms.nodes import Reduce, Symbol, walk

NAME = "induction"
MOST_SIZES = 2


def propose(question: Question) -> Iterator[Certificate]:
    """The sizes that bound sums or products, in either order."""
    if question.relation != "=" or question.left.shape:
        return
    bounds = {
        symbol
        for side in (question.left, question.right)
        for part in walk(side)
        if isinstance(part, Reduce)
        for bound in (part.lower, part.upper)
        for symbol in walk(bound)
        if isinstance(symbol, Symbol) and symbol.name in question.sizes
    }
    sizes = sorted(bounds, key=lambda symbol: symbol.name)
    if 0 < len(sizes) <= MOST_SIZES:
        for order in permutations(sizes):
            yield Certificate(NAME, "induction", "", order)
