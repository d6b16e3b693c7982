"""Layouts of derivatives that sentences name: "we use numerator layout"."""

from __future__ import annotations

import re

from derivcheck.reading.context import Context
from derivcheck.reading.prose.hedges import DENIES, ELSEWHERE

LAYOUT = re.compile(r"\b(?P<layout>numerator|denominator)[- ]layout\b", re.IGNORECASE)


def declare_layout(words: str, context: Context) -> None:
    """The layout that a sentence names, if it names one; in numerator layout, the gradient of a number is a row."""
    if "layout" not in words or DENIES.search(words) or ELSEWHERE.search(words):
        return
    named = {match["layout"].lower() for match in LAYOUT.finditer(words)}
    if len(named) == 1:
        context.layout = named.pop()
        context.gradient_is_row = context.layout == "numerator"
