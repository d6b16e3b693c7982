"""Offsets in a text as lines and columns."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from derivcheck.documents.model import Span
from derivcheck.results import Place

_LINE_END = re.compile(r"\r\n|\n|\r")


def line_starts(text: str) -> list[int]:
    """The offset at which each line of a text starts; made once, it answers :func:`place` fast."""
    return [0, *(match.end() for match in _LINE_END.finditer(text))]


def position(starts: Sequence[int], offset: int) -> tuple[int, int]:
    """The line and the column of an offset, both counted from 1."""
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


def place(starts: Sequence[int] | str, span: Span) -> Place:
    """A span as lines and columns; ``starts`` is the table of :func:`line_starts`, or the text itself."""
    if isinstance(starts, str):
        starts = line_starts(starts)
    return Place(*position(starts, max(span.start, 0)), *position(starts, max(span.end, span.start, 0)))
