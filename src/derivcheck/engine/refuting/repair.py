"""Valuations that meet the equations a scope assumes: one symbol is solved for after everything has been drawn."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from itertools import combinations
from typing import TypeAlias

from derivcheck.engine.evaluation import entries
from derivcheck.engine.evaluation.entries import Entries, Value
from derivcheck.engine.question import Question, residual
from derivcheck.engine.refuting.affine import Equations
from derivcheck.engine.refuting.constructions import has_full_rank
from derivcheck.engine.systems.rationals import Rationals
from derivcheck.terms.nodes import Symbol
from derivcheck.terms.scope import Domain, Trait

Special: TypeAlias = "Callable[[Question, Mapping[str, Value], random.Random], dict[str, Value] | None]"
"""Changes a valuation so that its equations may have a solution; None where it has nothing to change."""

RANKS = frozenset({Trait.INVERTIBLE, Trait.FULL_COLUMN_RANK, Trait.FULL_ROW_RANK})
LOOSE = RANKS | {Trait.SYMMETRIC, Trait.NONZERO}
"""Properties that nearly every solution has, or that are kept while it is sought."""


def repaired(
    question: Question, values: Mapping[str, Value], exact: Rationals, source: random.Random
) -> dict[str, Value] | None:
    """``values`` with one symbol changed so that the assumed equations hold; None where that is not found.

    Av = μv and Au = λu with A symmetric have no solution A for most values: now and then two numbers are made equal
    first, or two vectors orthogonal.
    """
    terms = [residual(claim) for claim in question.equations]
    movable = [s for s in question.values if _is_movable(question, s)]
    source.shuffle(movable)
    movable.sort(key=lambda symbol: -len(symbol.shape))
    specials: list[Special] = [_with_orthogonal_vectors]
    if not any(claim.relation == r"\ne" and not claim.left.shape for claim in question.assumptions):
        specials.insert(source.randrange(2), _with_equal_numbers)
    for special in (_as_it_is, *specials):
        changed = special(question, values, source)
        if changed is None:
            continue
        equations = Equations(terms, changed, exact)
        for symbol in movable:
            symmetric = Trait.SYMMETRIC in question.declarations[symbol.name].traits
            solved = equations.solved_for(symbol, symmetric=symmetric)
            if solved is not None and _keeps(question, symbol, solved, exact):
                return {**changed, symbol.name: solved}
    return None


def _is_movable(question: Question, symbol: Symbol) -> bool:
    declaration = question.declarations[symbol.name]
    free = declaration.domain is Domain.REAL and declaration.lower is None and declaration.upper is None
    return free and not declaration.traits - LOOSE and not declaration.normalised


def _keeps(question: Question, symbol: Symbol, value: Value, exact: Rationals) -> bool:
    """Whether a solution has the rank that is declared, and is not 0, which hides whatever is multiplied by it."""
    if not isinstance(value, Entries):
        return bool(value != 0)
    if all(entry == 0 for entry in value.data):
        return False
    traits = question.declarations[symbol.name].traits
    return traits.isdisjoint(RANKS) or has_full_rank(value, exact)


def _as_it_is(_: Question, values: Mapping[str, Value], __: random.Random) -> dict[str, Value]:
    return dict(values)


def _with_equal_numbers(
    question: Question, values: Mapping[str, Value], source: random.Random
) -> dict[str, Value] | None:
    numbers = [s.name for s in question.values if not s.shape and _is_movable(question, s)]
    if len(numbers) < 2:
        return None
    one, other = source.sample(numbers, 2)
    return {**values, one: values[other]}


def _with_orthogonal_vectors(
    question: Question, values: Mapping[str, Value], __: random.Random
) -> dict[str, Value] | None:
    vectors = [s for s in question.values if len(s.shape) == 1 and _is_movable(question, s)]
    for one, other in combinations(vectors, 2):
        first, second = values[one.name], values[other.name]
        if one.shape == other.shape and isinstance(first, Entries) and isinstance(second, Entries):
            length, along = entries.dot(first, first), entries.dot(first, second)
            pairs = zip(first.data, second.data, strict=True)
            rest = Entries(second.shape, [b * length - a * along for a, b in pairs])
            return {**values, other.name: rest}
    return None
