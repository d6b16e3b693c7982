"""Statements about entropies of random variables, before these are written out as sums."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from derivcheck.terms.averages import ENTROPY
from derivcheck.terms.chance import Chance
from derivcheck.terms.independence import Independence, Names, mutual
from derivcheck.terms.nodes import Apply, Number, Symbol, Term, free_symbols, number, operators, rebuild

Combination: TypeAlias = "dict[Names, Fraction]"
"""A sum of joint entropies with coefficients."""


@dataclass(frozen=True, slots=True)
class Entropies:
    """Two sides made of joint entropies of variables with finitely many values, and what these are independent of.

    Of ``continuous`` variables the entropies may be negative.
    """

    left: Term
    right: Term
    facts: tuple[Independence, ...]
    continuous: bool = False

    def is_balanced(self) -> bool:
        """Whether the coefficients of the entropies that a variable is in add up to 0, for each of the variables.

        Then alone do inequalities of entropies hold for densities as well (Chan, "Balanced information inequalities",
        2003).
        """
        left, right = combination(self.left), combination(self.right)
        if left is None or right is None:
            return False
        names = frozenset().union(*left, *right)
        return all(_weight(name, left) == _weight(name, right) for name in names)


def _weight(name: str, found: Combination) -> Fraction:
    return sum((value for names, value in found.items() if name in names), Fraction(0))


def entropies_in(sides: tuple[Term, Term], chance: Chance) -> Entropies | None:
    """The sides as statements about entropies, where they are."""
    if all(ENTROPY not in operators(side) for side in sides):
        return None
    facts = [fact for fact in chance.known_facts if not fact.density]
    if not chance.uncorrelated:
        facts += mutual([[name] for name in chance.independent])
    named = any(variable.distribution is not None for variable in chance.variables.values())
    spoken = {symbol.name for side in sides for symbol in free_symbols(side)}
    continuous = any(chance.variables[name].continuous for name in spoken & chance.variables.keys())
    return None if named else Entropies(*sides, tuple(facts), continuous)


def written_entropies(term: Term, tables: Mapping[Term, tuple[str, ...]]) -> Term:
    """The term with entropies of variables in the place of the sums of p log p that ``tables`` know, which are -H."""
    if term in tables:
        return Apply("multiply", (number(-1), Apply(ENTROPY, tuple(map(Symbol, tables[term])))))
    is_sum = isinstance(term, Apply) and term.operator in ("add", "multiply")
    return rebuild(term, lambda part: written_entropies(part, tables)) if is_sum else term


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
