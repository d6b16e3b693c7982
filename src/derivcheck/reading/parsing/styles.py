"""Parsing of letters in a style or under an accent: one name with what they stand on."""

from __future__ import annotations

from derivcheck.reading import syntax as s
from derivcheck.reading.errors import Unread
from derivcheck.reading.names import ACCENTS
from derivcheck.reading.parsing.cursor import Cursor
from derivcheck.reading.parsing.parser import at_end, parse_atom, parse_factor

BOLD = frozenset({r"\mathbf", r"\boldsymbol", r"\bm", r"\pmb"})
WORDS = frozenset({"KL", "JS", "TV", "MI"})
"""Two capitals that are one name."""


def parse_styled(cursor: Cursor) -> s.Node:
    r"""A style or an accent makes one name with what it stands on: ``\hat{y}``, ``\hat{\mathbf{y}}``."""
    command = cursor.advance()
    if cursor.accept("{"):
        with cursor.opened("{"):
            inner = parse_factor(cursor)
            if command.text in BOLD and (product := _side_by_side(cursor, inner, command.text)) is not None:
                return product
            while not at_end(cursor):
                inner = s.Name(_plain_name(inner, cursor) + _plain_name(parse_factor(cursor), cursor))
        cursor.expect("}")
    else:
        inner = parse_atom(cursor)
    base, scripts = inner, None
    if isinstance(inner, s.Sub):
        base, scripts = inner.base, inner
    if command.text in (
        r"\overline",
        r"\underline",
        r"\bar",
        r"\tilde",
        r"\hat",
        r"\widehat",
        r"\widetilde",
    ) and not isinstance(base, (s.Name, s.Num)):
        raise Unread("D406", {"notation": command.text}, command.start, cursor.last_end)
    name = f"{ACCENTS.get(command.text, command.text)}{{{_plain_name(base, cursor)}}}"
    styled: s.Node = s.Name(name, start=command.start, end=cursor.last_end)
    if scripts is not None:
        styled = s.Sub(styled, scripts.indices, start=command.start, end=cursor.last_end)
    return styled


def _side_by_side(cursor: Cursor, first: s.Node, style: str) -> s.Node | None:
    r"""``\mathbf{AB}``: two bold matrices side by side, and no name of two letters; None for anything else."""
    if not (_is_capital(first) and cursor.text.isupper() and len(cursor.text) == 1 and cursor.after().text == "}"):
        return None
    assert isinstance(first, s.Name)  # noqa: S101 - it is a capital
    if first.name + cursor.text in WORDS:
        return None
    second = cursor.advance()
    factors = (
        s.Name(f"{style}{{{first.name}}}", start=first.start, end=first.end),
        s.Name(f"{style}{{{second.text}}}", start=second.start, end=second.end),
    )
    cursor.expect("}")
    return s.Product(factors, ("",), start=first.start, end=second.end)


def _is_capital(node: s.Node) -> bool:
    return isinstance(node, s.Name) and len(node.name) == 1 and node.name.isupper()


def _plain_name(node: s.Node, cursor: Cursor) -> str:
    """The name that a style or accent goes over."""
    if isinstance(node, s.Name):
        return node.name
    if isinstance(node, s.Num):
        return str(node.value)
    if isinstance(node, s.Sub) and all(isinstance(i, (s.Name, s.Num)) for i in node.indices):
        return _plain_name(node.base, cursor) + "_{" + "".join(_plain_name(i, cursor) for i in node.indices) + "}"
    raise Unread("D401", {"found": "a formula", "expected": "a single name"}, node.start, node.end)
