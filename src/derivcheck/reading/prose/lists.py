"""Lists of names in prose, and the sizes that they run up to."""

from __future__ import annotations

import re

from derivcheck.documents import Fragment
from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Clash, Elaborator
from derivcheck.reading.errors import Unread
from derivcheck.reading.notation.sets import Membership
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.terms.nodes import ONE, Shape, Symbol, Term
from derivcheck.terms.scope import Declaration, Domain

DEPTHS = {"{": 1, "(": 1, "[": 1, "}": -1, ")": -1, "]": -1, r"\langle": 1, r"\rangle": -1}
MARKS = re.compile(r"\\[lr]angle(?![A-Za-z])|\\,|[,(){}\[\]]")
"""Brackets, commas, and the space that is written as one."""


def comma_parts(fragment: Fragment) -> list[Fragment]:
    """The pieces of a list, cut at commas outside brackets."""
    parts, depth, start = [], 0, 0
    for mark in MARKS.finditer(fragment.text):
        depth += DEPTHS.get(mark[0], 0)
        if mark[0] == "," and depth == 0:
            parts.append(fragment.cut(start, mark.start()).strip())
            start = mark.end()
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


def member_shape(membership: Membership, context: Context) -> Shape:
    """The shape of the members of a set."""
    sizes = tuple(size_term(size, context) for size in membership.sizes)
    return () if sizes == (ONE,) else sizes
