"""Names: another function, arguments or indices that were swapped, one name written for another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from derivcheck.reading import syntax as s
from derivcheck.reading.edits.material import Edit, Material
from derivcheck.reading.edits.pieces import (
    Level,
    Piece,
    applied,
    bare,
    exponential,
    joined,
    level_of,
    start_of,
    written,
)
from derivcheck.reading.edits.sites import Site

OTHER_COMMANDS = {
    r"\sin": (r"\cos",),
    r"\cos": (r"\sin",),
    r"\sinh": (r"\cosh",),
    r"\cosh": (r"\sinh",),
    r"\tan": (r"\cot", r"\tanh"),
    r"\cot": (r"\tan",),
    r"\sec": (r"\csc",),
    r"\csc": (r"\sec",),
    r"\max": (r"\min",),
    r"\min": (r"\max",),
    r"\sum": (r"\prod",),
    r"\prod": (r"\sum",),
}
NAMED = {r"\sin": "sin", r"\cos": "cos", r"\sinh": "sinh", r"\cosh": "cosh", r"\tan": "tan", r"\cot": "cot"}
BIGS = {r"\max": "maximum", r"\min": "minimum", r"\sum": "sum", r"\prod": "product"}
MOST_NAMES = 6
PLACES = ("factors", "terms", "top", "bottom", "")


def edits(site: Site, material: Material) -> Iterator[Edit]:
    """Functions exchanged and taken off, arguments and indices swapped, names replaced."""
    node = site.node
    if isinstance(node, (s.Function, s.Big)):
        yield from _exchanged(site, node)
    if isinstance(node, s.Function) and node.name in ("log", "exp"):
        yield from (Edit(7, site, piece) for piece in _taken_off(site, node))
    if isinstance(node, s.Sup) and node.base == s.Name("e"):
        yield Edit(7, site, written(node.exponent, site.text))
    if isinstance(node, s.Function) and node.base is not None:
        yield Edit(4, site, _without_base(site, node))
    if isinstance(node, (s.Call, s.Operator)) and len(node.arguments) == 2:
        yield Edit(3, site, _swapped(site, node.arguments, "arguments"))
    if isinstance(node, s.Product):
        yield from (Edit(5, site, piece) for piece in _indices_exchanged(site, node))
    if isinstance(node, s.Big) and node.operator == "sum" and site.closed:
        yield Edit(13, site, _log_sum_exp(site, node))
    if isinstance(node, s.Sub) and len(node.indices) == 2:
        if node.indices[0] == node.indices[1]:
            yield from (Edit(5, site, _reindexed(site, node, name)) for name in material.indices)
        yield Edit(3, site, _swapped(site, node.indices, "indices"))
    if isinstance(node, s.Name):
        yield from _renamed(site, node, material)
    elif isinstance(node, s.Call) and site.is_value:
        yield from (Edit(8, site, other) for other in material.calls if other.node != node)
    if isinstance(node, (s.Sub, s.Call, s.Sup)) and site.is_value and site.role in PLACES:
        yield from (Edit(13, site, new) for new in material.elsewhere if new.node != node)
    if isinstance(node, (s.Name, s.Call, s.Sub)) and site.is_value and site.role not in ("base", "exponent"):
        yield Edit(15, site, applied(r"\log", "log", site.piece))
        yield Edit(15, site, exponential(site.piece))


def _exchanged(site: Site, node: s.Function | s.Big) -> Iterator[Edit]:
    piece = site.piece
    for command, others in OTHER_COMMANDS.items():
        if piece.text.startswith(command) and not piece.text[len(command) :][:1].isalpha():
            for other in others:
                renamed: s.Node
                if isinstance(node, s.Big):
                    renamed = replace(node, operator=BIGS.get(other, node.operator))
                else:
                    renamed = replace(node, name=NAMED.get(other, other[1:]))
                yield Edit(3, site, Piece(other + piece.text[len(command) :], renamed, piece.level))


def _taken_off(site: Site, node: s.Function) -> Iterator[Piece]:
    inner = written(node.argument, site.text)
    yield bare(inner) if site.closed else inner


def _without_base(site: Site, node: s.Function) -> Piece:
    """A logarithm without its base."""
    command = site.text[node.start :].split("_")[0]
    argument = site.text[start_of(node.argument, site.text) : node.end]
    glue = " " if argument[:1].isalpha() else ""
    return Piece(command.rstrip() + glue + argument, replace(node, base=None), Level.FACTOR)


def _swapped(site: Site, pair: tuple[s.Node, ...], field: str) -> Piece:
    """The node with the two nodes of a field exchanged."""
    text, node = site.text, site.node
    (first, second), start = pair, start_of(node, site.text)
    a, b, c, d = start_of(first, text), first.end, start_of(second, text), second.end
    whole = text[start:a] + text[c:d] + text[b:c] + text[a:b] + text[d : node.end]
    return Piece(whole, replace(node, **{field: (second, first)}), level_of(node))


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


def _reindexed(site: Site, node: s.Sub, name: str) -> Piece:
    """A diagonal entry at another index."""
    base = written(node.base, site.text)
    index = s.Name(name)
    return Piece(f"{base.text}_{{{name}{name}}}", s.Sub(node.base, (index, index)))


def _indices_exchanged(site: Site, node: s.Product) -> Iterator[Piece]:
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


def _log_sum_exp(site: Site, node: s.Big) -> Piece:
    """The logarithm of a sum of exponentials for a sum, of a sum for a sum of logarithms."""
    start = start_of(node.body, site.text)
    if isinstance(node.body, s.Function) and node.body.name == "log":
        body = bare(written(node.body.argument, site.text)).within(Level.PRODUCT)
    else:
        body = exponential(written(node.body, site.text))
    inner = Piece(joined(site.text[node.start : start], body.text), replace(node, body=body.node), Level.ATOM)
    return applied(r"\log", "log", inner)
