r"""Names with numbers, such as ``\beta_0`` and ``\hat{\beta}_1``: each a quantity of its own, no entry of an array."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from derivcheck.documents import Display, Formula, Item
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.names import LETTER
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.prose.definitions import head_of

_BASE = rf"(?P<base>\\(?:hat|tilde|bar)\s*\{{\s*{LETTER}\s*\}}|\\[A-Za-z]+|(?<![A-Za-z\\])[A-Za-z])\s*_\s*"
LITERAL = re.compile(_BASE + r"(?:\d|\{\s*\d\s*\})")
ACCENTED = re.compile(r"\\(?:wide)?(?:hat|tilde|bar)\s*\{[^{}]*\}")
EARLY = re.compile(_BASE + r"(?:0(?!\d)|\{\s*0\s*\})")

UP_TO = re.compile(r"(?:\\sum|\\prod)\s*_\s*\{[^{}]*=\s*1\s*\}\s*\^\s*\{?\s*([nNmT])\b|\\[lc]?dots\s*,\s*([nN])\b")
SCRIPTED = re.compile(
    r"(?P<base>\\[A-Za-z]+|(?<![A-Za-z\\])[A-Za-z])\s*_\s*(?:\{\s*(?P<script>\w+)\s*\}|(?P<letter>\w))"
)


def notice_numbered(items: Iterable[Item], context: Context) -> None:
    r"""Looks ahead for ``\hat{\beta}_1 = …`` and ``\beta_0``, which begins no array: names of their own.

    They are that where the name never stands alone or with another index.
    """
    items = list(items)
    texts = [item.fragment.text for item in items if isinstance(item, (Display, Formula))]
    bases = {match["base"] for text in texts if "0" in text for match in EARLY.finditer(text)}
    bases |= {head["base"] for item in items if isinstance(item, Display) for head in _heads(item)}
    bases = {base for base in bases if _is_always_numbered(base, texts)}
    if not bases:
        return
    for literal, base in {(match[0], match["base"]) for text in texts for match in LITERAL.finditer(text)}:
        try:
            name, whole = (canonical(head_of(each, context)) for each in (literal, base))
        except Unread:  # no name, as in \int_0
            continue
        known = whole in context.symbols or whole in context.definitions or whole in context.outcomes
        if base in bases and name is not None and not known:
            context.numbered.add(name)


def _heads(display: Display) -> Iterator[re.Match[str]]:
    """The numbered names that chains of a display begin with."""
    for statement in (statement for chain in display.chains for statement in chain.statements):
        head = LITERAL.fullmatch(statement.sides[0].text.strip()) if statement.relations else None
        if head is not None:
            yield head


def _is_always_numbered(base: str, texts: Iterable[str]) -> bool:
    """Whether a name has a number for its only script wherever it stands."""
    other = re.compile(rf"(?<![A-Za-z\\]){re.escape(base)}(?![A-Za-z])(?!\s*_\s*(?:\d|\{{\s*\d\s*\}}))")
    return not any(other.search(text if ACCENTED.match(base) else ACCENTED.sub(" ", text)) for text in texts)


def notice_updated(items: Iterable[Item], context: Context) -> None:
    """Looks ahead for ``a_0`` beside ``a_n`` where n is a size: before and after n observations, two names."""
    text = "\n".join(item.fragment.text for item in items if isinstance(item, (Display, Formula)))
    letters = {match[1] for match in UP_TO.finditer(text)}
    scripts: dict[str, set[str]] = {}
    for match in SCRIPTED.finditer(text) if letters else ():
        scripts.setdefault(match["base"], set()).add(match["script"] or match["letter"])
    for base, found in scripts.items():
        if "0" in found and found & letters and found <= {"0"} | letters:
            context.numbered.update(f"{base}_{{{script}}}" for script in found)
