"""Quadratic polynomials that are sums of squares, so that they are nowhere negative."""

from __future__ import annotations

from flint import fmpq

from derivcheck.engine.statements.ring import Poly, variables

MOST_VARIABLES = 8


def is_sum_of_squares(poly: Poly) -> bool:
    """Whether a polynomial of degree 2 is a sum of squares of polynomials of degree 1 with positive weights.

    Its Gram matrix, a row for each variable and one for the constant, is brought into the form LDLᵀ: D must not have
    negative entries, and beside a 0 in D nothing may be left.
    """
    places = variables(poly)
    if poly.total_degree() != 2 or len(places) > MOST_VARIABLES:
        return False
    rows = {place: row for row, place in enumerate(places)}
    size = len(places) + 1
    gram = [[fmpq(0)] * size for _ in range(size)]
    for exponents, coefficient in poly.to_dict().items():
        found = [rows[place] for place, power in enumerate(exponents) for _ in range(power)]
        one, other = [*found, size - 1, size - 1][:2]
        gram[one][other] += fmpq(coefficient) / 2
        gram[other][one] += fmpq(coefficient) / 2
    return _is_semidefinite(gram)


def _is_semidefinite(gram: list[list[fmpq]]) -> bool:
    size = len(gram)
    for pivot in range(size):
        value = gram[pivot][pivot]
        if value < 0 or (value == 0 and any(gram[pivot][k] != 0 for k in range(pivot + 1, size))):
            return False
        for row in range(pivot + 1, size) if value != 0 else ():
            factor = gram[row][pivot] / value
            gram[row] = [entry - factor * other for entry, other in zip(gram[row], gram[pivot], strict=True)]
    return True
