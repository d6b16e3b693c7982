"""Which functions a text calls continuous, in whatever words: only theirs are the limits that their values say."""

from __future__ import annotations

import re
from collections.abc import Sequence

from derivcheck.documents import Fragment
from derivcheck.reading.context import Context
from derivcheck.reading.prose.hedges import NEGATED

SMOOTH = re.compile(
    r"\b(?:continuous(?:ly)?|continuity|differentiable|differentiability|smooth(?:ness)?|analytic|holomorphic|convex"
    r"|concave|lipschitz|polynomials?|derivatives?)\b",
    re.IGNORECASE,
)
OF_ALL = re.compile(r"\b(?:all|every|each|any|our) (?:\w+ )?functions?\b|\bfunctions? (?:are|here)\b", re.IGNORECASE)
HEAD = re.compile(r"\s*(?P<name>\\?[A-Za-z]+)(?![A-Za-z])")
EVERY = "*"
"""What stands for all functions of a text."""


def notice_smooth(words: str, formulas: Sequence[Fragment], context: Context) -> None:
    """Notices the functions in a sentence that says of some that they are continuous, or more."""
    if not SMOOTH.search(words) or NEGATED.search(words):
        return
    if OF_ALL.search(words):
        context.smooth.add(EVERY)
    for formula in formulas:
        for part in formula.text.split(","):
            found = HEAD.match(part)
            if found is not None:
                context.smooth.add(found["name"])
