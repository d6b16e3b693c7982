"""Groups in brackets, vectors by their entries, and matrices written out."""

from __future__ import annotations

from derivcheck.reading import syntax as s
from derivcheck.reading.chance.named_laws import bare_average
from derivcheck.reading.elaborator import HANDLERS, Elaborator
from derivcheck.reading.errors import Unread
from derivcheck.reading.notation.conditions import indicator, is_condition
from derivcheck.reading.notation.grids import dotted_list, dotted_matrix, has_dots
from derivcheck.reading.notation.inner_products import inner_product
from derivcheck.terms import build, matrices
from derivcheck.terms.nodes import Apply, Term, number


def _group(e: Elaborator, node: s.Group) -> Term:
    if node.bracket == r"\langle":
        return inner_product(e, node) or bare_average(e, node)
    if node.bracket == "[" and len(node.elements) == 1 and is_condition(node.elements[0]):
        e.note("[a > b]", "1 where it holds, else 0")
        return indicator(e, node.elements[0])
    if len(node.elements) == 1:
        return e.term(node.elements[0])
    if any(isinstance(element, s.Dots) for element in node.elements):
        return dotted_list(e, node.elements, beside=True)
    entries = tuple(e.scalar(element, "an entry of a vector") for element in node.elements)
    return Apply("stack", entries, (number(len(entries)),))


def is_transposed_list(node: s.Node) -> bool:
    r"""Whether ``node`` is ``(a, b)^\top``, as people write a column in a line."""
    transposes = (isinstance(node, s.Mark) and node.mark == "transpose") or (
        isinstance(node, s.Sup) and node.exponent == s.Name("T")
    )
    base = node.base if transposes and isinstance(node, (s.Mark, s.Sup)) else None
    return isinstance(base, s.Group) and base.bracket in ("(", "[") and len(base.elements) > 1


def _matrix(e: Elaborator, node: s.Matrix) -> Term:
    """A matrix written out: numbers, blocks, or a pattern with dots; between bars its determinant."""
    if has_dots(node.rows):
        found = dotted_matrix(e, node)
    else:
        width = len(node.rows[0]) if node.rows else 0
        if not width or any(len(row) != width for row in node.rows):
            raise Unread(
                "D410",
                {"operation": "a matrix", "found": "rows of different lengths", "expected": "equal rows"},
                node.start,
                node.end,
            )
        cells = [[e.term(cell) for cell in row] for row in node.rows]
        is_plain = all(not cell.shape for row in cells for cell in row)
        found = matrices.stacked(cells) if is_plain else matrices.blocks(cells, e.sizes)
    if node.kind != "vmatrix":
        return found
    build.require_square(found, "a determinant", e.sizes)
    return Apply("determinant", (found,))


HANDLERS[s.Group] = _group
HANDLERS[s.Matrix] = _matrix
