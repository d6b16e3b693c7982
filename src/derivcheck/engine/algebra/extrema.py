"""What comes out of maxima, sums and determinants: factors and summands that do not depend on the index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from derivcheck.engine.algebra.sums import mentions, product, split_sum, total
from derivcheck.terms.nodes import Apply, Number, Reduce, Term, number

WRITTEN_OUT = 4
"""The largest matrix whose determinant is written out as a sum of products of its entries."""


def split_common(body: Term, index: str) -> tuple[list[Term], Term]:
    """The factors of ``body`` that are free of ``index``, and what remains."""
    factors = list(body.arguments) if isinstance(body, Apply) and body.operator == "multiply" else [body]
    common: list[Term] = []
    rest: list[Term] = []
    for factor in factors:
        if isinstance(factor, Apply) and factor.operator == "exp":
            fixed, varying = split_sum(factor.arguments[0], index)
            common.extend([Apply("exp", (total(fixed),))] if fixed else [])
            rest.extend([Apply("exp", (total(varying),))] if varying else [])
        elif mentions(factor, index):
            rest.append(factor)
        else:
            common.append(factor)
    return common, product(rest)


def extremum(term: Reduce, is_positive: Callable[[Term], bool]) -> Term:
    """Moves what does not depend on the index, and increasing functions, out of a maximum or minimum."""
    body = term.body
    if not mentions(body, term.index):
        return body
    if isinstance(body, Apply) and body.operator in ("exp", "log"):
        return Apply(body.operator, (extremum(replace(term, body=body.arguments[0]), is_positive),))
    if isinstance(body, Apply) and body.operator == "add":
        fixed, varying = split_sum(body, term.index)
        if fixed and varying:
            return total([*fixed, extremum(replace(term, body=total(varying)), is_positive)])
    if isinstance(body, Apply) and body.operator == "multiply":
        common, rest = split_common(body, term.index)
        if common and all(map(is_positive, common)):
            return product([*common, extremum(replace(term, body=rest), is_positive)])
    if term.operator == "minimum":
        largest = replace(term, operator="maximum", body=product([number(-1), body]))
        return product([number(-1), extremum(largest, is_positive)])
    return term


def determinant(term: Apply) -> Term:
    """det(AB) = det A · det B for square factors, det A⁻¹ = 1/det A, det Aᵀ = det A; entries written out are summed."""
    rows = _rows(term.arguments[0])
    if rows is not None:
        return _by_rows(rows)
    match term.arguments[0]:
        case Apply(operator="matmul", arguments=(left, right)) if _is_square(left) and _is_square(right):
            return product([determinant(Apply("determinant", (factor,))) for factor in (left, right)])
        case Apply(operator="inverse", arguments=(inner,)):
            below = determinant(Apply("determinant", (inner,)))
            return Apply("power", (below, Number(Fraction(-1))), below.shape)
        case Apply(operator="transpose", arguments=(inner,)):
            return determinant(Apply("determinant", (inner,)))
        case Apply(operator="matrix-power", arguments=(inner, Number() as exponent)):
            base = determinant(Apply("determinant", (inner,)))
            return Apply("power", (base, exponent), base.shape)
    return term


Rows = list[list[Term]]


def _rows(matrix: Term) -> Rows | None:
    """The rows of a small square matrix whose entries are written out, or made of such; None for any other."""
    size = matrix.shape[0]
    if not (isinstance(size, Number) and _is_square(matrix) and size.value <= WRITTEN_OUT):
        return None
    places = range(int(size.value))
    match matrix:
        case Apply(operator="stack", arguments=entries) if len(entries) == len(places) ** 2:
            return [[entries[i * len(places) + j] for j in places] for i in places]
        case Apply(operator="identity"):
            return [[number(int(i == j)) for j in places] for i in places]
        case Apply(operator="transpose", arguments=(inner,)):
            rows = _rows(inner)
            return None if rows is None else [[rows[j][i] for j in places] for i in places]
        case Apply(operator="add" | "multiply" as operator, arguments=parts):
            numbers = [part for part in parts if not part.shape]
            written = [rows for part in parts if part.shape and (rows := _rows(part)) is not None]
            if len(numbers) + len(written) < len(parts) or (numbers and operator == "add"):
                return None
            combined = total if operator == "add" else product
            return [[combined([*numbers, *(rows[i][j] for rows in written)]) for j in places] for i in places]
    return None


def _by_rows(rows: Sequence[Sequence[Term]]) -> Term:
    """The determinant of a matrix that is written out, by its first row (Laplace)."""
    if len(rows) == 1:
        return rows[0][0]
    summands: list[Term] = []
    for column, entry in enumerate(rows[0]):
        minor = _by_rows([[*row[:column], *row[column + 1 :]] for row in rows[1:]])
        summands.append(product([number((-1) ** column), entry, minor]))
    return total(summands)


def _is_square(term: Term) -> bool:
    return len(term.shape) == 2 and term.shape[0] == term.shape[1]
