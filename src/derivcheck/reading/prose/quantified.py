"""Names that words speak of anew, or at all their values: what they were set to, or supposed to be, is left behind.

"For every real $x$" takes back that x was 2. "Let $A$ be a square matrix", behind a formula that was for symmetric
ones, is about another A, and so is "for all $x$" behind one for x > 0.
"""

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

RELATION = re.compile(r"\\(?:in|geq?|leq?|neq?|succ(?:eq)?|prec(?:eq)?)(?![A-Za-z])|[<>=]")

_LIST = r"\$[^$]*\$(?:\s*(?:,\s*and|,|and)\s*\$[^$]*\$)*"
_WORDS = r"(?:(?!(?:of|in|on|by|to|the|this|that|these|those|our|its|their|such|same|each)\b)[A-Za-z-]+\s+){0,4}?"
_OPENS = r"(?:^|[.;:!]\s+)\W*(?:(?:now|next|then|here|finally|(?:lemma|theorem|proposition)[^a-z]*)\s*,?\s+)?"
REINTRODUCES = re.compile(
    rf"{_OPENS}(?:let\s+{_WORDS}|(?:consider|take)\s+(?:an?|any|some|arbitrary|general)\s+{_WORDS})(?P<name>{_LIST})"
    rf"|\bfor\s+(?:all|any|every|each|arbitrary)\s+{_WORDS}(?P<other>{_LIST})"
    rf"|{_OPENS}(?:for|when|if)\s+{_WORDS}(?P<place>{_LIST})",
    re.IGNORECASE,
)
ADDS = re.compile(
    r"\b(?:also|further(?:more)?|moreover|in addition|additionally|again|still|as (?:before|above)|both)\b",
    re.IGNORECASE,
)
"""How words say more of what was introduced before."""

GOES_ON = re.compile(r"\s*(?:[a-z,;)]|\$)")
"""How words behind a display go on with what it says."""

IN_INTERVAL = re.compile(r"\\in\s*(?:\\left\s*)?[\[(]")
LONE = re.compile(r"(?P<name>\\?[A-Za-z]+|\\(?:mathbf|boldsymbol|bm|vec|hat|bar|tilde)\{\\?[A-Za-z]+\})(?:_\{?\w+\}?)?")


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


def reintroduced(said: str) -> Iterator[tuple[str, bool]]:
    """The names that words, which lead from one display to the next, speak of anew, and whether bounds go with them."""
    if GOES_ON.match(said):
        said = re.split(r"[.;:]\s", said, maxsplit=1)[-1] if re.search(r"[.;:]\s", said) else ""
    for sentence in re.split(r"(?<=[.!?])\s+", said):
        if not ADDS.search(sentence):
            for match in REINTRODUCES.finditer(sentence):
                for formula in re.findall(r"\$([^$]*)\$", match["name"] or match["place"] or match["other"]):
                    if not match["place"] or RELATION.search(formula):
                        yield from _introduced(formula)


def _introduced(formula: str) -> Iterator[tuple[str, bool]]:
    """The names that a formula speaks of by themselves, or says the place of: between two ends, or on the left."""
    if "=" in formula:
        return
    sides = RELATION.split(formula)
    is_bound = len(sides) > 1 and (r"\in" not in formula or IN_INTERVAL.search(formula) is not None)
    middle = sides[len(sides) // 2 if len(sides) > 2 or sides[0].strip().isdigit() else 0]
    for part in middle.split(","):
        found = LONE.fullmatch(part.strip())
        if found is not None:
            yield from ((name, is_bound) for name in dict.fromkeys((found["name"], part.strip())))
