"""Values at which something changes: where what is compared, or stands inside |·|, max or sign, is 0.

A random number never meets them, and a step may be wrong just there.
"""

from __future__ import annotations

import random
from collections.abc import Mapping

from flint import fmpq

from derivcheck.engine.entries import Value
from derivcheck.engine.evaluator import Evaluator
from derivcheck.engine.polynomials import NotPolynomial, factored
from derivcheck.engine.question import Question
from derivcheck.engine.resolution import SWITCHES
from derivcheck.engine.sums import product, total
from derivcheck.engine.systems.base import NoValue, System
from derivcheck.terms.nodes import Apply, Symbol, Term, free_symbols, number, operators, walk
from derivcheck.terms.scope import Declaration, Domain, Trait

# On the boundary, and a little beside it.
OFFSETS = (fmpq(0), fmpq(0), fmpq(1, 2), fmpq(-1, 2), fmpq(1, 3), fmpq(-1, 3))

Boundary = tuple[Symbol, Term]
"""A symbol, and its value on a boundary."""


def boundaries(question: Question) -> tuple[Boundary, ...]:
    """The boundaries between the cases of a question, each solved for every symbol that allows it."""
    if SWITCHES.isdisjoint(operators(question.left) | operators(question.right)):
        return ()
    free = {symbol for symbol in question.values if not symbol.shape}
    found: dict[Boundary, None] = {}
    for side in (question.left, question.right):
        for guard in _guards(side):
            if not free_symbols(guard) <= free:
                continue
            try:
                factors = factored(guard).factors
            except NotPolynomial:
                continue
            for factor, _ in factors:
                for symbol in free_symbols(guard):
                    solution = factor.solved_for(symbol)
                    if solution is not None:
                        found.setdefault((symbol, solution))
    return tuple(sorted(found, key=str))


def _guards(side: Term) -> list[Term]:
    guards: list[Term] = []
    for part in walk(side):
        if isinstance(part, Apply) and part.operator in SWITCHES - {"cases"} and not part.shape:
            first, *others = part.arguments
            guards += [total([first, product([number(-1), other])]) for other in others] or [first]
    return guards


def moved(
    values: Mapping[str, Value],
    places: tuple[Boundary, ...],
    question: Question,
    system: System,
    source: random.Random,
) -> Mapping[str, Value]:
    """``values`` with one symbol moved onto a boundary, if its declaration allows the value there."""
    symbol, solution = source.choice(places)
    try:
        value = Evaluator(system, values, question.names).value(solution)
    except NoValue:
        return values
    if not isinstance(value, (int, fmpq)):
        return values
    value = fmpq(value) + source.choice(OFFSETS)
    return {**values, symbol.name: value} if _allowed(question.declarations[symbol.name], value) else values


def _allowed(declaration: Declaration, value: fmpq) -> bool:
    """Whether a declared real number may have ``value``."""
    traits, low, high = declaration.traits, declaration.lower, declaration.upper
    return (
        declaration.domain is Domain.REAL
        and (low is None or value > fmpq(low.numerator, low.denominator))
        and (high is None or value < fmpq(high.numerator, high.denominator))
        and not (Trait.POSITIVE in traits and value <= 0)
        and not (Trait.NEGATIVE in traits and value >= 0)
        and not (Trait.NONNEGATIVE in traits and value < 0)
        and not (Trait.NONZERO in traits and value == 0)
        and not declaration.normalised
        and Trait.PROBABILITY not in traits
    )
