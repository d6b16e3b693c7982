"""Statements about entropies of random variables, before these are written out as sums."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from derivcheck.terms.averages import ENTROPY
from derivcheck.terms.chance import Chance
from derivcheck.terms.independence import Independence, Names, mutual
from derivcheck.terms.nodes import Apply, Number, Symbol, Term, operators

Combination: TypeAlias = "dict[Names, Fraction]"
"""A sum of joint entropies with coefficients."""


@dataclass(frozen=True, slots=True)
class Entropies:
    """Two sides made of joint entropies of variables with finitely many values, and what these are independent of."""

    left: Term
    right: Term
    facts: tuple[Independence, ...]


def entropies_in(sides: tuple[Term, Term], chance: Chance) -> Entropies | None:
    """The sides as statements about entropies, where they are."""
    if all(ENTROPY not in operators(side) for side in sides):
        return None
    facts = [fact for fact in chance.known_facts if not fact.density]
    if not chance.uncorrelated:
        facts += mutual([[name] for name in chance.independent])
    named = any(variable.distribution is not None for variable in chance.variables.values())
    return None if named else Entropies(*sides, tuple(facts))


def combination(term: Term) -> Combination | None:
    """A term as a sum of joint entropies; None for anything else."""
    found: Combination = {}
    for coefficient, names in _parts(term, Fraction(1)):
        if names is None:
            return None
        found[names] = found.get(names, Fraction(0)) + coefficient
    return {names: value for names, value in found.items() if names and value}


def _parts(term: Term, factor: Fraction) -> Iterator[tuple[Fraction, Names | None]]:
    match term:
        case Number(value=value):
            yield factor, None if value else frozenset()
        case Apply(operator="add", arguments=parts):
            for part in parts:
                yield from _parts(part, factor)
        case Apply(operator="multiply", arguments=parts):
            rest = [part for part in parts if not isinstance(part, Number)]
            for part in parts:
                factor *= part.value if isinstance(part, Number) else 1
            yield from _parts(rest[0], factor) if len(rest) == 1 else ((factor, None),)
        case Apply(arguments=parts) if term.operator == ENTROPY:
            yield factor, frozenset(part.name for part in parts if isinstance(part, Symbol))
        case _:
            yield factor, None
