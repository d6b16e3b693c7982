"""Names that words speak of at all their values, as in "for every real $x$": what they were set to is left behind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from derivcheck.reading.context import Context
from derivcheck.terms.nodes import free_symbols

_TEXT = r"\$(?P<{}>[^$]*)\$"
ANY = re.compile(
    rf"\b(?:all|any|every|each|arbitrary|general|let)\s+(?:real\s+)?(?:numbers?\s+|values?\s+(?:of\s+)?)?{_TEXT.format('name')}"
    rf"|{_TEXT.format('other')}\s+(?:is|are|be)\s+(?:again\s+)?(?:arbitrary|any)\b",
    re.IGNORECASE,
)
GENERALLY = re.compile(r"\bin general\b|\bregardless\b|\bnot necessarily\b|\bidentit(?:y|ies)\b", re.IGNORECASE)
"""How words leave behind all that was set."""

SOLVING = re.compile(
    r"satisf\w+ (?:this|that|it|these|both|the)\b|\bsolutions?\b|stationary|critical|optim\w+|\broots?\b",
    re.IGNORECASE,
)
"""How words speak of what meets a condition."""

RELATION = re.compile(r"\\(?:in|geq?|leq?|neq?)(?![A-Za-z])|[<>=]")


def spoken_of_all(said: str) -> Iterator[str]:
    """The formulas for what words speak of at all its values, without what it ranges over."""
    if not SOLVING.search(said):
        for match in ANY.finditer(said):
            yield RELATION.split(match["name"] or match["other"] or "")[0].strip()


def formulas_in(text: str) -> Iterator[str]:
    """The formulas in a text, without what they range over."""
    for formula in re.findall(r"\$([^$]*)\$", text):
        for part in formula.split(","):
            yield RELATION.split(part)[0].strip()


def reopen(names: Iterable[str], contexts: Iterable[Context]) -> list[str]:
    """Takes back that names have one value; these are left open, so that nothing is refuted by them."""
    found = []
    for context in contexts:
        for name in names:
            pins = [c for c in context.assumptions if c.relation == "=" and c.names == {name}]
            defined = context.definitions.get(name)
            is_number = defined is not None and not set(free_symbols(defined.body))
            if is_number:
                del context.definitions[name]
            if pins or is_number:
                context.assumptions = [claim for claim in context.assumptions if claim not in pins]
                context.unclear[name] = "a value"
                found.append(name)
    return found
