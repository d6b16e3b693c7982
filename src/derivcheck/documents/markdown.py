"""Markdown documents: headings, paragraphs and the mathematics in them.

Where formulas stand is found before the blocks of the text, since a line of theirs that begins with ``=`` or ``-``
looks like a heading or a list.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from derivcheck.documents.blocks import Block, blocks
from derivcheck.documents.building import Builder
from derivcheck.documents.directives import is_directive
from derivcheck.documents.macros import NO_MACROS
from derivcheck.documents.model import Document, Fragment, Macro, Span
from derivcheck.documents.places import line_starts
from derivcheck.documents.prose import clean_markdown
from derivcheck.documents.scanning import Scan
from derivcheck.documents.sides import join
from derivcheck.documents.site_macros import site_macros
from derivcheck.documents.spans import Found, Piece

_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n(?:.*?\r?\n)?(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FRONT_TITLE = re.compile(r"^title:[ \t]*(.+?)[ \t]*$", re.MULTILINE)
_QUOTE_MARK = re.compile(r"[ \t]*>")
_QUOTE_LINE = re.compile(r"(?<=\n)[ \t]*>[ \t>]*")
_TITLE_MARKS = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]*|[ \t]+#+[ \t]*$|[ \t]*\{[#.][^{}]*\}[ \t]*$")
_UNDERLINE = re.compile(r"\n[ \t]*(?:=+|-+)[ \t]*$")
_RELATION = re.compile(
    r"[=<>]|\\(?:n?eq|leq?|geq?|in|sim|approx|to|propto|leftarrow|rightarrow|subset|equiv|iff|implies)\b"
)


def read_markdown(text: str, macros: Mapping[str, Macro] = NO_MACROS) -> Document:
    """Cut a Markdown document into derivations."""
    front = _FRONT_MATTER.match(text)
    start = front.end() if front else 0
    title = _FRONT_TITLE.search(front[0]) if front else None
    scan = Scan(text, start)
    pieces = _without_kramdown(text, scan.run())
    builder = Builder(text, title[1].strip("\"'") if title else "", {**macros, **site_macros(text)})
    builder.problems.extend(scan.problems)
    _Assembly(text, pieces, builder).run(blocks(text, start, pieces))
    return builder.finish()


def _without_kramdown(text: str, pieces: list[Piece]) -> list[Piece]:
    """In the kramdown dialect, ``$$x$$`` amid a sentence is an inline formula.

    A document is written in it if it has no formula in single dollars, and somewhere amid a sentence a ``$$…$$``
    without any relation, which nobody would display.
    """
    if any(piece.found is Found.INLINE and piece.opening == "$" for piece in pieces):
        return pieces
    amid = {index for index, piece in enumerate(pieces) if piece.opening == "$$" and _is_amid_text(text, piece)}
    if all(_RELATION.search(text, pieces[index].inner_start, pieces[index].inner_end) for index in amid):
        return pieces
    return [replace(piece, found=Found.INLINE) if index in amid else piece for index, piece in enumerate(pieces)]


def _is_amid_text(text: str, piece: Piece) -> bool:
    if "\n" in text[piece.start : piece.end]:
        return False
    before = text[max(text.rfind("\n", max(0, piece.start - 200), piece.start) + 1, piece.start - 200) : piece.start]
    after = text[piece.end : piece.end + 200].split("\n", 1)[0]
    return bool(before.strip(" \t>-*+") or after.strip(" \t.,;:"))


class _Assembly:
    """Walks over blocks and pieces side by side and hands their items to a builder."""

    def __init__(self, text: str, pieces: Sequence[Piece], builder: Builder) -> None:
        self.text = text
        self.pieces = pieces
        self.builder = builder
        self.lines = line_starts(text)
        self.next = 0
        self.position = 0

    def run(self, blocks: Iterator[Block]) -> None:
        """Take all blocks."""
        for block in blocks:
            self._skip_to(block)
            if block.level > 0 and not self._has_display(block):
                self._heading(block)
            else:
                self._content(block)
        self._skip_to(Block(len(self.text), len(self.text), 0))

    def _skip_to(self, block: Block) -> None:
        """Pass over the pieces between blocks; a directive or definition counts wherever it stands."""
        while self.next < len(self.pieces) and self.pieces[self.next].start < block.start:
            piece = self.pieces[self.next]
            if piece.found in (Found.COMMENT, Found.DEFINITION):
                self._emit(piece)
            self.next += 1
        self.position = max(self.position, block.start)

    def _has_display(self, block: Block) -> bool:
        index = self.next
        while index < len(self.pieces) and self.pieces[index].start < block.end:
            if self.pieces[index].found in (Found.DISPLAY, Found.BROKEN):
                return True
            index += 1
        return False

    def _heading(self, block: Block) -> None:
        raw = _UNDERLINE.sub("", self.text[block.start : block.end].strip("\r\n"))
        title = " ".join(_TITLE_MARKS.sub("", raw).replace("**", "").replace("`", "").split())
        line = bisect_left(self.lines, block.start + 1)
        self.builder.open(title, line, block.level)
        while self.next < len(self.pieces) and self.pieces[self.next].start < block.end:
            piece = self.pieces[self.next]
            if piece.found in (Found.COMMENT, Found.DEFINITION):
                self._emit(piece)
            self.next += 1
        self.position = max(self.position, block.end)

    def _content(self, block: Block) -> None:
        while self.next < len(self.pieces) and self.pieces[self.next].start < block.end:
            piece = self.pieces[self.next]
            if block.level >= 0:
                self._words(self.position, piece.start, block)
            if block.level >= 0 or piece.opening == "```":
                self._emit(piece)
            self.position = max(self.position, piece.end)
            self.next += 1
        if block.level >= 0 and self.position < block.end:
            self._words(self.position, block.end, block)
        self.position = max(self.position, block.end)
        self.builder.end_paragraph(block.end)

    def _words(self, start: int, end: int, block: Block) -> None:
        if start >= end:
            return
        raw = self.text[start:end]
        if not block.is_row:
            self.builder.words(clean_markdown(raw), start, end)
            return
        for cell in raw.split("|"):
            self.builder.words(clean_markdown(cell), start, start + len(cell))
            start += len(cell) + 1
            if start <= end:
                self.builder.end_paragraph(start - 1)

    def _emit(self, piece: Piece) -> None:
        if piece.found is Found.COMMENT:
            inside = Fragment.plain(self.text[piece.inner_start : piece.inner_end], piece.inner_start)
            if is_directive(inside.text):
                self.builder.comment(inside, Span(piece.start, piece.end))
        elif piece.found is Found.DEFINITION:
            self.builder.macros.read(self.text, piece.start)
        elif piece.found is Found.INLINE:
            self.builder.formula(self._inside(piece))
        elif piece.found is Found.DISPLAY:
            self.builder.display(self._inside(piece))

    def _inside(self, piece: Piece) -> Fragment:
        """What stands between a formula's delimiters, without the marks of the quote that it stands in."""
        fragment = Fragment.plain(self.text[piece.inner_start : piece.inner_end], piece.inner_start)
        if ">" not in fragment.text or "\n" not in fragment.text:
            return fragment
        line = self.text.rfind("\n", 0, piece.start) + 1
        if _QUOTE_MARK.match(self.text, line, piece.start) is None:
            return fragment
        kept, position = [], 0
        for match in _QUOTE_LINE.finditer(fragment.text):
            kept.append(fragment.cut(position, match.start()))
            position = match.end()
        return join([*kept, fragment.cut(position, len(fragment.text))])
