r"""What a list with dots says: ``y = \{y_1, \dots, y_n\}`` is a family of n members, ``i = 1, \dots, n`` an index."""

from __future__ import annotations

import re

from derivcheck.documents import Fragment, Statement
from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.prose.lists import comma_parts, size_term
from derivcheck.terms.nodes import Symbol
from derivcheck.terms.scope import Declaration, Definition, Domain, Trait

BRACKETS = re.compile(
    r"(?:\\left\s*)?(?:\\lbrace|\\\{|\[|\()(?P<inside>.*?)(?:\\right\s*)?(?:\\rbrace|\\\}|\]|\))"
    r"(?:\^\{?\s*(?:\\top|T|\\mathrm\{T\}|\\mathsf\{T\})\s*\}?)?",
    re.DOTALL,
)


def declare_listing(statement: Statement, context: Context) -> list[str]:
    """Declares what an equation with dots lists; nothing where it is no such list."""
    if len(statement.relations) != 1 or statement.relations[0].symbol not in ("=", ":="):
        return []
    name, right = _lone_name(statement.sides[0]), statement.sides[1]
    if name is None or "dots" not in right.text or name in context.definitions or context.is_function(name):
        return []
    try:
        return _family(name, right, context) or _data(name, right, context) or _range(name, right, context)
    except Unread:
        return []


def lists_members(left: Fragment, right: Fragment) -> bool:
    """Whether an equation lists the members of a family of which its left side is the name."""
    name = _lone_name(left)
    try:
        listed = name is not None and "dots" in right.text
        return listed and any(_listed(each, right) is not None for each in (name or "", (name or "").lower()))
    except Unread:
        return False


def _lone_name(fragment: Fragment) -> str | None:
    try:
        node = parse(fragment.text)
    except Unread:
        return None
    return node.name if isinstance(node, s.Name) else None


def _ends(parts: list[Fragment]) -> tuple[s.Node, s.Node, Fragment] | None:
    """The first and the last piece around the dots, which stand last but one."""
    if len(parts) < 3 or "dots" not in parts[-2].text or any("dots" in part.text for part in parts[:-2]):
        return None
    return parse(parts[0].text), parse(parts[-1].text), parts[-1]


def _listed(name: str, right: Fragment) -> str | None:
    """The length of the list of all members of ``name``, as LaTeX."""
    match = BRACKETS.fullmatch(right.text.strip())
    ends = _ends(comma_parts(Fragment.plain(match["inside"]))) if match is not None else None
    if ends is None:
        return None
    first, last, text = ends
    if not (isinstance(first, s.Sub) and isinstance(last, s.Sub) and len(first.indices) == len(last.indices) == 1):
        return None
    end = last.indices[0]
    of_name = canonical(first.base) == canonical(last.base) == name and _is_one(first.indices[0])
    return text.text[end.start : end.end] if of_name else None


def _family(name: str, right: Fragment, context: Context) -> list[str]:
    listed = _listed(name, right)
    if listed is None:
        return []
    length = size_term(listed, context)
    known = context.symbols.get(name)
    if known is not None and not context.is_guess(name):
        return [name] if context.sizes.unify(known.symbol.shape, (length,)) else []
    signs = frozenset({context.signs[name]}) if name in context.signs else frozenset[Trait]()
    context.declare(Declaration(Symbol(name, (length,)), traits=signs, source=f"{name} = {right.text}"))
    return [name]


def _data(name: str, right: Fragment, context: Context) -> list[str]:
    r"""``Y = \{y_1, \dots, y_n\}`` names all members of y by the capital letter."""
    small = name.lower()
    if small == name or len(name) > 1 or name in context.symbols or not _family(small, right, context):
        return []
    context.define(Definition(name, (), context.symbols[small].symbol, f"{name} = {right.text}"))
    return [small]


def _range(name: str, right: Fragment, context: Context) -> list[str]:
    ends = _ends(comma_parts(right))
    if ends is None or len(name) > 1 or (name in context.symbols and not context.is_guess(name)):
        return []
    first, last, text = ends
    if not _is_one(first):
        return []
    # A length such as n_i is another one in each row: the places in the longest row are as many as they are.
    of_row = isinstance(last, s.Sub) and all(isinstance(i, s.Name) and len(i.name) == 1 for i in last.indices)
    size = context.sizes.new() if of_row else size_term(text.text, context)
    context.declare(Declaration(Symbol(name), Domain.INDEX, size=size, source=f"{name} = {right.text}"))
    return [name]


def _is_one(node: s.Node) -> bool:
    return isinstance(node, s.Num) and node.value == 1
