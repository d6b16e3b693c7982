"""Minors and cofactors that prose names: "where C_ij is the cofactor of X" says what C is."""

from __future__ import annotations

import re

from derivcheck.documents import Fragment
from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.terms import build
from derivcheck.terms.nodes import Apply, Array, Symbol, Term, number
from derivcheck.terms.scope import Definition

NAMED = re.compile(
    r"«(?P<name>\d+)»\s*,?\s*(?:(?:is|are|be|denotes?|for|as|the|its)\s+)*(?:«\d+»\s*-?(?:th\s+|st\s+)?)?"
    r"(?P<kind>minor|cofactor)s?(?:\s+matrix)?\s+(?:(?:at|for)\s+«\d+»\s+)?(?:of|in)\s+(?:the\s+matrix\s+)?«(?P<matrix>\d+)»",
    re.IGNORECASE,
)


def define_minors(pattern: str, formulas: list[Fragment], context: Context) -> None:
    """Defines the matrix of minors or cofactors that a sentence names; «k» stands for its k-th formula."""
    match = NAMED.search(pattern)
    if match is None:
        return
    try:
        node, matrix = (parse(formulas[int(match[key])].text) for key in ("name", "matrix"))
    except Unread:
        return
    name = canonical(node.base if isinstance(node, s.Sub) else node)
    known = context.symbols.get(canonical(matrix) or "")
    if name is None or known is None or len(known.symbol.shape) != 2:
        return
    body = _cofactors(known.symbol) if match["kind"].lower() == "cofactor" else _minors(known.symbol)
    context.not_understood.pop(canonical(node) or "", None)
    context.define(Definition(name, (), body, match["kind"]))


def _adjugate(matrix: Symbol) -> Term:
    return Apply("adjugate", (matrix,), matrix.shape)


def _cofactors(matrix: Symbol) -> Term:
    """The cofactors of a matrix are its adjugate, transposed."""
    return build.transpose(_adjugate(matrix))


def _minors(matrix: Symbol) -> Term:
    """A cofactor has the sign (-1)^{i + j} before its minor."""
    row, column = Symbol("#i"), Symbol("#j")
    sign = Apply("power", (number(-1), Apply("add", (row, column))))
    return Array(("#i", "#j"), matrix.shape, build.scale(sign, build.index(_adjugate(matrix), (column, row))))
