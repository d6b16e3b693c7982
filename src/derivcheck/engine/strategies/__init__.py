"""Strategies propose certificates; the kernel checks them. One file each, tried in the order of the ladder."""

from __future__ import annotations

from collections.abc import Iterator

from derivcheck.engine.decision import Certificate
from derivcheck.engine.question import Question
from derivcheck.engine.strategies import bounds, calculus, identity, induction, integration, regions, series, witness

QUICK = (regions, identity, induction, series, bounds, integration)
LADDER = (*QUICK, calculus, witness)


def propose(question: Question, *, quick: bool = False) -> Iterator[Certificate]:
    """Certificates worth checking, the cheapest first; only those that cost little with ``quick``."""
    for strategy in QUICK if quick else LADDER:
        yield from strategy.propose(question)
