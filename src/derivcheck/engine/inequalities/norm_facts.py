"""Which theorems about norms may say something about an inequality."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from itertools import product as cartesian

from derivcheck.engine.algebra.sums import flat_factors, product
from derivcheck.engine.decision import Fact
from derivcheck.engine.inequalities import (
    bilinear_norm,
    cauchy_schwarz,
    operator_frobenius,
    operator_norm,
    operator_triangle,
    product_norm,
    submultiplicative,
    triangle,
)
from derivcheck.engine.inequalities.cauchy_schwarz import summed, taken_apart
from derivcheck.engine.inequalities.scalars import entry, image_pair
from derivcheck.engine.inequalities.view import View
from derivcheck.engine.inequalities.words import forms, joined, letters_of, splits
from derivcheck.terms.nodes import ONE, Apply, Symbol, Term, number, walk

MOST_NORMS = 5


def split_products(summation: Term, view: View) -> Iterator[Fact]:
    """A matrix word as the inner product of two vectors, wherever it can be cut."""
    ranges, body = taken_apart(summation)
    names = [(Symbol(name), size) for name, size in ranges]
    pair = image_pair(names, list(flat_factors(body)))
    if pair is not None and view.matrices:
        for left, matrix, right in forms(*pair, view.question.scope):
            yield bilinear_norm.NAME, (left, matrix, right)
            yield bilinear_norm.NAME, (_times(-1, left), matrix, right)
    for vectors in splits(*pair, view.question.scope) if pair is not None else ():
        place, size = Symbol(ranges[0][0]), vectors[0].shape[0]
        one, other = (entry(vector, (place,)) for vector in vectors)
        squares = [summed([(place.name, size)], Apply("power", (factor, number(2)))) for factor in (one, other)]
        for sign in (1, -1):
            yield cauchy_schwarz.NAME, (summed([(place.name, size)], product([number(sign), one, other])), *squares)


def _is_matrix_product(term: Term) -> bool:
    return isinstance(term, Apply) and term.operator == "matmul" and len(term.arguments) == 2


def is_image(factor: Term) -> bool:
    """Whether a factor is an entry of Ax, whose norm the theorem on norms of products bounds."""
    return isinstance(factor, Apply) and factor.operator == "index" and _is_matrix_product(factor.arguments[0])


def _product_norm(view: View) -> Iterator[Fact]:
    for summation in view.sums:
        for part in walk(taken_apart(summation)[1]):
            if isinstance(part, Apply) and _is_matrix_product(part) and len(part.arguments[0].shape) == 2:
                yield product_norm.NAME, part.arguments


def _operator_norms(view: View) -> Iterator[Fact]:
    """Operator norms beside the products in other norms, and operator norms of products and sums."""
    matrices = view.matrices
    for matrix in matrices:
        if isinstance(matrix, Apply) and matrix.operator == "add":
            yield operator_triangle.NAME, matrix.arguments
        for left, right in _halves(matrix):
            yield submultiplicative.NAME, (left, right)
        inverse = Apply("inverse", (matrix,), matrix.shape)
        if inverse in matrices:
            yield submultiplicative.NAME, (matrix, inverse)
    for part in dict.fromkeys(part for side in view.sides for part in walk(side)) if matrices else ():
        for left, right in _halves(part):
            yield operator_norm.NAME, (left, right)
            if isinstance(left, Apply) and left.operator == "inverse":
                yield operator_norm.NAME, (left.arguments[0], joined((left, right)))


def _frobenius_norms(view: View) -> Iterator[Fact]:
    for matrix in view.matrices:
        yield operator_frobenius.NAME, (matrix,)


def _halves(term: Term) -> Iterator[tuple[Term, Term]]:
    """The ways to see a matrix product as one of two factors."""
    letters = letters_of(term)
    if letters[0].shape[:1] == (ONE,):
        return
    for place in range(1, len(letters)):
        if len(letters[place - 1].shape) == 2:
            yield joined(letters[:place]), joined(letters[place:])


def _triangles(view: View) -> Iterator[Fact]:
    """Norms of which one is that of the sum or the difference of two others."""
    vectors = [_vector(part) for side in view.sides for part in walk(side)]
    found = list(dict.fromkeys(v for v in vectors if v is not None))
    squares = [view.square(v) for v in found]
    for count in (2, 3):
        for first, *others in combinations(found[:MOST_NORMS], count):
            for signs in cartesian((1, -1), repeat=count - 1):
                parts = (first, *(_times(sign, other) for sign, other in zip(signs, others, strict=True)))
                alike = all(part.shape == first.shape for part in parts)
                if alike and view.square(Apply("add", parts, first.shape)) in squares:
                    yield triangle.NAME, parts


def _times(sign: int, vector: Term) -> Term:
    return vector if sign == 1 else Apply("multiply", (number(sign), vector), vector.shape)


def _vector(term: Term) -> Term | None:
    match term:
        case Apply("dot", (one, other)) if one == other:
            return one
    return None


PROPOSERS: tuple[Callable[[View], Iterator[Fact]], ...] = (_triangles, _product_norm, _operator_norms, _frobenius_norms)
