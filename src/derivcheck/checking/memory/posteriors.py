"""Posteriors that a formula introduces, held against the prior and the likelihood that formulas gave before."""

from __future__ import annotations

from derivcheck.checking.outcome import Draft
from derivcheck.checking.relations.proportional import proportional, variables_of
from derivcheck.reading.chance.given_densities import by_bayes
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.sides import ChainReader
from derivcheck.results import Step, Verdict
from derivcheck.terms.build import ShapeError


def contradicted(draft: Draft) -> Step | None:
    """The refuted step where a formula for a posterior is not proportional to likelihood times prior."""
    context = draft.ground.context
    try:
        if not context.given or by_bayes(parse(draft.left.text, context.is_function), context) is None:
            return None
    except Unread:
        return None
    reader = ChainReader(context.copy())
    left, right = reader.read([draft.left, draft.right])
    if left.term is None or right.term is None or left.pieces or right.pieces:
        return None
    try:
        terms = reader.shaped(left.term, right.term)
    except ShapeError:
        return None
    step = proportional(draft, terms, variables_of(left), reader)
    return step if step.verdict is Verdict.REFUTED else None
