"""Entries of arrays as numbers of their own: in a statement about p_i alone, p_i is any number."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from derivcheck.engine.statements.inference import Inference
from derivcheck.terms.apart import BOUND
from derivcheck.terms.latex import to_latex
from derivcheck.terms.nodes import Apply, Symbol, Term, free_symbols, rebuild, walk
from derivcheck.terms.scope import Claim, Declaration, Domain, Scope, Trait
from derivcheck.terms.statements import claims, mapped

SIGNS = frozenset({Trait.POSITIVE, Trait.NONNEGATIVE, Trait.NEGATIVE, Trait.NONZERO})
"""What may be said of all entries without tying them to one another."""


def with_entries_as_numbers(inference: Inference) -> Inference:
    """The same question with each p_i a number, where no other entry of p matters and nothing ties the entries."""
    statements = (inference.premise, inference.conclusion)
    sides = [side for part in statements for claim in claims(part) for side in (claim.left, claim.right)]
    numbers = {entry: Symbol(to_latex(entry)) for entry in _lone_entries(sides, inference.scope)}
    if not numbers:
        return inference
    known = {symbol.name: _declared(entry, symbol, inference.scope) for entry, symbol in numbers.items()}
    scope = replace(inference.scope, declarations={**inference.scope.declarations, **known})
    premise, conclusion = (mapped(part, partial(_written, numbers=numbers)) for part in statements)
    return replace(inference, premise=premise, conclusion=conclusion, scope=scope)


def _lone_entries(sides: list[Term], scope: Scope) -> list[Term]:
    """The entries p_i of arrays of which nothing else stands in the sides, nor in an assumption."""
    found: dict[str, set[Term]] = {}
    for part in (part for side in sides for part in walk(side)):
        if isinstance(part, Apply) and part.operator == "index" and isinstance(part.arguments[0], Symbol):
            found.setdefault(part.arguments[0].name, set()).add(part)
    tied = {name for claim in scope.assumptions for name in claim.names}
    lone = {name: next(iter(entries)) for name, entries in found.items() if len(entries) == 1 and name not in tied}
    return [entry for name, entry in lone.items() if _is_free(entry, scope) and not _stands_bare(name, entry, sides)]


def _is_free(entry: Term, scope: Scope) -> bool:
    assert isinstance(entry, Apply)  # noqa: S101 - an entry
    array, *places = entry.arguments
    declared = scope.declarations.get(array.name) if isinstance(array, Symbol) else None
    plain = declared is None or (declared.domain is Domain.REAL and not declared.normalised and not declared.weights)
    bound = any(symbol.name.startswith(BOUND) for place in places for symbol in free_symbols(place))
    return plain and entry.shape == () and not bound and (declared is None or declared.traits <= SIGNS)


def _stands_bare(name: str, entry: Term, sides: list[Term]) -> bool:
    """Whether an array stands in the sides outside its one entry."""

    def without(term: Term) -> Term:
        return Symbol("#") if term == entry else rebuild(term, without)

    return any(symbol.name == name for side in sides for symbol in free_symbols(without(side)))


def _declared(entry: Term, symbol: Symbol, scope: Scope) -> Declaration:
    assert isinstance(entry, Apply) and isinstance(entry.arguments[0], Symbol)  # noqa: S101, PT018 - an entry
    array = scope.declarations.get(entry.arguments[0].name)
    return Declaration(symbol) if array is None else replace(array, symbol=symbol)


def _written(claim: Claim, numbers: dict[Term, Symbol]) -> Claim:
    def of(term: Term) -> Term:
        return numbers.get(term) or rebuild(term, of)

    return replace(claim, left=of(claim.left), right=of(claim.right))
