"""Plain tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from derivcheck.report.lines import Line, Style, cells, line


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[Line]:
    """Lines of a table, the head first; a column of numbers is flush right, any other flush left."""
    widths = [max(cells(row[column]) for row in (heads, *rows)) for column in range(len(heads))]
    numeric = [all(row[column].isdecimal() or not row[column] for row in rows) for column in range(len(heads))]
    for number, row in enumerate((heads, *rows)):
        text = "  ".join(
            _padded(entry, width, right=right) for entry, width, right in zip(row, widths, numeric, strict=True)
        )
        yield line((text.rstrip(), Style.STRONG if number == 0 else Style.PLAIN))


def _padded(entry: str, width: int, *, right: bool) -> str:
    space = " " * (width - cells(entry))
    return space + entry if right else entry + space
