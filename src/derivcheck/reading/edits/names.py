"""Names: one written for another, arguments that were swapped."""

from __future__ import annotations

from collections.abc import Iterator

from derivcheck.reading import syntax as s
from derivcheck.reading.edits.material import Edit, Material
from derivcheck.reading.edits.pieces import Piece
from derivcheck.reading.edits.sites import Site, swapped

MOST_NAMES = 6
PLACES = ("factors", "terms", "top", "bottom", "")


def edits(site: Site, material: Material) -> Iterator[Edit]:
    """Names and calls replaced by others of the step, two arguments exchanged."""
    node = site.node
    if isinstance(node, (s.Call, s.Operator)) and len(node.arguments) == 2:
        yield Edit(3, site, swapped(site, node.arguments, "arguments"))
    if isinstance(node, s.Name):
        yield from _renamed(site, node, material)
    elif isinstance(node, s.Call) and site.is_value:
        yield from (Edit(8, site, other) for other in material.calls if other.node != node)
    if isinstance(node, (s.Sub, s.Call, s.Sup)) and site.is_value and site.role in PLACES:
        yield from (Edit(13, site, new) for new in material.elsewhere if new.node != node)


def _renamed(site: Site, node: s.Name, material: Material) -> Iterator[Edit]:
    """Another name of the step: an index for an index, a value for a value."""
    if site.role == "indices":
        others, rank = material.indices, 4
    elif site.role == "above":
        others, rank = material.sizes, 6
    elif site.is_value and not isinstance(site.parent, (s.Primes,)):
        others, rank = material.names, 8
    else:
        return
    for name in [other for other in others if other != node.name][:MOST_NAMES]:
        yield Edit(rank, site, Piece(name, s.Name(name)))
