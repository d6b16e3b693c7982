"""How a formula is read: its syntax, the shapes of its parts, and the conventions that were applied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from importlib import import_module

from derivcheck.documents import Fragment, cut_statements, expanded, read_document
from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Clash
from derivcheck.reading.errors import Unread
from derivcheck.reading.scopes import read_scope
from derivcheck.reading.sides import ChainReader, Side
from derivcheck.report.words import message

MOST_DEEP = 40


def describe(latex: str, scope: str = "") -> list[str]:
    """The lines of ``derivcheck read``: for each side its tree, its shape, and what was read by convention."""
    context = Context()
    for derivation in read_document(scope, "markdown").derivations:
        read_scope(derivation.items, context)
    fragment = expanded(Fragment.plain(latex))
    statements = cut_statements(fragment)
    sides = [side for statement in statements for side in statement.sides] or [fragment]
    reader = ChainReader(context, exact=True)
    lines: list[str] = []
    for side in reader.read(sides):
        lines += _side(side, reader)
    notes = [f"  {piece}: {reading}" for piece, reading in reader.elaborator.read_as.items()]
    return [*lines, *(["read as", *notes] if notes else [])]


def compared(latex: str, scope: str = "") -> list[str]:
    """Each side as a SymPy expression, as it is read here and by latex2sympy2, where that is installed."""
    lines = ["as SymPy expressions"]
    for statement in cut_statements(expanded(Fragment.plain(latex))):
        for side in statement.sides:
            text = side.text.strip()
            lines += [f"  {text}", f"    derivcheck: {_own(text, scope)}", f"    latex2sympy2: {_other(text)}"]
    return lines


def _own(latex: str, scope: str) -> str:
    from derivcheck.check import check_step
    from derivcheck.formula import NoSympyFormError

    try:
        return str(check_step(latex, latex, scope=scope).left.to_sympy())
    except NoSympyFormError as error:
        return f"({error})"


def _other(latex: str) -> str:
    try:
        reader = import_module("latex2sympy2")
    except ImportError:
        return "(not installed; it is the extra latex2sympy2: pip install 'latex2sympy2>=1.9')"
    try:
        return str(reader.latex2sympy(latex))
    except Exception as error:  # noqa: BLE001 - whatever a library raises at foreign input is its answer here
        return f"(not read: {type(error).__name__})"


def _side(side: Side, reader: ChainReader) -> list[str]:
    lines = [side.fragment.text]
    if side.node is not None:
        lines += [f"  {line}" for line in _tree(side.node, 0)]
    if side.term is not None:
        lines.append(f"  is {reader.context.sizes.describe(side.term.shape)}")
    elif side.unread is not None:
        lines += _complaint(side.fragment.text, side.unread)
    elif side.clash is not None:
        lines += _complaint(side.fragment.text, _as_unread(side.clash))
    return lines


def _as_unread(clash: Clash) -> Unread:
    facts = {"piece": "", "found": clash.error.found, "expected": clash.error.expected, "hint": clash.error.hint}
    return Unread("D202", facts, clash.start, clash.end)


def _complaint(text: str, unread: Unread) -> list[str]:
    width = max(1, min(unread.end, len(text)) - unread.start)
    return [
        f"  {text}",
        "  " + " " * unread.start + "^" * width,
        f"  {unread.code} {message(unread.code, unread.facts)}",
    ]


def _tree(node: s.Node, depth: int) -> Iterator[str]:
    """One line for a node, with its own words, and its children below it."""
    words = [str(value) for name, value in _members(node) if isinstance(value, str) and value and name != "operators"]
    if isinstance(node, s.Num):
        words = [str(node.value)]
    yield "  " * depth + " ".join([type(node).__name__.lower(), *words])
    if depth < MOST_DEEP:
        for _, value in _members(node):
            for child in _nodes(value):
                yield from _tree(child, depth + 1)


def _members(node: s.Node) -> Iterator[tuple[str, object]]:
    for member in fields(node):
        if member.name not in ("start", "end"):
            yield member.name, getattr(node, member.name)


def _nodes(value: object) -> Iterator[s.Node]:
    if isinstance(value, s.Node):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _nodes(part)
