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
from derivcheck.reading.prose.conditional_independence import add_facts
from derivcheck.results import Verdict
from derivcheck.terms.independence import Independence

WEIGHTS = PARAMETERS | {r"\beta", r"\mathbf{w}", r"\boldsymbol{\theta}", r"\boldsymbol{\beta}", "W"}


def under_convention(case: Case, position: int) -> str | None:
    """What would have to be independent for the step to be proved; None where that proves nothing."""
    if not case.ground.context.densities or case.chain.connectives:
        return None
    for parameter, given in _pairs(case, position):
        context = case.ground.context.copy()
        if not add_facts([Independence(frozenset({parameter}), frozenset({given}))], context):
            continue
        ground = replace(case.ground, context=context, advised=False, slip=False, witness=False)
        steps = check_chain(case.chain, ground)
        if len(steps) == len(case.steps) and steps[position].verdict is Verdict.PROVED:
            return f"`{parameter}` and `{given}`"
    return None


def _pairs(case: Case, position: int) -> Iterator[tuple[str, str]]:
    """A parameter that stands in some density without what all others are given."""
    step = case.steps[position]
    calls = [split for side in (step.left, step.right) for split in _densities(side, case.ground.context)]
    before = {name for split in calls for name in split[0]}
    behind = {name for split in calls for name in split[1]}
    for given in sorted(behind - before):
        lone = {name for split in calls if given not in split[1] for name in split[0]}
        yield from ((parameter, given) for parameter in sorted(lone & WEIGHTS))


def _densities(side: str, context: Context) -> Iterator[tuple[list[str], list[str]]]:
    try:
        node = parse(side, context.is_function)
    except Unread:
        return
    for part in s.walk(node):
        if isinstance(part, s.Call) and canonical(part.function) in context.densities:
            split = split_arguments(part)
            if split is not None:
                yield split
