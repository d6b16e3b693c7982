"""How arrays with given properties are drawn: by construction, reaching every array that has them.

What a construction reaches is dense in each component of the set of such arrays; between the components a draw chooses
(:meth:`Draw.choose`), so that a proof goes through all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from derivcheck.engine.evaluation import entries
from derivcheck.engine.evaluation.entries import Entries, Value, fill
from derivcheck.engine.systems.base import Element, System, Undefined, Unsupported
from derivcheck.engine.systems.duals import Arithmetic
from derivcheck.engine.systems.field import Field
from derivcheck.terms.scope import Trait

if TYPE_CHECKING:
    # A draw uses what is constructed here, so it cannot be imported when the program runs.
    from derivcheck.engine.refuting.valuations import Draw

Construct: TypeAlias = "Callable[[tuple[int, ...], Draw], Entries]"


def _square(shape: tuple[int, ...]) -> int:
    if len(shape) != 2 or shape[0] != shape[1]:
        reason = "a square matrix of unequal sizes"
        raise Undefined(reason)
    return shape[0]


def _free(shape: tuple[int, ...], draw: Draw) -> Entries:
    return fill(shape, lambda *_: draw.free())


def _symmetric(shape: tuple[int, ...], draw: Draw) -> Entries:
    size = _square(shape)
    upper = {place: draw.free() for place in entries.positions((size, size))}
    return fill(shape, lambda i, j: upper[min(i, j), max(i, j)])


def _skew(shape: tuple[int, ...], draw: Draw) -> Entries:
    upper = _symmetric(shape, draw)
    return fill(shape, lambda i, j: 0 if i == j else upper.at((i, j)) * (1 if i < j else -1))


def _gram(shape: tuple[int, ...], draw: Draw) -> Entries:
    size = _square(shape)
    factor = _free((size, size), draw)
    return entries.matrix_product(factor, entries.transpose(factor))


def _positive_definite(shape: tuple[int, ...], draw: Draw) -> Entries:
    """MMᵀ + εI reaches every positive definite matrix."""
    gram, excess = _gram(shape, draw), draw.positive()
    return fill(shape, lambda i, j: gram.at((i, j)) + (excess if i == j else 0))


def _rotation(size: int, draw: Draw) -> Entries:
    """Cayley's (I - S)(I + S)⁻¹ = 2(I + S)⁻¹ - I with S skew."""
    skew = _skew((size, size), draw)
    plus = Entries(skew.shape, [entry + (k % (size + 1) == 0) for k, entry in enumerate(skew.data)])
    twice = entries.inverse(plus, Arithmetic(draw.system))
    return Entries(skew.shape, [2 * entry - (k % (size + 1) == 0) for k, entry in enumerate(twice.data)])


def _orthogonal(shape: tuple[int, ...], draw: Draw) -> Entries:
    """A rotation times signs: together they reach both components of O(n)."""
    size = _square(shape)
    rotation, signs = _rotation(size, draw), draw.signs(size)
    return Entries(shape, [entry * signs[k % size] for k, entry in enumerate(rotation.data)])


def _orthonormal_columns(shape: tuple[int, ...], draw: Draw) -> Entries:
    """The first columns of an orthogonal matrix."""
    if len(shape) != 2 or shape[0] < shape[1]:
        reason = "orthonormal columns that are more than rows"
        raise Undefined(reason)
    whole = _orthogonal((shape[0], shape[0]), draw)
    return fill(shape, lambda i, j: whole.at((i, j)))


def _unit(shape: tuple[int, ...], draw: Draw) -> Entries:
    """The first unit vector reflected along any vector, times a sign, which decides where there is one entry."""
    along = _free(shape, draw)
    scale = Arithmetic(draw.system).reciprocal(entries.dot(along, along))
    sign = draw.signs(1)[0]
    return fill(shape, lambda k: sign * ((k == 1) - 2 * along.data[0] * along.data[k - 1] * scale))


