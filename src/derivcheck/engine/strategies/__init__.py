"""Strategies propose certificates; the kernel checks them. One file each, tried in the order of the ladder."""

from __future__ import annotations

from collections.abc import Iterator

from derivcheck.engine.decision import Certificate
from derivcheck.engine.question import Question
from derivcheck.engine.strategies import bounds, identity, regions

LADDER = (regions, identity, bounds)


def propose(question: Question) -> Iterator[Certificate]:
    """Certificates worth checking, the cheapest first."""
    for strategy in LADDER:
        yield from strategy.propose(question)
