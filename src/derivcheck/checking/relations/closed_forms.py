"""Closed forms of recurrences, by induction: ``v_t = R(t)`` where v has a start and each member follows from the last.

It holds at the start, and wherever it holds one place before, since the recurrence then gives what it says. Both are
ordinary questions; so are the first members, which have to agree as well, and which refute what they contradict.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

from derivcheck.checking.doubts import clear
from derivcheck.checking.ground import guarded, settled_sides, writer
from derivcheck.checking.outcome import AT, Ground
from derivcheck.checking.questions import posed
from derivcheck.engine.algebra.sums import total
from derivcheck.engine.decide import decide
from derivcheck.engine.decision import Decision
from derivcheck.reading.context import Context
from derivcheck.results import Verdict
from derivcheck.terms.definitions import Unsettled
from derivcheck.terms.nodes import (
    Apply,
    Call,
    Reduce,
    Symbol,
    Term,
    bound_names,
    children,
    number,
    operators,
    rebuild,
    walk,
)
from derivcheck.terms.recurrences import Member, Recurrence, members, name_of, term_of
from derivcheck.terms.scope import Declaration, Domain
from derivcheck.terms.sequences import with_calls
from derivcheck.terms.substitution import substitute

STRATEGY = "recurrence"
ENTRY = "_{j}"
LOOKED_AT = 3
"""How many members behind the start are looked at."""


@dataclass(frozen=True, slots=True)
class _Claim:
    """The member of ``family`` at ``letter`` is ``value``, for every place from that of ``start`` on."""

    family: Symbol
    letter: str
    value: Term
    recurrence: Recurrence
    start: tuple[int, Term]

    def at(self, place: Term) -> Term:
        """What is claimed of a place."""
        return substitute(self.value, {self.letter: place})

    def follows(self, place: Term, before: Term) -> Term:
        """The member at a place by the one before it."""
        body = substitute(self.recurrence.body, {self.recurrence.index: _plus(place, -self.recurrence.offset)})
        return _replaced(body, self.family.name, before)


def by_induction(decision: Decision, terms: tuple[Term, Term], relation: str, ground: Ground) -> Decision:
    """The decision on a step, made by induction where it claims a closed form and is not decided without."""
    if relation != "=" or decision.verdict is not Verdict.UNPROVED or not ground.context.recurrences:
        return decision
    try:
        claim = _claimed(terms, ground.context)
        return decision if claim is None else _decided(claim, ground) or decision
    except Unsettled:
        return decision


def _claimed(terms: tuple[Term, Term], context: Context) -> _Claim | None:
    write = writer(context)
    left, right = map(write, terms)
    for side, other in ((left, right), (right, left)):
        found = _alone(side, other, context)
        if found is not None:
            member, value = found
            return _from_start(member, value, context)
    return None


def _alone(side: Term, other: Term, context: Context) -> tuple[Member, Term] | None:
    """The one member that a side holds as a summand, and what it then is; nothing else moves with a recurrence."""
    parts = list(side.arguments) if isinstance(side, Apply) and side.operator == "add" else [side]
    speaking = [m for term in (side, other) for m in members(term) if m.family.name in context.recurrences]
    moving = [member for member in speaking if member.place[0]]
    if len(moving) != 1 or moving[0].entry or moving[0].place[1]:
        return None
    (member,) = moving
    own = next(
        (part for part in parts if part == Apply("index", (member.family, Symbol(member.place[0])), part.shape)), None
    )
    if own is None or any(_runs(term, member, context) for term in (side, other)):
        return None
    rest = [part for part in parts if part is not own]
    taken = [Apply("multiply", (number(-1), part), part.shape) for part in rest]
    return member, total([other, *taken]) if taken else other


def _runs(term: Term, member: Member, context: Context) -> bool:
    """Whether something runs over the members of a recurrent family, or over the letter itself."""
    names = [part.name for part in walk(term) if isinstance(part, Symbol)]
    told = [m.family.name for m in members(term)]
    bound = {name for part in walk(term) for name in bound_names(part)}
    return member.place[0] in bound or any(names.count(name) != told.count(name) for name in context.recurrences)


def _from_start(member: Member, value: Term, context: Context) -> _Claim | None:
    """The claim from the start that the text gives, or from the member that the closed form goes back to."""
    write, family = writer(context), member.family
    recurrence = context.recurrences[family.name]
    recurrence = replace(recurrence, body=write(recurrence.body))
    used = [m for m in members(recurrence.body) if m.family.name in context.recurrences]
    if not used or any(
        m.family.name != family.name or m.entry or m.place != (recurrence.index, recurrence.offset - 1) for m in used
    ):
        return None
    spoken = {m.place[1] for m in members(value) if m.family.name == family.name}
    given = {k for k in range(-1, LOOKED_AT) if name_of(family.name, ("", k)) in context.bodies}
    if len(given | spoken) != 1:
        return None
    (first,) = given | spoken
    if not recurrence.gives(("", first + 1)):
        return None
    start = write(Symbol(name_of(family.name, ("", first)), family.shape[1:]))
    return _Claim(family, member.place[0], _replaced(value, family.name, start), recurrence, (first, start))


def _replaced(term: Term, family: str, value: Term) -> Term:
    """``term`` with a value for the members of a family."""
    if "index" not in operators(term):
        return term
    if isinstance(term, Apply) and term.operator == "index":
        array = term.arguments[0]
        if isinstance(array, Symbol) and array.name == family:
            return value
    return rebuild(term, lambda child: _replaced(child, family, value))


def _plus(place: Term, offset: int) -> Term:
    return term_of((place.name, offset)) if isinstance(place, Symbol) else total([place, number(offset)])


def _decided(claim: _Claim, ground: Ground) -> Decision | None:
    first, start = claim.start
    looked_at = [guarded(partial(_asked, start, claim.at(number(first)), ground), ground)]
    before = start
    for place in range(first + 1, first + 1 + LOOKED_AT):
        before = claim.follows(number(place), before)
        looked_at.append(guarded(partial(_asked, before, claim.at(number(place)), ground), ground))
    if all(found.verdict is Verdict.REFUTED for found in looked_at[2:]):
        return replace(looked_at[2], evidence={**looked_at[2].evidence, AT: {claim.letter: first + 2}})
    if any(found.verdict is not Verdict.PROVED for found in looked_at):
        return None
    counted = ground.context.copy()
    counted.symbols[claim.letter] = Declaration(Symbol(claim.letter), Domain.INTEGER, lower=Fraction(first))
    letter = Symbol(claim.letter)
    later = claim.follows(letter, claim.at(_plus(letter, -1)))
    found = guarded(partial(_asked, later, claim.at(letter), replace(ground, context=counted)), ground)
    if found.verdict is not Verdict.PROVED:
        return None
    return replace(found, strategy=STRATEGY)


def _asked(left: Term, right: Term, ground: Ground) -> Decision:
    """What is found of one of the questions, in which families are functions of their places."""
    families, context = _families((left, right)), ground.context.copy()
    left, right = _entries(*(with_calls(term, families) for term in (left, right)))
    # Of a family of which nothing more is said, any function gives the members.
    free = {name for name in families if _is_free(name, context)}
    context.declared_functions |= free | {f"{name}{ENTRY}" for name in free}
    question = posed(settled_sides((left, right), context), "=", ground)
    found = clear(decide(question), question, replace(ground, context=context), (left, right))
    return replace(found, about=found.about or question)


def _is_free(name: str, context: Context) -> bool:
    """Whether nothing is said of a family but what its members are."""
    known = context.symbols.get(name)
    plain = known is None or known == Declaration(known.symbol, source=known.source)
    return plain and not any(name in claim.names for claim in context.assumptions)


def _entries(left: Term, right: Term) -> tuple[Term, Term]:
    """Both sides with numbers for vectors where each entry of the sides is made in one way of the vectors' entries."""
    alike = tuple(map(_entry, (left, right)))
    return (left, right) if alike[0] is None or alike[1] is None else (alike[0], alike[1])


