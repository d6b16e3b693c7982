"""What is asked: whether one statement follows from another, or is equivalent to it, under a scope."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from derivcheck.engine.deadline import Deadline
from derivcheck.engine.question import Question, residual
from derivcheck.terms.apart import BOUND
from derivcheck.terms.nodes import ZERO, Apply, Number, Symbol, Term, free_symbols, number, walk
from derivcheck.terms.scope import Claim, Declaration, Domain, Scope, Trait
from derivcheck.terms.statements import Every, Some, Statement, claims


@dataclass(frozen=True)
class Inference:
    """``premise ⟹ conclusion``, or ⟺ where ``both_ways``.

    A claim is true at a valuation where both of its sides are defined there and its relation holds; where a side is
    undefined, it is false. So (x² − 1)/(x − 1) = 2 ⟺ x + 1 = 2 fails at x = 1, which solves the right one only.

    One exception: ``ax = c ⟹ x = c/a`` says what x is wherever that is defined. What the value of a conclusion
    ``x = …`` needs is ``assumed``, and reported as a condition. An equivalence promises that nothing is lost, so there
    it is not.
    """

    premise: Statement
    conclusion: Statement
    scope: Scope
    both_ways: bool
    seed: str = ""
    deadline: Deadline | None = None

    @cached_property
    def assumed(self) -> tuple[Claim, ...]:
        """What must hold for the values in the conclusion of ⟹ to be defined."""
        if self.both_ways:
            return ()
        return tuple(need for claim in claims(self.conclusion) for value in _value(claim) for need in needs(value))

    @cached_property
    def question(self) -> Question:
        """The sides of both statements, for their symbols and the assumptions on them."""
        left, right = (_summed(part) for part in (self.premise, self.conclusion))
        return Question(left, "=", right, self.scope, self.seed, self.deadline)

    @cached_property
    def is_scalar(self) -> bool:
        """Whether it speaks of numbers only."""
        sides = [side for part in (self.premise, self.conclusion) for c in claims(part) for side in (c.left, c.right)]
        return not any(side.shape for side in sides)

    @cached_property
    def ground(self) -> Statement:
        """What the scope says of the symbols, as a statement."""
        declared = [claim for d in self.question.declarations.values() for claim in declared_claims(d)]
        return Every((*declared, *self.question.assumptions, *self.assumed, *self.forced))

    @cached_property
    def forced(self) -> tuple[Claim, ...]:
        """The symbols that are positive wherever the premise is true, and for ⟺ wherever either statement is.

        Elsewhere nothing is asked, or both statements are false.
        """
        first, second = map(_forced, (self.premise, self.conclusion))
        return tuple(
            Claim(symbol, ">", ZERO) for symbol in sorted(first & second if self.both_ways else first, key=str)
        )

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """All sides of all claims."""
        parts = (self.premise, self.conclusion, self.ground)
        return tuple(side for part in parts for claim in claims(part) for side in (claim.left, claim.right))

    def converse(self) -> Inference:
        """The other direction."""
        return replace(self, premise=self.conclusion, conclusion=self.premise)


def _summed(statement: Statement) -> Term:
    parts = [residual(claim) for claim in claims(statement)]
    return Apply("add", tuple(parts), parts[0].shape) if len(parts) > 1 else parts[0] if parts else ZERO


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


def _forced(statement: Statement) -> frozenset[Symbol]:
    """The symbols that are positive wherever a statement is true: it takes their logarithms, or e^u is their value."""
    if isinstance(statement, Some):
        return frozenset()
    if isinstance(statement, Every):
        return frozenset().union(*map(_forced, statement.parts))
    logs = {
        part.arguments[0]
        for side in (statement.left, statement.right)
        for part in walk(side)
        if isinstance(part, Apply) and part.operator == "log"
    }
    found = {symbol for symbol in logs if isinstance(symbol, Symbol) and not symbol.name.startswith(BOUND)}
    for name, value in ((statement.left, statement.right), (statement.right, statement.left)):
        if statement.relation == "=" and isinstance(name, Symbol) and _is_exponential(value):
            found.add(name)
    return frozenset(found)


def _is_exponential(term: Term) -> bool:
    if isinstance(term, Number):
        return term.value > 0
    if isinstance(term, Apply) and term.operator == "multiply":
        return all(map(_is_exponential, term.arguments))
    return isinstance(term, Apply) and term.operator == "exp"


RELATION_OF = {Trait.POSITIVE: ">", Trait.NONNEGATIVE: r"\ge", Trait.NEGATIVE: "<", Trait.NONZERO: r"\ne"}
VALUES = {Domain.BINARY: (0, 1), Domain.SIGN_LABEL: (-1, 1)}
INTEGRAL = frozenset({Domain.INTEGER, Domain.NATURAL, Domain.INDEX})


def _value(claim: Claim) -> Iterator[Term]:
    """The right side of ``x = …`` if x does not occur there."""
    for name, value in ((claim.left, claim.right), (claim.right, claim.left)):
        if claim.relation == "=" and isinstance(name, Symbol) and name not in free_symbols(value):
            yield value


def needs(term: Term) -> Iterator[Claim]:
    """The conditions under which a term is defined: of denominators, square roots and logarithms."""
    for part in walk(term):
        if not isinstance(part, Apply) or part.shape or not free_symbols(part):
            continue
        base = part.arguments[0]
        if part.operator == "log":
            yield Claim(base, ">", ZERO)
        elif part.operator == "power" and isinstance(part.arguments[1], Number):
            exponent = part.arguments[1].value
            if exponent.denominator == 2:
                yield Claim(base, r"\ge", ZERO)
            if exponent < 0:
                yield Claim(base, r"\ne", ZERO)
