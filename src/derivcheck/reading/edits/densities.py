"""Densities: a condition that is missing or too many, another distribution."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derivcheck.reading import syntax as s
from derivcheck.reading.edits.material import Edit, Material
from derivcheck.reading.edits.pieces import Piece
from derivcheck.reading.edits.sites import Site

MOST_VARIABLES = 3


def edits(site: Site, material: Material) -> Iterator[Edit]:
    """Calls of another function of the step; where it speaks of conditions, with other variables behind the bar."""
    node = site.node
    if not isinstance(node, s.Call) or not isinstance(node.function, s.Name):
        return
    text, function = site.text, node.function
    arguments = text[function.end : node.end]
    for name in material.functions:
        if name != function.name:
            renamed = replace(node, function=s.Name(name))
            yield Edit(7, site, Piece(name + arguments, renamed))
    if material.has_conditions and all(isinstance(argument, s.Name) for argument in node.arguments):
        yield from (Edit(8, site, piece) for piece in _conditioned(node, material))


def _conditioned(node: s.Call, material: Material) -> Iterator[Piece]:
    """The same variables with one more behind the bar, one less, or all before it."""
    function = node.function
    assert isinstance(function, s.Name)  # noqa: S101 - the caller looked
    before, behind = _parts(node)
    others = [name for name in material.variables if name not in (*before, *behind)][:MOST_VARIABLES]
    for name in others:
        yield _density(function.name, before, [*behind, name])
        yield _density(function.name, [*before, name], behind)
    for name in behind:
        yield _density(function.name, before, [other for other in behind if other != name])
    if behind:
        yield _density(function.name, [*before, *behind], [])
        yield _density(function.name, behind, before)


def _parts(node: s.Call) -> tuple[list[str], list[str]]:
    """The names before and behind the bar."""
    before, behind = s.around_bar(node)
    return _names(before), _names(behind)


def _names(nodes: tuple[s.Node, ...]) -> list[str]:
    return [node.name for node in nodes if isinstance(node, s.Name)]


def _density(function: str, before: list[str], behind: list[str]) -> Piece:
    inside = ", ".join(before) + (r" \mid " + ", ".join(behind) if behind else "")
    separators = [","] * (len(before) + len(behind) - 1)
    if behind:
        separators[len(before) - 1] = "|"
    arguments = tuple(s.Name(name) for name in (*before, *behind))
    return Piece(f"{function}({inside})", s.Call(s.Name(function), arguments, tuple(separators)))
