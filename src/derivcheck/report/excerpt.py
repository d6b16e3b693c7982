"""A line of the source with carets under the part in question."""

from __future__ import annotations

from collections.abc import Iterator

from derivcheck.report.lines import Line, Style, cells, line
from derivcheck.results import Place

# Long lines are shown around the part in question only.
_WINDOW = 88
_BEFORE = 24


def excerpt(text: str, place: Place, indent: int) -> Iterator[Line]:
    """The source line and its carets; nothing where the text has no such line."""
    lines = text.split("\n")
    if not 1 <= place.line <= len(lines):
        return
    source = lines[place.line - 1].rstrip("\r").replace("\t", " ")
    start = min(place.column - 1, len(source))
    end = place.end_column - 1 if place.end_line == place.line else len(source)
    end = max(start + 1, min(end, len(source)))
    shown, start, end = _window(source, start, end)
    number = str(place.line - place.before)
    carets = " " * cells(shown[:start]) + "^" * max(1, cells(shown[start:end]))
    yield line((f"{number} | ", Style.FAINT), shown, indent=indent, rigid=True)
    yield line((f"{' ' * len(number)} | ", Style.FAINT), (carets, Style.BAD), indent=indent, rigid=True)


def _window(source: str, start: int, end: int) -> tuple[str, int, int]:
    """The part of a long line around the range, and where the range is in it."""
    if len(source) <= _WINDOW:
        return source, start, end
    first = max(0, min(start - _BEFORE, len(source) - _WINDOW))
    last = first + _WINDOW
    shown = source[first:last]
    if first:
        shown = "…" + shown[1:]
    if last < len(source):
        shown = shown[:-1] + "…"
    return shown, start - first, min(end - first, len(shown))
