"""What is said anew of where a number lies takes back what was said before, unless both may hold together.

"Let x > 0. … Let x < 0." speaks of two cases, of which the second is not both. "For x > 1, … For x > 0, …" goes on with
more values; since one may have meant the fewer ones all the same, nothing is refuted there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import inf

from derivcheck.reading.context import Context
from derivcheck.reading.names import FLIPPED
from derivcheck.reading.notation.sets import Membership
from derivcheck.terms.nodes import Number, Symbol
from derivcheck.terms.scope import Claim, Declaration, Trait

SIGNS = {Trait.POSITIVE: ">", Trait.NONNEGATIVE: r"\ge", Trait.NEGATIVE: "<"}
OTHER_CASE = "another case"
BELOW = frozenset({">", r"\ge"})


@dataclass(frozen=True, slots=True)
class End:
    """A bound of a number, as the relation that the number has to it."""

    relation: str
    value: Fraction | float

    def is_within(self, other: End) -> bool:
        """Whether it leaves out all that another bound on its side does."""
        if self.value == other.value:
            return self.relation in (">", "<") or other.relation not in (">", "<")
        return (self.value > other.value) == (self.relation in BELOW)

    def crosses(self, other: End) -> bool:
        """Whether no more than a point is left between it and a bound on the other side."""
        return self.value >= other.value if self.relation in BELOW else self.value <= other.value


def renew(name: str, ends: Iterable[End], context: Context) -> bool:
    """Takes back which bounds of a symbol do not go with new ones, before these are added.

    True where the new ones leave it more values, of which it is not clear that they are meant: nothing is refuted then.
    """
    known = context.symbols.get(name)
    if known is None:
        return False
    new = list(ends)
    old = list(_ends(known, context))
    if any(a.crosses(b) for a in new for b in old if not _is_on_side_of(a, b)):
        _take_back(known, old, context)
        return False
    wider = [b for b in old if not any(_implies(a, b) for a in new) and any(_is_on_side_of(a, b) for a in new)]
    _take_back(known, wider, context)
    if wider:
        context.unclear[name] = OTHER_CASE
    return bool(wider)


def takes_back(before: Context, after: Context) -> bool:
    """Whether bounds of before do not hold in a context that more was said in."""
    return any(
        not set(_ends(known, before)) <= set(_ends(after.symbols.get(name, known), after))
        for name, known in before.symbols.items()
    ) or not {claim.ordered for claim in before.assumptions} <= {claim.ordered for claim in after.assumptions}


def drop_opposite(claim: Claim, context: Context) -> None:
    """Takes back that one side is the smaller one, of two sides of which the other is said to be."""
    said = claim.ordered
    if said is not None:
        context.assumptions = [other for other in context.assumptions if other.ordered != said[::-1]]


def interval(membership: Membership) -> list[End]:
    """Between which numbers a set of numbers lies; the reals have no bounds."""
    low = End(r"\ge", -inf) if membership.at_least is None else End(r"\ge", membership.at_least)
    high = End(r"\le", inf) if membership.at_most is None else End(r"\le", membership.at_most)
    return [*_bounds(membership), low, high]


def _is_on_side_of(new: End, old: End) -> bool:
    return (new.relation in BELOW) == (old.relation in BELOW)


def _implies(new: End, old: End) -> bool:
    return _is_on_side_of(new, old) and new.is_within(old)


def _ends(known: Declaration, context: Context) -> Iterator[End]:
    """The bounds of a symbol by numbers."""
    yield from _bounds(known)
    yield from (end for claim in context.assumptions if (end := _end_of(claim, known.symbol)) is not None)


def _bounds(known: Declaration | Membership) -> Iterator[End]:
    for trait, relation in SIGNS.items():
        if trait in known.traits:
            yield End(relation, Fraction(0))
    for relation, value in ((">", known.lower), ("<", known.upper)):
        if value is not None:
            yield End(relation, value)


def _end_of(claim: Claim, symbol: Symbol) -> End | None:
    match claim:
        case Claim(left=left, relation=relation, right=Number(value=value)) if left == symbol and relation in FLIPPED:
            return End(relation, value)
        case Claim(left=Number(value=value), relation=relation, right=right) if right == symbol and relation in FLIPPED:
            return End(FLIPPED[relation], value)
    return None


def _take_back(known: Declaration, ends: Sequence[End], context: Context) -> None:
    if not ends:
        return
    context.symbols[known.symbol.name] = replace(
        known,
        traits=frozenset(t for t in known.traits if t not in SIGNS or End(SIGNS[t], Fraction(0)) not in ends),
        lower=None if any(end.relation == ">" and end.value == known.lower for end in ends) else known.lower,
        upper=None if any(end.relation == "<" and end.value == known.upper for end in ends) else known.upper,
    )
    context.assumptions = [claim for claim in context.assumptions if _end_of(claim, known.symbol) not in ends]