def has_full_rank(matrix: Entries, system: System) -> bool:
    """Whether the Gram matrix of the smaller side is invertible."""
    flipped = entries.transpose(matrix)
    pair = (flipped, matrix) if matrix.shape[0] >= matrix.shape[1] else (matrix, flipped)
    arithmetic = Arithmetic(system)
    return arithmetic.is_unit(entries.determinant(entries.matrix_product(*pair), arithmetic))


def _of_full_rank(construct: Construct) -> Construct:
    """What ``construct`` draws, drawn again where its rank is not full, as it is for nearly all of it."""

    def draw_again(shape: tuple[int, ...], draw: Draw) -> Entries:
        for _ in range(20):
            matrix = construct(shape, draw)
            if has_full_rank(matrix, draw.system):
                return matrix
        reason = "no matrix of full rank was found"
        raise Undefined(reason)

    return draw_again


_full_rank = _of_full_rank(_free)


def _full_column_rank(shape: tuple[int, ...], draw: Draw) -> Entries:
    if shape[0] < shape[1]:
        reason = "full column rank with more columns than rows"
        raise Undefined(reason)
    return _full_rank(shape, draw)


def _full_row_rank(shape: tuple[int, ...], draw: Draw) -> Entries:
    return entries.transpose(_full_column_rank(shape[::-1], draw))


def _singular(shape: tuple[int, ...], draw: Draw) -> Entries:
    """Any rows, of which the last is a combination of the others."""
    size = _square(shape)
    matrix = _free(shape, draw)
    weights = [draw.free() for _ in range(size - 1)]

    def entry(i: int, j: int) -> Element:
        if i < size:
            return matrix.at((i, j))
        combined: Element = 0
        for k, weight in enumerate(weights, 1):
            combined = combined + weight * matrix.at((k, j))
        return combined

    return fill(shape, entry)


def _on_diagonal(entry: Callable[[Draw], Element]) -> Construct:
    def construct(shape: tuple[int, ...], draw: Draw) -> Entries:
        return fill(shape, lambda i, j: entry(draw) if i == j else 0)

    return construct


def _triangular(*, lower: bool, diagonal: Callable[[Draw], Element]) -> Construct:
    def construct(shape: tuple[int, ...], draw: Draw) -> Entries:
        def entry(i: int, j: int) -> Element:
            if i == j:
                return diagonal(draw)
            return draw.free() if (i > j) is lower else 0

        return fill(shape, entry)

    return construct


def _any(draw: Draw) -> Element:
    return draw.free()


def _positive(draw: Draw) -> Element:
    return draw.positive()


def _nonnegative(draw: Draw) -> Element:
    return draw.positive() if isinstance(draw.system, Field) or draw.choose(4) else 0


def _nonzero(draw: Draw) -> Element:
    return draw.positive() * draw.source.choice((1, -1))


def _sign(draw: Draw) -> Element:
    return 1 - 2 * draw.choose(2)


def _idempotent(shape: tuple[int, ...], draw: Draw) -> Entries:
    """S diag(1, …, 1, 0, …, 0) S⁻¹, of any rank."""
    size = _square(shape)
    basis = _full_rank(shape, draw) if isinstance(draw.system, Field) else _unimodular(size, draw)
    rank = draw.choose(size + 1)
    kept = Entries(shape, [entry if k % size < rank else 0 for k, entry in enumerate(basis.data)])
    return entries.matrix_product(kept, entries.inverse(basis, Arithmetic(draw.system)))


def _rotated(rest: int) -> Construct:
    """Q diag(1, …, 1, rest, …, rest) Qᵀ: an orthogonal projection, or a reflection."""

    def construct(shape: tuple[int, ...], draw: Draw) -> Entries:
        size = _square(shape)
        rotation, rank = _rotation(size, draw), draw.choose(size + 1)
        signs = [1] * rank + [rest] * (size - rank)
        scaled = Entries(shape, [entry * signs[k % size] for k, entry in enumerate(rotation.data)])
        return entries.matrix_product(scaled, entries.transpose(rotation))

    return construct


