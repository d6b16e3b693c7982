"""Lists of names in prose, and the sizes that they run up to."""

from __future__ import annotations

import re

from derivcheck.documents import Fragment
from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Clash, Elaborator
from derivcheck.reading.errors import Unread
from derivcheck.reading.notation.sets import Membership
from derivcheck.reading.parsing.canonical import canonical, is_numbered
from derivcheck.reading.parsing.parser import parse
from derivcheck.terms.nodes import ONE, ZERO, Apply, Number, Shape, Symbol, Term
from derivcheck.terms.scope import Declaration, Domain
from derivcheck.terms.shorthand import plus

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


def listed_without_end(parts: list[Fragment]) -> str:
    r"""The name of which ``x_1, x_2, \dots`` lists the first members; raises Unread for any other list."""
    nodes = [parse(part.text) for part in parts[-2:]]
    names = {canonical(node.base) for node in nodes if is_numbered(node) and len(node.indices) == 1}
    name = names.pop() if len(names) == 1 and len(nodes) == 2 else None
    if name is None:
        raise Unread("D409", {}, 0, 0)
    return name


def size_term(latex: str, context: Context) -> Term:
    """A size as a term; its undeclared names become natural numbers."""
    return size_of(parse(latex), latex, context)


def size_of(node: s.Node, latex: str, context: Context) -> Term:
    """The same of a formula that is parsed already."""
    elaborator = Elaborator(context)
    for part in _names(node):
        if part not in context.symbols and part not in context.definitions:
            context.declare(Declaration(Symbol(part), Domain.NATURAL))
    try:
        return elaborator.term(node)
    except Clash as clash:
        raise Unread("D405", {"symbol": latex}, clash.start, clash.end) from clash


def begins_with_zero(node: s.Node) -> bool:
    """Whether a member that a list begins with has the number 0."""
    return isinstance(node, s.Sub) and node.indices == (s.Num(ZERO.value),)


def one_more(length: Term) -> Term:
    """How many members a list has that is counted from 0 to ``length``."""
    match length:
        case Apply(operator="add", arguments=(size, Number(value=value))) if value == -1:
            return size
    return plus(length, ONE)


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
