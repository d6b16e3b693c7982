"""What the soundness tests share: LaTeX in, a verdict or the engine's question out."""

from __future__ import annotations

from derivcheck.check import check_step, check_text
from derivcheck.checking.ground import settled
from derivcheck.documents import Fragment, read_document
from derivcheck.engine.question import Question
from derivcheck.reading.context import Context
from derivcheck.reading.scopes import read_scope
from derivcheck.reading.sides import ChainReader
from derivcheck.results import Verdict


def verdict(left: str, relation: str, right: str, scope: str = "") -> Verdict:
    """What derivcheck says of one step."""
    return check_step(left, right, relation, scope).verdict


def verdicts(text: str) -> list[Verdict]:
    """What derivcheck says of every step of a Markdown text."""
    return [step.verdict for derivation in check_text(text).derivations for step in derivation.steps]


def question(left: str, relation: str, right: str, scope: str = "") -> Question:
    """The step as the engine is asked it."""
    context = Context()
    for derivation in read_document(scope, "markdown").derivations:
        read_scope(derivation.items, context)
    reader = ChainReader(context)
    sides = reader.read([Fragment.plain(left), Fragment.plain(right)])
    terms = [side.term for side in sides]
    assert terms[0] is not None
    assert terms[1] is not None
    shaped = reader.shaped(terms[0], terms[1])
    return Question(settled(shaped[0], context), relation, settled(shaped[1], context), context.scope(), "tests")
