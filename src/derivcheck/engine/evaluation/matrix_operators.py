"""How the operators that only matrices have are evaluated, over any number system."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from derivcheck.engine.evaluation import entries
from derivcheck.engine.evaluation.entries import Entries, Value
from derivcheck.engine.systems.base import Element, Imprecise, Unsupported
from derivcheck.engine.systems.duals import Arithmetic, Dual, primal
from derivcheck.engine.systems.field import Field
from derivcheck.terms.nodes import Apply

if TYPE_CHECKING:
    # The compiler looks its operators up here, so it cannot be imported when the program runs.
    from collections.abc import Callable

    from derivcheck.engine.evaluation.compiler import Code, Compiler
    from derivcheck.engine.evaluation.evaluator import Evaluator

    Operator: TypeAlias = Callable[[Compiler, Apply], Code]
    Function: TypeAlias = Callable[[Entries, Arithmetic], Value]

HALF = Fraction(1, 2)


def as_matrix(value: Value) -> Entries:
    """A number as a matrix with one entry, a vector as a column."""
    if not isinstance(value, Entries):
        return Entries((1, 1), [value])
    return value if len(value.shape) == 2 else Entries((value.shape[0], 1), value.data)


def _of_matrix(function: Function) -> Operator:
    def compile_it(compiler: Compiler, term: Apply) -> Code:
        code, rank = compiler.code(term.arguments[0]), len(term.shape)

        def evaluate(evaluator: Evaluator) -> Value:
            matrix = as_matrix(code(evaluator))
            evaluator.budget.spend(len(matrix.data) * matrix.shape[0] // 8)
            value = function(matrix, evaluator.arithmetic)
            return Entries((len(value.data),), value.data) if rank == 1 and isinstance(value, Entries) else value

        return evaluate

    def once(compiler: Compiler, term: Apply) -> Code:
        return compiler.remembered(term, lambda: compile_it(compiler, term))

    return once


def _kronecker(compiler: Compiler, term: Apply) -> Code:
    first, second = compiler.codes(term.arguments)
    rank = len(term.shape)

    def kronecker(evaluator: Evaluator) -> Value:
        left, right = as_matrix(first(evaluator)), as_matrix(second(evaluator))
        count = len(left.data) * len(right.data)
        if count > entries.LARGEST:
            reason = f"an array of {count} entries"
            raise Unsupported(reason)
        evaluator.budget.spend(count // 8)
        data = [a * b for one in left.rows() for other in right.rows() for a in one for b in other]
        shape = (left.shape[0] * right.shape[0], left.shape[1] * right.shape[1])
        return Entries(shape[:rank], data)

    return compiler.remembered(term, lambda: kronecker)


def _beside(compiler: Compiler, term: Apply) -> Code:
    codes = compiler.codes(term.arguments)

    def beside(evaluator: Evaluator) -> Value:
        parts = [as_matrix(code(evaluator)).rows() for code in codes]
        rows = [[entry for row in line for entry in row] for line in zip(*parts, strict=True)]
        return Entries((len(rows), len(rows[0])), [entry for row in rows for entry in row])

    return compiler.remembered(term, lambda: beside)


def _above(compiler: Compiler, term: Apply) -> Code:
    codes, rank = compiler.codes(term.arguments), len(term.shape)

    def above(evaluator: Evaluator) -> Value:
        parts = [as_matrix(code(evaluator)) for code in codes]
        data = [entry for part in parts for entry in part.data]
        return Entries((sum(part.shape[0] for part in parts), parts[0].shape[1])[:rank], data)

    return compiler.remembered(term, lambda: above)


def _vec(matrix: Entries, _: Arithmetic) -> Value:
    flipped = entries.transpose(matrix)
    assert isinstance(flipped, Entries)  # noqa: S101 - for the type checker
    return Entries((len(flipped.data),), flipped.data)


def _adjugate(matrix: Entries, arithmetic: Arithmetic) -> Value:
    """The determinant times the inverse; cofactor by cofactor where there is none."""
    determinant = entries.determinant(matrix, arithmetic)
    if arithmetic.is_unit(primal(determinant)):
        return entries.inverse(matrix, arithmetic).map(lambda entry: entry * determinant)
    rows, size = matrix.rows(), matrix.shape[0]

    def cofactor(i: int, j: int) -> Element:
        data = [rows[r][c] for r in range(size) if r != j - 1 for c in range(size) if c != i - 1]
        return (-1) ** (i + j) * entries.determinant(Entries((size - 1, size - 1), data), arithmetic)

    return entries.fill(matrix.shape, cofactor)


def _pseudo_inverse(matrix: Entries, arithmetic: Arithmetic) -> Value:
    """With A = CR of full ranks, A⁺ = Rᵀ(RRᵀ)⁻¹(CᵀC)⁻¹Cᵀ; a random matrix of a field has one of all ranks only."""
    if isinstance(arithmetic.system, Field):
        reason = "the pseudo-inverse of a matrix that is not factored"
        raise Unsupported(reason)
    if any(isinstance(entry, Dual) for entry in matrix.data):
        reason = "the derivative of a pseudo-inverse"
        raise Unsupported(reason)
    pivots, reduced = _reduced_rows(matrix, arithmetic)
    if not pivots:
        return Entries(matrix.shape[::-1], [0] * len(matrix.data))
    rows = matrix.rows()
    columns = Entries((len(rows), len(pivots)), [row[k] for row in rows for k in pivots])
    rest = Entries((len(pivots), matrix.shape[1]), [entry for row in reduced for entry in row])
    flipped = entries.transpose(columns), entries.transpose(rest)
    left = entries.inverse(entries.matrix_product(flipped[0], columns), arithmetic)
    right = entries.inverse(entries.matrix_product(rest, flipped[1]), arithmetic)
    half = entries.matrix_product(flipped[1], right)
    return entries.matrix_product(entries.matrix_product(half, left), flipped[0])


def _reduced_rows(matrix: Entries, arithmetic: Arithmetic) -> tuple[list[int], list[list[Element]]]:
    """The columns with pivots, and the rows of the reduced echelon form that are not 0."""
    rows = [list(row) for row in matrix.rows()]
    pivots: list[int] = []
    for column in range(matrix.shape[1]):
        done = len(pivots)
        place = next((k for k in range(done, len(rows)) if arithmetic.is_unit(rows[k][column])), None)
        if place is None:
            # A ball may neither surely be 0 nor surely not be.
            if any(not (row[column] == 0) for row in rows[done:]):  # noqa: SIM201
                reason = "a rank that cannot be told"
                raise Imprecise(reason)
            continue
        rows[done], rows[place] = rows[place], rows[done]
        scale = arithmetic.reciprocal(rows[done][column])
        rows[done] = [entry * scale for entry in rows[done]]
        for k, row in enumerate(rows):
            if k != done:
                factor = row[column]
                rows[k] = [a - factor * b for a, b in zip(row, rows[done], strict=True)]
        pivots.append(column)
    return pivots, rows[: len(pivots)]


def _root(matrix: Entries, arithmetic: Arithmetic) -> Value:
    """The root of a 2 × 2 matrix is (A + √det A)/√(tr A + 2√det A), by Cayley and Hamilton."""
    if isinstance(arithmetic.system, Field):
        reason = "the root of a matrix that is no square as it stands"
        raise Unsupported(reason)
    if matrix.shape[0] == 1:
        return Entries(matrix.shape, [arithmetic.root_power(matrix.data[0], HALF)])
    if matrix.shape[0] > 2:
        reason = "the root of a large matrix"
        raise Imprecise(reason)
    a, b, c, d = matrix.data
    middle = arithmetic.root_power(a * d - b * c, HALF)
    scale = arithmetic.reciprocal(arithmetic.root_power(a + d + 2 * middle, HALF))
    return Entries(matrix.shape, [(a + middle) * scale, b * scale, c * scale, (d + middle) * scale])


def _spectral_norm(matrix: Entries, arithmetic: Arithmetic) -> Value:
    """The root of the largest eigenvalue of the smaller Gram matrix, which is known where that is at most 2 × 2.

    Over a field it is an unknown function of AᵀA, which it depends on.
    """
    flipped = entries.transpose(matrix)
    tall = matrix.shape[0] >= matrix.shape[1]
    if isinstance(arithmetic.system, Field):
        gram = entries.matrix_product(flipped, matrix).data
        return arithmetic.unknown("spectral norm", (0,) * len(gram), gram)
    gram = entries.matrix_product(*((flipped, matrix) if tall else (matrix, flipped))).data
    if len(gram) == 1:
        return arithmetic.root_power(gram[0], HALF)
    if len(gram) > 4:
        reason = "the norm of a large matrix"
        raise Imprecise(reason)
    a, b, _, d = gram
    spread = arithmetic.root_power((a - d) * (a - d) + 4 * b * b, HALF)
    return arithmetic.root_power((a + d + spread) * arithmetic.number(HALF), HALF)


MATRIX_OPERATORS: dict[str, Operator] = {
    "kronecker": _kronecker,
    "beside": _beside,
    "above": _above,
    "vec": _of_matrix(_vec),
    "adjugate": _of_matrix(_adjugate),
    "pseudo-inverse": _of_matrix(_pseudo_inverse),
    "matrix-root": _of_matrix(_root),
    "spectral-norm": _of_matrix(_spectral_norm),
}
