from __future__ import annotations

import random

import pytest

from derivcheck.engine.evaluation import entries
from derivcheck.engine.evaluation.entries import Entries
from derivcheck.engine.refuting.valuations import SmallNumbers, draw_values
from derivcheck.engine.systems.duals import Arithmetic
from derivcheck.engine.systems.rationals import Rationals
from derivcheck.engine.systems.unknowns import Polynomials
from derivcheck.terms.nodes import Shape, Symbol, number
from derivcheck.terms.scope import Declaration, Domain, Trait
from tests.engine.sample import known

SEEDS = range(40)


def drawn(declaration: Declaration, seed: int) -> Entries:
    """A small exact value of an array."""
    system = Rationals(Polynomials("tests"))
    draw = SmallNumbers(system, random.Random(seed), 2)
    value = draw_values([declaration.symbol], {declaration.symbol.name: declaration}, {}, draw)[declaration.symbol.name]
    assert isinstance(value, Entries)
    return value


def declared(shape: tuple[int, ...], *traits: Trait, domain: Domain = Domain.REAL) -> Declaration:
    """The declaration of an array M with properties."""
    sizes: Shape = tuple(map(number, shape))
    return Declaration(Symbol("M", sizes), domain, frozenset(traits))


def determinant(matrix: Entries) -> object:
    """The exact determinant."""
    return entries.determinant(matrix, Arithmetic(Rationals(Polynomials("tests"))))


@pytest.mark.parametrize("size", [1, 2, 3])
def test_orthogonal_matrices_come_from_both_components(size: int) -> None:
    """Each satisfies QᵀQ = I, and determinants of either sign occur."""
    found = [drawn(declared((size, size), Trait.ORTHOGONAL), seed) for seed in SEEDS]
    for matrix in found:
        assert entries.matrix_product(entries.transpose(matrix), matrix).data == entries.identity(size).data
    assert {int(str(determinant(matrix))) for matrix in found} == {1, -1}


@pytest.mark.parametrize("trait", [Trait.SYMMETRIC, Trait.SKEW, Trait.DIAGONAL, Trait.POSITIVE_DEFINITE])
def test_matrices_have_their_property(trait: Trait) -> None:
    """Symmetric, skew-symmetric, diagonal, positive definite: by construction, at every draw."""
    for seed in SEEDS:
        matrix = drawn(declared((3, 3), trait), seed)
        flipped = entries.transpose(matrix)
        assert isinstance(flipped, Entries)
        if trait is Trait.SKEW:
            assert [-entry for entry in flipped.data] == matrix.data
        else:
            assert flipped.data == matrix.data
        if trait is Trait.DIAGONAL:
            assert all(matrix.at((i, j)) == 0 for i in (1, 2, 3) for j in (1, 2, 3) if i != j)
        if trait is Trait.POSITIVE_DEFINITE:
            assert matrix.at((1, 1)) > 0
            assert float(str(determinant(matrix)).split("/", maxsplit=1)[0]) > 0


@pytest.mark.parametrize(
    "traits",
    [
        (Trait.SYMMETRIC, Trait.ORTHOGONAL),
        (Trait.DIAGONAL, Trait.POSITIVE_DEFINITE),
        (Trait.DIAGONAL, Trait.ORTHOGONAL),
    ],
)
def test_several_properties_hold_together(traits: tuple[Trait, ...]) -> None:
    """A matrix that is declared symmetric and orthogonal is both; or there is no value."""
    from derivcheck.engine.systems.base import NoValue

    for seed in SEEDS:
        try:
            matrix = drawn(declared((2, 2), *traits), seed)
        except NoValue:
            continue
        assert matrix.data[1] == matrix.data[2]
        if Trait.DIAGONAL in traits:
            assert matrix.data[1] == 0
        if Trait.POSITIVE_DEFINITE in traits:
            assert matrix.data[0] > 0
        if Trait.ORTHOGONAL in traits:
            assert entries.matrix_product(matrix, matrix).data == entries.identity(2).data


def test_probabilities_are_not_negative_and_sum_to_one() -> None:
    """Zeros occur as well, since the simplex has its boundary."""
    found = [drawn(declared((3,), Trait.PROBABILITY), seed) for seed in range(200)]
    assert all(sum(vector.data) == 1 and min(vector.data) >= 0 for vector in found)


def test_one_hot_vectors_have_a_single_one() -> None:
    """At every place in turn."""
    found = [drawn(declared((3,), Trait.ONE_HOT, domain=Domain.BINARY), seed) for seed in SEEDS]
    assert {tuple(vector.data) for vector in found} == {(1, 0, 0), (0, 1, 0), (0, 0, 1)}


@pytest.mark.parametrize(
    ("declaration", "least"),
    [
        (Declaration(Symbol("k"), Domain.INTEGER, frozenset({Trait.POSITIVE})), 1),
        (Declaration(Symbol("k"), Domain.NATURAL), 1),
    ],
)
def test_integers_obey_their_signs(declaration: Declaration, least: int) -> None:
    """A positive integer is at least 1, and an integer."""
    system = Rationals(Polynomials("tests"))
    for seed in SEEDS:
        draw = SmallNumbers(system, random.Random(seed), 1)
        value = known(draw_values([declaration.symbol], {"k": declaration}, {}, draw), "k")
        assert isinstance(value, int)
        assert value >= least
