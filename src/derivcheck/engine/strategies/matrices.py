"""Pseudo-inverses, principal roots, norms, and determinants of products, written out by their rules."""

from __future__ import annotations

from collections.abc import Iterator

from derivcheck.engine.algebra.determinants import split
from derivcheck.engine.algebra.factored import FACTORED, NORMS
from derivcheck.engine.decision import Certificate
from derivcheck.engine.question import Question

NAME = "matrix-rules"


def propose(question: Question) -> Iterator[Certificate]:
    """The rules, where they change something."""
    if question.relation != "=":
        return
    is_factored = not (FACTORED | NORMS).isdisjoint(question.operators)
    if is_factored or ("determinant" in question.operators and split(question) != question):
        yield Certificate(NAME, "matrices")
