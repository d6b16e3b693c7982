"""Posteriors that a formula introduces, held against the prior and the likelihood that formulas gave before."""

from __future__ import annotations

from derivcheck.checking.outcome import Draft
from derivcheck.checking.questions import question_of
from derivcheck.checking.relations.proportional import proportional, variables_of
from derivcheck.engine.decide import is_proved
from derivcheck.engine.decision import Decision
from derivcheck.reading import syntax as s
from derivcheck.reading.chance.given_densities import by_bayes
from derivcheck.reading.elaborator import Clash
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.sides import ChainReader
from derivcheck.results import Step, Verdict
from derivcheck.terms.build import ShapeError
from derivcheck.terms.definitions import Unsettled
from derivcheck.terms.nodes import Term


def contradicted(draft: Draft) -> Step | None:
    """The refuted step where a formula for a posterior is not proportional to likelihood times prior."""
    context = draft.ground.context
    try:
        rule = by_bayes(parse(draft.left.text, context.is_function), context) if context.given else None
    except Unread:
        return None
    if rule is None:
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
    if step.verdict is Verdict.REFUTED:
        return step
    return _without_evidence(draft, terms[1], rule, reader)


def _without_evidence(draft: Draft, right: Term, rule: s.Frac, reader: ChainReader) -> Step | None:
    """The refuted step where a posterior is likelihood times prior as it stands, whose integral is the evidence."""
    try:
        joint = reader.elaborator.term(rule.top)
        if not is_proved(question_of((joint, right), "=", draft.ground)):
            return None
    except (Unread, Clash, ShapeError, Unsettled):
        return None
    return draft.step(Decision(Verdict.REFUTED, "D215", {"posterior": draft.left.text}, strategy="definition"))