def _entry(term: Term) -> Term | None:
    if not term.shape:
        return term
    match term:
        case Symbol(name=name):
            return Symbol(f"{name}{ENTRY}")
        case Call() if not any(argument.shape for argument in term.arguments):
            return replace(term, function=f"{term.function}{ENTRY}", shape=())
        case Reduce(operator="sum"):
            body = _entry(term.body)
            return None if body is None else replace(term, body=body)
        case Apply(operator="add" | "multiply" | "zero", arguments=arguments):
            parts = [_entry(part) for part in arguments]
            return None if None in parts else Apply(term.operator, tuple(p for p in parts if p is not None))
    return None


def _families(terms: Sequence[Term]) -> set[str]:
    """The families of numbers or vectors of which the terms take nothing but members, at places that move."""
    taken = {
        part.arguments[0].name
        for term in terms
        for part in walk(term)
        if isinstance(part, Apply) and part.operator == "index" and isinstance(part.arguments[0], Symbol)
    }
    return {name for name in taken if all(_takes_members(term, name) for term in terms)}


def _takes_members(term: Term, name: str) -> bool:
    if isinstance(term, Symbol):
        return term.name != name
    if isinstance(term, Apply) and term.operator == "index" and isinstance(term.arguments[0], Symbol):
        return all(_takes_members(part, name) for part in term.arguments[1:])
    return all(_takes_members(part, name) for part in children(term))
