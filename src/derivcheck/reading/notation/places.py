"""Places in arrays: which subscripts pick an entry, and the indices that they are."""

from __future__ import annotations

from derivcheck.reading import syntax as s
from derivcheck.reading.elaborator import Elaborator
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.terms.nodes import Symbol, Term
from derivcheck.terms.scope import Declaration, Domain


def is_place(e: Elaborator, index: s.Node) -> bool:
    """Whether one index may pick an entry."""
    match index:
        case s.Num(value=value):
            return value.denominator == 1
        case s.Name(name=name):
            if name in e.bound or name == ":" or name in e.context.outcomes:
                return True
            declaration = e.context.symbols.get(name)
            if declaration is not None:
                return declaration.domain in (Domain.INDEX, Domain.NATURAL, Domain.INTEGER)
            counts = (name in "ijklmnrst" and len(name) == 1) or name in e.unprimed
            return counts and name not in e.context.definitions
        case s.Primes():
            return canonical(index) in e.bound
        case s.Sum(terms=terms):
            return all(is_place(e, part) for _, part in terms)
    return False


def place_term(e: Elaborator, node: s.Node) -> Term:
    """An index as a term: an undeclared letter is a free index of unknown range."""
    if isinstance(node, s.Name) and node.name in e.context.outcomes:
        return Symbol(node.name)
    if isinstance(node, s.Name) and node.name not in e.bound and node.name not in e.context.symbols:
        size = e.sizes.new()
        if node.name in e.were_bound:
            raise Unread("D404", {"readings": f"`{node.name}` inside the sum and after it"}, node.start, node.end)
        e.free_indices.add(node.name)
        e.context.symbols[node.name] = Declaration(Symbol(node.name), Domain.INDEX, size=size)
        e.context.guessed.add(node.name)
        e.note(node.name, "an index")
        return Symbol(node.name)
    if isinstance(node, s.Sum):
        for _, part in node.terms:
            if isinstance(part, s.Name) and is_place(e, part):
                place_term(e, part)
    return e.term(node)
