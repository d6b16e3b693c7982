"""Strategies propose certificates; the kernel checks them. One file each, tried in the order of the ladder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import ModuleType

from derivcheck.engine.decision import Certificate
from derivcheck.engine.question import Question
from derivcheck.engine.strategies import (
    bounds,
    calculus,
    common,
    determinants,
    identity,
    induction,
    information,
    integration,
    limits,
    matrices,
    premises,
    raised,
    regions,
    series,
    signs,
    slopes,
    termwise,
    witness,
)

CHEAPEST = (identity,)
"""What a refutation is held against."""

QUICK = (
    information,
    matrices,
    common,
    regions,
    identity,
    determinants,
    induction,
    series,
    termwise,
    bounds,
    signs,
    slopes,
    raised,
    integration,
    limits,
)
"""What costs little enough to be tried for many changed steps."""

LADDER = (*QUICK, premises, calculus, witness)


def propose(question: Question, strategies: Sequence[ModuleType] = LADDER) -> Iterator[Certificate]:
    """Certificates worth checking, the cheapest first."""
    for strategy in strategies:
        yield from strategy.propose(question)
