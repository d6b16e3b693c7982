r"""Distributions whose parameters words tell: ``X \sim \mathcal{N}(\mu, \tau)`` "with precision $\tau$".

Such a law is written with what the parameter stands for in this program, here the variance 1/τ. Where words name
another parameter than the one that is read, and it is not clear which of them it is, the law is in doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from derivcheck.documents import Fragment, Statement, cut_statement
from derivcheck.reading.prose.lists import comma_parts

INVERSE, SQUARE = "({})^{{-1}}", "({})^2"
FAMILIES = (
    (
        re.compile(r"\\mathcal\s*\{?\s*N|\bN\b|[Nn]ormal|Gauss"),
        {
            "precision": INVERSE,
            "inverse variance": INVERSE,
            "inverse covariance": INVERSE,
            "standard deviation": SQUARE,
        },
    ),
    (re.compile(r"Gamma|\bGam\b|\bGa\b|\\mathcal\s*\{?\s*G"), {"scale": INVERSE, "mean": None}),
    (re.compile(r"Exp|\\mathcal\s*\{?\s*E"), {"scale": INVERSE, "mean": INVERSE}),
)
"""Which words, said of the last parameter of a law, mean another one than is read; None for one that is not known."""

_NOUN = r"(?P<noun>standard deviation|inverse (?:variance|covariance)|precision|scale|mean)(?: (?:parameter|matrix))?"
NAMED = (
    re.compile(rf"\b{_NOUN}\s*«(?P<place>\d+)»", re.IGNORECASE),
    re.compile(rf"«(?P<place>\d+)»\s*(?:is|being|denotes|as)\s+(?:(?:the|its|their|a)\s+)?{_NOUN}\b", re.IGNORECASE),
)
UNNAMED = re.compile(
    r"\b(?:shape|mean)[\s,–-]+(?:and[\s-]+)?(?P<noun>scale|precision)\b"
    r"|\b(?P<other>scale|precision) parametri[sz]ation\b"
    r"|\b(?P<use>mean|scale|precision|standard deviation) (?:as|for) the (?:\w+ )?parameter\b",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(
    r"\b(?:is|be) (?:itself|also) (?:random|\w+(?:ly)? distributed)|\bshift\w*\b|\bfailures?\b", re.IGNORECASE
)
"""What makes another law of the one that is stated."""


def as_read(statement: Statement, pattern: str, formulas: Sequence[Fragment]) -> Statement | None:
    """The law as this program reads its parameters; None where words leave in doubt which ones they are."""
    law = statement.sides[-1].text
    meanings = next((words for family, words in FAMILIES if family.search(law)), None)
    opening, closing = law.find("("), law.rfind(")")
    if ELSEWHERE.search(pattern):
        return None
    if meanings is None or opening < 0 or closing < opening:
        return statement
    parts = [part.text for part in comma_parts(Fragment.plain(law[opening + 1 : closing]))]
    for noun, text in _named(pattern, formulas):
        form = meanings.get(noun, "{}")
        if form is None or (form != "{}" and parts[-1].strip() != text):
            return None
        if form != "{}":
            written = ", ".join([*parts[:-1], form.format(text)])
            return cut_statement(
                Fragment.plain(rf"{statement.sides[0].text} \sim {law[: opening + 1]}{written}{law[closing:]}")
            )
    unnamed = UNNAMED.search(pattern)
    noun = (unnamed["noun"] or unnamed["other"] or unnamed["use"]).lower() if unnamed else ""
    return None if noun in meanings else statement


def _named(pattern: str, formulas: Sequence[Fragment]) -> Iterator[tuple[str, str]]:
    """What words call a parameter, and its formula."""
    for match in (match for form in NAMED for match in form.finditer(pattern)):
        yield match["noun"].lower(), formulas[int(match["place"])].text.strip()
