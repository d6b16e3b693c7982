"""Functions: another one, a logarithm or an exponential too many, forgotten, or on the wrong side of a sum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derivcheck.reading import syntax as s
from derivcheck.reading.edits.material import Edit, Material
from derivcheck.reading.edits.pieces import (
    Level,
    Piece,
    applied,
    bare,
    exponential,
    joined,
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
    r"\exp": (r"\log",),
    r"\log": (r"\exp",),
    r"\ln": (r"\exp",),
    r"\max": (r"\min",),
    r"\min": (r"\max",),
    r"\sum": (r"\prod",),
    r"\prod": (r"\sum",),
}
NAMED = {r"\sin": "sin", r"\cos": "cos", r"\sinh": "sinh", r"\cosh": "cosh", r"\tan": "tan", r"\cot": "cot"}
BIGS = {r"\max": "maximum", r"\min": "minimum", r"\sum": "sum", r"\prod": "product"}


def edits(site: Site, _: Material) -> Iterator[Edit]:
    """Functions exchanged, taken off and put on."""
    node = site.node
    match node:
        case s.Function() | s.Big():
            yield from _exchanged(site, node)
    match node:
        case s.Function(base=s.Node()):
            yield Edit(4, site, _without_base(site, node))
        case s.Function(name="log" | "exp", argument=argument):
            inner = written(argument, site.text)
            yield Edit(7, site, bare(inner) if site.closed else inner)
        case s.Sup(base=s.Name(name="e"), exponent=exponent):
            yield Edit(7, site, written(exponent, site.text))
        case s.Big(operator="sum") if site.closed:
            yield Edit(13, site, _log_sum_exp(site, node))
        case s.Name() | s.Call() | s.Sub() if site.is_value and site.role not in {"base", "exponent"}:
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


def _without_base(site: Site, node: s.Function) -> Piece:
    """A logarithm without its base."""
    command = site.text[node.start :].split("_")[0]
    argument = site.text[start_of(node.argument, site.text) : node.end]
    glue = " " if argument[:1].isalpha() else ""
    return Piece(command.rstrip() + glue + argument, replace(node, base=None), Level.FACTOR)


def _log_sum_exp(site: Site, node: s.Big) -> Piece:
    """The logarithm of a sum of exponentials for a sum, of a sum for a sum of logarithms."""
    start = start_of(node.body, site.text)
    if isinstance(node.body, s.Function) and node.body.name == "log":
        body = bare(written(node.body.argument, site.text)).within(Level.PRODUCT)
    else:
        body = exponential(written(node.body, site.text))
    inner = Piece(joined(site.text[node.start : start], body.text), replace(node, body=body.node), Level.ATOM)
    return applied(r"\log", "log", inner)
