"""SymPy's word that two scalar sides are equal; the kernel asks for many more points beside it."""

from __future__ import annotations

from collections.abc import Iterator

from derivcheck.engine.calculus.integrals import integrated_to_infinity
from derivcheck.engine.decision import Certificate
from derivcheck.engine.question import Question
from derivcheck.terms.nodes import Integral, Limit, Term, operators, walk

NAME = "sympy"

BEYOND_ALGEBRA = frozenset({"arcsin", "arccos", "arctan", "arsinh", "arcosh", "artanh", "gamma", "digamma", "erf"})
"""Functions with identities that random interpretation does not follow."""


def propose(question: Question) -> Iterator[Certificate]:
    """One certificate if SymPy simplifies the difference of the sides to 0, where it knows more than the provers."""
    if question.relation != "=" or question.left.shape or question.sizes or question.indices:
        return
    sides = (question.left, question.right)
    if not any(map(_is_beyond_algebra, sides)) or integrated_to_infinity(*sides):
        return
    # SymPy's process is started only by a step that needs it.
    from derivcheck.engine.symbolic.worker import ask

    if ask("difference_vanishes", *sides, question.declarations, deadline=question.deadline) is True:
        yield Certificate(NAME, "witness")


def _is_beyond_algebra(term: Term) -> bool:
    return not BEYOND_ALGEBRA.isdisjoint(operators(term)) or any(isinstance(p, (Integral, Limit)) for p in walk(term))
