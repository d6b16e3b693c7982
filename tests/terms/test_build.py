from __future__ import annotations

import pytest

from derivcheck.terms import build
from derivcheck.terms.nodes import ONE, ZERO, Apply, Array, Symbol, number
from derivcheck.terms.sizes import Sizes

N, D = Symbol("n"), Symbol("d")
A, B = Symbol("A", (N, D)), Symbol("B", (D, N))
v, w = Symbol("v", (N,)), Symbol("w", (D,))


def test_products_have_the_shape_that_mathematics_gives_them() -> None:
    """Matrix times matrix, matrix times vector, row times column, column times row."""
    sizes = Sizes()
    assert build.multiply(A, B, sizes).shape == (N, N)
    assert build.multiply(A, w, sizes).shape == (N,)
    assert build.multiply(build.transpose(v), v, sizes).shape == ()
    assert build.multiply(v, build.transpose(w), sizes).shape == (N, D)


@pytest.mark.parametrize(("left", "right"), [(A, A), (A, v), (v, w), (v, v), (build.transpose(v), w)])
def test_what_does_not_conform_symbolically_does_not_conform(left: Symbol, right: Symbol) -> None:
    """AB with both n × d is an error, although it would fit at n = d."""
    with pytest.raises(build.ShapeError) as caught:
        build.multiply(left, right, Sizes())
    assert not caught.value.inferred


def test_inferred_sizes_are_identified_and_a_clash_of_them_is_marked() -> None:
    """An undeclared vector takes the size of its partner; where it cannot, the clash says so."""
    sizes = Sizes()
    unknown = Symbol("u", (sizes.new(),))
    build.add((unknown, v), sizes)
    assert sizes.resolve(unknown.shape) == (N,)
    other = Symbol("t", (sizes.new(), sizes.new()))
    with pytest.raises(build.ShapeError) as caught:
        build.add((other, v), sizes)
    assert caught.value.inferred


def test_a_zero_takes_the_shape_of_its_context() -> None:
    """A literal 0 beside a matrix is the zero matrix."""
    assert build.with_shape(ZERO, (N, D)) == Apply("constant", (ZERO,), (N, D))
    assert build.add((ZERO, A), Sizes()).shape == (N, D)


def test_transposing_twice_is_transposing_not_at_all() -> None:
    """The transpose of a number is the number."""
    assert build.transpose(build.transpose(A)) == A
    assert build.transpose(number(3)) == number(3)


def test_only_square_matrices_have_powers_and_inverses() -> None:
    """A rectangular matrix has neither."""
    with pytest.raises(build.ShapeError):
        build.inverse(A, Sizes())
    with pytest.raises(build.ShapeError):
        build.power(A, number(2), Sizes())
    assert build.inverse(build.multiply(A, B, Sizes()), Sizes()).shape == (N, N)


def test_an_entry_of_a_written_out_array_is_its_body() -> None:
    """The entry at k of the vector of i² is k²."""
    squares = Array(("i",), (N,), Apply("power", (Symbol("i"), number(2))))
    assert build.index(squares, (Symbol("k"),)) == Apply("power", (Symbol("k"), number(2)))
    with pytest.raises(build.ShapeError):
        build.index(v, (ONE, ONE))


def test_sizes_are_described_in_words() -> None:
    """As a message says them."""
    sizes = Sizes()
    assert [sizes.describe(shape) for shape in ((), (N,), (N, D))] == ["a scalar", "a vector of n", "a matrix n × d"]
