"""Whether a statement is true at a point, by the ordinary evaluator on its terms as they were written.

This knows nothing of polynomials: it is what proofs and counterexamples found on polynomials are held against.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

import flint
from flint import arb, fmpq

from derivcheck.engine.evaluation.comparison import is_beyond
from derivcheck.engine.evaluation.evaluator import Evaluator
from derivcheck.engine.question import Question
from derivcheck.engine.statements.cells import ball_of
from derivcheck.engine.systems.balls import Balls
from derivcheck.engine.systems.base import Element, Imprecise, NoValue, Undefined
from derivcheck.engine.systems.rationals import Rationals
from derivcheck.engine.systems.unknowns import Polynomials
from derivcheck.terms.nodes import Apply, Number, Term, walk
from derivcheck.terms.scope import Claim
from derivcheck.terms.statements import Every, Statement

PRECISION = 256
TINY = arb(2) ** -100


class Touching(Balls):
    """Balls of which one that holds 0 counts as 0: at a root of a polynomial that is how 0 looks."""

    def reciprocal(self, value: Element) -> Element:
        """One over ``value``."""
        return super().reciprocal(_snapped(value))

    def function(self, name: str, value: Element) -> Element:
        """An elementary function; its domain may end at 0."""
        return super().function(name, _snapped(value) if name in ("log", "sqrt") else value)

    def sign(self, value: Element) -> int:
        """-1, 0 or 1."""
        return super().sign(_snapped(value))


def _snapped(value: Element) -> Element:
    ball = arb(value)
    return arb(0) if ball.contains(0) and ball.rad() < TINY else ball


class Truth(Enum):
    """Whether a statement is true: surely, as far as overlapping balls can tell, or not known."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


@dataclass(slots=True)
class Look:
    """What was seen at a point: the values of the claims' sides, and which sides are undefined."""

    sides: list[tuple[Claim, Element, Element]] = field(default_factory=list)
    undefined: dict[str, Claim] = field(default_factory=dict)
    is_exact: bool = True


@dataclass(frozen=True, slots=True)
class Observer:
    """Looks at statements at one point; overlapping balls count as equal numbers."""

    values: Mapping[str, Element]
    question: Question

    def truth(self, statement: Statement, look: Look) -> Truth:
        """Whether ``statement`` is true here."""
        if isinstance(statement, Claim):
            return self._claim(statement, look)
        found = [self.truth(part, look) for part in statement.parts]
        decisive = Truth.FALSE if isinstance(statement, Every) else Truth.TRUE
        if decisive in found:
            return decisive
        if Truth.UNKNOWN in found:
            return Truth.UNKNOWN
        return Truth.TRUE if decisive is Truth.FALSE else Truth.FALSE

    def _claim(self, claim: Claim, look: Look) -> Truth:
        try:
            left, right = self._value(claim.left), self._value(claim.right)
        except Undefined as missing:
            if any(map(_has_root, (claim.left, claim.right))):
                # Some take ∛(−8) as −2, some as undefined; and ∛0 has a value though the evaluator gives none.
                return Truth.UNKNOWN
            look.undefined[missing.reason] = claim
            return Truth.FALSE
        except NoValue:
            return Truth.UNKNOWN
        look.sides.append((claim, left, right))
        order, is_exact = _order(left, right)
        look.is_exact = look.is_exact and is_exact
        return Truth.TRUE if order in SIGNS[claim.relation] else Truth.FALSE

    def _value(self, term: Term) -> Element:
        unknowns = Polynomials("", frozenset())
        if all(isinstance(value, (int, fmpq)) for value in self.values.values()):
            try:
                value = Evaluator(Rationals(unknowns), self.values, self.question.budget).value(term)
                if not is_beyond(value):
                    return value
            except Imprecise:
                pass
        with flint.ctx.workprec(PRECISION):
            balls = {name: ball_of(value) for name, value in self.values.items()}
            return Evaluator(Touching(unknowns), balls, self.question.budget).value(term)


def _has_root(term: Term) -> bool:
    return any(
        isinstance(part, Apply)
        and part.operator == "power"
        and isinstance(part.arguments[1], Number)
        and part.arguments[1].value.denominator > 2
        for part in walk(term)
    )


def _order(left: Element, right: Element) -> tuple[int, bool]:
    """How two numbers compare, and whether that is certain."""
    if isinstance(left, (int, fmpq)) and isinstance(right, (int, fmpq)):
        return int(left > right) - int(left < right), True
    with flint.ctx.workprec(PRECISION):
        difference = arb(left) - arb(right)
        if difference.contains(0):
            return 0, False
        return (1 if difference > 0 else -1), True


SIGNS = {"=": (0,), r"\ne": (-1, 1), "<": (-1,), ">": (1,), r"\le": (-1, 0), r"\ge": (0, 1)}
