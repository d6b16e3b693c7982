"""Values at which something changes: where what is compared, or stands inside |·|, max or sign, is 0.

A random number never meets them, and a step may be wrong just there.
"""

from __future__ import annotations

import random
from collections.abc import Mapping

from flint import fmpq

from derivcheck.engine.algebra.polynomials import NotPolynomial, factored
from derivcheck.engine.algebra.sums import product, total
from derivcheck.engine.domains.resolution import SWITCHES
from derivcheck.engine.evaluation.entries import Value
from derivcheck.engine.evaluation.evaluator import Evaluator
from derivcheck.engine.question import Question
from derivcheck.engine.refuting.valuations import integer_range
from derivcheck.engine.systems.base import NoValue, System
from derivcheck.terms.nodes import ZERO, Apply, Number, Symbol, Term, free_symbols, number, walk
from derivcheck.terms.scope import Declaration, Domain, Trait

# On the boundary, and a little beside it.
OFFSETS = (fmpq(0), fmpq(0), fmpq(1, 2), fmpq(-1, 2), fmpq(1, 3), fmpq(-1, 3))

Boundary = tuple[Symbol, Term]
"""A symbol, and its value on a boundary."""


def boundaries(question: Question) -> tuple[Boundary, ...]:
    """The boundaries between the cases of a question, each solved for every symbol that allows it."""
    free = {symbol for symbol in question.values if not symbol.shape}
    found: dict[Boundary, None] = {}
    for side in (question.left, question.right):
        for guard, every in _guards(side):
            if not free_symbols(guard) <= free:
                continue
            try:
                factors = factored(guard).factors
            except NotPolynomial:
                continue
            for factor, exponent in factors:
                for symbol in free_symbols(guard) if every or exponent % 2 == 0 else ():
                    solution = factor.solved_for(symbol)
                    if solution is not None:
                        found.setdefault((symbol, solution))
    return tuple(sorted(found, key=str))


def _guards(side: Term) -> list[tuple[Term, bool]]:
    """What is compared with 0, and whether any factor of it matters: under a root, only those of even power."""
    guards: list[tuple[Term, bool]] = []
    for part in walk(side):
        if not isinstance(part, Apply) or part.shape:
            continue
        first, *others = part.arguments or (ZERO,)
        if part.operator in SWITCHES - {"cases"}:
            guards += [(total([first, product([number(-1), other])]), True) for other in others] or [(first, True)]
        elif part.operator == "power" and isinstance(others[0], Number) and others[0].value.denominator != 1:
            guards.append((first, False))
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
        value = Evaluator(system, values, question.budget).value(solution)
    except NoValue:
        return values
    if not isinstance(value, (int, fmpq)):
        return values
    value = fmpq(value) + source.choice(OFFSETS)
    if not is_allowed(question.declarations[symbol.name], value):
        return values
    return {**values, symbol.name: int(value.p) if value.q == 1 else value}


def is_allowed(declaration: Declaration, value: fmpq) -> bool:
    """Whether a declared number may have ``value``."""
    if declaration.domain in (Domain.INTEGER, Domain.NATURAL):
        least, greatest = integer_range(declaration)
        return value.q == 1 and (least is None or value >= least) and (greatest is None or value <= greatest)
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