def _unimodular(size: int, draw: Draw) -> Entries:
    """A matrix of small integers whose inverse is one as well."""
    one: Callable[[Draw], Element] = lambda _: 1  # noqa: E731 - the diagonal of both factors
    halves = [_triangular(lower=lower, diagonal=one)((size, size), draw) for lower in (True, False)]
    return entries.matrix_product(*halves)


def _one_hot(shape: tuple[int, ...], draw: Draw) -> Entries:
    """A one in one place."""
    hot = draw.choose(shape[0]) + 1
    return fill(shape, lambda k: int(k == hot))


def _probability(shape: tuple[int, ...], draw: Draw) -> Entries:
    return normalised(shape, tuple(range(len(shape))), draw, None)


def _stochastic(axis: int) -> Construct:
    return lambda shape, draw: normalised(shape, (axis,), draw, None)


def normalised(shape: tuple[int, ...], axes: tuple[int, ...], draw: Draw, weights: Value | None) -> Entries:
    """Positive entries over their (weighted) sum along ``axes``."""
    raw = {place: draw.positive() for place in entries.positions(shape)}
    sums: dict[tuple[int, ...], Element] = {}
    for place, value in raw.items():
        rest = tuple(k for axis, k in enumerate(place) if axis not in axes)
        weight = _weight(place, axes, weights)
        sums[rest] = sums.get(rest, 0) + value * weight
    arithmetic = Arithmetic(draw.system)
    inverses = {rest: arithmetic.reciprocal(total) for rest, total in sums.items()}
    return fill(
        shape, lambda *place: raw[place] * inverses[tuple(k for axis, k in enumerate(place) if axis not in axes)]
    )


def _weight(place: tuple[int, ...], axes: tuple[int, ...], weights: Value | None) -> Element:
    return weights.at((place[axes[0]],)) if isinstance(weights, Entries) and len(axes) == 1 else 1


CONSTRUCTIONS: dict[Trait, Construct] = {
    Trait.ORTHOGONAL: _orthogonal,
    Trait.ORTHONORMAL_COLUMNS: _orthonormal_columns,
    Trait.DIAGONAL: _on_diagonal(_any),
    Trait.LOWER_TRIANGULAR: _triangular(lower=True, diagonal=_any),
    Trait.UPPER_TRIANGULAR: _triangular(lower=False, diagonal=_any),
    Trait.POSITIVE_DEFINITE: _positive_definite,
    Trait.POSITIVE_SEMIDEFINITE: _gram,
    Trait.SKEW: _skew,
    Trait.SYMMETRIC: _symmetric,
    Trait.IDEMPOTENT: _idempotent,
    Trait.FULL_COLUMN_RANK: _full_column_rank,
    Trait.FULL_ROW_RANK: _full_row_rank,
    Trait.INVERTIBLE: _full_rank,
    Trait.SINGULAR: _singular,
    Trait.UNIT: _unit,
    Trait.ONE_HOT: _one_hot,
    Trait.PROBABILITY: _probability,
    Trait.STOCHASTIC: _stochastic(1),
    Trait.COLUMN_STOCHASTIC: _stochastic(0),
}

