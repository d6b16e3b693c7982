"""The steps of chains in running prose: they claim something where they stand, and say nothing that lasts."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from derivcheck.checking.agreement import agreed, check_apart
from derivcheck.checking.charity.slips import Case
from derivcheck.checking.memory.facts import Facts
from derivcheck.checking.memory.recall import recalled
from derivcheck.checking.outcome import Ground
from derivcheck.documents import Chain, Formula, Item
from derivcheck.reading.prose.asides import aside, is_alone
from derivcheck.reading.scopes import read_example, read_prose


def case_of_aside(
    formula: Formula, items: tuple[Sequence[Item], Sequence[Item]], grounds: Sequence[Ground], facts: Facts
) -> Case | None:
    """A chain in prose with its steps, decided on what was said before it; None where a formula claims nothing.

    ``items`` are those before the formula that are not in the ``grounds`` yet, and those behind it.
    """
    before, behind = items
    statement = aside(formula, before, behind)
    if statement is None:
        return None
    here = [replace(ground, context=ground.context.copy(), unclear=not is_alone(before, behind)) for ground in grounds]
    for ground in here:
        with suppress(RecursionError):
            read_prose(before, ground.context)
            read_example(before, ground.context)
    chain = Chain((statement,), (), formula.fragment)
    steps = recalled(chain, agreed([check_apart(chain, ground) for ground in here]), here, facts)
    return Case(chain, tuple(steps), here[0])
