"""Groups in brackets, vectors by their entries, and matrices written out."""

from __future__ import annotations

from fractions import Fraction

from derivcheck.reading import syntax as s
from derivcheck.reading.binders import bound_index
from derivcheck.reading.conditions import indicator, is_condition
from derivcheck.reading.elaborator import HANDLERS, Elaborator, unsupported
from derivcheck.reading.errors import Unread
from derivcheck.reading.patterns import DOTS_INDEX, generalise
from derivcheck.reading.places import place_term
from derivcheck.terms import build
from derivcheck.terms.nodes import Apply, Array, Shape, Term, number


def _group(e: Elaborator, node: s.Group) -> Term:
    if node.bracket == r"\langle":
        if len(node.elements) == 2:
            return build.dot(e.term(node.elements[0]), e.term(node.elements[1]), e.sizes)
        raise unsupported(node, "angle brackets")
    if node.bracket == "[" and len(node.elements) == 1 and is_condition(node.elements[0]):
        e.note("[a > b]", "1 where it holds, else 0")
        return indicator(e, node.elements[0])
    if len(node.elements) == 1:
        return e.term(node.elements[0])
    if any(isinstance(element, s.Dots) for element in node.elements):
        return _dotted_vector(e, node.elements)
    entries = tuple(e.scalar(element, "an entry of a vector") for element in node.elements)
    return Apply("stack", entries, (number(len(entries)),))


def _dotted_vector(e: Elaborator, elements: tuple[s.Node, ...]) -> Term:
    """The vector of f(1), …, f(n)."""
    general, lower, upper = generalise(elements, DOTS_INDEX)
    if lower != s.Num(Fraction(1)):
        raise unsupported(elements[0], "a list that does not start at 1")
    size = place_term(e, upper)
    with bound_index(e, DOTS_INDEX, size):
        body = e.scalar(general, "an entry of a vector")
    return Array((DOTS_INDEX,), (size,), body)


def _matrix(e: Elaborator, node: s.Matrix) -> Term:
    if any(isinstance(cell, s.Dots) for row in node.rows for cell in row):
        raise Unread("D409", {}, node.start, node.end)
    width = len(node.rows[0]) if node.rows else 0
    if not width or any(len(row) != width for row in node.rows):
        raise Unread(
            "D410",
            {"operation": "a matrix", "found": "rows of different lengths", "expected": "equal rows"},
            node.start,
            node.end,
        )
    entries = tuple(e.scalar(cell, "an entry of a matrix") for row in node.rows for cell in row)
    shape: Shape = (number(len(node.rows)), number(width)) if width > 1 else (number(len(node.rows)),)
    stacked = Apply("stack", entries, shape)
    return Apply("determinant", (stacked,)) if node.kind == "vmatrix" else stacked


HANDLERS[s.Group] = _group
HANDLERS[s.Matrix] = _matrix
