"""What is asked: whether one statement follows from another, or is equivalent to it, under a scope."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from derivcheck.engine.implication import residual
from derivcheck.engine.question import Question
from derivcheck.terms.nodes import ZERO, Apply, Number, Symbol, Term, number
from derivcheck.terms.scope import Claim, Declaration, Domain, Scope, Trait
from derivcheck.terms.statements import Every, Some, Statement, claims


@dataclass(frozen=True)
class Inference:
    """``premise ⟹ conclusion``, or ⟺ where ``both_ways``.

    A claim is true at a valuation where both of its sides are defined there and its relation holds; where a side is
    undefined, it is false. So 1/x = 1/x ⟺ 0 = 0 fails at x = 0, which solves one side only.
    """

    premise: Statement
    conclusion: Statement
    scope: Scope
    both_ways: bool
    seed: str = ""
    deadline: float | None = None

    @cached_property
    def question(self) -> Question:
        """All sides summed up, for their symbols and the assumptions on them."""
        sides = [residual(claim) for part in (self.premise, self.conclusion) for claim in claims(part)]
        left = Apply("add", tuple(sides)) if len(sides) > 1 else sides[0] if sides else ZERO
        return Question(left, "=", ZERO, self.scope, self.seed, self.deadline)

    @cached_property
    def ground(self) -> Statement:
        """What the scope says of the symbols, as a statement."""
        declared = [claim for d in self.question.declarations.values() for claim in declared_claims(d)]
        return Every((*declared, *self.question.assumptions))

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """All sides of all claims."""
        parts = (self.premise, self.conclusion, self.ground)
        return tuple(side for part in parts for claim in claims(part) for side in (claim.left, claim.right))

    def converse(self) -> Inference:
        """The other direction."""
        return replace(self, premise=self.conclusion, conclusion=self.premise)


def declared_claims(declaration: Declaration) -> Iterator[Statement]:
    """What a declaration says of a number, as claims; that it is whole is left out, which only makes proofs harder."""
    symbol, traits = declaration.symbol, declaration.traits
    for trait, relation in RELATION_OF.items():
        if trait in traits:
            yield Claim(symbol, relation, ZERO)
    if declaration.lower is not None:
        yield Claim(symbol, ">", Number(declaration.lower))
    if declaration.upper is not None:
        yield Claim(symbol, "<", Number(declaration.upper))
    if declaration.domain in (Domain.NATURAL, Domain.INDEX):
        least = 1 if declaration.lower is None else declaration.lower.__floor__() + 1
        yield Claim(symbol, r"\ge", number(Fraction(least)))
    pair = VALUES.get(declaration.domain)
    if pair is not None:
        yield Some(tuple(Claim(symbol, "=", number(value)) for value in pair))


RELATION_OF = {Trait.POSITIVE: ">", Trait.NONNEGATIVE: r"\ge", Trait.NEGATIVE: "<", Trait.NONZERO: r"\ne"}
VALUES = {Domain.BINARY: (0, 1), Domain.SIGN_LABEL: (-1, 1)}
INTEGRAL = frozenset({Domain.INTEGER, Domain.NATURAL, Domain.INDEX})


def is_scalar(symbol: Symbol) -> bool:
    """Whether a symbol is a plain number."""
    return symbol.shape == ()
