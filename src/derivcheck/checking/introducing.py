"""First equations of displays that give a name its meaning: as words say, or since nothing else has done so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from derivcheck.checking.charity.atoms import CONSTANTS, base
from derivcheck.checking.charity.charity import withheld
from derivcheck.checking.charity.circular import rests_on
from derivcheck.checking.charity.slips import keeps_all
from derivcheck.checking.doubts import HELD_BACK
from derivcheck.checking.memory.facts import Facts, plain
from derivcheck.documents import Chain, Formula, Fragment, Item, Statement, cut_statements
from derivcheck.reading import syntax as s
from derivcheck.reading.chance.density_definitions import NO_DENSITIES
from derivcheck.reading.chance.own_averages import own_averages
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.names import PROBABILITY
from derivcheck.reading.notation.functions import KNOWN
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.prose.definitions import (
    head_names,
    head_of,
    is_average,
    is_power,
    mentions_itself,
    names_new_thing,
)
from derivcheck.reading.prose.leading import redefine, says_definition, spoken
from derivcheck.reading.prose.newcomers import listed_names, newcomers, spoken_names
from derivcheck.report.words import message
from derivcheck.results import Step, Verdict

NOT_DECIDED = frozenset({"D303", "D304", "D306", "D323"})
"""What is said of a step with a name of which too little is known to decide it."""


UPDATES = re.compile(r"\b(?:updat(?:e|es|ed|ing)|iterations?|iterates?|assignments?)\b[^.]*$", re.IGNORECASE)
"""How words say that an equation gives a name another value."""

RENEWS = re.compile(r"\b(?:(?:is|are) now|becomes?|instead|second (?:model|loss|case|version))\b[^.]*$", re.IGNORECASE)
"""How words say that a name may mean something else than before."""

CARRIES_ON = re.compile(r"\bwhich\b[^.]*\bbecomes?\b[^.]*$", re.IGNORECASE)
"""How words lead from a formula to what it is once something is put in: it means the same."""


def as_defined(  # noqa: PLR0913 - all that tells what the equation is meant as
    chain: Chain,
    steps: list[Step],
    leading: Sequence[Item],
    contexts: Sequence[Context],
    facts: Facts,
    *,
    claims: bool,
) -> list[Step]:
    """The steps, those of them definitions that are not proved, and that words call so or that speak of a new name.

    What words define has that meaning from here on. Of what is only new nothing more is known: its meaning was not
    understood. What a theorem claims is no definition, and the first equation is none of what holds in some cases only.
    """
    if chain.connectives or len(steps) != len(chain.statements[0].relations):
        return steps
    steps = _without_updates(chain, steps, leading, contexts)
    steps = _first_defined(chain, steps, leading, contexts, claims=claims or facts.hedged, used=facts.used)
    if claims:
        return steps
    if steps[0].verdict is Verdict.REFUTED and _lists_new(chain.statements[0], contexts[0], facts.said):
        steps[0] = _defined(steps[0], "D112")
    return _newly_named(chain.statements[0], _written_out(chain, steps, contexts, facts), contexts, facts.said)


def _without_updates(
    chain: Chain, steps: list[Step], leading: Sequence[Item], contexts: Sequence[Context]
) -> list[Step]:
    r"""The steps, the first skipped where words call it an update: ``w = w - \eta g`` gives w another value.

    Where words say that a name may have another meaning now, that is not held against it; unless what it has been is
    carried on, and the equation is but a slip in that.
    """
    statement, first = chain.statements[0], steps[0]
    given = Statement(statement.sides[:2], statement.relations[:1])
    said = spoken(leading)
    if first.verdict is not Verdict.REFUTED or first.relation != "=":
        return steps
    renews = RENEWS.search(said) is not None and not (CARRIES_ON.search(said) and keeps_all(first))
    if renews and not mentions_itself(given, contexts[0]) and redefine(given, contexts):
        return [_defined(first, "D110"), *steps[1:]]
    is_update = UPDATES.search(said) and mentions_itself(given, contexts[0])
    is_renewed = renews and head_names(given, contexts[0])
    if not (is_update or is_renewed):
        return steps
    for context in contexts:
        for name in head_names(given, context):
            context.assign(name, given.sides[0].text)
    if not is_update:
        return [withheld(first, "D321", {"lone": f"`{first.left}`"}), *steps[1:]]
    said = message("D120", {"relation": "="})
    bare = replace(first, verdict=Verdict.SKIPPED, code="D120", message=said, counterexample=None, suggestion=None)
    return [replace(bare, evidence={}, strategy=None), *steps[1:]]


def _written_out(chain: Chain, steps: list[Step], contexts: Sequence[Context], facts: Facts) -> list[Step]:
    """The steps, with those defined that are the first to write out an operator as an average.

    It is put in where it stands from here on: what it is of all that it may be applied to, is beyond a definition.
    """
    for position, name, _ in own_averages(chain):
        known = any(fact.defines and plain(fact.left) == plain(steps[position].left) for fact in facts.known)
        # What stands before it is another way to write it.
        for place in () if known else range(max(position - 1, 0), position + 1):
            step = steps[place]
            fails = _fails_as_known(step, chain.statements[0].sides[place], contexts[0])
            if step.verdict is Verdict.UNPROVED and step.code in NOT_DECIDED and not fails:
                steps[place] = _defined(step, "D112")
        for context in () if known else contexts:
            if name in context.unknown_functions:
                context.not_understood[name] = steps[position].right
    return steps


def _first_defined(  # noqa: PLR0913 - all that tells what the equation is meant as
    chain: Chain,
    steps: list[Step],
    leading: Sequence[Item],
    contexts: Sequence[Context],
    *,
    claims: bool,
    used: set[str],
) -> list[Step]:
    """The steps, the first of them a definition if words say so or the name on its left is new."""
    first, statement = steps[0], chain.statements[0]
    if first.verdict in (Verdict.PROVED, Verdict.DEFINED) or first.relation != "=":
        return steps
    given = Statement(statement.sides[:2], statement.relations[:1])
    if says_definition(leading, statement.sides[0], contexts[0]):
        if redefine(given, contexts):
            steps[0] = _defined(first, "D110")
        elif first.code in NOT_DECIDED and not _fails_as_known(first, given.sides[0], contexts[0]):
            steps[0] = _defined(first, "D112")
        elif first.verdict is Verdict.REFUTED:
            # What is defined has no name that a scope could keep, as in (f * g)(x) = ….
            steps[0] = withheld(first, "D321", {"lone": f"`{first.left}`"})
    elif not claims and _may_introduce(first, given, contexts[0]) and _is_first(given, contexts, used):
        steps[0] = _defined(first, "D112")
    return steps


def _may_introduce(step: Step, given: Statement, context: Context) -> bool:
    """Whether a step was not decided, or fails for all that is said of its name: that it is a function of something."""
    if step.verdict is not Verdict.REFUTED:
        return step.code in NOT_DECIDED
    return not context.depends_on.keys().isdisjoint(head_names(given, context))


def _fails_as_known(step: Step, left: Fragment, context: Context) -> bool:
    """Whether an equation fails for what everyone knows by the name on its left, which is given no other meaning."""
    return HELD_BACK in step.evidence and is_average(left, context)


def _newly_named(statement: Statement, steps: list[Step], contexts: Sequence[Context], said: set[str]) -> list[Step]:
    """The steps, with those defined that were not decided and say what a name is that was never spoken of before.

    The first equation of a chain may be a claim with names that words explain, so there the name stands alone.
    """
    context = contexts[0]
    before = frozenset(said)
    found = []
    for position, step in enumerate(steps):
        left, right = statement.sides[position : position + 2]
        is_open = step.verdict is Verdict.UNPROVED and step.code in NOT_DECIDED and step.relation == "="
        places = [(right, left, position == 0)] if is_open else []
        places += [(left, right, True)] if is_open and position == 0 else []
        new = [
            side.text[part.start : part.end]
            for side, other, lone in places
            for part in newcomers(side.text, before, other.text, context, lone=lone)
            if not any(has_meaning(part, each) for each in contexts)
        ]
        new = [name for name in new if base(name) not in CONSTANTS]
        found.append(_defined(step, "D112", new[0]) if new else step)
        before |= spoken_names(left.text, context)
    return found


def _lists_new(statement: Statement, context: Context, said: set[str]) -> bool:
    """Whether a left side is a column of names that nothing was said of, as the next state of a system is."""
    left, right = statement.sides[:2]
    names = listed_names(left.text, context)
    return bool(names) and names.isdisjoint(said | spoken_names(right.text, context))


def said_names(statements: Sequence[Statement], context: Context) -> set[str]:
    """The names that formulas speak of on any side."""
    return {name for statement in statements for side in statement.sides for name in spoken_names(side.text, context)}


def _defined(step: Step, code: str, name: str = "") -> Step:
    said = message(code, {"name": name or step.left})
    return replace(step, verdict=Verdict.DEFINED, code=code, message=said, counterexample=None, suggestion=None)


def names_in_prose(items: Sequence[Item], context: Context) -> set[str]:
    """The names that inline formulas have on their left."""
    return names_on_the_left(equations_in(items), context)


def equations_in(items: Sequence[Item]) -> list[Statement]:
    """The statements of inline formulas."""
    return [s for item in items if isinstance(item, Formula) for s in cut_statements(item.fragment)]


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
    name = canonical(head.function if isinstance(head, s.Call) else head)
    return not has_meaning(head, context) and not rests_on(statement.sides[1].text, name, context)


def has_meaning(head: s.Node, context: Context) -> bool:
    """Whether a name is defined, supposed to be something, or tells something of a random variable."""
    # The mode of X is what the first equation about modes says.
    is_unheard_of = isinstance(head, s.Call) and canonical(head.function) in context.unknown_functions
    random = {canonical(part) for part in s.walk(head)} & context.chance.variables.keys()
    return (bool(random) and not is_unheard_of) or is_explained(head, context)


def is_explained(head: s.Node, context: Context) -> bool:
    """Whether a name is defined, or supposed to be something, whatever its distribution may be."""
    name = canonical(head.function) if isinstance(head, s.Call) else canonical(head)
    known = context.symbols.get(name or "")
    return (
        name in KNOWN
        or (isinstance(head, s.Call) and (name in PROBABILITY or name in NO_DENSITIES or _is_value(head)))
        or name in context.definitions
        or any(name == function for function, _ in context.functions)
        or any(name in claim.names for claim in context.assumptions)
        or (known is not None and bool(known.traits or known.source))
    )


def _is_value(head: s.Call) -> bool:
    """Whether a call is the slope of a function, or a function at a number or a multiple."""
    made = (s.Num, s.Product)
    return isinstance(head.function, s.Primes) or any(isinstance(argument, made) for argument in head.arguments)
