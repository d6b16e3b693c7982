"""Chains in running prose: which inline formulas claim something in passing, as in "then $a = b = c$"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from derivcheck.documents import Formula, Item, ParagraphEnd, Statement, Words, cut_statements
from derivcheck.reading.prose.hedges import DENIES, DOUBTS, REJECTS
from derivcheck.reading.prose.leading import is_aimed_at, is_passing
from derivcheck.reading.prose.sentences import SENTENCE_END

CONCLUDES = re.compile(
    r"\b(?:then|thus|hence|so|therefore|consequently|because|namely|i\.e\.?|in particular|follows|yields|gives"
    r"|(?:have|get|obtain|find|see|know|note|recall|shows?|follows|means|and|and,? consequently,?|fact|say) that"
    r"|we (?:\w+ )?(?:have|get|obtain|find))\s*[,:]?\s*$",
    re.IGNORECASE,
)
"""What leads to a conclusion, right before it."""

SUPPOSES = re.compile(
    r"\b(?:let|assum\w+|suppos\w+|such that|so that|given|satisf\w+|require\w*|fix|take|denote|define|put|write|set"
    r"|choose|provided|whenever|if|implies)\b",
    re.IGNORECASE,
)
PLAIN = re.compile(r"[-+\s]*(?:\\?[A-Za-z]+|\d+(?:\.\d+)?)(?:\s*[_^]\s*(?:\{[\w\\*]+\}|\w|\*))*\s*")
"""A name or a number."""

DOTS = re.compile(r"dots\b|\.\.\.|…")
FEWEST_SIDES = 3


def aside(formula: Formula, before: Sequence[Item], behind: Sequence[Item]) -> Statement | None:
    """What an inline formula claims of equals, one by one: where the words before it conclude, and suppose nothing."""
    statements = cut_statements(formula.fragment)
    lead = before[-1] if before else None
    if len(statements) != 1 or not isinstance(lead, Words) or not CONCLUDES.search(lead.text):
        return None
    said = _sentence(before)
    if any(words.search(said) for words in (SUPPOSES, DENIES, DOUBTS, REJECTS)):
        return None
    if is_aimed_at(before) or is_passing(before, behind):
        return None
    (statement,) = statements
    long = [side for side in statement.sides if not PLAIN.fullmatch(side.text)]
    equal = all(relation.symbol == "=" for relation in statement.relations)
    if len(statement.sides) < FEWEST_SIDES or not (equal and long) or DOTS.search(formula.fragment.text):
        return None
    return statement


def is_alone(before: Sequence[Item], behind: Sequence[Item]) -> bool:
    """Whether no other formula in the sentence relates anything: it may be what the claim holds under."""
    found = [*_formulas(reversed(before)), *_formulas(behind)]
    return not any(statement.relations for formula in found for statement in cut_statements(formula.fragment))


def _formulas(items: Iterable[Item]) -> list[Formula]:
    """The formulas up to where the sentence ends."""
    found: list[Formula] = []
    for item in items:
        if isinstance(item, Formula):
            found.append(item)
        elif not isinstance(item, Words) or SENTENCE_END.search(item.text):
            break
    return found


def _sentence(before: Sequence[Item]) -> str:
    """The words of the sentence so far."""
    said = ""
    for item in reversed(before):
        if isinstance(item, Words):
            *_, last = SENTENCE_END.split(item.text)
            said = f"{last} {said}"
            if SENTENCE_END.search(item.text):
                break
        elif isinstance(item, ParagraphEnd) or not isinstance(item, Formula):
            break
    return said
