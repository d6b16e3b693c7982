"""Words that were not understood in full: what fails for the narrowest that they can mean fails for all readings.

A projection may be orthogonal or not; a step that fails for an orthogonal one is wrong whichever is meant. The factors
of a decomposition whose sizes are not given are square where the matrix is, however many columns they have elsewhere.
"""

from __future__ import annotations

from dataclasses import replace

from derivcheck.checking.ground import one_size
from derivcheck.checking.outcome import Ground
from derivcheck.engine.question import Question
from derivcheck.reading.prose.decompositions import SIZES_NOT_GIVEN
from derivcheck.terms.nodes import Symbol, free_symbols
from derivcheck.terms.scope import Trait

ORTHOGONAL_PROJECTION = (Trait.SYMMETRIC, Trait.IDEMPOTENT)
NARROWEST: dict[str, tuple[Trait, ...]] = {
    "projection": ORTHOGONAL_PROJECTION,
    "projector": ORTHOGONAL_PROJECTION,
    "idempotent": ORTHOGONAL_PROJECTION,
    "unitary": (Trait.ORTHOGONAL,),
    "hermitian": (Trait.SYMMETRIC,),
    "self-adjoint": (Trait.SYMMETRIC,),
    "triangular": (Trait.DIAGONAL,),
    SIZES_NOT_GIVEN: (),
}
"""The properties of a square matrix that a word can mean at most."""

STRICT = {Trait.NONNEGATIVE: Trait.POSITIVE, Trait.POSITIVE_SEMIDEFINITE: Trait.POSITIVE_DEFINITE}


def narrowed(question: Question, ground: Ground) -> Ground | None:
    """The ground with words made as narrow as any reading of them is; None where one of them may mean anything."""
    context = ground.context.copy()
    unclear = [symbol for symbol in question.symbols if symbol.name in context.unclear]
    if not unclear or any(len(symbol.shape) != 2 for symbol in unclear):
        return None
    words = {symbol.name: context.unclear.pop(symbol.name).lower() for symbol in unclear}
    if not NARROWEST.keys() >= set(words.values()):
        return None
    for name, word in words.items():
        context.add_traits(name, *NARROWEST[word])
    narrow = replace(ground, context=context)
    if SIZES_NOT_GIVEN not in words.values() or not question.sizes:
        return narrow
    for name in context.symbols.keys() & {symbol.name for symbol in question.symbols}:
        # None of the singular values is 0 where only those are there that are not.
        traits = context.symbols[name].traits
        context.add_traits(name, *(strict for weak, strict in STRICT.items() if weak in traits))
    return one_size(narrow, question) if _may_be_one(question) else None


def _may_be_one(question: Question) -> bool:
    """Whether nothing that is assumed tells the sizes apart: one may be at least another, and not larger."""
    for claim in question.assumptions:
        sides = (claim.left, claim.right)
        spoken = {symbol.name for side in sides for symbol in free_symbols(side)}.intersection(question.sizes)
        plain = claim.relation in (r"\le", r"\ge") and all(isinstance(side, Symbol) for side in sides)
        if len(spoken) > 1 and not plain and not claim.left.shape:
            return False
    return True
