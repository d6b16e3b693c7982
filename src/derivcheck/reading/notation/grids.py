r"""Matrices written out with ``\cdots``, ``\vdots`` and ``\ddots``: what they leave out."""

from __future__ import annotations

from fractions import Fraction

from derivcheck.reading import syntax as s
from derivcheck.reading.elaborator import Elaborator, unsupported
from derivcheck.reading.errors import Unread
from derivcheck.reading.notation.binders import bound_index
from derivcheck.reading.notation.places import place_term
from derivcheck.reading.parsing.patterns import DOTS_INDEX, generalise
from derivcheck.terms import build
from derivcheck.terms.nodes import ONE, Apply, Array, Symbol, Term

ROW_INDEX = "##"
ZERO, FIRST = s.Num(Fraction(0)), s.Num(Fraction(1))
Row = tuple[s.Node, ...]


def has_dots(rows: tuple[Row, ...]) -> bool:
    """Whether a matrix leaves something out."""
    return any(isinstance(cell, s.Dots) for row in rows for cell in row)


def dotted_matrix(e: Elaborator, node: s.Matrix) -> Term:
    """The matrix that a pattern spells; raises Unread where none is seen."""
    rows = tuple(tuple(_with_two_places(cell) for cell in row) for row in node.rows)
    if len(rows) == 1:
        return _beside(e, rows[0])
    if all(len(row) == 1 for row in rows):
        return dotted_list(e, tuple(row[0] for row in rows))
    diagonal = _diagonal(rows)
    if diagonal is not None:
        vector = dotted_list(e, diagonal)
        if len(vector.shape) != 1:
            raise unsupported(node, "a block matrix of symbolic length")
        return Apply("diagonal", (vector,), (vector.shape[0], vector.shape[0]))
    return _full(e, node, rows)


def dotted_list(e: Elaborator, elements: Row, *, beside: bool = False) -> Term:
    """The vector of f(1), …, f(n), or the matrix with such rows; equal entries make a constant one.

    Vectors that stand ``beside`` one another are the columns of a matrix.
    """
    values = [element for element in elements if not isinstance(element, s.Dots)]
    if len(elements) > 2 and all(value == values[0] for value in values):
        return Apply("constant", (e.scalar(values[0], "an entry of a vector"),), (e.sizes.new(),))
    body, size = _general_element(e, elements)
    if not body.shape:
        return Array((DOTS_INDEX,), (size,), body)
    if len(body.shape) == 2 and body.shape[0] == ONE:
        entry = build.index(build.transpose(body), (Symbol(ROW_INDEX),))
        return Array((DOTS_INDEX, ROW_INDEX), (size, body.shape[1]), entry)
    if beside and len(body.shape) == 1:
        return _columns(body, size)
    raise unsupported(elements[0], "a list of arrays")


def _columns(column: Term, size: Term) -> Term:
    """The matrix with these columns."""
    entry = build.index(column, (Symbol(ROW_INDEX),))
    return Array((ROW_INDEX, DOTS_INDEX), (column.shape[0], size), entry)


def _general_element(e: Elaborator, elements: Row) -> tuple[Term, Term]:
    """The element at the bound index of dots, and how many there are."""
    general, lower, upper = generalise(elements, DOTS_INDEX)
    if lower != FIRST:
        raise unsupported(elements[0], "a list that does not start at 1")
    size = place_term(e, upper)
    with bound_index(e, DOTS_INDEX, size):
        return e.term(general), size


def _beside(e: Elaborator, elements: Row) -> Term:
    """A row of numbers, or a matrix by its columns."""
    body, size = _general_element(e, elements)
    if not body.shape:
        return build.transpose(Array((DOTS_INDEX,), (size,), body))
    if len(body.shape) != 1:
        raise unsupported(elements[0], "a block matrix of symbolic length")
    return _columns(body, size)


def _with_two_places(cell: s.Node) -> s.Node:
    """``a_{11}`` with a place for each digit."""
    if not (isinstance(cell, s.Sub) and len(cell.indices) == 1 and isinstance(cell.indices[0], s.Num)):
        return cell
    digits = str(cell.indices[0].value)
    if len(digits) != 2:
        return cell
    return s.Sub(cell.base, tuple(s.Num(Fraction(digit)) for digit in digits), start=cell.start, end=cell.end)


def _diagonal(rows: tuple[Row, ...]) -> Row | None:
    """What stands on the diagonal of a square scheme with nothing but zeros and dots beside it."""
    if any(len(row) != len(rows) for row in rows):
        return None
    beside = [cell for i, row in enumerate(rows) for j, cell in enumerate(row) if i != j]
    if any(not isinstance(cell, s.Dots) and cell != ZERO for cell in beside):
        return None
    return tuple(row[place] for place, row in enumerate(rows))


def _full(e: Elaborator, node: s.Matrix, rows: tuple[Row, ...]) -> Term:
    """The matrix of f(i, j): a pattern along each row, and one down the rows."""
    found: list[s.Node] = []
    widths: list[tuple[s.Node, s.Node]] = []
    for row in rows:
        if all(isinstance(cell, s.Dots) for cell in row) and len(row) > 1:
            found.append(row[0])
            continue
        general, lower, upper = generalise(row, DOTS_INDEX)
        found.append(general)
        widths.append((lower, upper))
    if not widths or any(width != widths[0] for width in widths) or widths[0][0] != FIRST:
        raise Unread("D409", {}, node.start, node.end)
    entry, first, last = generalise(tuple(found), ROW_INDEX)
    if first != FIRST:
        raise Unread("D409", {}, node.start, node.end)
    height, width = place_term(e, last), place_term(e, widths[0][1])
    with bound_index(e, ROW_INDEX, height), bound_index(e, DOTS_INDEX, width):
        body = e.scalar(entry, "an entry of a matrix")
    return Array((ROW_INDEX, DOTS_INDEX), (height, width), body)
