"""Steps that only put in what an earlier line says: they claim nothing that was not claimed there.

A line that was neither proved nor taken for a definition proves nothing further down, but what repeats it needs no
proof of its own. That is a matter of how formulas are written, and takes nothing to be known of what stands in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from derivcheck.checking.charity.atoms import atoms
from derivcheck.checking.memory.facts import Fact, Facts
from derivcheck.documents import Chain, Fragment
from derivcheck.reading.context import Context
from derivcheck.reading.prose.definitions import is_average
from derivcheck.reading.rewriting import Rule, says_again
from derivcheck.report.words import message
from derivcheck.results import Step, Verdict

MOST_FACTS = 12
"""How many earlier equations are put in together."""


def repeated(chain: Chain, steps: Sequence[Step], context: Context, facts: Facts) -> list[Step]:
    """The steps, with those called repetitions that were left open and say no more than earlier lines do."""
    statement = chain.statements[0]
    if chain.connectives or len(statement.relations) != len(steps):
        return list(steps)
    found = []
    for step, left, right in zip(steps, statement.sides, statement.sides[1:], strict=False):
        is_open = step.verdict is Verdict.UNPROVED and step.relation == "=" and step.expected is None
        lines = _lines(left.text, right.text, context, facts.everywhere) if is_open else ()
        found.append(_repetition(step, lines) if lines else step)
    return found


def _repetition(step: Step, lines: Sequence[str]) -> Step:
    said = message("D114", {"lines": ", ".join(lines)})
    uses = {"uses": [f"line {line}" for line in lines]}
    return replace(step, verdict=Verdict.DEFINED, code="D114", message=said, focus=None, evidence=uses)


def _lines(left: str, right: str, context: Context, facts: Sequence[Fact]) -> tuple[str, ...]:
    """The lines with whose equations put in the two sides are written in the same way."""
    said = atoms(left) | atoms(right)
    spoken = [fact for fact in reversed(facts) if atoms(fact.left) <= said and _is_said_here(fact, context)]
    latest = list({fact.left: fact for fact in reversed(spoken[:MOST_FACTS])}.values())
    for choice in _choices(latest):
        rules = [Rule(fact.left, side, f"{place}", general=True) for place, (fact, side) in enumerate(choice)]
        names = says_again(left, right, rules, context.is_function)
        if names:
            return tuple(dict.fromkeys(choice[int(name)][0].line for name in sorted(names)))
    return ()


def _is_said_here(fact: Fact, context: Context) -> bool:
    """Whether a fact says what a name is that means here what it meant there."""
    return _is_name(fact, context) and not fact.is_left_behind(context)


def _is_name(fact: Fact, context: Context) -> bool:
    """Whether a fact says what a name or a function is; what everybody knows, as averages, is no name."""
    return not fact.read and not is_average(Fragment.plain(fact.left), context)


def _choices(facts: Sequence[Fact]) -> Iterator[list[tuple[Fact, str]]]:
    """All facts with their first sides or with their last ones, and each with every side."""
    yield [(fact, fact.sides[0]) for fact in facts]
    yield [(fact, fact.sides[-1]) for fact in facts]
    for fact in facts:
        yield from ([(fact, side)] for side in fact.sides[1:])
