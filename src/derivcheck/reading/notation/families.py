"""Families of numbers or vectors: x_i where x was never declared as an array of its own."""

from __future__ import annotations

from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Elaborator
from derivcheck.reading.errors import Unread
from derivcheck.reading.kinds.network import COLUMN
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.terms.nodes import Symbol, Term
from derivcheck.terms.scope import Declaration, Trait


def family_term(e: Elaborator, node: s.Sub) -> Term:
    """The array that a subscript picks from; an undeclared name becomes a family of real numbers."""
    name = canonical(node.base)
    if name is None or not isinstance(node.base, (s.Name, s.Sub, s.Mark, s.Primes)):
        return e.term(node.base)
    context = e.context
    count = len(node.indices)
    is_vector = name in context.outcomes and name in context.typing.names and name not in context.typing.apart
    if name in e.local or name in context.not_understood or context.is_function(name) or is_vector:
        return e.term(node.base)
    if name in context.upcoming and context.declared(name) is None and name not in context.typing.apart:
        raise Unread("later", {"name": name}, node.start, node.end)
    if name in context.parts and name not in context.symbols and name not in context.definitions:
        _take_part(context, name)
    members = name_of_members(context, name)
    if members in context.definitions:
        return Symbol(members, e.sizes.resolve(context.definitions[members].body.shape))
    family = adopt_family(context, name, count, canonical(node))
    if family is None:
        return e.term(node.base)
    shape = e.sizes.resolve(family.symbol.shape)
    e.note(name, "a family of numbers" if len(shape) == count else "a family of vectors")
    return Symbol(family.symbol.name, shape)


def _take_part(context: Context, name: str) -> None:
    """The columns of a factor, or what stands on its diagonal, go by its letter, where that has no other use."""
    if name in context.typing.names or name in context.typing.apart:
        context.unclear[rf"{name}_{{\bullet}}"] = context.parts[name].source
    else:
        context.define(context.parts[name])


def adopt_family(context: Context, name: str, count: int, member: str | None = None) -> Declaration | None:
    """The family that a name with so many indices picks from, if nothing was declared or defined under its name.

    What is known of one ``member`` is known of all.
    """
    kind = context.typing.elements.get((name, count))
    members = name_of_members(context, name)
    if members != name and members in context.symbols:
        return context.symbols[members]
    if context.declared(name) is not None or name in context.definitions:
        return None
    name = members
    if name in context.symbols:
        known = context.symbols[name]
        return known if name in context.families else None
    shape = tuple(context.sizes.new() for _ in range(count))
    if kind == COLUMN or (kind is None and name.startswith(r"\mathbf{") and count == 1):
        # A bold letter with one index is one vector of a family.
        shape = (*shape, context.sizes.new())
    said = context.symbols.get(member or "")
    context.symbols[name] = Declaration(Symbol(name, shape), traits=_traits(context, name, said))
    context.guessed.add(name)
    context.families.add(name)
    return context.symbols[name]


def name_of_members(context: Context, name: str) -> str:
    """The name of the family whose members are x_i: another one than x where that is a point among samples x_i."""
    members = rf"{name}_{{\bullet}}"
    return members if name in context.typing.apart or members in context.symbols else name


def _traits(context: Context, name: str, said: Declaration | None) -> frozenset[Trait]:
    """What is known of every member: as parameters or values of distributions they may have a sign."""
    signs = frozenset({context.signs[name]}) if name in context.signs else frozenset[Trait]()
    return signs if said is None else said.traits | signs
