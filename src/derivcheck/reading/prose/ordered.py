r"""Families that a relation with dots speaks of: ``a_1, \dots, a_n \ge 0``, ``a_1 \ge \dots \ge a_n > 0``."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from derivcheck.documents import Fragment, Statement
from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.names import FLIPPED
from derivcheck.reading.notation.families import name_of_members
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.prose.lists import begins_with_zero, comma_parts, one_more, size_term
from derivcheck.reading.prose.properties import bound
from derivcheck.terms.nodes import Symbol
from derivcheck.terms.scope import Declaration, Domain, Trait

ORDERS = {r"\ge": Trait.DESCENDING, ">": Trait.DESCENDING, r"\le": Trait.ASCENDING, "<": Trait.ASCENDING}


def declare_family(statement: Statement, context: Context) -> list[str]:
    """Declares the family; raises Unread where anything about the relation is not understood."""
    places = [k for k, side in enumerate(statement.sides) if "dots" in side.text]
    relations = statement.symbols
    if relations == ["="] and places == [1]:
        return _declare_index(statement, context)
    if len(places) != 1 or not all(symbol in FLIPPED for symbol in relations):
        raise _not_understood(statement)
    place = places[0]
    members = comma_parts(statement.sides[place])
    first = last = place
    if len(members) == 1:
        # The dots stand for what lies between: the members are sides of their own.
        first, last = _first(statement, place), place + 1
        members = list(statement.sides[first : last + 1])
    if last >= len(statement.sides):
        raise _not_understood(statement)
    name = _declared(statement, members, context)
    _order(name, relations[first:last], statement, context)
    # What stands at either end, as in 0 < a_1, bounds every member.
    ends = [(k, FLIPPED[relations[k]]) for k in range(first)]
    ends += [(k + 1, relations[k]) for k in range(last, len(relations))]
    for side, relation in ends:
        limit = parse(statement.sides[side].text)
        if side not in (first - 1, last + 1) or not bound(s.Name(name), relation, limit, context):
            context.unclear[name] = " ".join(part.text for part in statement.sides)
            raise _not_understood(statement)
    return [name]


def _declare_index(statement: Statement, context: Context) -> list[str]:
    r"""``i = 1, \dots, n`` declares an index."""
    parts = comma_parts(statement.sides[1])
    if len(parts) < 2:
        raise _not_understood(statement)
    first, last = parts[0], parts[-1]
    name = canonical(parse(statement.sides[0].text))
    start = _endless(parts)
    if start is not None and name is not None:
        if name not in context.symbols:
            lower = Fraction(start - 1)
            counter = Declaration(Symbol(name), Domain.INTEGER, lower=lower, source=statement.sides[0].text)
            context.declare(counter)
        return [name]
    if len(parts) != 3 or first.text.strip() != "1" or name is None:
        raise _not_understood(statement)
    if name not in context.symbols:
        size = size_term(last.text, context)
        context.declare(Declaration(Symbol(name), Domain.INDEX, size=size, source=statement.sides[0].text))
    return [name]


def _endless(parts: list[Fragment]) -> int | None:
    r"""Where a list of numbers without an end begins, as in ``0, 1, 2, \dots``."""
    *numbers, last = (part.text.strip() for part in parts)
    if "dots" not in last or not all(number.isdigit() for number in numbers):
        return None
    start = int(numbers[0])
    return start if [int(number) for number in numbers] == list(range(start, start + len(numbers))) else None


def _first(statement: Statement, place: int) -> int:
    """Where the members before the dots begin."""
    first = place
    while first and isinstance(parse(statement.sides[first - 1].text), s.Sub):
        first -= 1
    return first


def _declared(statement: Statement, members: list[Fragment], context: Context) -> str:
    """The family of which the members are the first ones, dots, and the last one."""
    known = [parse(part.text) for part in members if "dots" not in part.text]
    is_plain = len(members) > 2 and "dots" in members[-2].text and len(known) == len(members) - 1
    names = {canonical(node.base) for node in known if isinstance(node, s.Sub) and len(node.indices) == 1}
    name = next(iter(names), None)
    if not is_plain or len(names) != 1 or name is None or len(known) < 2:
        raise _not_understood(statement)
    from_zero = begins_with_zero(known[0])
    for count, node in enumerate(known[:-1], 0 if from_zero else 1):
        if not (isinstance(node, s.Sub) and isinstance(node.indices[0], s.Num) and node.indices[0].value == count):
            raise _not_understood(statement)
    *_, end = known
    if not isinstance(end, s.Sub) or name in context.definitions or context.is_function(name):
        raise _not_understood(statement)
    index = end.indices[0]
    length = size_term(members[-1].text[index.start : index.end], context)
    length = one_more(length) if from_zero else length
    name = name_of_members(context, name)
    declared = context.symbols.get(name)
    if declared is None:
        context.declare(Declaration(Symbol(name, (length,)), source=statement.sides[0].text))
    elif from_zero != (name in context.from_zero) or not context.sizes.unify(declared.symbol.shape, (length,)):
        raise _not_understood(statement)
    context.from_zero.update({name} if from_zero else ())
    return name


def _order(name: str, relations: list[str], statement: Statement, context: Context) -> None:
    """Records how the members are ordered; that they differ as well is not constructed."""
    orders = {ORDERS[relation] for relation in relations}
    if len(orders) > 1:
        raise _not_understood(statement)
    if orders:
        known = context.symbols[name]
        context.symbols[name] = replace(known, traits=known.traits | orders)
    if {"<", ">"} & set(relations):
        context.unclear[name] = "strictly ordered"


def _not_understood(statement: Statement) -> Unread:
    return Unread("D409", {}, 0, len(statement.sides[0].text))
