"""What the tests of statements share: LaTeX in, an inference out."""

from __future__ import annotations

import re

from derivcheck.engine.statements.inference import Inference
from derivcheck.terms.scope import Claim
from derivcheck.terms.statements import FALSE, Some, Statement
from tests.soundness.asking import question

RELATION = re.compile(r"(\\le|\\ge|\\ne|=|<|>)")


def statement(text: str, scope: str = "") -> Statement:
    """A claim, several joined by `` or ``, or ``false``."""
    if text == "false":
        return FALSE
    if " or " in text:
        return Some(tuple(statement(part, scope) for part in text.split(" or ")))
    left, relation, right = RELATION.split(text, maxsplit=1)
    asked = question(left, relation, right, scope)
    return Claim(asked.left, relation, asked.right)


def inference(premise: str, conclusion: str, scope: str = "", *, both_ways: bool = True) -> Inference:
    """The inference between two statements."""
    declared = question("x", "=", "x", scope).scope
    return Inference(statement(premise, scope), statement(conclusion, scope), declared, both_ways, "tests")
