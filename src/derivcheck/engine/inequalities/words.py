"""Scalar products of matrices and vectors as words, multiplied out, and the two halves of which a word is made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from derivcheck.engine.domains.bounds import transposed_shape
from derivcheck.terms.nodes import ONE, ZERO, Apply, Number, Symbol, Term
from derivcheck.terms.scope import Scope, Trait

Word: TypeAlias = "tuple[list[Term], tuple[Term, ...]]"
"""Scalar factors, and matrices from left to right."""

SMALL_POWERS = frozenset({2, 3, 4})


def words(term: Term, scope: Scope, *, is_trace: bool) -> list[Word] | None:
    """A scalar product (or what a trace is taken of) as a sum of words, each the one of two ways that comes first.

    None where rows or columns stand anywhere but at its ends.
    """
    found = [(factors, _first_way(letters, scope)) for factors, letters in _spread(term, scope)]
    least = 1 if is_trace else 2
    if not all(len(letters) >= least and _is_plain(letters, is_trace=is_trace) for _, letters in found):
        return None
    return found


def _first_way(letters: tuple[Term, ...], scope: Scope) -> tuple[Term, ...]:
    return min(letters, _turned(letters, scope), key=str)


def _is_plain(letters: Sequence[Term], *, is_trace: bool) -> bool:
    inside = letters if is_trace else letters[1:-1]
    matrices = all(len(letter.shape) == 2 and ONE not in letter.shape for letter in inside)
    return matrices and (is_trace or (_is_row(letters[0]) and len(letters[-1].shape) == 1))


def _is_row(letter: Term) -> bool:
    return len(letter.shape) == 2 and letter.shape[0] == ONE


def _turned(letters: Sequence[Term], scope: Scope) -> tuple[Term, ...]:
    return tuple(flipped(letter, scope) for letter in reversed(letters))


def flipped(term: Term, scope: Scope) -> Term:
    """The transpose of a letter."""
    if isinstance(term, Apply) and term.operator == "transpose":
        return term.arguments[0]
    declaration = scope.declarations.get(term.name) if isinstance(term, Symbol) else None
    if declaration is not None and Trait.SYMMETRIC in declaration.traits:
        return term
    return Apply("transpose", (term,), transposed_shape(term.shape))


def _spread(term: Term, scope: Scope) -> list[Word]:
    match term:
        case Apply(operator="matmul"):
            found: list[Word] = [([], ())]
            for argument in term.arguments:
                found = [(a + c, (*b, *d)) for a, b in found for c, d in _spread(argument, scope)]
            return found
        case Apply(operator="add") if all(part.shape == term.shape for part in term.arguments):
            return [word for argument in term.arguments for word in _spread(argument, scope)]
        case Apply(operator="multiply"):
            *scalars, inner = term.arguments
            if not any(scalar.shape for scalar in scalars):
                return [([*scalars, *factors], letters) for factors, letters in _spread(inner, scope)]
        case Apply(operator="transpose", arguments=(inner,)) if isinstance(inner, Apply) and inner.operator in (
            "matmul",
            "add",
            "multiply",
            "transpose",
        ):
            return [(factors, _turned(letters, scope)) for factors, letters in _spread(inner, scope)]
        case Apply(operator="transpose", arguments=(Symbol() as inner,)):
            return [([], (flipped(inner, scope),))]
        case Apply(operator="identity"):
            return [([], ())]
    return [([], (term,))]


def forms(one: Term, other: Term, scope: Scope) -> Iterator[tuple[Term, Term, Term]]:
    """The ways to see an inner product as uᵀAv."""
    for left, right in splits(one, other, scope):
        *matrices, last = letters_of(right)
        for place in range(1, len(matrices) + 1):
            yield left, joined(matrices[:place]), joined([*matrices[place:], last])


def half_words(letters: Sequence[Term], scope: Scope) -> tuple[Term, Term]:
    """X and Y such that the word, or its trace, is the sum of the products of their entries."""
    half = len(letters) // 2
    return joined(_turned(letters[:half], scope)), joined(letters[half:])


def letters_of(term: Term) -> tuple[Term, ...]:
    """The factors of a matrix product from left to right; a matrix beside its inverse is left out."""
    match term:
        case Apply("matmul", arguments):
            letters = [letter for argument in arguments for letter in letters_of(argument)]
            return _cancelled(letters) or (Apply("identity", (), term.shape),)
        case Apply("matrix-power", (base, Number(value=exponent))) if exponent in SMALL_POWERS:
            return letters_of(base) * exponent.numerator
    return (term,)


def images(term: Term) -> list[Word]:
    """A matrix product as a sum of words, with numbers in front and zeros left out."""
    match term:
        case Apply("constant", (value,)):
            ones = Apply("constant", (ONE,), term.shape)
            return [] if value == ZERO else [([value], (ones,))]
        case Apply("add", parts) if all(part.shape == term.shape for part in parts):
            return [word for part in parts for word in images(part)]
        case Apply("multiply", (*scalars, inner)) if not any(scalar.shape for scalar in scalars):
            return [([*scalars, *factors], letters) for factors, letters in images(inner)]
        case Apply("matmul", arguments):
            found: list[Word] = [([], ())]
            for argument in arguments:
                found = [([*a, *c], (*b, *d)) for a, b in found for c, d in images(argument)]
            return [(factors, _cancelled(letters)) for factors, letters in found]
        case Apply("matrix-power", (base, Number(value=exponent))) if exponent in SMALL_POWERS:
            return [([], letters_of(base) * exponent.numerator)]
    return [([], (term,))]


def _cancelled(letters: Sequence[Term]) -> tuple[Term, ...]:
    kept: list[Term] = []
    for letter in letters:
        if kept and _are_inverse(kept[-1], letter):
            kept.pop()
        else:
            kept.append(letter)
    return tuple(kept)


def _are_inverse(one: Term, other: Term) -> bool:
    return any(a == Apply("inverse", (b,), b.shape) for a, b in ((one, other), (other, one)))


def canonical_halves(one: Term, other: Term, scope: Scope) -> tuple[Term, Term]:
    """Vectors with the same inner product as two given ones: xᵀAy and yᵀAᵀx are split at the same place."""
    letters = (*_turned(letters_of(one), scope), *letters_of(other))
    return half_words(_first_way(letters, scope), scope)


def splits(one: Term, other: Term, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """All pairs of vectors with the inner product of two given ones that the factors of these give."""
    letters = (*_turned(letters_of(one), scope), *letters_of(other))
    for place in range(1, len(letters)):
        yield joined(_turned(letters[:place], scope)), joined(letters[place:])


def joined(letters: Sequence[Term]) -> Term:
    """A word as one term, multiplied from the right."""
    result = letters[-1]
    for letter in reversed(letters[:-1]):
        result = Apply("matmul", (letter, result), (letter.shape[0], *result.shape[1:]))
    return result
