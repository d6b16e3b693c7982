"""Derivatives that exist nowhere on a region, since those from the left and from the right differ there."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction

from flint import fmpq

from derivcheck.engine.algebra.sums import product, total
from derivcheck.engine.domains.resolution import SWITCHES, KinkSide, Resolver
from derivcheck.engine.evaluation.evaluator import Evaluator
from derivcheck.engine.proving.interpretation import Agreement, NoAgreement
from derivcheck.engine.question import Question
from derivcheck.engine.systems.base import NoValue
from derivcheck.engine.systems.rationals import Rationals
from derivcheck.engine.systems.unknowns import Polynomials
from derivcheck.terms.nodes import Apply, Derivative, Number, Term, free_symbols, number, operators

TRIES = 3

Agree = Callable[[Question, Term, Term], Agreement | NoAgreement]
"""Proves an identity of two terms without switches."""


def never_differentiable(side: Term, resolver: Resolver, question: Question, agree: Agree) -> bool:
    """Whether ``side`` contains a derivative whose values from the left and the right differ by a fixed number."""
    stack = [side]
    while stack:
        part = stack.pop()
        if isinstance(part, Apply):
            stack.extend(part.arguments)
        elif isinstance(part, Derivative) and not SWITCHES.isdisjoint(operators(part.body)):
            right, left = (resolver.of(part, kink) for kink in KinkSide)
            if right != left and _differ(right, left, question, agree):
                return True
    return False


def _differ(right: Term, left: Term, question: Question, agree: Agree) -> bool:
    difference = total([right, product([number(-1), left])])
    gap = _constant(difference, question)
    if not gap:
        return False
    posed = Question(difference, "=", Number(gap), question.scope, question.seed, question.deadline)
    return isinstance(agree(posed, posed.left, posed.right), Agreement)


def _constant(term: Term, question: Question) -> Fraction:
    """The exact value of a scalar term at some rational point, where it has one."""
    source = random.Random(question.digest)
    for _ in range(TRIES):
        values = {s.name: fmpq(source.randint(1, 9), source.randint(1, 5)) for s in free_symbols(term)}
        try:
            value = Evaluator(Rationals(Polynomials(question.digest)), values).value(term)
        except NoValue:
            continue
        if isinstance(value, (int, fmpq)):
            exact = fmpq(value)
            return Fraction(int(exact.p), int(exact.q))
    return Fraction(0)
