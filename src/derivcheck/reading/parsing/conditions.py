"""Parsing of conditions and of values at a point."""

from __future__ import annotations

from collections.abc import Sequence

from derivcheck.reading import syntax as s
from derivcheck.reading.names import FLIPPED, RELATIONS
from derivcheck.reading.parsing.cursor import Cursor
from derivcheck.reading.parsing.parser import parse_sum, relational


def condition(cursor: Cursor) -> s.Node:
    """A sum, a relation, or a chain of relations that point one way, such as ``0 < x < 1``."""
    first = relational(cursor)
    parts = [first]
    while isinstance(parts[-1], s.Relational) and cursor.text in RELATIONS:
        last, relation = parts[-1], RELATIONS[cursor.advance().text]
        right = parse_sum(cursor)
        parts.append(s.Relational(last.right, relation, right, start=first.start, end=cursor.last_end))
    return first if len(parts) == 1 else s.All(tuple(parts), start=first.start, end=cursor.last_end)


def interval_ends(node: s.Node) -> tuple[s.Node, s.Node] | None:
    """The ends of ``[a, b]`` or ``(a, b)``; None for anything else."""
    if not isinstance(node, s.Group) or node.bracket not in ("[", "(") or len(node.elements) != 2:
        return None
    low, high = node.elements
    return low, high


def ends_between(variable: s.Node, relations: Sequence[s.Node]) -> tuple[s.Node | None, s.Node | None] | None:
    """Between which ends relations put a variable, None for no end there; None where one says anything else."""
    lower: s.Node | None = None
    upper: s.Node | None = None
    for relation in relations:
        if not isinstance(relation, s.Relational) or variable not in (relation.left, relation.right):
            return None
        is_left = relation.left == variable
        sign = relation.relation if is_left else FLIPPED.get(relation.relation, "")
        other = relation.right if is_left else relation.left
        if sign == r"\in" and len(relations) == 1:
            return interval_ends(other)
        if sign in (">", r"\ge") and lower is None:
            lower = other
        elif sign in ("<", r"\le") and upper is None:
            upper = other
        else:
            return None
    return lower, upper


def at_point(cursor: Cursor, node: s.Node) -> s.Node:
    """The values below a bar, ``x=a`` or ``x=a, y=b``, or the bounds below and above it."""
    from derivcheck.reading.parsing.scripts import script_indices

    cursor.expect("|")
    first = script_indices(cursor) if cursor.accept("^") else ()
    cursor.expect("_")
    below = script_indices(cursor)
    if len(below) == 1 and (first or cursor.accept("^")):
        (above, *more) = first or script_indices(cursor)
        if more:
            raise cursor.unexpected("one upper bound")
        return s.Evaluated(node, below[0], above, start=node.start, end=cursor.last_end)
    values: list[tuple[s.Node, s.Node]] = []
    for relation in below:
        if not isinstance(relation, s.Relational) or relation.relation != "=":
            raise cursor.unexpected("a variable and its value, as in `x=a`")
        values.append((relation.left, relation.right))
    return s.At(node, tuple(values), start=node.start, end=cursor.last_end)
