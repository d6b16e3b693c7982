"""Recurrences written out: a member of a family by earlier ones, down to the earliest that a step speaks of.

Members at places such as k and k + 1, where nothing runs over k, are variables of their own: what is claimed of them is
claimed for every k, and a family that nothing ties together has any values there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache

from derivcheck.terms.build import index
from derivcheck.terms.definitions import DEEPEST, MOST_NODES, TooDeep, count_nodes
from derivcheck.terms.nodes import (
    Apply,
    Derivative,
    Number,
    Reduce,
    Symbol,
    Term,
    bound_names,
    children,
    number,
    operators,
    rebuild,
)
from derivcheck.terms.scope import Claim, Declaration, Trait
from derivcheck.terms.substitution import substitute

Place = tuple[str, int]
"""A letter, or none, and the number that is added to it."""

ENTRYWISE = frozenset({Trait.POSITIVE, Trait.NONNEGATIVE, Trait.NEGATIVE, Trait.NONZERO})
"""What holds of a family as it does of each member, whatever the others are."""

FARTHEST = 12
"""How many places below or above its own an assumption is looked at."""


@dataclass(frozen=True, slots=True)
class Recurrence:
    """The member at ``index`` + ``offset`` is ``body``, for every ``index``, from the ``first`` on if one is told."""

    index: str
    offset: int
    body: Term
    first: int | None = None

    def gives(self, place: Place) -> bool:
        """Whether it says what the member at a place is; one with a letter is some place at which it does."""
        letter, offset = place
        return bool(letter) or self.first is None or offset - self.offset >= self.first

    def at(self, place: Place) -> Term:
        """The member at a place."""
        letter, offset = place
        return substitute(self.body, {self.index: term_of((letter, offset - self.offset))})


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a family, and the further indices that pick an entry of it."""

    family: Symbol
    place: Place
    entry: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class WrittenOut:
    """The sides of a step without recurrences: what its new names are, and the assumptions with them."""

    terms: tuple[Term, ...]
    declarations: Mapping[str, Declaration] = field(default_factory=dict)
    assumptions: tuple[Claim, ...] | None = None


def place_of(term: Term) -> Place | None:
    """The place that a term names, as k + 1 does; None where it is none, as with i + j or 2k."""
    match term:
        case Number(value=value) if value.denominator == 1:
            return "", value.numerator
        case Symbol(name=name, shape=()):
            return name, 0
        case Apply(operator="add", arguments=arguments):
            parts = [place_of(argument) for argument in arguments]
            letters = [part[0] for part in parts if part is not None and part[0]]
            if None in parts or len(letters) > 1:
                return None
            return "".join(letters), sum(part[1] for part in parts if part is not None)
        case Apply(operator="multiply" | "negate", arguments=arguments):
            values = [argument.value for argument in arguments if isinstance(argument, Number)]
            if len(values) < len(arguments):
                return None
            result = Fraction(-1 if term.operator == "negate" else 1)
            for value in values:
                result *= value
            return ("", result.numerator) if result.denominator == 1 else None
    return None


def term_of(place: Place) -> Term:
    """A place as a term."""
    letter, offset = place
    if not letter:
        return number(offset)
    return Apply("add", (Symbol(letter), number(offset))) if offset else Symbol(letter)


def name_of(family: str, place: Place) -> str:
    """The name of a member as it is written."""
    letter, offset = place
    script = f"{letter}{offset:+d}" if letter and offset else letter or str(offset)
    return f"{family}_{{{script}}}"


def family_of(name: str) -> str:
    """The family of a member by its name."""
    return name.rpartition("_{")[0] or name


def write_out(
    terms: Sequence[Term],
    recurrences: Mapping[str, Recurrence],
    assumptions: Callable[[], Sequence[Claim]],
    declarations: Callable[[], Mapping[str, Declaration]],
    write: Callable[[Term], Term],
) -> WrittenOut:
    """Terms in which no member of a family is given by earlier ones, and members are variables where they can be.

    ``write`` unfolds definitions, which starting values are among. Most terms speak of no member: what is assumed and
    declared is asked for where it is needed.
    """
    if not any(map(members, terms)):
        return WrittenOut(tuple(terms))
    unrolling = _Unrolling(recurrences, write, terms)
    found = tuple(map(unrolling.rewritten, terms))
    known = declarations()
    loose = _loose_families(found, known, recurrences)
    claims = _claims(assumptions(), loose, found, unrolling) if loose else ()
    if not loose or claims is None:
        return WrittenOut(found)
    fresh: dict[str, Declaration] = {}
    split = tuple(_split(term, loose, known, fresh) for term in found)
    kept = []
    for claim in claims:
        left, right = (_split(side, loose, known, fresh) for side in (claim.left, claim.right))
        kept.append(replace(claim, left=left, right=right))
    return WrittenOut(split, fresh, tuple(kept))


