"""Offsets in a text as lines and columns."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from derivcheck.documents.model import Span
from derivcheck.results import Place

_LINE_END = re.compile(r"\r\n|\n|\r")


class LineStarts(list[int]):
    """The offset at which each line of a text starts, and the cells of the notebook that it comes from, if any."""

    def __init__(self, starts: Iterable[int], cells: Sequence[tuple[int, int]] = ()) -> None:
        super().__init__(starts)
        self.cells = cells

    def cell(self, line: int) -> tuple[int | None, int]:
        """The number of the cell that a line stands in, and how many lines of the text stand before that cell."""
        index = bisect_right(self.cells, line, key=lambda cell: cell[1]) - 1
        return (None, 0) if index < 0 else (self.cells[index][0], self.cells[index][1] - 1)


def line_starts(text: str, cells: Sequence[tuple[int, int]] = ()) -> LineStarts:
    """Where each line of a text starts; made once, it answers :func:`place` fast."""
    return LineStarts([0, *(match.end() for match in _LINE_END.finditer(text))], cells)


def position(starts: Sequence[int], offset: int) -> tuple[int, int]:
    """The line and the column of an offset, both counted from 1."""
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


def place(starts: Sequence[int] | str, span: Span) -> Place:
    """A span as lines and columns; ``starts`` is the table of :func:`line_starts`, or the text itself."""
    if isinstance(starts, str):
        starts = line_starts(starts)
    first, last = (position(starts, max(offset, 0)) for offset in (span.start, max(span.end, span.start)))
    cell, before = starts.cell(first[0]) if isinstance(starts, LineStarts) else (None, 0)
    return Place(*first, *last, cell, before)
