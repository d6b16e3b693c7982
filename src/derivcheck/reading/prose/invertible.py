"""Functions that words call invertible, or strictly monotone."""

from __future__ import annotations

import re

from derivcheck.reading.context import Context
from derivcheck.reading.notation.inverses import MAPS, declare_inverse, inverse_of
from derivcheck.reading.prose.phrases import clause_after

_OPENING = r"\s*,?\s*(?:(?:is|be|being)\s+)?"
_REGULAR = r"(?:(?:an?|(?:twice )?continuous(?:ly)?|differentiable|smooth|strictly|invertible)[\s,]+(?:and\s+)?)*"
MONOTONE = re.compile(rf"{_OPENING}{_REGULAR}(?<=strictly\s)(?P<way>increasing|decreasing)\b(?! or\b)", re.IGNORECASE)
INVERTIBLE = re.compile(
    rf"{_OPENING}(?:{_REGULAR}(?:invertible|bijective|one-to-one|injective|bijection|diffeomorphism|"
    r"(?<=strictly\s)monoton(?:e|ic))|(?:with|has|have|having)\s+(?:an?\s+|the\s+|its\s+)?inverse)\b",
    re.IGNORECASE,
)
OF_MATRICES = re.compile(r"\b(?:matri(?:x|ces)|operators?)\b", re.IGNORECASE)
DOUBTFUL = re.compile(
    r"\b(?:not|need not|never)\b.*\b(?:invertible|bijective|one-to-one|injective|increasing|decreasing|monotone)\b"
    r"|\b(?:distribution function|cdf|generali[sz]ed inverse|quantile)\b",
    re.IGNORECASE,
)
"""What has no inverse, or none that undoes it: a distribution function may jump."""


AHEAD = re.compile(r"(?P<kind>(?:[\w-]+[\s,]+)*)(?:distribution function|cdf|quantile function)\s*$", re.IGNORECASE)
"""The same said before a function."""


def notice_inverses(names: list[str], words: str, before: str, context: Context) -> None:
    """Functions that words behind them call invertible have an inverse; that of a strictly monotone one is so too."""
    found = MONOTONE.match(words)
    clause = clause_after(words)
    if OF_MATRICES.search(clause):
        return
    if found is not None or INVERTIBLE.match(words):
        for name in names:
            if context.unknown_functions.get(name, int(name in MAPS and not context.is_told(name))) == 1:
                declare_inverse(inverse_of(name), name, context)
                if found is not None:
                    sign = "-" if found["way"].lower() == "decreasing" else ""
                    context.positive_functions |= {f"{sign}{name}'", f"{sign}{inverse_of(name)}'"}
    elif DOUBTFUL.search(clause) or ((ahead := AHEAD.search(before)) and "increasing" not in ahead["kind"]):
        refused = {inverse_of(name) for name in names} - {name for name, _ in context.functions}
        context.not_understood.update(dict.fromkeys(refused, clause.strip()))
