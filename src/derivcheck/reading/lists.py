"""Lists of names in prose, and the sizes that they run up to."""

from __future__ import annotations

from derivcheck.documents import Fragment
from derivcheck.reading import syntax as s
from derivcheck.reading.canonical import canonical
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Clash, Elaborator
from derivcheck.reading.errors import Unread
from derivcheck.reading.parser import parse
from derivcheck.terms.nodes import Symbol, Term
from derivcheck.terms.scope import Declaration, Domain


def comma_parts(fragment: Fragment) -> list[Fragment]:
    """The pieces of a list, cut at commas outside brackets."""
    parts, depth, start = [], 0, 0
    for position, character in enumerate(fragment.text):
        depth += {"{": 1, "(": 1, "[": 1, "}": -1, ")": -1, "]": -1}.get(character, 0)
        if character == "," and depth == 0 and fragment.text[position - 1 : position] != "\\":
            parts.append(fragment.cut(start, position).strip())
            start = position + 1
    parts.append(fragment.cut(start, len(fragment.text)).strip())
    return [part for part in parts if part.text]


def size_term(latex: str, context: Context) -> Term:
    """A size as a term; its undeclared names become natural numbers."""
    elaborator = Elaborator(context)
    node = parse(latex)
    for part in _names(node):
        if part not in context.symbols and part not in context.definitions:
            context.declare(Declaration(Symbol(part), Domain.NATURAL))
    try:
        return elaborator.term(node)
    except Clash as clash:
        raise Unread("D405", {"symbol": latex}, clash.start, clash.end) from clash


def _names(node: s.Node) -> list[str]:
    name = canonical(node)
    if isinstance(node, s.Product):
        return [n for factor in node.factors for n in _names(factor)]
    if isinstance(node, s.Sum):
        return [n for _, part in node.terms for n in _names(part)]
    return [name] if name is not None and not isinstance(node, s.Num) else []
