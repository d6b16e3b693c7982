"""Parsing of conditions and of values at a point."""

from __future__ import annotations

from derivcheck.reading import syntax as s
from derivcheck.reading.names import RELATIONS
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