class _Unrolling:
    """How far recurrences are followed in one step: to the earliest members that it speaks of."""

    def __init__(
        self, recurrences: Mapping[str, Recurrence], write: Callable[[Term], Term], terms: Sequence[Term]
    ) -> None:
        self.recurrences = recurrences
        self.write = write
        self.floor: dict[str, int] = {}
        self.ceiling: dict[str, int] = {}
        speaking = [term for term in terms if any(m.family.name in recurrences for m in members(term))]
        places = {m.place for term in speaking for m in members(term) if m.family.name in recurrences}
        for member in (member for term in speaking for member in members(term)):
            if member.family.name in recurrences:
                letter, offset = member.place
                self.floor[letter] = min(offset, self.floor.get(letter, offset))
                self.ceiling[letter] = max(offset, self.ceiling.get(letter, offset))
                if not letter:
                    self.floor[letter] = self._start(member.family, self.floor[letter])
        if len(places) == 1 and len(speaking) < len(terms):
            # The other side may say what the next member is, and what came before has to be looked at.
            ((letter, offset),) = places
            self.floor[letter] = min(self.floor[letter], offset - 1)
            self.ceiling[letter] = max(self.ceiling[letter], offset + 1)

    def _start(self, family: Symbol, offset: int) -> int:
        """The number of the nearest member before one that is given by itself; that of the one where none is."""
        earlier = (k for k in range(offset, offset - FARTHEST, -1) if self._given(family, k) is not None)
        return next(earlier, offset)

    def _given(self, family: Symbol, offset: int) -> Term | None:
        """What a definition says of the member at a number."""
        member = Symbol(name_of(family.name, ("", offset)), family.shape[1:])
        known = self.write(member)
        return None if known == member else known

    def rewritten(self, term: Term, bound: frozenset[str] = frozenset(), depth: int = 0) -> Term:
        if "index" not in operators(term):
            return term
        if depth > DEEPEST or count_nodes(term) > MOST_NODES:
            raise TooDeep
        member = _member(term, bound)
        value = None if member is None else self._value(member)
        if value is not None and member is not None:
            entry = tuple(self.rewritten(part, bound, depth) for part in member.entry)
            whole = self.rewritten(value, bound, depth + 1)
            return index(whole, entry) if entry else whole
        return _rebuilt(term, lambda child, inner: self.rewritten(child, inner, depth), bound)

    def _value(self, member: Member) -> Term | None:
        """What gives a member; None where nothing does, or it is among the earliest."""
        recurrence = self.recurrences.get(member.family.name)
        letter, offset = member.place
        given = None if letter else self._given(member.family, offset)
        if given is not None:
            return given
        if recurrence is None or not recurrence.gives(member.place):
            return None
        if self._is_backward(member.family.name):
            return self.write(recurrence.at(member.place)) if offset < self.ceiling.get(letter, offset) else None
        if offset < self.floor.get(letter, offset):
            return None
        if offset == self.floor.get(letter, offset) and not self._is_instant(member.family.name):
            return None
        return self.write(recurrence.at(member.place))

    def _is_backward(self, family: str) -> bool:
        """Whether members are given by later ones of their own, as A_t = δ_t + γ A_{t+1}."""
        recurrence = self.recurrences[family]
        places = [m.place[1] for m in members(recurrence.body) if m.family.name == family]
        return bool(places) and all(place > recurrence.offset for place in places)

    def _is_instant(self, family: str) -> bool:
        """Whether members are given by some at their own place, as y_k = x_k + β(x_k - x_{k-1}), not by their own."""
        recurrence = self.recurrences[family]
        uses = [m for m in members(recurrence.body) if m.family.name in self.recurrences]
        return all(m.family.name != family for m in uses) and any(m.place[1] == recurrence.offset for m in uses)


@lru_cache(maxsize=20_000)
def members(term: Term) -> tuple[Member, ...]:
    """The members of families in a term over whose places nothing runs."""
    if "index" not in operators(term):
        return ()
    member = _member(term, frozenset())
    if member is not None:
        return (member, *(inside for part in member.entry for inside in members(part)))
    return tuple(
        inside
        for part, bound in _parts(term, frozenset())
        for inside in members(part)
        if inside.family.name not in bound and inside.place[0] not in bound
    )


