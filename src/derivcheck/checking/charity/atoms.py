"""The letters and words that formulas are made of: what may bind a symbol is looked for by them."""

from __future__ import annotations

import re
from functools import lru_cache

from derivcheck.reading.names import GREEK

WORD = re.compile(
    r"\\(?:text\w*|mathrm|mathsf|operatorname\*?|mathit)\s*\{(?P<word>[^{}]*)\}"
    r"|\\(?:wide)?(?P<accent>hat|bar|tilde)\s*\{?\s*(?P<under>\\[A-Za-z]+(?:\s*\{\w+\})?|[A-Za-z])"
    r"|(?P<command>\\[A-Za-z]+)|(?P<letter>[A-Za-z])"
)
NAME = re.compile(WORD.pattern.replace("(?P<letter>[A-Za-z])", "(?P<letter>[A-Za-z]+)"))
"""The same in a name as the reader writes it, where letters side by side are one word."""

CONSTANTS = frozenset({"I", "e", r"\pi"})
"""Letters that stand for what everybody knows."""


@lru_cache(maxsize=10_000)
def atoms(text: str) -> frozenset[str]:
    """The letters, Greek letters and upright words in a formula with their accents, without their fonts."""
    return frozenset(name for match in WORD.finditer(text) if (name := _atom(match)) is not None)


def _atom(match: re.Match[str]) -> str | None:
    if match["accent"]:
        under = base(match["under"])
        return None if under is None else f"\\{match['accent']}{{{under}}}"
    name = (match["word"] or match["command"] or match["letter"] or "").strip()
    return name if name and (match["command"] is None or name in GREEK) else None


def base(name: str) -> str | None:
    """The letter or word that a name with its scripts is made of."""
    return next((found for match in NAME.finditer(name) if (found := _atom(match)) is not None), None)
