r"""Dots: what ``x_1, \dots, x_n`` and ``e^{x_1} + \cdots + e^{x_n}`` leave out, from the first and the last piece."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from derivcheck.reading import syntax as s
from derivcheck.reading.errors import Unread

MOST_FREE = 2
"""So many pieces have to stand before the dots for a pattern to be seen in them."""

DOTS_INDEX = "#"
"""The index that dots stand for."""


def generalise(pieces: tuple[s.Node, ...], index: str) -> tuple[s.Node, s.Node, s.Node]:
    """The general piece with ``index`` for what runs, and what it runs from and to.

    Raises Unread where no pattern is seen. Every piece before the dots must fit the pattern: the second is the first
    with the index one higher.
    """
    dots = next((k for k, piece in enumerate(pieces) if isinstance(piece, s.Dots)), 0)
    place = pieces[dots]
    if dots == 0 or dots != len(pieces) - 2:
        raise Unread("D409", {}, place.start, place.end)
    first, last = pieces[0], pieces[-1]
    found: list[tuple[s.Node, s.Node]] = []
    general = _merge(first, last, index, found)
    if not found or any(pair != found[0] for pair in found) or not isinstance(found[0][0], s.Num):
        raise Unread("D409", {}, place.start, place.end)
    lower, upper = found[0]
    if dots == 1 and not isinstance(upper, (s.Name, s.Num, s.Sum, s.Sub)):
        # 1 + ⋯ + x^n may be anything.
        raise Unread("D409", {}, place.start, place.end)
    for step, piece in enumerate(pieces[:dots]):
        assert isinstance(lower, s.Num)  # noqa: S101 - checked above
        if instance(general, index, s.Num(lower.value + step)) != piece:
            raise Unread("D409", {}, piece.start, piece.end)
    return general, lower, upper


def from_the_last_two(pieces: tuple[s.Node, ...], index: str) -> tuple[s.Node, s.Num, s.Node]:
    r"""The general piece by the ones around the dots, as in ``1 + x + x^2 + \cdots + x^n``, and its range.

    The pieces before these only have to be equal to what the pattern gives, which the caller checks.
    """
    dots = next(k for k, piece in enumerate(pieces) if isinstance(piece, s.Dots))
    place = pieces[dots]
    if dots < MOST_FREE or dots != len(pieces) - 2:
        raise Unread("D409", {}, place.start, place.end)
    found: list[tuple[s.Node, s.Node]] = []
    general = _merge(pieces[dots - 1], pieces[-1], index, found)
    if not found or any(pair != found[0] for pair in found) or not isinstance(found[0][0], s.Num):
        raise Unread("D409", {}, place.start, place.end)
    near, upper = found[0]
    assert isinstance(near, s.Num)  # noqa: S101 - checked above
    return general, s.Num(near.value - dots + 1, start=place.start, end=place.end), upper


def _merge(first: s.Node, last: s.Node, index: str, found: list[tuple[s.Node, s.Node]]) -> s.Node:
    """The common pattern of two pieces; where they differ in a number and something else, the index."""
    if first == last:
        return first
    if isinstance(first, s.Num) or type(first) is not type(last):
        found.append((first, last))
        return s.Name(index, start=first.start, end=first.end)
    changes: dict[str, Any] = {}
    for name in (f.name for f in fields(first) if f.name not in ("start", "end")):
        changes[name] = _merge_field(getattr(first, name), getattr(last, name), index, found)
    return replace(first, **changes)


def _merge_field(first: object, last: object, index: str, found: list[tuple[s.Node, s.Node]]) -> object:
    if isinstance(first, s.Node) and isinstance(last, s.Node):
        return _merge(first, last, index, found)
    if isinstance(first, tuple) and isinstance(last, tuple) and len(first) == len(last):
        return tuple(_merge_field(a, b, index, found) for a, b in zip(first, last, strict=True))
    if first != last:
        raise Unread("D409", {}, 0, 1)
    return first


def instance(node: object, index: str, value: s.Node) -> object:
    """``node`` with the index replaced by ``value``."""
    if isinstance(node, s.Name) and node.name == index:
        return value
    if isinstance(node, s.Node):
        changes: dict[str, Any] = {
            f.name: instance(getattr(node, f.name), index, value)
            for f in fields(node)
            if f.name not in ("start", "end")
        }
        return replace(node, **changes)
    return tuple(instance(part, index, value) for part in node) if isinstance(node, tuple) else node
