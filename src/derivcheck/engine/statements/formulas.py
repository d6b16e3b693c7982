"""Boolean combinations of sign conditions on letters, and what is left of them once some signs are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from derivcheck.engine.statements.ring import Factors, Letter

Signs: TypeAlias = frozenset[int]
Formula: TypeAlias = "Sign | All | Any"
Known: TypeAlias = Mapping[str, tuple[Letter, Signs]]

EVERY: Signs = frozenset({-1, 0, 1})
ZERO_SIGN: Signs = frozenset({0})
NONZERO: Signs = frozenset({-1, 1})
ABOVE: Signs = frozenset({1})
BELOW: Signs = frozenset({-1})
NOT_BELOW: Signs = frozenset({0, 1})
OF_RELATION: Mapping[str, Signs] = {
    "=": ZERO_SIGN,
    r"\ne": NONZERO,
    "<": BELOW,
    ">": ABOVE,
    r"\le": frozenset({-1, 0}),
    r"\ge": NOT_BELOW,
}


@dataclass(frozen=True, slots=True)
class Sign:
    """The sign of a product of letters is among ``allowed``."""

    factors: Factors
    allowed: Signs


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Formula, ...] = ()


@dataclass(frozen=True, slots=True)
class Any:
    """Some part holds."""

    parts: tuple[Formula, ...] = ()


YES = All()
NO = Any()


def negation(formula: Formula) -> Formula:
    """What holds exactly where ``formula`` does not."""
    match formula:
        case Sign():
            return Sign(formula.factors, EVERY - formula.allowed)
        case All():
            return Any(tuple(map(negation, formula.parts)))
        case Any():
            return All(tuple(map(negation, formula.parts)))


def both(parts: Sequence[Formula]) -> Formula:
    """A conjunction without nested ones."""
    flat: list[Formula] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, All) else (part,))
    if NO in flat:
        return NO
    return flat[0] if len(flat) == 1 else All(tuple(flat))


def either(parts: Sequence[Formula]) -> Formula:
    """A disjunction without nested ones."""
    flat: list[Formula] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Any) else (part,))
    if YES in flat:
        return YES
    return flat[0] if len(flat) == 1 else Any(tuple(flat))


def possible(factors: Factors, known: Known) -> Signs:
    """The signs that a product can have."""
    result: set[int] = {factors.sign}
    for letter, power in factors.powers:
        signs = known[letter.key][1] if letter.key in known else EVERY
        if power % 2 == 0:
            signs = frozenset(s * s for s in signs)
        result = {a * b for a in result for b in signs}
    return frozenset(result)


def simplified(formula: Formula, known: Known) -> Formula:
    """What is left to be decided of ``formula``."""
    if isinstance(formula, Sign):
        signs = possible(formula.factors, known)
        if signs <= formula.allowed:
            return YES
        return formula if signs & formula.allowed else NO
    decisive, neutral = (NO, YES) if isinstance(formula, All) else (YES, NO)
    parts: list[Formula] = []
    for part in formula.parts:
        rest = simplified(part, known)
        if rest == decisive:
            return decisive
        if rest != neutral:
            parts.append(rest)
    return both(parts) if isinstance(formula, All) else either(parts)
