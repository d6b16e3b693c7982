"""Where mathematics, code, comments and macro definitions stand in a text, found in one pass from left to right.

The pass is linear: every search for something that closes a span is answered from tables or from a search that never
starts before the end of the last one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cached_property

DISPLAY_ENVIRONMENTS = (
    r"equation|align|aligned|alignat|alignedat|flalign|gather|gathered|split|multline|eqnarray|displaymath|IEEEeqnarray"
)
_ENVIRONMENT_ENDS = re.compile(rf"\\(begin|end)[ \t]*\{{((?:{DISPLAY_ENVIRONMENTS}|math)\*?)\}}")
_BLANK = re.compile(r"\r?\n(?:[ \t>]*\r?\n)+")
_WRAPPED_WORDS = re.compile(r"\\(?:text|mbox|intertext|tag|label)\w*\s*\{[^{}]*\}|\\[A-Za-z]+")
_PROSE = re.compile(r"[A-Za-z]{2,}[,.:]? [A-Za-z]{2,}|^[ \t>]*(?:#{1,6} |```|~~~|[-*+] )", re.MULTILINE)
_INLINE = re.compile(r"\\.|[{}$]", re.DOTALL)
_PROSE_SAMPLE = 300


class Found(Enum):
    """What a span holds."""

    INLINE = auto()
    DISPLAY = auto()
    CODE = auto()
    COMMENT = auto()
    DEFINITION = auto()
    BROKEN = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """A span that is no prose; ``inner_start`` to ``inner_end`` is what stands between its delimiters."""

    found: Found
    start: int
    end: int
    inner_start: int
    inner_end: int
    opening: str = ""


@dataclass
class Searches:
    """Answers where things close, each in amortised constant time, if asked from left to right."""

    text: str
    nexts: dict[str, int] = field(default_factory=dict)
    prose_index: int = 0
    unbalanced_until: int = -1

    def find(self, needle: str, start: int) -> int:
        """The next place of ``needle`` at or after ``start``, or -1."""
        known = self.nexts.get(needle, -2)
        if known == -1 or known >= start:
            return known
        place = self.text.find(needle, start)
        self.nexts[needle] = place
        return place

    def find_unescaped(self, needle: str, start: int) -> int:
        """The next place of ``needle`` that no backslash escapes, or -1."""
        place = self.find(needle, start)
        while place >= 0 and self._is_escaped(place):
            place = self.find(needle, place + 1)
        return place

    def _is_escaped(self, place: int) -> bool:
        backslashes = 0
        while place > backslashes and self.text[place - backslashes - 1] == "\\":
            backslashes += 1
        return backslashes % 2 == 1

    @cached_property
    def blanks(self) -> tuple[list[int], list[int]]:
        """Where blank lines start and end."""
        matches = list(_BLANK.finditer(self.text))
        return [match.start() for match in matches], [match.end() for match in matches]

    def paragraph_end(self, start: int) -> int:
        """The start of the next blank line, or the end of the text."""
        starts = self.blanks[0]
        index = bisect_left(starts, start)
        return starts[index] if index < len(starts) else len(self.text)

    def is_after_blank(self, line: int) -> bool:
        """Whether the line that starts at ``line`` follows a blank one."""
        ends = self.blanks[1]
        index = bisect_left(ends, line)
        return index < len(ends) and ends[index] == line

    def next_prose(self, start: int) -> int:
        """The next blank line after which prose stands: no formula runs over it."""
        starts, ends = self.blanks
        self.prose_index = max(self.prose_index, bisect_left(starts, start))
        while self.prose_index < len(starts) and not self._is_prose(ends[self.prose_index]):
            self.prose_index += 1
        return starts[self.prose_index] if self.prose_index < len(starts) else len(self.text)

    def closing_dollar(self, start: int) -> int:
        """The dollar that closes the one before ``start``: the first outside braces, if those are balanced, or -1."""
        end = self.paragraph_end(start)
        first, depth = -1, 0
        for match in _INLINE.finditer(self.text, start, end):
            if match[0] == "{":
                depth += 1
            elif match[0] == "}":
                depth -= 1
            elif match[0] == "$":
                first = match.start() if first < 0 else first
                if depth <= 0 or start <= self.unbalanced_until:
                    return match.start()
        if first >= 0:
            self.unbalanced_until = end
        return first

    def _is_prose(self, start: int) -> bool:
        sample = self.text[start : min(start + _PROSE_SAMPLE, self.paragraph_end(start))]
        return _PROSE.search(_WRAPPED_WORDS.sub("", sample)) is not None

    @cached_property
    def environment_ends(self) -> dict[int, tuple[int, int]]:
        r"""For each ``\begin`` of a display environment that is closed: where its ``\end`` starts and ends."""
        open_ones: dict[str, list[int]] = {}
        ends: dict[int, tuple[int, int]] = {}
        for match in _ENVIRONMENT_ENDS.finditer(self.text):
            if match[1] == "begin":
                open_ones.setdefault(match[2], []).append(match.start())
            elif open_ones.get(match[2]):
                ends[open_ones[match[2]].pop()] = match.span()
        return ends