COMBINED: dict[frozenset[Trait], Construct] = {
    frozenset({Trait.DIAGONAL, Trait.ORTHOGONAL}): _on_diagonal(_sign),
    frozenset({Trait.DIAGONAL, Trait.POSITIVE_DEFINITE}): _on_diagonal(_positive),
    frozenset({Trait.DIAGONAL, Trait.POSITIVE_SEMIDEFINITE}): _on_diagonal(_nonnegative),
    frozenset({Trait.DIAGONAL, Trait.INVERTIBLE}): _on_diagonal(_nonzero),
    frozenset({Trait.LOWER_TRIANGULAR, Trait.INVERTIBLE}): _triangular(lower=True, diagonal=_nonzero),
    frozenset({Trait.UPPER_TRIANGULAR, Trait.INVERTIBLE}): _triangular(lower=False, diagonal=_nonzero),
    frozenset({Trait.LOWER_TRIANGULAR, Trait.POSITIVE_DIAGONAL}): _triangular(lower=True, diagonal=_positive),
    frozenset({Trait.UPPER_TRIANGULAR, Trait.POSITIVE_DIAGONAL}): _triangular(lower=False, diagonal=_positive),
    frozenset({Trait.SYMMETRIC, Trait.INVERTIBLE}): _of_full_rank(_symmetric),
    frozenset({Trait.SYMMETRIC, Trait.ORTHOGONAL}): _rotated(-1),
    frozenset({Trait.SYMMETRIC, Trait.IDEMPOTENT}): _rotated(0),
}

# Properties that others bring with them.
IMPLIED = {
    Trait.POSITIVE_DEFINITE: {Trait.SYMMETRIC, Trait.POSITIVE_SEMIDEFINITE, Trait.INVERTIBLE},
    Trait.POSITIVE_SEMIDEFINITE: {Trait.SYMMETRIC},
    Trait.ORTHOGONAL: {
        Trait.INVERTIBLE,
        Trait.FULL_COLUMN_RANK,
        Trait.FULL_ROW_RANK,
        Trait.ORTHONORMAL_COLUMNS,
    },
    Trait.ORTHONORMAL_COLUMNS: {Trait.FULL_COLUMN_RANK, Trait.INVERTIBLE},
    Trait.INVERTIBLE: {Trait.FULL_COLUMN_RANK, Trait.FULL_ROW_RANK},
    Trait.POSITIVE_DIAGONAL: {Trait.INVERTIBLE},
    Trait.DIAGONAL: {Trait.SYMMETRIC, Trait.LOWER_TRIANGULAR, Trait.UPPER_TRIANGULAR},
}

LETTERS: dict[Trait, int] = {
    Trait.ORTHOGONAL: 2,
    Trait.ORTHONORMAL_COLUMNS: 2,
    Trait.POSITIVE_SEMIDEFINITE: 2,
    Trait.POSITIVE_DEFINITE: 2,
    Trait.PROBABILITY: 2,
    Trait.STOCHASTIC: 2,
    Trait.COLUMN_STOCHASTIC: 2,
    Trait.SINGULAR: 2,
    Trait.ONE_HOT: 2,
    Trait.UNIT: 3,
    Trait.IDEMPOTENT: 3,
}
"""How many letters the word has by which an array is drawn, where there is more than one."""


def letters(traits: frozenset[Trait]) -> int:
    """How many letters stand in the words that arrays with ``traits`` are drawn as."""
    turned = Trait.SYMMETRIC in traits and bool(traits & {Trait.ORTHOGONAL, Trait.IDEMPOTENT})
    return 2 * LETTERS[Trait.ORTHOGONAL] if turned else max((LETTERS.get(trait, 1) for trait in traits), default=1)


def construction(traits: frozenset[Trait]) -> Construct | None:
    """How to draw an array with all of ``traits`` together; raises Unsupported where that is not known."""
    if {Trait.POSITIVE_SEMIDEFINITE, Trait.INVERTIBLE} <= traits:
        traits |= {Trait.POSITIVE_DEFINITE}
    wanted = frozenset(traits & (CONSTRUCTIONS.keys() | {Trait.POSITIVE_DIAGONAL}))
    for trait in traits:
        wanted = wanted - IMPLIED.get(trait, set())
    if not wanted:
        return None
    if Trait.UNIT in wanted:
        wanted |= traits & {Trait.POSITIVE, Trait.NEGATIVE, Trait.NONNEGATIVE}
    construct = COMBINED.get(wanted) if len(wanted) > 1 else CONSTRUCTIONS.get(next(iter(wanted)))
    if construct is None:
        reason = "the properties " + ", ".join(sorted(wanted)) + " together"
        raise Unsupported(reason)
    return construct
