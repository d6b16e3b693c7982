"""Sentences of prose: their words, and the formulas between these."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from derivcheck.documents import Formula, Fragment, Item, ParagraphEnd, Words
from derivcheck.reading.prose.hedges import REJECTS

NAMED_LAW = r"(?:Gaussian|Normal|Poisson|Bernoulli|Rademacher|Laplace|Cauchy|Gamma|Beta)\b"
SENTENCE_END = re.compile(
    rf"(?<!\be\.g)(?<!\bi\.e)([.!?])(?=\s+(?!(?<=i\.i\.d\.\s){NAMED_LAW})[A-Z«]|(?<!\bi\.i\.d\.)\s*$)"
)
"""A full stop, but not those of abbreviations: "i.i.d." before a formula, or a law's name, ends nothing."""


def last_sentence(said: str) -> str:
    """The sentence that words and formulas end with, as it leads to a display."""
    return re.split(r"[.?!]\s", said.rstrip())[-1]


@dataclass(slots=True)
class Sentence:
    """Formulas and the words between them: ``words[k]`` stands before formula k, the last behind all."""

    formulas: list[Fragment] = field(default_factory=list)
    words: list[str] = field(default_factory=lambda: [""])
    asks: bool = False
    defined: set[str] = field(default_factory=set)

    @property
    def rejects(self) -> bool:
        """Whether the words before the first formula take back what the sentence says."""
        return bool(REJECTS.search(self.words[0]))

    def pattern(self) -> str:
        """The sentence with «0», «1», … in place of its formulas."""
        parts = [f"{words} «{k}» " for k, words in enumerate(self.words[:-1])]
        return "".join(parts) + self.words[-1]

    def text(self) -> str:
        """The sentence as it is written."""
        parts = [f"{words} ${formula.text}$ " for words, formula in zip(self.words, self.formulas, strict=False)]
        return "".join(parts) + self.words[-1]


def sentences(items: Iterable[Item]) -> Iterator[Sentence]:
    """The sentences of prose; a display ends none, so that words around it belong together."""
    current = Sentence()
    for item in items:
        if isinstance(item, Formula):
            current.formulas.append(item.fragment)
            current.words.append("")
        elif isinstance(item, Words):
            pieces = SENTENCE_END.split(item.text)
            for part, stop in zip(pieces[:-1:2], pieces[1::2], strict=True):
                current.words[-1] += " " + part
                current.asks = stop == "?"
                yield current
                current = Sentence()
            current.words[-1] += " " + pieces[-1]
        elif isinstance(item, ParagraphEnd):
            yield current
            current = Sentence()
    yield current


# What follows such a verb speaks of something else.
OF = re.compile(r".*\bof\s*$", re.DOTALL)


NEXT_VERB = re.compile(r"\b(?:define|put|write|set|let)\b", re.IGNORECASE)


JOINS = re.compile(r"[\s,]*(?:and|or|with|for)?[\s,]*")


NOUN_BEGINS = re.compile(
    r"\b(?:and|let|where|with|by|be|is|are|suppose|that|for|given)\b|[,;:]"
    r"|(?<!instead )\b(?:of|on|onto|to|from|in|into|over|along|using|has|have)\s+(?=(?:an?|some|every|any)\s)",
    re.IGNORECASE,
)


def head_noun(before: str) -> str:
    """The words that go with the next formula: an adjective before it, behind the last verb, comma or "of a"."""
    return NOUN_BEGINS.split(before)[-1]


def near_words(sentence: Sentence, position: int) -> str:
    """The words right before and right behind the group of formulas that ``position`` belongs to."""
    before, after = around_words(sentence, position)
    # "Be a real $n \times n$ matrix" does not end behind "real".
    goes_on = after is not sentence.words[-1] and len(after) < 80
    return OF.sub("", head_noun(before)) + " " + NEXT_VERB.split(after[:80] + " …" * goes_on, maxsplit=1)[0]


def around_words(sentence: Sentence, position: int) -> tuple[str, str]:
    """All words before the group of formulas that ``position`` belongs to, and all behind it."""
    first = last = position
    while first and JOINS.fullmatch(sentence.words[first]):
        first -= 1
    while last + 1 < len(sentence.formulas) and JOINS.fullmatch(sentence.words[last + 1]):
        last += 1
    return sentence.words[first], sentence.words[last + 1]
