"""Numbers that both sides make in the same way from arrays, sums or integrals: they may be any numbers at all.

``√(v - v q)`` with ``v = Σ (x_i - m)²/n`` is as good as √ of numbers v and q: a step that holds for all of these holds
for the ones that are meant. What is left is often free of the sizes that stood in the parts alone, which are numbers
from then on as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from derivcheck.engine.domains.bounds import Bounds, Interval
from derivcheck.engine.question import Question
from derivcheck.terms.apart import BOUND, apart, lettered
from derivcheck.terms.nodes import (
    Apply,
    Array,
    Derivative,
    Integral,
    Limit,
    Number,
    Reduce,
    Symbol,
    Term,
    bound_names,
    children,
    free_symbols,
    rebuild,
    size_names,
    walk,
)
from derivcheck.terms.scope import Declaration, Domain, Trait
from derivcheck.terms.substitution import substitute

PART = "part·"
"""How the names of parts begin."""

SMOOTH = frozenset({"add", "multiply", "power", "root", "abs", "log", "exp"})
"""Operators that mean the same of a whole number and of any other, if exponents are constants."""


def generalisations(question: Question) -> Iterator[tuple[Term, ...]]:
    """The parts that may be made names: the largest common ones, then the smallest."""
    left, right = _parts(question.left), _parts(question.right)
    common = left & right
    if not common:
        return
    largest = {part for side in (question.left, question.right) for part in _outermost(side, common)}
    for chosen in dict.fromkeys((frozenset(largest), frozenset(_smallest(common)))):
        yield tuple(sorted(chosen, key=str))


def _smallest(parts: set[Term]) -> set[Term]:
    """The parts that hold no others."""
    return {part for part in parts if not any(_key(inner) in parts for inner in walk(part)[1:] if inner != part)}


def innermost(question: Question) -> tuple[Term, ...]:
    """The smallest sums and the like in the sides, and the entries of tables that are looked at in one place only."""
    smallest = _smallest(_parts(question.left) | _parts(question.right))
    return tuple(sorted(smallest.union(_lone_entries(question)), key=str))


def _lone_entries(question: Question) -> tuple[Term, ...]:
    """The entries of tables that the sides look at in one place only, which no sum runs over."""
    places: dict[Term, set[Term]] = {}
    for part in (part for side in (question.left, question.right) for part in walk(side)):
        if isinstance(part, Apply) and part.operator == "index" and not part.shape:
            places.setdefault(part.arguments[0], set()).add(part)
    lone = [part for parts in places.values() if len(parts) == 1 for part in parts]
    return tuple(sorted(filter(_is_at_free_places, lone), key=str))


def _is_at_free_places(entry: Term) -> bool:
    table, *indices = children(entry)
    free = all(isinstance(index, Symbol) and not index.name.startswith(BOUND) for index in indices)
    return free and isinstance(table, Symbol)


def restored(term: Term, parts: Iterable[Term]) -> Term:
    """A term with the parts in place of their names."""
    return substitute(term, {f"{PART}{number}": lettered(part) for number, part in enumerate(parts)})


def generalised(question: Question, parts: Iterable[Term]) -> Question:
    """The question with names for these parts, of which no more is said than what sign they have."""
    bounds = Bounds(question.scope)
    named = {part: Symbol(f"{PART}{number}") for number, part in enumerate(parts)}
    left, right = (_put(side, named) for side in (question.left, question.right))
    declarations = dict(question.scope.declarations)
    for part, symbol in named.items():
        declarations[symbol.name] = Declaration(symbol, traits=_sign(bounds.of(part)))
    for name in _loose(question, left, right):
        declarations[name] = Declaration(Symbol(name), traits=frozenset({Trait.NONNEGATIVE}))
    names = {symbol.name for symbol in free_symbols(left) | free_symbols(right)}
    kept = tuple(claim for claim in question.scope.assumptions if claim.names <= names)
    scope = replace(question.scope, declarations=declarations, assumptions=kept)
    return Question(left, question.relation, right, scope, question.seed, question.deadline)


@lru_cache(maxsize=10_000)
def _key(part: Term) -> Term:
    """A part with its bound names renamed, so that it is known again where they are other letters."""
    return apart(part, lambda _: False)


def _parts(side: Term, bound: frozenset[str] = frozenset()) -> set[Term]:
    """The numbers in a side that are made of arrays, sums and the like, by their keys."""
    found = {_key(side)} if _is_part(side, bound) else set()
    inside = bound | set(bound_names(side))
    return found.union(*(_parts(child, inside) for child in children(side)))


def _is_part(term: Term, bound: frozenset[str]) -> bool:
    if term.shape or isinstance(term, (Number, Symbol)) or any(s.name in bound for s in free_symbols(term)):
        return False
    return any(isinstance(part, (Reduce, Array, Derivative, Integral, Limit)) or _is_form(part) for part in walk(term))


def _is_form(part: Term) -> bool:
    """Whether a part makes a number of arrays, and is more than an entry of one."""
    return (
        isinstance(part, Apply)
        and not part.shape
        and part.operator != "index"
        and any(argument.shape for argument in part.arguments)
    )


def _outermost(side: Term, common: set[Term]) -> Iterator[Term]:
    if not side.shape and _key(side) in common:
        yield _key(side)
    else:
        for child in children(side):
            yield from _outermost(child, common)


def _put(side: Term, named: dict[Term, Symbol], bound: frozenset[str] = frozenset()) -> Term:
    symbol = named.get(_key(side)) if not side.shape and not isinstance(side, (Number, Symbol)) else None
    if symbol is not None and not any(free.name in bound for free in free_symbols(side)):
        return symbol
    inside = bound | set(bound_names(side))
    return rebuild(side, lambda child: _put(child, named, inside))


def _sign(interval: Interval) -> frozenset[Trait]:
    if interval.positive:
        return frozenset({Trait.POSITIVE})
    return frozenset({Trait.NONNEGATIVE}) if interval.nonnegative else frozenset()


def _loose(question: Question, left: Term, right: Term) -> list[str]:
    """The sizes that count nothing any more, in sides that say nothing else of whole numbers."""
    parts = [*walk(left), *walk(right)]
    if any(not isinstance(part, (Apply, Number, Symbol)) or part.shape for part in parts):
        return []
    applied = [part for part in parts if isinstance(part, Apply)]
    if not all(part.operator in SMOOTH and _has_constant_exponent(part) for part in applied):
        return []
    names = {part.name for part in parts if isinstance(part, Symbol)} - size_names(left) - size_names(right)
    domains = {name: question.declarations[name].domain for name in names if name in question.declarations}
    return [
        name
        for name, domain in domains.items()
        if domain is Domain.NATURAL or (domain is Domain.REAL and name in question.sizes)
    ]


def _has_constant_exponent(part: Apply) -> bool:
    return part.operator != "power" or isinstance(part.arguments[1], Number)