def _parts(term: Term, bound: frozenset[str]) -> list[tuple[Term, frozenset[str]]]:
    """The children of a term, each with the names that are bound there."""
    parts = children(term)
    names = bound_names(term)
    if not names:
        return [(part, bound) for part in parts]
    inner = bound | set(names)
    within = (
        range(2, len(parts))
        if isinstance(term, Reduce)
        else (0,)
        if isinstance(term, Derivative)
        else range(len(parts))
    )
    return [(part, inner if place in within else bound) for place, part in enumerate(parts)]


def _rebuilt(term: Term, change: Callable[[Term, frozenset[str]], Term], bound: frozenset[str]) -> Term:
    """A term with its children changed, each with the names that are bound there."""
    inner = iter(_parts(term, bound))
    return rebuild(term, lambda child: change(child, next(inner)[1]))


def _member(term: Term, bound: frozenset[str]) -> Member | None:
    if not (isinstance(term, Apply) and term.operator == "index"):
        return None
    family, first, *rest = term.arguments
    place = place_of(first)
    if not isinstance(family, Symbol) or family.name in bound or place is None or place[0] in bound:
        return None
    return Member(family, place, tuple(rest))


def _loose_families(
    terms: Sequence[Term], declarations: Mapping[str, Declaration], recurrences: Mapping[str, Recurrence]
) -> set[str]:
    """The families whose members are variables of their own: all stand at a letter, and some have moved."""
    seen: dict[str, set[Place]] = {}
    times: dict[str, int] = {}
    for term in terms:
        for member in members(term):
            seen.setdefault(member.family.name, set()).add(member.place)
            times[member.family.name] = times.get(member.family.name, 0) + 1
    steps = {letter for name, places in seen.items() for letter, offset in places if offset or name in recurrences}
    found = set()
    for name, places in seen.items():
        known = declarations.get(name)
        moved = any(letter in steps for letter, _ in places)
        if (
            known is not None
            and moved
            and all(letter for letter, _ in places)
            and known.traits <= ENTRYWISE
            and not known.normalised
            and sum(uses(term, name) for term in terms) == times[name]
        ):
            found.add(name)
    return found


def uses(term: Term, name: str, bound: frozenset[str] = frozenset()) -> int:
    """How often a free name stands in a term."""
    if isinstance(term, Symbol):
        return int(term.name == name and name not in bound)
    return sum(uses(part, name, inner) for part, inner in _parts(term, bound))


def _claims(
    assumptions: Sequence[Claim], loose: set[str], terms: Sequence[Term], unrolling: _Unrolling
) -> list[Claim] | None:
    """The assumptions at all places that a step speaks of; None where one says more of a family than of a place."""
    places = {member.place for term in terms for member in members(term) if member.family.name in loose}
    found: list[Claim] = []
    for claim in assumptions:
        if not claim.names & loose:
            found.append(claim)
            continue
        inside = [m for side in (claim.left, claim.right) for m in members(side) if m.family.name in loose]
        count = sum(uses(side, name) for side in (claim.left, claim.right) for name in loose)
        letters = {m.place[0] for m in inside}
        if count != len(inside) or len(letters) != 1 or "" in letters:
            return None
        found += _instances(claim, letters.pop(), {m.place[1] for m in inside}, places, unrolling)
    return found


def _instances(
    claim: Claim, letter: str, offsets: set[int], places: set[Place], unrolling: _Unrolling
) -> Iterator[Claim]:
    """An assumption at the places from which it reaches one that the step speaks of, and none before the earliest."""
    targets = {(other, offset - least) for other, offset in places for least in offsets}
    for other, offset in sorted(targets):
        earliest = min(place for known, place in places if known == other)
        if offset + min(offsets) < min(earliest, unrolling.floor.get(other, earliest)) or abs(offset) > FARTHEST:
            continue
        moved = {letter: term_of((other, offset))}
        left, right = (unrolling.rewritten(substitute(side, moved)) for side in (claim.left, claim.right))
        yield replace(claim, left=left, right=right)


def _split(
    term: Term,
    loose: set[str],
    declarations: Mapping[str, Declaration],
    fresh: dict[str, Declaration],
    bound: frozenset[str] = frozenset(),
) -> Term:
    """A term with variables for the members of loose families."""
    member = _member(term, bound)
    if member is None or member.family.name not in loose:
        return _rebuilt(term, lambda child, inner: _split(child, loose, declarations, fresh, inner), bound)
    known = declarations[member.family.name]
    symbol = Symbol(name_of(member.family.name, member.place), member.family.shape[1:])
    fresh[symbol.name] = replace(known, symbol=symbol)
    entry = tuple(_split(part, loose, declarations, fresh, bound) for part in member.entry)
    return index(symbol, entry) if entry else symbol
