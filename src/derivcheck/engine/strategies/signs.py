"""Inequalities that follow from named theorems about the sums, norms, maxima and functions in them, and from signs."""

from __future__ import annotations

from collections.abc import Iterator

from derivcheck.engine.algebra.normal import logarithm_arguments
from derivcheck.engine.decision import Certificate, Fact
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.engine.inequalities.facts import facts_about
from derivcheck.engine.inequalities.scalars import Scalars
from derivcheck.engine.question import Question
from derivcheck.terms.nodes import free_symbols

NAME = "inequality"
VALUES = "the values, by balls"
SIGNS = "exact sign conditions"


def propose(question: Question) -> Iterator[Certificate]:
    """Certificates for ≤, ≥, < and > between scalars: signs alone, then with what theorems say of the parts."""
    if question.relation not in (r"\le", r"\ge", "<", ">") or question.left.shape or question.right.shape:
        return
    if not free_symbols(question.left) | free_symbols(question.right):
        yield Certificate(NAME, "values", VALUES)
        return
    yield _certificate(())
    bounds = Bounds(question.scope, logarithm_arguments(question.scope, question.left, question.right))
    scalars = Scalars(question.scope, bounds)
    for group in facts_about(question, scalars):
        yield _certificate(group)


def _certificate(facts: tuple[Fact, ...]) -> Certificate:
    rules = dict.fromkeys(rule for rule, _ in facts)
    return Certificate(NAME, "facts", "; ".join(rules) or SIGNS, facts=facts)
