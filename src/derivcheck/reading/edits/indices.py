"""Indices: two that were swapped, within a factor or between neighbours, one written twice or for another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from derivcheck.reading import syntax as s
from derivcheck.reading.edits.material import Edit, Material
from derivcheck.reading.edits.pieces import Level, Piece, start_of, written
from derivcheck.reading.edits.sites import Site, swapped


def edits(site: Site, material: Material) -> Iterator[Edit]:
    """Indices exchanged, diagonal entries at another index, and a name with the subscript that it has elsewhere."""
    node = site.node
    if isinstance(node, s.Sub):
        others = material.scripted[node.base]
        yield from (Edit(4, site, other) for text, other in others.items() if text != site.piece.text)
    if isinstance(node, s.Product):
        yield from (Edit(5, site, piece) for piece in _exchanged(site, node))
    if isinstance(node, s.Sub) and len(node.indices) == 2:
        if node.indices[0] == node.indices[1]:
            yield from (Edit(5, site, _reindexed(site, node, name)) for name in material.indices)
        yield Edit(3, site, swapped(site, node.indices, "indices"))


def _reindexed(site: Site, node: s.Sub, name: str) -> Piece:
    """A diagonal entry at another index."""
    base = written(node.base, site.text)
    index = s.Name(name)
    return Piece(f"{base.text}_{{{name}{name}}}", s.Sub(node.base, (index, index)))


def _exchanged(site: Site, node: s.Product) -> Iterator[Piece]:
    """Neighbouring factors with each other's indices."""
    text, start = site.text, start_of(node, site.text)
    for k, (first, second) in enumerate(pairwise(node.factors)):
        if not (isinstance(first, s.Sub) and isinstance(second, s.Sub)) or first.indices == second.indices:
            continue
        if len(first.indices) != 1 or len(second.indices) != 1:
            continue
        a, b = first.indices[0], second.indices[0]
        whole = text[start : a.start] + text[b.start : b.end] + text[a.end : b.start] + text[a.start : a.end]
        pair = (replace(first, indices=(b,)), replace(second, indices=(a,)))
        factors = (*node.factors[:k], *pair, *node.factors[k + 2 :])
        yield Piece(whole + text[b.end : node.end], replace(node, factors=factors), Level.PRODUCT)
