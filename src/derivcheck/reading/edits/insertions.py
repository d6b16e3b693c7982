"""Factors and summands that are missing: a 2, a half, what occurs elsewhere in the step, or its inverse."""

from __future__ import annotations

from collections.abc import Iterator

from derivcheck.reading import syntax as s
from derivcheck.reading.edits.chain_rule import inner_derivatives
from derivcheck.reading.edits.material import Edit, Material
from derivcheck.reading.edits.pieces import Level, Piece, bare, inverse, number, over, plus, times, written
from derivcheck.reading.edits.sites import Site

ONE, TWO, HALF = number(1), number(2), over(number(1), number(2))
CHAINED = 8
"""A derivative of something composed that lacks an inner derivative has one likely cause: it goes before all else."""

OPEN = ("terms", "elements", "arguments", "top", "exponent", "argument", "body", "")
"""The places in which a product may stand that is not itself a factor of one."""


def edits(site: Site, material: Material) -> Iterator[Edit]:
    """A factor before, or a summand after, what stands here."""
    node, piece = site.node, site.piece
    if not site.is_value or isinstance(node, s.Relational):
        return
    if isinstance(node, s.Frac):
        bottom = written(node.bottom, site.text)
        top = written(node.top, site.text)
        for rank, new in _factors(material):
            if new.node not in (HALF.node, node.bottom):
                yield Edit(rank + 1, site, over(top, times(new, bottom)))
    if isinstance(node, s.Num):
        return
    if isinstance(node, (s.Name, s.Sub, s.Call, s.Primes)) and site.role in {"terms", "factors", ""}:
        lacking = [new for new in material.missing if new.node != node and not isinstance(new.node, s.Frac)]
        yield from (Edit(8, site, over(piece, new)) for new in lacking)
    if site.role in OPEN and site.level <= Level.PRODUCT and not isinstance(node, s.Sum):
        yield from _multiplied(site, piece, material)
    elif isinstance(node, s.Sum) and site.closed and len(node.terms) > 1 and site.parent is None:
        yield from _multiplied(site, piece.within(Level.ATOM), material)
    if site.closed and site.role in ("", "elements", "exponent", "top", "bottom", "argument", "arguments"):
        yield from _summed(site, piece, material)


def _multiplied(site: Site, piece: Piece, material: Material) -> Iterator[Edit]:
    late = 5 if isinstance(site.node, s.Diff) else 2 * (site.role == "body")
    factors = site.node.factors if isinstance(site.node, s.Product) else (bare(piece).node,)
    for rank, new in _factors(material):
        opposite = new.node.bottom if isinstance(new.node, s.Frac) else new.node
        if opposite not in factors and new.node not in factors:
            yield Edit(rank + late, site, times(new.within(Level.FACTOR), piece))
    for place, new in enumerate(inner_derivatives(material)):
        yield Edit(place - CHAINED, site, _chained(piece, new))


def _chained(piece: Piece, new: Piece) -> Piece:
    """A derivative behind what stands here, as the chain rule is written."""
    before, after = piece.within(Level.PRODUCT), new if new.level else new.within(Level.FACTOR)
    product = times(before, after)
    return Piece(rf"{before.text}\cdot {after.text}", product.node, Level.PRODUCT)


def _factors(material: Material) -> Iterator[tuple[int, Piece]]:
    """What a product may lack, with how likely it is."""
    yield 4, TWO
    yield 6, HALF
    for piece in material.missing:
        yield 6, piece
        if not isinstance(piece.node, s.Frac):
            yield 9, inverse(piece)
    for name in material.sizes:
        yield 8, inverse(Piece(name, s.Name(name)))
    for piece in material.present:
        yield 7, piece
    for value in material.numbers:
        yield 6, number(value)


def _summed(site: Site, piece: Piece, material: Material) -> Iterator[Edit]:
    late = 0 if site.role == "exponent" else 3
    for new in (*material.missing, ONE, *(p for p in material.present if p not in material.missing)):
        terms = [child for _, child in piece.node.terms] if isinstance(piece.node, s.Sum) else [piece.node]
        if new.node not in terms:
            yield Edit(late + 8, site, plus(piece, "+", new))
            yield Edit(late + 9, site, plus(piece, "-", new))
