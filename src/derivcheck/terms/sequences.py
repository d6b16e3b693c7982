"""Families without a length that a step follows before their first member: sequences, functions of a whole number.

``r_0 + r_1 + …`` and ``V_{t+l}`` have no place in an array of which the members are counted from 1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from derivcheck.terms.build import index
from derivcheck.terms.nodes import (
    Apply,
    Call,
    Number,
    Reduce,
    Symbol,
    Term,
    bound_names,
    children,
    operators,
    rebuild,
    walk,
)
from derivcheck.terms.recurrences import Place, place_of


def as_sequences(terms: Sequence[Term], endless: frozenset[str]) -> list[Term]:
    """The terms with values of functions for the members of ``endless`` families that none of them takes as a whole."""
    if not endless or not any("index" in operators(term) for term in terms):
        return list(terms)
    early = {name for term in terms for name in _early(term, frozenset())} & endless
    early -= {name for term in terms for part in walk(term) for name in bound_names(part)}
    early -= {name for term in terms for name in _whole(term)}
    return [with_calls(term, early) for term in terms] if early else list(terms)


def _family(term: Term) -> str | None:
    """The family of which ``term`` is a member."""
    if isinstance(term, Apply) and term.operator == "index" and isinstance(term.arguments[0], Symbol):
        return term.arguments[0].name
    return None


def _early(term: Term, before: frozenset[str]) -> Iterator[str]:
    """The families met at places that may lie outside of an array; ``before`` are the indices that start below 1."""
    if "index" not in operators(term):
        return
    name = _family(term)
    if name is not None and not _is_within(place_of(children(term)[1]), before):
        yield name
    if isinstance(term, Reduce):
        late = isinstance(term.lower, Number) and term.lower.value >= 1
        before = before - {term.index} if late else before | {term.index}
    for part in children(term):
        yield from _early(part, before)


def _is_within(place: Place | None, before: frozenset[str]) -> bool:
    """Whether a place is a number from 1 on, or an index as it is."""
    if place is None:
        return False
    letter, offset = place
    return offset == 0 and letter not in before if letter else offset >= 1


def _whole(term: Term) -> Iterator[str]:
    """The families that a term takes as arrays."""
    counts: Counter[str] = Counter()
    for part in walk(term):
        if isinstance(part, Symbol):
            counts[part.name] += 1
        name = _family(part)
        if name is not None:
            counts[name] -= 1
    yield from (name for name, count in counts.items() if count)


def with_calls(term: Term, families: Collection[str]) -> Term:
    """``term`` with values of functions for the members of ``families``."""
    if "index" not in operators(term):
        return term
    name = _family(term)
    if name in families and isinstance(term, Apply):
        family, place, *entry = term.arguments
        member = Call(name or "", (with_calls(place, families),), (0,), family.shape[1:])
        return index(member, tuple(with_calls(part, families) for part in entry)) if entry else member
    return rebuild(term, lambda child: with_calls(child, families))
