"""Families of numbers or vectors: x_i where x was never declared as an array of its own."""

from __future__ import annotations

from derivcheck.reading import syntax as s
from derivcheck.reading.canonical import canonical
from derivcheck.reading.elaborator import Elaborator
from derivcheck.reading.errors import Unread
from derivcheck.terms.nodes import Symbol, Term
from derivcheck.terms.scope import Declaration


def family_term(e: Elaborator, node: s.Sub) -> Term:
    """The array that a subscript picks from; an undeclared name becomes a family of real numbers."""
    name = canonical(node.base)
    if name is None or not isinstance(node.base, (s.Name, s.Sub, s.Mark, s.Primes)):
        return e.term(node.base)
    context = e.context
    known = name in e.local or name in context.symbols or name in context.definitions or name in context.not_understood
    if known or e.context.is_function(name):
        return e.term(node.base)
    if name in context.upcoming:
        raise Unread("later", {"name": name}, node.start, node.end)
    shape = tuple(e.sizes.new() for _ in node.indices)
    if name.startswith(r"\mathbf{") and len(node.indices) == 1:
        # A bold letter with one index is one vector of a family.
        shape = (*shape, e.sizes.new())
    member = context.symbols.get(canonical(node) or "")
    traits = frozenset() if member is None else member.traits
    context.symbols[name] = Declaration(Symbol(name, shape), traits=traits)
    e.note(name, "a family of numbers" if len(shape) == len(node.indices) else "a family of vectors")
    return Symbol(name, shape)
