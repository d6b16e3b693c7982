"""Steps whose undeclared names may be meant in several ways: what all the ways agree on."""

from __future__ import annotations

from dataclasses import replace

from derivcheck.checking.outcome import Ground
from derivcheck.checking.steps import check_chain
from derivcheck.documents import Chain, Item
from derivcheck.reading.context import Context
from derivcheck.reading.kinds.section import typings
from derivcheck.report.words import message
from derivcheck.results import Step, Verdict
from derivcheck.terms.scope import Domain

SHAPE_CODES = frozenset({"D202", "D306", "D410"})
"""What is said where shapes do not fit: nobody means a formula in a way in which it has no meaning."""


def typed(items: list[Item], context: Context) -> list[Context]:
    """The context with each plausible typing of what the items leave undeclared, the most general one first."""
    outer = context.typing
    found: list[Context] = []
    for typing in typings(items, context):
        one = context.copy()
        one.typing = typing.over(outer)
        found.append(one)
    return found


def check_apart(chain: Chain, ground: Ground) -> list[Step]:
    """The steps of a chain; sizes that a chain makes the same stay so only if all of it holds.

    A slip may well fit matrices of one size alone, and what follows it must not be proved of these alone. An index that
    nobody declared counts something else in each chain.
    """
    context, sizes = ground.context, ground.context.sizes
    before, names = dict(sizes.known), set(context.symbols)
    steps = check_chain(chain, ground)
    if all(step.verdict is not Verdict.DEFINED for step in steps):
        for name in context.symbols.keys() & context.guessed - names:
            if context.symbols[name].domain is Domain.INDEX:
                del context.symbols[name]
                context.guessed.discard(name)
    if not all(step.verdict in (Verdict.PROVED, Verdict.DEFINED) for step in steps):
        sizes.known = before
    return steps


def agreed(readings: list[list[Step]]) -> list[Step]:
    """The steps of a chain, given those under each reading."""
    return [_agreed(list(steps)) for steps in zip(*readings, strict=True)]


def _agreed(steps: list[Step]) -> Step:
    """A proof under the most general reading holds for all; any other verdict has to be that of every reading."""
    sensible = [step for step in steps if step.code not in SHAPE_CODES] or steps[:1]
    first, *others = sensible
    refuted = [step for step in others if step.verdict is Verdict.REFUTED]
    if first.verdict is Verdict.PROVED and first is steps[0] and not refuted:
        return first
    if all(step.verdict is first.verdict for step in others):
        return first
    said = message("D309", {"readings": "; ".join(_reading(step) for step in sensible)})
    return replace(
        first,
        verdict=Verdict.UNPROVED,
        code="D309",
        message=said,
        counterexample=None,
        conditions=(),
        suggestion=None,
        strategy=None,
        evidence={},
        focus=None,
    )


def _reading(step: Step) -> str:
    kinds = [entry for entry in step.read_as if entry.endswith(("by its use", "a real number"))]
    return f"{step.verdict.value} with {', '.join(kinds) or 'another reading'}"
