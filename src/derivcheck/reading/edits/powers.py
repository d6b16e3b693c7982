"""Powers: a square or an inverse that is missing or too many, a root."""

from __future__ import annotations

from collections.abc import Iterator

from derivcheck.reading import syntax as s
from derivcheck.reading.edits.material import Edit, Material
from derivcheck.reading.edits.pieces import (
    Level,
    Piece,
    absolute,
    inverse,
    level_of,
    number,
    over,
    raised,
    root,
    start_of,
    written,
)
from derivcheck.reading.edits.sites import Site

RAISED = (s.Name, s.Sub, s.Call, s.Group, s.Bars, s.Primes, s.Operator)


def edits(site: Site, _: Material) -> Iterator[Edit]:
    """Exponents dropped and put in, roots and bars taken off and put on, fractions turned over."""
    node = site.node
    if not site.is_value:
        return
    if isinstance(node, s.Sup):
        yield Edit(2, site, _lowered(site, node))
    if isinstance(node, s.Root):
        yield Edit(3, site, _inside(site, node.argument))
    if isinstance(node, s.Bars) and node.kind == "|":
        yield Edit(8, site, _inside(site, node.body))
    if isinstance(node, s.Frac):
        yield from _turned(site, node)
    if isinstance(node, RAISED) and site.role not in ("base", "exponent"):
        piece = site.piece
        yield Edit(5, site, raised(piece, number(2)))
        yield Edit(7, site, raised(piece, number(-1)))
        yield Edit(9, site, root(piece))
        yield Edit(11, site, absolute(piece))
        yield Edit(13, site, inverse(piece))
    elif site.closed and isinstance(node, (s.Product, s.Function)) and site.parent is None:
        yield Edit(15, site, absolute(site.piece))


def _lowered(site: Site, node: s.Sup) -> Piece:
    """The base alone; the power of sin² x stands inside the function."""
    text, exponent = site.text, node.exponent
    caret = text.rindex("^", node.start, exponent.start)
    braced = text[caret:exponent.start].rstrip().endswith("{")
    end = text.index("}", exponent.end) + 1 if braced else exponent.end
    left = text[start_of(node, text) : caret] + text[end : node.end]
    return Piece(left, node.base, level_of(node.base))


def _inside(site: Site, node: s.Node) -> Piece:
    return written(node, site.text)


def _turned(site: Site, node: s.Frac) -> Iterator[Edit]:
    top, bottom = _inside(site, node.top), _inside(site, node.bottom)
    yield Edit(4, site, over(bottom, top) if node.top != number(1).node else bottom)
    yield Edit(8, site, top)
    if not isinstance(node.top, s.Num):
        yield Edit(16, site, over(number(1), bottom))
    yield Edit(16, site, Piece(bottom.text, bottom.node, min(bottom.level, Level.ATOM)))
