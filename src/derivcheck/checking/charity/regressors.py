"""Densities that are given their inputs everywhere: what is said of p(θ), and not of p(θ | x), takes x for no news.

A likelihood p(y | x, θ) beside a prior p(θ) rests on the convention that inputs say nothing of parameters. A step that
holds under it is not refuted; nothing says that it holds, either.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derivcheck.checking.charity.slips import Case
from derivcheck.checking.steps import check_chain
from derivcheck.reading import syntax as s
from derivcheck.reading.chance.densities import PARAMETERS, split_arguments
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.results import Verdict
from derivcheck.terms.independence import Independence, factorisation

WEIGHTS = PARAMETERS | {r"\beta", r"\mathbf{w}", r"\boldsymbol{\theta}", r"\boldsymbol{\beta}", "W", "w"}


def under_convention(case: Case, position: int) -> str | None:
    """What would have to be independent for the step to be proved; None where that proves nothing."""
    if not case.ground.context.densities or case.chain.connectives:
        return None
    for density, parameter, given in _pairs(case, position):
        context = case.ground.context.copy()
        fact = Independence(frozenset({parameter}), frozenset({given}), density=density)
        if factorisation([*context.chance.facts, fact]) is None:
            continue
        context.chance = replace(context.chance, facts=(*context.chance.facts, fact))
        ground = replace(case.ground, context=context, advised=False, slip=False, witness=False)
        steps = check_chain(case.chain, ground)
        if len(steps) == len(case.steps) and steps[position].verdict is Verdict.PROVED:
            return f"`{parameter}` and `{given}`"
    return None


def _pairs(case: Case, position: int) -> Iterator[tuple[str, str, str]]:
    """A density, and a parameter that stands in it somewhere without what all others are given."""
    step = case.steps[position]
    calls = [split for side in (step.left, step.right) for split in _densities(side, case.ground.context)]
    before = {name for _, at, _ in calls for name in at}
    behind = {name for _, _, under in calls for name in under}
    for given in sorted(behind - before):
        lone = {(density, name) for density, at, under in calls if given not in under for name in at}
        yield from ((density, name, given) for density, name in sorted(lone) if name in WEIGHTS)


def _densities(side: str, context: Context) -> Iterator[tuple[str, list[str], list[str]]]:
    """The densities in a side by their names, with what they are taken at and what they are given."""
    try:
        node = parse(side, context.is_function)
    except Unread:
        return
    for part in s.walk(node):
        name = canonical(part.function) if isinstance(part, s.Call) else None
        if isinstance(part, s.Call) and name is not None and name in context.densities:
            split = split_arguments(part)
            if split is not None:
                yield name, *split
