"""Layouts of derivatives that sentences name: "we use numerator layout"."""

from __future__ import annotations

import re

from derivcheck.reading.context import Context
from derivcheck.reading.prose.hedges import DENIES, ELSEWHERE

NOT_THIS = re.compile(r"\b(?:not|don't|unlike|instead|rather|avoid\w*|other|contrast\w*|whereas|but)\b", re.IGNORECASE)
LAYOUT = re.compile(r"\b(?P<layout>numerator|denominator)[- ]layout\b", re.IGNORECASE)


def declare_layout(words: str, context: Context) -> None:
    """The layout that a sentence names, if it names one; in numerator layout, the gradient of a number is a row."""
    if "layout" not in words or any(said.search(words) for said in (DENIES, ELSEWHERE, NOT_THIS)):
        return
    named = {match["layout"].lower() for match in LAYOUT.finditer(words)}
    if len(named) == 1:
        context.layout = named.pop()
        context.gradient_is_row = context.layout == "numerator"
