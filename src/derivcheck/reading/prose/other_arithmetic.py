r"""Other arithmetic than that of the reals: in a text that computes modulo a number, $1 + 1 = 0$ is no slip."""

from __future__ import annotations

import re
from collections.abc import Iterable

from derivcheck.documents import Display, Formula, Item, Words
from derivcheck.reading.context import Context

SAID = re.compile(
    r"\b(?:mod(?:ulo)?\b\.?\s*(?:\d|two|three|a prime|an? (?:integer|power)|[a-z]\b|$)|modular arithmetic|xor\b"
    r"|exclusive or\b|gf\s*\(|(?:finite|galois|binary) fields?\b|characteristic (?:\d|two|three|zero|$)"
    r"|boolean (?:algebra|ring|arithmetic)s?\b|tropical\b"
    r"|(?:max|min)-plus\b|(?:in|over|of|a) (?:\w+ )?semirings?\b|saturat\w+ arithmetic)",
    re.IGNORECASE,
)
WRITTEN = re.compile(
    r"\\math(?:bb|bf|rm)\s*\{?\s*(?:F|GF|Z)\s*\}?\s*(?:_|/)|\\p?mod(?![a-z])|\\bmod(?![a-z])|\\operatorname\{GF\}|\\text\{mod\}"
)


def notice_arithmetic(items: Iterable[Item], context: Context) -> None:
    """Notices words and formulas by which a text says that its sums and products are not those of real numbers."""
    for item in items:
        if isinstance(item, Words):
            found = SAID.search(item.text)
        elif isinstance(item, (Formula, Display)):
            found = WRITTEN.search(item.fragment.text)
        else:
            continue
        if found is not None:
            context.arithmetic = found[0].strip()
            return
