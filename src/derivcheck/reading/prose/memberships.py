r"""``x \in S`` in prose, of a name that has a meaning already or is given one in the same breath."""

from __future__ import annotations

from contextlib import suppress

from derivcheck.documents import Statement
from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.prose.declarations import declare_members
from derivcheck.reading.prose.definitions import define, head_names, mentions_itself
from derivcheck.reading.prose.lists import comma_parts
from derivcheck.reading.prose.relations import declare_relation


def read_membership(statement: Statement, context: Context, defined: set[str]) -> list[str]:
    r"""Declares the names on the left; what the sentence has ``defined`` only learns its size.

    ``H = I - P \in \mathbb{R}^{n \times n}`` defines as well.
    """
    relations = statement.symbols
    member = Statement((statement.sides[0], statement.sides[-1]), statement.relations[-1:])
    if relations[:-1] in (["="], [":="]):
        return _defined_member(statement, member, context, defined)
    kept = [name for name in _names(member) if name in defined and name in context.definitions]
    if not kept or len(kept) < len(comma_parts(statement.sides[0])):
        return declare_members(statement, context)
    return kept if _learn_shapes(member, kept, context) else declare_members(statement, context)


def _defined_member(statement: Statement, member: Statement, context: Context, defined: set[str]) -> list[str]:
    equation = Statement(statement.sides[:2], statement.relations[:1])
    if depends_on_itself(equation):
        return declare_members(member, context)
    names = head_names(equation, context)
    if mentions_itself(equation, context):
        # "A = Aᵀ ∈ ℝⁿˣⁿ" is a property of an array.
        found = declare_members(member, context)
        declare_relation(equation, context)
        return found
    try:
        define(equation, context, backwards=False)
    except Unread as unread:
        if unread.code == "later":
            raise
        # The size of what it is stays known, and no value of it is arbitrary.
        found = declare_members(member, context)
        context.unclear.update(dict.fromkeys(names, equation.sides[1].text))
        return found
    defined.update(names)
    if names and not _learn_shapes(member, names, context):
        context.unclear.update(dict.fromkeys(names, statement.sides[-1].text))
    return names


def depends_on_itself(equation: Statement) -> bool:
    """Whether an equation such as ``x = x(t)`` says of a name only what it depends on."""
    name, call = (parse(side.text, lambda _: True) for side in equation.sides)
    return isinstance(call, s.Call) and call.function == name


def _names(member: Statement) -> list[str]:
    names: list[str] = []
    for part in comma_parts(member.sides[0]):
        with suppress(Unread):
            names += [name] if (name := canonical(parse(part.text))) is not None else []
    return names


def _learn_shapes(member: Statement, names: list[str], context: Context) -> bool:
    """Whether what is defined has the shape of the set; sizes that were inferred take those of the set."""
    trial = context.copy()
    declare_members(member, trial)
    for name, known in trial.symbols.items():
        if name not in context.symbols and name not in names:
            # The sizes that the set names.
            context.symbols[name] = known
    return all(
        name in trial.symbols
        and name in context.definitions
        and context.sizes.unify(context.definitions[name].body.shape, trial.symbols[name].symbol.shape)
        for name in names
    )
