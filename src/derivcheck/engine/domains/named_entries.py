"""Entries with fixed places, such as λ₁ and λ₂, as the numbers that they are.

Where a step speaks of an array by such entries alone, it says the same of as many numbers of the same kind.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derivcheck.engine.question import Question
from derivcheck.terms.nodes import ZERO, Apply, Integral, Number, Symbol, Term, children, free_symbols, rebuild, walk
from derivcheck.terms.scope import Claim, Declaration, Trait

SIGNS = frozenset({Trait.POSITIVE, Trait.NEGATIVE, Trait.NONNEGATIVE, Trait.NONZERO})
"""What an array is if each of its entries is so, whatever the others are."""


def with_named_entries(question: Question) -> Question:
    """The question about numbers in the place of entries, where some side is an integral."""
    sides = (question.left, question.right)
    if not any(isinstance(part, Integral) for side in sides for part in walk(side)):
        return question
    terms = [*sides, *(side for claim in question.assumptions for side in (claim.left, claim.right))]
    entries = {entry for term in terms for entry in _entries(term)}
    entries = {entry for entry in entries if _may_be_number(entry, question, terms)}
    if not entries:
        return question
    names = {entry: Symbol(_name(entry)) for entry in entries}
    declarations = dict(question.scope.declarations)
    if any(symbol.name in declarations for symbol in names.values()):
        return question
    for entry, symbol in names.items():
        declarations[symbol.name] = replace(declarations[_array(entry).name], symbol=symbol)

    def named(term: Term) -> Term:
        return names.get(term) or rebuild(term, named) if isinstance(term, Apply) else rebuild(term, named)

    claims = [replace(claim, left=named(claim.left), right=named(claim.right)) for claim in question.assumptions]
    signs = {claim: found for claim in claims if (found := _sign(claim, set(names.values()))) is not None}
    for name, sign in signs.values():
        declarations[name] = replace(declarations[name], traits=declarations[name].traits | {sign})
    assumptions = tuple(claim for claim in claims if claim not in signs)
    scope = replace(question.scope, declarations=declarations, assumptions=assumptions)
    return replace(question, left=named(question.left), right=named(question.right), scope=scope)


def _sign(claim: Claim, symbols: set[Symbol]) -> tuple[str, Trait] | None:
    """The name that an assumption says to be positive, or not negative, and which of the two."""
    low, high = claim.ordered or (None, None)
    if low != ZERO or not isinstance(high, Symbol) or high not in symbols:
        return None
    return high.name, Trait.POSITIVE if claim.relation in ("<", ">") else Trait.NONNEGATIVE


def _entries(term: Term) -> Iterator[Apply]:
    return (part for part in walk(term) if isinstance(part, Apply) and _is_fixed(part))


def _is_fixed(term: Apply) -> bool:
    """Whether a term is an entry of a family of numbers at a place that is a number."""
    array, *places = term.arguments if term.operator == "index" else (None, None)
    is_family = isinstance(array, Symbol) and len(array.shape) == 1
    return is_family and len(places) == 1 and isinstance(places[0], Number)


def _array(entry: Apply) -> Symbol:
    array = entry.arguments[0]
    assert isinstance(array, Symbol)  # noqa: S101 - of a family
    return array


def _name(entry: Apply) -> str:
    place = entry.arguments[1]
    assert isinstance(place, Number)  # noqa: S101 - fixed
    return f"{_array(entry).name}_{{{place.value}}}"


def _may_be_number(entry: Apply, question: Question, terms: list[Term]) -> bool:
    """Whether nothing else is said of the array: neither of its length, nor of other entries."""
    array = _array(entry)
    declared = question.scope.declarations.get(array.name)
    if declared is None or not _is_plain(declared):
        return False
    sizes = free_symbols(array.shape[0])
    return not any(_is_mentioned(array, sizes, term) for term in terms)


def _is_plain(declared: Declaration) -> bool:
    return not (declared.normalised or declared.weights or declared.traits - SIGNS)


def _is_mentioned(array: Symbol, sizes: frozenset[Symbol], term: Term) -> bool:
    if isinstance(term, Symbol):
        return term == array or term in sizes
    if isinstance(term, Apply) and _is_fixed(term):
        return False
    return any(_is_mentioned(array, sizes, part) for part in children(term))
