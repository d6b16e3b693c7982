r"""What statistics of a sample are, as formulas: ``\bar{x}`` is its mean, and what words call its variance is that.

These are readings for a second look: nobody writes down that ``\bar{x}`` is a mean, but a step in which it may be
anything needs no such help. The sample must stand in the formula itself, as ``x_i``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from derivcheck.documents import Item
from derivcheck.reading.names import LETTER
from derivcheck.reading.prose.sentences import sentences

LETTERS = "kjlmhi"
MEAN = re.compile(rf"\\(?:bar|overline)\s*(?:\{{\s*({LETTER})\s*\}}|({LETTER}))(?!\s*_)")
SUM = re.compile(r"\\sum\s*_\s*\{\s*([a-z])\s*=\s*1\s*\}\s*\^\s*(?:\{\s*(\w+)\s*\}|(\w))")

LIST = r"(?P<{}>«\d+»(?:\s*(?:,|and|, and)\s*«\d+»)*)"
SAID = re.compile(
    LIST.format("names") + r"\s*(?:is|are|denotes?|being)\s+(?:the\s+)?(?:\w+\s+)?sample\s+"
    r"(?P<what>mean|variance|covariance)s?\s+(?:of|between)\s+" + LIST.format("samples") + r"(?!\s*(?:is|are|denote))"
)
NUMBER = re.compile(r"«(\d+)»")


def said_statistics(items: Iterable[Item]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """What words call a mean, a variance or a covariance: its name, which of these it is, and of which samples."""
    for sentence in sentences(items):
        for match in SAID.finditer(re.sub(r"\s+", " ", sentence.pattern())):
            names, samples = (
                [sentence.formulas[int(number)].text.strip() for number in NUMBER.findall(match[group])]
                for group in ("names", "samples")
            )
            if match["what"] == "covariance" and len(names) == 1 and len(samples) == 2:
                yield names[0], "covariance", tuple(samples)
            elif match["what"] != "covariance" and len(names) == len(samples):
                for name, sample in zip(names, samples, strict=True):
                    yield name, match["what"], (sample,)


def means_in(text: str) -> Iterator[tuple[str, str]]:
    r"""The names with a bar in a formula, and the samples that they are means of."""
    for match in MEAN.finditer(text):
        yield match[0], match[1] or match[2]


def formula(what: str, samples: tuple[str, ...], text: str) -> str | None:
    """A statistic of samples of which ``text`` has the members, written out; None where it has none."""
    size = length(samples[0], text)
    if size is None:
        return None
    letter = next((letter for letter in LETTERS if not re.search(rf"(?<![A-Za-z\\]){letter}(?![A-Za-z])", text)), None)
    if letter is None:
        return None
    total = rf"\sum_{{{letter}=1}}^{{{size}}}"
    if what == "mean":
        return rf"\frac{{1}}{{{size}}} {total} {samples[0]}_{{{letter}}}"
    first, second = (samples * 2)[:2]
    factors = [_deviation(sample, letter, size) for sample in (first, second)]
    return rf"\frac{{1}}{{{size} - 1}} {total} {factors[0]} {factors[1]}"


def _deviation(sample: str, letter: str, size: str) -> str:
    inner = next(other for other in LETTERS if other != letter)
    mean = rf"\frac{{1}}{{{size}}} \sum_{{{inner}=1}}^{{{size}}} {sample}_{{{inner}}}"
    return rf"\left( {sample}_{{{letter}}} - {mean} \right)"


def length(sample: str, text: str) -> str | None:
    """Up to where a sum over the members of a sample runs in a formula."""
    for match in SUM.finditer(text):
        letter = match[1]
        if re.search(rf"(?<![A-Za-z]){re.escape(sample)}\s*_\s*(?:\{{\s*{letter}\s*\}}|{letter})", text[match.end() :]):
            return match[2] or match[3]
    return None
