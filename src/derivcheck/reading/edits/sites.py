"""The places in a formula at which it can be edited."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from derivcheck.reading import syntax as s
from derivcheck.reading.edits.pieces import FAR, WORD_END, Level, Piece, level_of, start_of, written

OPEN_ENDED = (s.Big, s.Integral, s.Diff, s.Nabla)
"""What would take in the factors that follow."""

Key = tuple[str, int | None, int | None]
"""Which part of a node: a field, and the place in it where the field holds several nodes."""


@dataclass(frozen=True, slots=True)
class Site:
    """A node in a side, the way to it, and how tightly something must hold together to stand in its place."""

    text: str
    root: s.Node
    node: s.Node
    level: Level = Level.SUM
    path: tuple[tuple[s.Node, Key], ...] = ()

    @property
    def piece(self) -> Piece:
        """The node as it is written."""
        return written(self.node, self.text)

    @property
    def parent(self) -> s.Node | None:
        """The node around this one."""
        return self.path[-1][0] if self.path else None

    @property
    def role(self) -> str:
        """The field of the parent in which this node stands."""
        return self.path[-1][1][0] if self.path else ""

    @property
    def closed(self) -> bool:
        """Whether brackets, braces or the ends of the side enclose the node, so that any sum may stand here."""
        return self.level is Level.SUM

    @property
    def is_value(self) -> bool:
        """Whether the node is part of what is computed, and no index and no condition below a sum."""
        return not any(key[0] in ("indices", "below") for _, key in self.path)

    def sites(self) -> Iterator[Site]:
        """This site and all below it, outer ones first."""
        yield self
        for key, child, level in parts(self.node):
            if child.end > child.start:
                yield from Site(self.text, self.root, child, level, (*self.path, (self.node, key))).sites()

    def tree(self, piece: Piece) -> s.Node:
        """The syntax of the side with ``piece`` in this place."""
        site = self._without_brackets(piece)
        node = site.fitting(piece).node
        for parent, key in reversed(site.path):
            node = with_part(parent, key, node)
        return node

    def latex(self, piece: Piece) -> str:
        """The side's LaTeX with ``piece`` in this place."""
        site = self._without_brackets(piece)
        text = site.fitting(piece).text
        start, end = start_of(site.node, self.text), site.node.end
        before = self.text[:start].rstrip()
        unbraced = self.role in ("top", "bottom") and not before.endswith("{")
        if len(text) > 1 and (unbraced or before.endswith(("^", "_"))):
            text = f"{{{text}}}"
        return apart(apart(self.text[:start], text), self.text[end:])

    def _without_brackets(self, piece: Piece) -> Site:
        """The place of the brackets around this one, where ``piece`` among factors or summands needs none."""
        if len(self.path) < 2 or piece.level < Level.FACTOR or piece.text[:1].isdigit():
            return self
        group, key = self.path[-1][0], self.path[-2][1]
        if not isinstance(group, s.Group) or len(group.elements) > 1 or key[0] not in {"factors", "terms"}:
            return self
        return Site(self.text, self.root, group, Level.FACTOR, self.path[:-1])

    def fitting(self, piece: Piece) -> Piece:
        """The piece, in brackets where it needs them here; a product among factors needs none."""
        among_factors = isinstance(self.parent, s.Product) and "/" not in self.parent.operators
        if among_factors and isinstance(piece.node, s.Product) and not isinstance(piece.node.factors[-1], OPEN_ENDED):
            return piece
        return piece.within(self.level)


def apart(before: str, after: str) -> str:
    """Two texts side by side, with a space where a command would swallow the letters behind it."""
    return before + (" " if WORD_END.search(before[-FAR:]) and after[:1].isalpha() else "") + after


def swapped(site: Site, pair: tuple[s.Node, ...], field: str) -> Piece:
    """The node with the two nodes of a field exchanged."""
    text, node = site.text, site.node
    (first, second), start = pair, start_of(node, site.text)
    a, b, c, d = start_of(first, text), first.end, start_of(second, text), second.end
    whole = text[start:a] + text[c:d] + text[b:c] + text[a:b] + text[d : node.end]
    return Piece(whole, with_field(node, field, (second, first)), level_of(node))


PARTS: dict[type[s.Node], tuple[tuple[str, Level], ...]] = {
    s.Sum: (("terms", Level.PRODUCT),),
    s.Product: (("factors", Level.FACTOR),),
    s.Frac: (("top", Level.SUM), ("bottom", Level.SUM)),
    s.Sup: (("base", Level.ATOM), ("exponent", Level.SUM)),
    s.Mark: (("base", Level.ATOM),),
    s.Sub: (("base", Level.ATOM), ("indices", Level.SUM)),
    s.Function: (("argument", Level.FACTOR),),
    s.Root: (("argument", Level.SUM),),
    s.Group: (("elements", Level.SUM),),
    s.Call: (("arguments", Level.SUM),),
    s.Operator: (("arguments", Level.SUM),),
    s.Bars: (("body", Level.SUM),),
    s.Big: (("below", Level.SUM), ("above", Level.SUM), ("body", Level.PRODUCT)),
    s.Integral: (("lower", Level.SUM), ("upper", Level.SUM), ("body", Level.PRODUCT)),
    s.Diff: (("body", Level.FACTOR),),
    s.Nabla: (("body", Level.FACTOR),),
    s.Matrix: (("rows", Level.SUM),),
    s.Relational: (("right", Level.SUM),),
    s.Cases: (("rows", Level.SUM),),
}
"""Which parts of a node can be edited by themselves, and how tightly what replaces them must hold together."""


def parts(node: s.Node) -> Iterator[tuple[Key, s.Node, Level]]:
    """The parts of a node that can be edited, each with its place and with how tightly it must hold together."""
    for name, level in PARTS.get(type(node), ()):
        for key, child in _held(name, getattr(node, name)):
            # Nothing follows the last factor that it could take in.
            last = key[1] is not None and name == "factors" and key[1] + 1 == len(getattr(node, name))
            yield key, child, Level.PRODUCT if last and isinstance(child, OPEN_ENDED) else level


def _held(name: str, value: object) -> Iterator[tuple[Key, s.Node]]:
    """The nodes that a field holds: one, several, summands with their signs, or rows; of cases their values."""
    if isinstance(value, s.Node):
        yield (name, None, None), value
    for place, item in enumerate(value if isinstance(value, tuple) else ()):
        if isinstance(item, s.Node):
            yield (name, place, None), item
        elif isinstance(item[0], str):
            yield (name, place, None), item[1]
        else:
            values = [cell for cell in item if isinstance(cell, s.Node) and not isinstance(cell, s.Relational)]
            yield from (((name, place, column), cell) for column, cell in enumerate(values))


def with_part(parent: s.Node, key: Key, child: s.Node) -> s.Node:
    """``parent`` with another node as its part."""
    name, place, column = key
    if place is None:
        return with_field(parent, name, child)
    held = list(getattr(parent, name))
    if isinstance(parent, s.Sum):
        held[place] = (held[place][0], child)
    elif column is not None:
        row = list(held[place])
        row[column] = child
        held[place] = tuple(row)
    else:
        held[place] = child
    return with_field(parent, name, tuple(held))


def with_field(node: Any, name: str, value: object) -> s.Node:
    """``node`` with another value of the field called ``name``."""
    changed: s.Node = replace(node, **{name: value})
    return changed
