"""Assumptions with a free index: what is said of ``a_i`` is said of every member."""

from __future__ import annotations

from derivcheck.engine.question import Question
from derivcheck.engine.refuting.refuter import Point, holds
from derivcheck.terms.nodes import Term, number
from derivcheck.terms.recurrences import members, place_of, uses
from derivcheck.terms.scope import Claim, Domain
from derivcheck.terms.substitution import substitute


def missed(question: Question, point: Point | None) -> str | None:
    """A family of which an assumption may fail for a member, at a counterexample that looks at others than one."""
    for claim in question.scope.assumptions:
        for member in (member for side in (claim.left, claim.right) for member in members(side)):
            letter, name = member.place[0], member.family.name
            known = question.declarations.get(letter)
            if known is None or known.domain is not Domain.INDEX or not _looks_further(question, name, letter):
                continue
            if point is None or not _holds_for_all(claim, letter, known.size, question, point):
                return name
    return None


def _looks_further(question: Question, family: str, letter: str) -> bool:
    """Whether a step speaks of other members of a family than the one at a letter."""
    sides = (question.left, question.right)
    here = [m.place for side in sides for m in members(side) if m.family.name == family]
    return len(here) < sum(uses(side, family) for side in sides) or any(place != (letter, 0) for place in here)


def _holds_for_all(claim: Claim, letter: str, size: Term | None, question: Question, point: Point) -> bool:
    """Whether an assumption holds at a valuation whatever its index is."""
    numbers = {name: number(value) for name, value in point.sizes.items()}
    last = None if size is None else place_of(substitute(size, numbers))
    if last is None or last[0]:
        return False
    return all(
        holds(claim, {**point.values, letter: place}, point.unknowns, question) for place in range(1, last[1] + 1)
    )
