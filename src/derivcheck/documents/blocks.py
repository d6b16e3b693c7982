r"""The blocks of a Markdown text: headings, paragraphs, table rows and code.

markdown-it-py says what they are wherever the text is structured. Plain paragraphs, headings and flat lists, which are
most of every document, are told apart here, a hundred times faster.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from derivcheck.documents.places import line_starts
from derivcheck.documents.spans import Found, Piece

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_BLANKED = re.compile(r"[^\n\r]")
_PREFIX = re.compile(r"[ \t>]*")
_LEADING = re.compile(r"(?:[ \t]*\n)*")
_SEPARATOR = re.compile(r"\n(?:[ \t]*\n)+")
_STRUCTURE = re.compile(
    r"^[ \t]*(?:(?P<heading>#{1,6})(?=[ \t]|$)|(?P<item>[-+*]|\d{1,9}[.)])(?=[ \t]|$)"
    r"|[<>]|`{3}|~{3}|=+[ \t]*$|-+[ \t]*$"
    r"|(?:[-_*][ \t]*){3,}$)",
    re.MULTILINE,
)
_REMARKABLE = re.compile(rf"{_STRUCTURE.pattern}|\||\n[ \t]*\n[ \t]+[^ \t\n]", re.MULTILINE)
_SIMPLE_ITEM = re.compile(r"(?:[-+*]|\d{1,9}[.)]) [^\s#>\-+*_=<~`\d]")
_MANY = 4
_LARGE = 50_000


@dataclass(frozen=True, slots=True)
class Block:
    """A range of lines: a heading (level 1 to 6), prose, table row or HTML (level 0), or code (level -1)."""

    start: int
    end: int
    level: int
    is_row: bool = False


def blocks(text: str, start: int, pieces: Sequence[Piece]) -> Iterator[Block]:
    """The blocks of the text from ``start`` on, in order; formulas in it are ``pieces``."""
    return _Blocks(_blanked(text, start, pieces), start, pieces).run()


def _blanked(text: str, start: int, pieces: Sequence[Piece]) -> str:
    """The text with its formulas made harmless and its line ends alike, every line and offset kept."""
    parts: list[str] = [text[:start]]
    position = start
    for piece in pieces:
        if piece.found in (Found.CODE, Found.COMMENT) or piece.opening == "```":
            continue
        parts.append(text[position : piece.start])
        if text.find("\n", piece.start, piece.end) < 0:
            parts.append("x" * (piece.end - piece.start))
        else:
            lines = text[piece.start : piece.end].split("\n")
            parts.append("\n".join([_BLANKED.sub("x", lines[0]), *(_blank_line(line) for line in lines[1:])]))
        position = piece.end
    parts.append(text[position:])
    return "".join(parts).replace("\r\n", " \n").replace("\r", "\n")


def _blank_line(line: str) -> str:
    prefix = _PREFIX.match(line)
    kept = prefix[0] if prefix else ""
    return kept + _BLANKED.sub("x", line[len(kept) :])


def _merged(found: list[Block]) -> list[Block]:
    """Prose blocks without formulas, those between the first and the last as one: no sentence in them has a formula."""
    if len(found) < _MANY or any(block.level for block in found):
        return found
    return [found[0], Block(found[1].start, found[-2].end, 0), found[-1]]


@dataclass
class _Blocks:
    """Walks over the groups of lines between blank lines.

    ``flat`` are the blocks of the last group if it ends with a list item: an indented group behind it belongs to the
    item. Neighbouring groups that need markdown-it-py make one stretch, which begins at ``stretch``.
    """

    text: str
    start: int
    pieces: Sequence[Piece]
    next: int = 0
    flat: list[Block] = field(default_factory=list)
    stretch: int = -1
    remarkable: int = -1

    @cached_property
    def parser(self) -> MarkdownIt:
        """The parser for structured stretches."""
        from markdown_it import MarkdownIt

        parser = MarkdownIt("commonmark").enable("table").disable("reference")
        parser.core.ruler.enableOnly(["normalize", "block"])
        return parser

    def run(self) -> Iterator[Block]:
        """All blocks."""
        starts, ends = self._groups()
        held = self.start
        index = 0
        while index < len(starts):
            start, end = starts[index], ends[index]
            plain = self._plain_from(start, starts) if start >= held else index
            if plain - index >= _MANY:
                yield from self._close(start)
                yield from _merged([Block(starts[k], ends[k], 0) for k in (index, index + 1, plain - 2, plain - 1)])
                index = plain
                continue
            index += 1
            simple = self._simple(start, end) if start >= held else None
            held = max(held, self._hidden_until(end))
            if simple is None or held > end:
                yield from self._extend(start)
                continue
            yield from self._close(start)
            if simple[1]:
                self.flat = simple[0]
            else:
                yield from simple[0]
        yield from self._close(len(self.text))

    def _groups(self) -> tuple[list[int], list[int]]:
        """Where the groups of lines start and end, the last line end included."""
        leading = _LEADING.match(self.text, self.start)
        starts = [leading.end() if leading else self.start]
        ends: list[int] = []
        for match in _SEPARATOR.finditer(self.text, starts[0]):
            ends.append(match.start() + 1)
            starts.append(match.end())
        ends.append(len(self.text))
        if not self.text[starts[-1] :].strip(" \t\n"):
            starts.pop()
            ends.pop()
        return starts, ends

    def _plain_from(self, start: int, starts: Sequence[int]) -> int:
        """The index of the first group, from that at ``start`` on, that has a formula, code or structure in it."""
        if self.remarkable < start:
            match = _REMARKABLE.search(self.text, start)
            self.remarkable = match.end() - 1 if match else len(self.text)
        piece = self.pieces[self.next].start if self.next < len(self.pieces) else len(self.text)
        place = min(self.remarkable, piece)
        return len(starts) if place == len(self.text) else max(bisect_right(starts, place) - 1, 0)

    def _hidden_until(self, end: int) -> int:
        """Where the last formula, code or comment ends that starts before ``end``; blank lines in it part nothing."""
        first = self.next
        while self.next < len(self.pieces) and self.pieces[self.next].start < end:
            self.next += 1
        return self.pieces[self.next - 1].end if first < self.next else 0

    def _extend(self, start: int) -> Iterator[Block]:
        """Take a structured group into the stretch."""
        if self.stretch >= 0:
            return
        self.stretch = start
        if self.flat and self.text[start] in " \t":
            self.stretch = self.flat[0].start
        else:
            yield from self.flat
        self.flat = []

    def _close(self, end: int) -> Iterator[Block]:
        """The blocks that were held back."""
        if self.stretch >= 0:
            yield from self._parsed(self.stretch, end)
        yield from self.flat
        self.flat, self.stretch = [], -1

    def _simple(self, start: int, end: int) -> tuple[list[Block], bool] | None:
        """The blocks of a group, and whether it ends with a list item; nothing if it is more than plain lines."""
        if self.text[start] in " \t" or self.text.find("|", start, end) >= 0:
            return None
        found: list[Block] = []
        position, is_item = start, False
        for match in _STRUCTURE.finditer(self.text, start, end):
            line = match.start()
            is_heading = match["heading"] is not None
            if self.text[line] in " \t" or not (is_heading or _SIMPLE_ITEM.match(self.text, line, end)):
                return None
            if position < line:
                if not is_heading and not is_item and match["item"][0].isdigit():
                    return None
                found.append(Block(position, line, 0))
            position, is_item = line, not is_heading
            if is_heading:
                position = self.text.find("\n", line, end) + 1 or end
                found.append(Block(line, position, len(match["heading"])))
                if self.text[position : position + 1] in (" ", "\t"):
                    return None
        if position < end:
            found.append(Block(position, end, 0))
        has_formula = self.next < len(self.pieces) and self.pieces[self.next].start < end
        return found if has_formula else _merged(found), is_item

    def _parsed(self, start: int, end: int) -> Iterator[Block]:
        """The blocks of a stretch, by markdown-it-py."""
        if end - start > _LARGE and not self._has_formula(start, end):
            yield from self._headings(start, end)
            return
        stretch = self.text[start:end]
        starts = [place + start for place in line_starts(stretch)]
        starts.append(end)
        for token in self.parser.parse(stretch):
            if token.map is None:
                continue
            first, last = starts[min(token.map[0], len(starts) - 1)], starts[min(token.map[1], len(starts) - 1)]
            if token.type == "heading_open":
                yield Block(first, last, int(token.tag[1:]) if token.level == 0 else 0)
            elif token.type in ("paragraph_open", "html_block"):
                yield Block(first, last, 0)
            elif token.type == "tr_open":
                yield Block(first, last, 0, is_row=True)
            elif token.type in ("fence", "code_block"):
                yield Block(first, last, -1)

    def _has_formula(self, start: int, end: int) -> bool:
        index = bisect_left(self.pieces, start, key=lambda piece: piece.start)
        return index < len(self.pieces) and self.pieces[index].start < end

    def _headings(self, start: int, end: int) -> Iterator[Block]:
        """The blocks of a large stretch without formulas: its headings and, as prose, what is between them."""
        for match in _STRUCTURE.finditer(self.text, start, end):
            if match["heading"] is not None and match.start() >= start and self.text[match.start()] == "#":
                yield Block(start, match.start(), 0)
                start = self.text.find("\n", match.start(), end) + 1 or end
                yield Block(match.start(), start, len(match["heading"]))
        yield Block(start, end, 0)
