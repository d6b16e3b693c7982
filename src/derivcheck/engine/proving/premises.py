"""Equations that a scope assumes, used in a proof: the sides of a step differ by multiples of what is assumed to be 0.

A multiple is s·U ρ V or s·U ρᵀ V with ρ the difference of an assumption's sides. Where every factor has a value, it is
0 under the assumption; so an identity between the difference of a step's sides and a sum of multiples, for all values
of everything, proves the step.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product

from derivcheck.engine.algebra.sums import reciprocal
from derivcheck.engine.domains.units import always_evaluated
from derivcheck.engine.question import Question, residual
from derivcheck.terms.apart import apart
from derivcheck.terms.build import matrix_product, scale, transpose
from derivcheck.terms.nodes import ONE, Apply, Number, Shape, Symbol, Term, free_symbols, walk
from derivcheck.terms.scope import Trait
from derivcheck.terms.shorthand import is_reciprocal
from derivcheck.terms.sizes import Sizes

COMBINED = frozenset({"add", "multiply", "matmul", "transpose", "dot"})


@dataclass(frozen=True, slots=True)
class Multiple:
    """One multiple of an assumption: its number in the question, whether it is transposed, and the factors."""

    claim: int
    flipped: bool
    scalar: Term
    left: Term | None
    right: Term | None

    def term(self, question: Question) -> Term:
        """The multiple written out."""
        found = residual(question.equations[self.claim])
        sizes = Sizes()
        if self.flipped:
            found = transpose(found)
        if self.left is not None:
            found = _times(self.left, found, sizes)
        if self.right is not None:
            found = _times(found, self.right, sizes)
        return scale(self.scalar, found)

    def is_defined(self, question: Question) -> bool:
        """Whether the factors have a value wherever both sides of the step do."""
        claims = (side for claim in question.equations for side in (claim.left, claim.right))
        known = {part for side in (question.left, question.right, *claims) for part in always_evaluated(side)}
        known.update(_reciprocals(question))
        factors = (self.scalar, self.left, self.right)
        return all(_is_defined(factor, known) for factor in factors if factor is not None)


def _is_defined(term: Term, known: set[Term]) -> bool:
    if term in known or isinstance(term, (Number, Symbol)):
        return True
    return (
        isinstance(term, Apply)
        and term.operator in COMBINED
        and all(_is_defined(part, known) for part in term.arguments)
    )


def _times(left: Term, right: Term, sizes: Sizes) -> Term:
    if not left.shape or not right.shape:
        return scale(left, right) if not left.shape else scale(right, left)
    return matrix_product(left, right, sizes)


MOST_LETTERS = 12
MOST_SCALARS = 10
MOST_MULTIPLES = 90


LONGEST = 3


def multiples(question: Question, longest: int) -> list[Multiple]:
    """Multiples with at most ``longest`` factors that may stand in the difference of the sides, the shortest first."""
    letters, scalars = _letters(question), _scalars(question)
    lengths = range(1, longest + 1)
    found = (multiple for length in lengths for multiple in _of_length(question, letters, scalars, length))
    return list(islice(found, MOST_MULTIPLES))


def _of_length(question: Question, letters: list[Term], scalars: list[Term], length: int) -> Iterator[Multiple]:
    """The multiples with so many factors; the transpose of a number is the number."""
    sides: list[Term | None] = [None, *letters]
    for claim, equation in enumerate(question.equations):
        flips = (False, True) if equation.left.shape and question.left.shape else (False,)
        behind = sides if equation.left.shape else [None]
        for flipped, left, right, scalar in product(flips, sides, behind, scalars):
            if (left is not None) + (right is not None) + (scalar != ONE) != length - 1:
                continue
            middle = tuple(reversed((*equation.left.shape, ONE)[:2])) if flipped else equation.left.shape
            if _shape(left, middle, right) == question.left.shape:
                yield Multiple(claim, flipped, scalar, left, right)


def _shape(left: Term | None, middle: Shape, right: Term | None) -> Shape | None:
    """The shape of a product; None where it does not conform."""
    shape: Shape | None = middle if left is None else _product_shape(left.shape, middle)
    return shape if shape is None or right is None else _product_shape(shape, right.shape)


def _product_shape(first: Shape, second: Shape) -> Shape | None:
    if not first or not second:
        return first or second
    if len(first) == 1:
        return (first[0], second[1]) if len(second) == 2 and second[0] == ONE else None
    if first[1] != second[0]:
        return None
    shape: Shape = (first[0], *second[1:])
    return () if shape in ((ONE,), (ONE, ONE)) else shape


def _letters(question: Question) -> list[Term]:
    """Arrays that may stand before or behind an assumption: those of the step and its assumptions, and transposed."""
    found: dict[Term, None] = {}
    for part in _parts(question):
        plain = not isinstance(part, Apply) or part.operator in ("inverse", "matmul")
        if part.shape and len(part.shape) <= 2 and plain:
            found.setdefault(part)
            found.setdefault(transpose(part))
    return sorted(found, key=lambda term: len(str(term)))[:MOST_LETTERS]


def _scalars(question: Question) -> list[Term]:
    """Numbers that an assumption may be multiplied by: those that stand in the step, what is divided by, and 1."""
    found: dict[Term, Term] = {ONE: ONE}
    for part in (*_parts(question), *_reciprocals(question)):
        if not isinstance(part, Number) and not part.shape:
            # The same sum over other letters is the same number.
            found.setdefault(apart(part, lambda _: False), part)
    return sorted(found.values(), key=lambda term: (not _is_plain(term), len(str(term))))[:MOST_SCALARS]


def _is_plain(term: Term) -> bool:
    """Whether a number is made of numbers, or is one over something."""
    return is_reciprocal(term) or not any(inner.shape for inner in walk(term))


def _reciprocals(question: Question) -> list[Term]:
    """One over what the scope says is not 0: a number that is declared so, or the difference of two that differ."""
    nonzero: list[Term] = [
        symbol
        for symbol in question.values
        if not symbol.shape and Trait.NONZERO in question.declarations[symbol.name].traits
    ]
    nonzero += [residual(claim) for claim in question.assumptions if claim.relation == r"\ne" and not claim.left.shape]
    return [reciprocal(term) for term in nonzero]


def _parts(question: Question) -> Iterator[Term]:
    free = {symbol.name for symbol in question.symbols}
    claims = [side for claim in question.equations for side in (claim.left, claim.right)]
    for side in (question.left, question.right, *claims):
        for part in always_evaluated(side):
            if all(symbol.name in free for symbol in free_symbols(part)):
                yield part
    # A sum that may be empty evaluates none of its names; these have values all the same.
    yield from question.values


def combined(parts: list[tuple[Term, Multiple]], question: Question) -> Term:
    """The sum of multiples with their coefficients."""
    summands = tuple(scale(coefficient, multiple.term(question)) for coefficient, multiple in parts)
    return summands[0] if len(summands) == 1 else Apply("add", summands, question.left.shape)
