"""The places in a formula at which it can be edited."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from derivcheck.reading import syntax as s
from derivcheck.reading.edits.pieces import Level, Piece, start_of, written

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
        node = self._fitting(piece).node
        for parent, key in reversed(self.path):
            node = with_part(parent, key, node)
        return node

    def latex(self, piece: Piece) -> str:
        """The side's LaTeX with ``piece`` in this place."""
        text = self._fitting(piece).text
        start, end = start_of(self.node, self.text), self.node.end
        before = self.text[:start].rstrip()
        script = self.role in ("exponent", "indices", "above", "lower", "upper", "top", "bottom", "argument")
        if script and before.endswith(("^", "_")) and len(text) > 1:
            text = f"{{{text}}}"
        elif script and self.role in ("top", "bottom") and before[-1:] != "{" and (len(text) > 1):
            text = f"{{{text}}}"
        glue = " " if before == self.text[:start] and _sticks(before, text) else ""
        return self.text[:start] + glue + text + self._glue(text, end) + self.text[end:]

    def _fitting(self, piece: Piece) -> Piece:
        """The piece, in brackets where it needs them here; a product among factors needs none."""
        among_factors = isinstance(self.parent, s.Product) and "/" not in self.parent.operators
        if among_factors and isinstance(piece.node, s.Product) and not isinstance(piece.node.factors[-1], OPEN_ENDED):
            return piece
        return piece.within(self.level)

    def _glue(self, text: str, end: int) -> str:
        return " " if _sticks(text, self.text[end:]) else ""


def _sticks(before: str, after: str) -> bool:
    """Whether a command would swallow the letters behind it."""
    command = before.rpartition("\\")[2]
    return "\\" in before and command.isalpha() and after[:1].isalpha()


def parts(node: s.Node) -> Iterator[tuple[Key, s.Node, Level]]:
    """The parts of a node that can be edited by themselves, with how tightly what replaces them must hold together."""
    match node:
        case s.Sum(terms=terms):
            yield from ((("terms", k, None), child, Level.PRODUCT) for k, (_, child) in enumerate(terms))
        case s.Product(factors=factors):
            last = len(factors) - 1
            for k, child in enumerate(factors):
                # A sum at the end of a product may stay as it is: nothing follows that it could take in.
                level = Level.PRODUCT if k == last and isinstance(child, (s.Big, s.Diff, s.Nabla)) else Level.FACTOR
                yield ("factors", k, None), child, level
        case s.Frac(top=top, bottom=bottom):
            yield ("top", None, None), top, Level.SUM
            yield ("bottom", None, None), bottom, Level.SUM
        case s.Sup(base=base, exponent=exponent):
            yield ("base", None, None), base, Level.ATOM
            yield ("exponent", None, None), exponent, Level.SUM
        case s.Mark(base=base):
            yield ("base", None, None), base, Level.ATOM
        case s.Sub(base=base, indices=indices):
            yield ("base", None, None), base, Level.ATOM
            yield from ((("indices", k, None), child, Level.SUM) for k, child in enumerate(indices))
        case s.Function(argument=argument) | s.Root(argument=argument):
            yield ("argument", None, None), argument, Level.SUM if isinstance(node, s.Root) else Level.FACTOR
        case _:
            yield from _enclosed(node)


def _enclosed(node: s.Node) -> Iterator[tuple[Key, s.Node, Level]]:
    """The parts of what has brackets, bounds or rows."""
    match node:
        case s.Group(elements=elements):
            yield from ((("elements", k, None), child, Level.SUM) for k, child in enumerate(elements))
        case s.Call(arguments=arguments) | s.Operator(arguments=arguments):
            yield from ((("arguments", k, None), child, Level.SUM) for k, child in enumerate(arguments))
        case s.Bars(body=body):
            yield ("body", None, None), body, Level.SUM
        case s.Big(below=below, above=above, body=body):
            yield from ((("below", k, None), child, Level.SUM) for k, child in enumerate(below))
            if above is not None:
                yield ("above", None, None), above, Level.SUM
            yield ("body", None, None), body, Level.PRODUCT
        case s.Integral(lower=lower, upper=upper, body=body):
            for name, bound in (("lower", lower), ("upper", upper)):
                if bound is not None:
                    yield (name, None, None), bound, Level.SUM
            yield ("body", None, None), body, Level.PRODUCT
        case s.Diff(body=body) | s.Nabla(body=body):
            yield ("body", None, None), body, Level.FACTOR
        case s.Matrix(rows=rows):
            for r, row in enumerate(rows):
                yield from ((("rows", r, c), child, Level.SUM) for c, child in enumerate(row))
        case s.Relational(right=right):
            yield ("right", None, None), right, Level.SUM
        case s.Cases(rows=rows):
            yield from ((("rows", r, 0), row[0], Level.SUM) for r, row in enumerate(rows))


def with_part(parent: s.Node, key: Key, child: s.Node) -> s.Node:
    """``parent`` with another node as its part."""
    name, place, column = key
    if place is None:
        return replace(parent, **{name: child})
    held = list(getattr(parent, name))
    if isinstance(parent, s.Sum):
        held[place] = (held[place][0], child)
    elif column is not None:
        row = list(held[place])
        row[column] = child
        held[place] = tuple(row)
    else:
        held[place] = child
    return replace(parent, **{name: tuple(held)})
