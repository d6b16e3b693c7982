"""Derivatives: by another variable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations_with_replacement

from derivcheck.reading import syntax as s
from derivcheck.reading.edits.material import Edit, Material
from derivcheck.reading.edits.pieces import Level, Piece, start_of
from derivcheck.reading.edits.sites import Site

MOST_VARIABLES = 4


def edits(site: Site, material: Material) -> Iterator[Edit]:
    """The same derivative by other variables of the step."""
    node = site.node
    if not isinstance(node, s.Diff) or not all(isinstance(variable, s.Name) for variable in node.variables):
        return
    text, first, last = site.text, node.variables[0], node.variables[-1]
    opening = text.rfind("{", node.start, first.start)
    closing = text.find("}", last.end, node.end)
    if opening < 0 or closing < 0:
        return
    sign = r"\partial " if r"\partial" in text[opening : first.start] else "d"
    before = sorted(variable.name for variable in node.variables if isinstance(variable, s.Name))
    for chosen in combinations_with_replacement(material.differentials[:MOST_VARIABLES], len(node.variables)):
        if sorted(chosen) != before:
            whole = text[start_of(node, text) : opening + 1] + _below(chosen, sign) + text[closing : node.end]
            yield Edit(4, site, Piece(whole, replace(node, variables=tuple(map(s.Name, chosen))), Level.PRODUCT))


def _below(names: tuple[str, ...], sign: str) -> str:
    r"""The variables as they stand below: ``\partial x\,\partial y``, ``\partial x^2``."""
    counts = {name: names.count(name) for name in names}
    return r"\,".join(f"{sign}{name}" + (f"^{count}" if count > 1 else "") for name, count in counts.items())
