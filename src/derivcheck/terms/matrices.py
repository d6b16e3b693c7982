"""Constructors of the terms that only matrices have: Kronecker products, vec, blocks, generalised inverses, roots."""

from __future__ import annotations

from derivcheck.terms import build
from derivcheck.terms.nodes import ONE, ZERO, Apply, Reduce, Shape, Symbol, Term, number
from derivcheck.terms.sizes import Sizes, added, multiplied


def vectorised(term: Term) -> Term:
    """The columns of a matrix one below the other."""
    if len(term.shape) < 2:
        return term
    return Apply("vec", (term,), (multiplied(term.shape),))


def kronecker(left: Term, right: Term) -> Term:
    """The matrix whose blocks are the entries of the left factor times the right one."""
    if () in (left.shape, right.shape):
        return build.scale(left, right) if left.shape == () else build.scale(right, left)
    ranks = max(len(left.shape), len(right.shape))
    first, second = ((*term.shape, ONE)[:ranks] for term in (left, right))
    shape = tuple(multiplied(pair) for pair in zip(first, second, strict=True))
    return Apply("kronecker", (left, right), shape)


def pseudo_inverse(term: Term, sizes: Sizes) -> Term:
    """The inverse in the sense of Moore and Penrose, of a matrix of any rank; of a vector, the row vᵀ/‖v‖²."""
    if term.shape == ():
        raise build.ShapeError("a pseudo-inverse", sizes.describe(()), "a matrix")
    return Apply("pseudo-inverse", (term,), build.transpose(term).shape)


def adjugate(term: Term, sizes: Sizes) -> Term:
    """The transposed matrix of cofactors."""
    build.require_square(term, "an adjugate", sizes)
    return Apply("adjugate", (term,), term.shape)


def spectral_norm(term: Term) -> Term:
    """The largest singular value."""
    return Apply("spectral-norm", (term,))


def largest_total(term: Term, axis: int) -> Term:
    """The largest sum of absolute values along an axis: 0 along columns, 1 along rows."""
    names = ("#0", "#1")
    entry = build.index(term, tuple(map(Symbol, names)))
    inner = Reduce("sum", names[axis], ONE, term.shape[axis], Apply("abs", (entry,)))
    return Reduce("maximum", names[1 - axis], ONE, term.shape[1 - axis], inner)


def blocks(rows: list[list[Term]], sizes: Sizes) -> Term:
    """A matrix of blocks; a literal 0 and an identity take the size that is left for them."""
    heights = [_common([(*cell.shape, ONE)[0] for cell in row if cell != ZERO], sizes) for row in rows]
    columns = zip(*rows, strict=True)
    widths = [_common([(*cell.shape, ONE, ONE)[1] for cell in column if cell != ZERO], sizes) for column in columns]
    lines = [
        _beside(
            [_sized(cell, (height, width), sizes) for cell, width in zip(row, widths, strict=True)],
            (height, added(sizes.resolve(tuple(widths)))),
            sizes,
        )
        for row, height in zip(rows, heights, strict=True)
    ]
    is_column = len(widths) == 1 and sizes.resolve((widths[0],)) == (ONE,)
    height = added(sizes.resolve(tuple(heights)))
    width = added(sizes.resolve(tuple(widths)))
    return Apply("above", tuple(lines), (height,) if is_column else (height, width))


def _common(found: list[Term], sizes: Sizes) -> Term:
    """The one size that the blocks in a row or column have."""
    first = found[0] if found else sizes.new()
    for size in found[1:]:
        if not sizes.unify((size,), (first,)):
            words = [sizes.describe((each,)).removeprefix("a vector of ") for each in (size, first)]
            hint = "blocks side by side have as many rows, and those below one another as many columns"
            inferred = sizes.inferred((size, first))
            raise build.ShapeError("a block matrix", f"a block of size {words[0]}", words[1], hint, inferred=inferred)
    return sizes.find(first)


def _sized(cell: Term, shape: Shape, sizes: Sizes) -> Term:
    if cell == ZERO:
        return Apply("constant", (ZERO,), sizes.resolve(shape))
    if isinstance(cell, Apply) and cell.operator in ("identity", "constant") and cell.shape:
        return Apply(cell.operator, cell.arguments, sizes.resolve(cell.shape))
    return cell


def _beside(cells: list[Term], shape: Shape, sizes: Sizes) -> Term:
    return cells[0] if len(cells) == 1 else Apply("beside", tuple(cells), sizes.resolve(shape))


def stacked(rows: list[list[Term]]) -> Term:
    """A matrix of numbers, or a vector where there is one column."""
    width = len(rows[0])
    shape: Shape = (number(len(rows)), number(width)) if width > 1 else (number(len(rows)),)
    return Apply("stack", tuple(cell for row in rows for cell in row), shape)
