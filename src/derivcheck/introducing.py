"""First equations of displays that give a name its meaning: as words say, or since nothing else has done so."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from derivcheck.charity import withheld
from derivcheck.documents import Chain, Formula, Item, Statement, cut_statements
from derivcheck.reading import syntax as s
from derivcheck.reading.canonical import canonical
from derivcheck.reading.context import Context
from derivcheck.reading.definitions import (
    head_names,
    head_of,
    is_average,
    is_power,
    mentions_itself,
    names_new_thing,
)
from derivcheck.reading.density_definitions import NO_DENSITIES
from derivcheck.reading.errors import Unread
from derivcheck.reading.functions import KNOWN
from derivcheck.reading.leading import redefine, says_definition
from derivcheck.reading.names import PROBABILITY
from derivcheck.report.words import message
from derivcheck.results import Step, Verdict

NOT_DECIDED = frozenset({"D303", "D304", "D306", "D323"})
"""What is said of a step with a name of which too little is known to decide it."""


def as_defined(  # noqa: PLR0913 - all that tells what the equation is meant as
    chain: Chain,
    steps: list[Step],
    leading: Sequence[Item],
    contexts: Sequence[Context],
    *,
    claims: bool,
    used: set[str],
) -> list[Step]:
    """The steps, the first of them a definition if it is not proved, and words say so or its left side is new.

    What words define has that meaning from here on. Of what is only new nothing more is known: its meaning was not
    understood. The names in ``used`` have been on the left of an equation before; what a theorem ``claims`` is no
    definition.
    """
    first, statement = steps[0], chain.statements[0]
    is_open = first.verdict not in (Verdict.PROVED, Verdict.DEFINED) and first.relation == "="
    if not is_open or chain.connectives:
        return steps
    given = Statement(statement.sides[:2], statement.relations[:1])
    if says_definition(leading, statement.sides[0], contexts[0]):
        if redefine(given, contexts):
            steps[0] = _defined(first, "D110")
        elif first.verdict is Verdict.REFUTED:
            # What is defined has no name that a scope could keep, as in (f * g)(x) = ….
            steps[0] = withheld(first, "D321", {"lone": f"`{first.left}`"})
    elif not claims and first.code in NOT_DECIDED and _is_first(given, contexts, used):
        steps[0] = _defined(first, "D112")
    return steps


def _defined(step: Step, code: str) -> Step:
    said = message(code, {"name": step.left})
    return replace(step, verdict=Verdict.DEFINED, code=code, message=said, counterexample=None, suggestion=None)


def names_in_prose(items: Sequence[Item], context: Context) -> set[str]:
    """The names that inline formulas have on their left."""
    found = (item for item in items if isinstance(item, Formula))
    return names_on_the_left([s for formula in found for s in cut_statements(formula.fragment)], context)


def names_on_the_left(statements: Sequence[Statement], context: Context) -> set[str]:
    """The names that statements have on their left."""
    return {name for statement in statements if statement.relations for name in head_names(statement, context)}


def _is_first(statement: Statement, contexts: Sequence[Context], used: set[str]) -> bool:
    """Whether an equation is the first to say what is on its left."""
    names = head_names(statement, contexts[0])
    return not used.intersection(names) and all(_is_new(statement, context) for context in contexts)


def _is_new(statement: Statement, context: Context) -> bool:
    """Whether a left side is a name, or a function at names, that neither the text nor everybody gives a meaning."""
    left = statement.sides[0]
    try:
        head = head_of(left.text, context)
    except Unread:
        return False
    if not isinstance(head, (s.Call, s.Name, s.Sub, s.Mark, s.Sup)) or is_average(left, context) or is_power(left):
        return False
    with suppress(Unread):
        if not names_new_thing(left, context) or mentions_itself(statement, context):
            return False
    return not _has_meaning(head, context)


def _has_meaning(head: s.Node, context: Context) -> bool:
    """Whether a name is defined, supposed to be something, or tells something of a random variable."""
    name = canonical(head.function) if isinstance(head, s.Call) else canonical(head)
    known = context.symbols.get(name or "")
    random = {canonical(part) for part in s.walk(head)} & context.chance.variables.keys()
    return (
        name in PROBABILITY
        or name in KNOWN
        or (isinstance(head, s.Call) and (name in NO_DENSITIES or _is_value(head)))
        or name in context.definitions
        or any(name == function for function, _ in context.functions)
        or any(name in claim.names for claim in context.assumptions)
        or bool(random)
        or (known is not None and bool(known.traits or known.source))
    )


def _is_value(head: s.Call) -> bool:
    """Whether a call is the slope of a function, or a function at a number."""
    return isinstance(head.function, s.Primes) or any(isinstance(argument, s.Num) for argument in head.arguments)
