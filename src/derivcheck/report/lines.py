"""Styled lines and how they reach a stream: plain for pipes and files, wrapped and coloured for terminals.

Only the latter needs rich, so a hook or a pipe does not pay for its import.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TextIO

_NARROWEST = 20
_PROBE = "✓✗‽₁ⁿ∑ℝŷ"
# Characters that would move the cursor or turn the direction of writing; a document must not control the terminal.
_UNSAFE = dict.fromkeys([*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "�")


class Style(StrEnum):
    """How a piece of a line looks on a terminal, in the terms of rich."""

    PLAIN = ""
    STRONG = "bold"
    FAINT = "dim"
    GOOD = "green"
    BAD = "bold red"
    OPEN = "yellow"
    PLACE = "cyan"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: pieces with their styles; where it is wrapped, it goes on ``hang`` columns in. A rigid line is cut."""

    pieces: tuple[tuple[str, Style], ...]
    hang: int = 0
    rigid: bool = False

    @property
    def text(self) -> str:
        """The line without its styles, safe to print."""
        return "".join(safe(text) for text, _ in self.pieces).rstrip()


def line(*pieces: str | tuple[str, Style], indent: int = 0, hang: int | None = None, rigid: bool = False) -> Line:
    """A line from pieces of text, some with a style."""
    styled = tuple((piece, Style.PLAIN) if isinstance(piece, str) else piece for piece in pieces)
    return Line(((" " * indent, Style.PLAIN), *styled), indent + 2 if hang is None else hang, rigid)


def safe(text: str) -> str:
    """The text without control characters."""
    return text.translate(_UNSAFE)


def cells(text: str) -> int:
    """How many columns of a terminal the text takes."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.combining(character) > 0 for character in text)


def plural(count: int, noun: str) -> str:
    """The count with its noun: "1 step", "2 steps"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def can_show_unicode(stream: TextIO) -> bool:
    """Whether the stream's encoding has the characters of mathematics."""
    try:
        _PROBE.encode(getattr(stream, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def write(lines: Iterable[Line], stream: TextIO, width: int | None = None) -> None:
    """Print the lines; ``width`` forces that of the terminal."""
    if stream.isatty():
        _write_to_terminal(lines, stream, width)
        return
    stream.writelines(each.text + "\n" for each in lines)


def _write_to_terminal(lines: Iterable[Line], stream: TextIO, width: int | None) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(file=stream, width=width, highlight=False, markup=False, emoji=False)
    for each in lines:
        text = Text.assemble(*((safe(piece), style.value) for piece, style in each.pieces))
        if each.rigid:
            console.print(text, no_wrap=True, overflow="ellipsis", crop=True)
            continue
        room = max(console.width - each.hang, _NARROWEST)
        wrapped = text.wrap(console, room, overflow="fold")
        for number, part in enumerate(wrapped):
            part.rstrip()
            console.print(Text(" " * each.hang if number else "") + part, soft_wrap=True)
