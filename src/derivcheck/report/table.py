"""Plain tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from derivcheck.report.lines import Line, Style, cells, line


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[Line]:
    """Lines of a table with its columns flush left, the head first."""
    widths = [max(cells(row[column]) for row in (heads, *rows)) for column in range(len(heads))]
    for number, row in enumerate((heads, *rows)):
        text = "  ".join(entry + " " * (width - cells(entry)) for entry, width in zip(row, widths, strict=True))
        yield line((text.rstrip(), Style.STRONG if number == 0 else Style.PLAIN))
