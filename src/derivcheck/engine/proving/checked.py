"""What the check of a certificate gives, and the check that all others end in: whether terms are the same function."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from derivcheck.engine.algebra.normal import normalise
from derivcheck.engine.decision import Certificate
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.engine.proving.interpretation import Agreement, NoAgreement, interpret
from derivcheck.engine.question import Question
from derivcheck.terms.nodes import Term

EXACT_BITS = 0
"""Stands for a proof without any error: both sides expand to the same term."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A certificate that passed: what was agreed on, and the terms that are positive since the step takes their log."""

    agreement: Agreement
    assumed: frozenset[Term]


Check = Callable[[Question, Certificate], Checked | NoAgreement]


def all_agree(question: Question, identities: Iterable[tuple[Term, Term]], bounds: Bounds) -> Checked | NoAgreement:
    """Whether every pair of terms is an identity."""
    first: Agreement | None = None
    for left, right in identities:
        posed = Question(left, "=", right, question.scope, question.seed, question.deadline)
        agreement = interpret(posed, normalise(left, bounds), normalise(right, bounds), "kernel")
        if isinstance(agreement, NoAgreement):
            return agreement
        first = first or agreement
    if first is None:
        return NoAgreement("D308", "")
    return Checked(first, frozenset(bounds.used))
