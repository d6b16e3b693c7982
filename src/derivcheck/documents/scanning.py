"""The pass over a Markdown text that finds its mathematics and hides its code."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from derivcheck.documents.directives import is_directive
from derivcheck.documents.expansion import MAX_FAILURES
from derivcheck.documents.macros import DEFINITION, read_definition
from derivcheck.documents.model import Problem, Span
from derivcheck.documents.spans import DISPLAY_ENVIRONMENTS, Found, Piece, Searches

_MARK = re.compile(
    r"(?P<fence>^(?:[ \t]*(?:>|[-*+][ \t]|\d{1,9}[.)][ \t]))*[ \t]*(?P<ticks>`{3,}(?=[^`\n]*$)|~{3,})(?P<info>[^\n]*))"
    r"|(?P<code>`+)"
    r"|(?P<comment><!--)"
    r"|<(?P<tag>pre|code|script|style|textarea)\b"
    rf"|(?P<environment>\\begin[ \t]*\{{(?P<name>(?:{DISPLAY_ENVIRONMENTS})\*?)\}})"
    rf"|(?P<definition>{DEFINITION.pattern})"
    r"|(?P<bracket>\\\\[(\[]|\\[(\[])"
    r"|(?P<escape>(?:\\\\(?![(\[]))+|\\.)"
    r"|(?P<dollars>\$\$|\$(?!\s))",
    re.MULTILINE | re.DOTALL,
)
_TICKS = re.compile(r"`+")
_CLOSING_FENCE = {
    "`": re.compile(r"^[ \t>]*(`{3,})[ \t]*$", re.MULTILINE),
    "~": re.compile(r"^[ \t>]*(~{3,})[ \t]*$", re.MULTILINE),
}
_MATHS_INFO = re.compile(r"[ \t]*\{?\.?(?:math|latex-math)\}?[ \t]*$")
# What a directive's options say (``:label: bayes``, or lines between dashes) is no part of its formula.
_OPTIONS = re.compile(
    r"\n(?:[ \t]*:[A-Za-z][\w-]*:(?=\s)[^\n]*\n)+|\n[ \t]*-{3,}[ \t]*\n(?:[^\n]*\n){1,9}?[ \t]*-{3,}[ \t]*\n"
)
_TEX_LIKE = re.compile(r"[\\=^_]")
_CLOSERS = {r"\(": r"\)", r"\[": r"\]", r"\\(": r"\\)", r"\\[": r"\\]"}
_ENVIRONMENT_INSIDE = re.compile(rf"\s*\\begin\s*\{{(?:{DISPLAY_ENVIRONMENTS})\*?\}}")


@dataclass
class Scan:
    """One pass; ``pieces`` and ``problems`` are what it found, in order."""

    text: str
    start: int = 0
    pieces: list[Piece] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unread_definitions: int = 0
    comment_open: bool = False

    @cached_property
    def searches(self) -> Searches:
        """Where things close."""
        return Searches(self.text)

    @cached_property
    def tick_runs(self) -> dict[int, list[int]]:
        """Where runs of backticks start, by their length."""
        runs: dict[int, list[int]] = {}
        for match in _TICKS.finditer(self.text):
            runs.setdefault(len(match[0]), []).append(match.start())
        return runs

    @cached_property
    def closing_fences(self) -> dict[str, tuple[list[int], list[int], list[int]]]:
        """Lines that may close a fence: for each character their starts, ends and lengths."""
        table = {}
        for character, pattern in _CLOSING_FENCE.items():
            matches = list(pattern.finditer(self.text))
            table[character] = (
                [match.start() for match in matches],
                [match.end() for match in matches],
                [len(match[1]) for match in matches],
            )
        return table

    def run(self) -> list[Piece]:
        """All pieces of the text."""
        position = self.start
        while (match := _MARK.search(self.text, position)) is not None:
            position = max(self._take(match), match.start() + 1)
        return self.pieces

    def _take(self, match: re.Match[str]) -> int:
        """Handle one mark; the answer is where to go on."""
        kind = match.lastgroup
        if match["fence"] is not None:
            return self._fence(match)
        if kind == "code":
            return self._code(match)
        if kind == "comment":
            return self._until(match, "-->", Found.COMMENT)
        if kind == "tag":
            return self._tag(match)
        if match["environment"] is not None:
            return self._environment(match)
        if kind == "definition":
            return self._definition(match)
        if kind == "bracket":
            return self._bracket(match)
        if kind == "dollars":
            return self._display_dollars(match) if match[0] == "$$" else self._inline_dollar(match)
        return match.end()

    def _add(self, found: Found, start: int, end: int, inner: tuple[int, int], opening: str = "") -> int:
        self.pieces.append(Piece(found, start, end, *inner, opening))
        return end

    def _fence(self, match: re.Match[str]) -> int:
        start, inner = match.start(), match.end()
        starts, ends, lengths = self.closing_fences[match["ticks"][0]]
        index = bisect_right(starts, start)
        while index < len(starts) and lengths[index] < len(match["ticks"]):
            index += 1
        end, inner_end = (ends[index], starts[index]) if index < len(starts) else (len(self.text), len(self.text))
        found = Found.DISPLAY if _MATHS_INFO.match(match["info"]) else Found.CODE
        if found is Found.DISPLAY and (options := _OPTIONS.match(self.text, inner)) is not None:
            inner = options.end()
        return self._add(found, start, end, (min(inner, inner_end), inner_end), "```")

    def _code(self, match: re.Match[str]) -> int:
        runs = self.tick_runs.get(len(match[0]), [])
        index = bisect_left(runs, match.end())
        if index < len(runs) and runs[index] < self.searches.paragraph_end(match.end()):
            end = runs[index] + len(match[0])
            return self._add(Found.CODE, match.start(), end, (match.end(), runs[index]))
        return match.end()

    def _until(self, match: re.Match[str], closing: str, found: Found) -> int:
        place = self.searches.find(closing, match.end())
        if place < 0:
            if (
                found is Found.COMMENT
                and not self.comment_open
                and is_directive(self.text[match.end() : match.end() + 40])
            ):
                self.comment_open = True
                self.problems.append(Problem("D501", Span(*match.span()), {"what": match[0]}))
            return match.end()
        return self._add(found, match.start(), place + len(closing), (match.end(), place))

    def _tag(self, match: re.Match[str]) -> int:
        closing = f"</{match['tag']}>"
        place = self.searches.find(closing, match.end())
        if match["tag"] == "code" and place > self.searches.paragraph_end(match.end()):
            return match.end()
        return self._until(match, closing, Found.CODE)

    def _environment(self, match: re.Match[str]) -> int:
        start = match.start()
        closed = self.searches.environment_ends.get(start)
        if closed is None or closed[0] > self.searches.next_prose(start):
            return self._broken(match, match["name"])
        return self._add(Found.DISPLAY, start, closed[1], (start, closed[1]), match[0])

    def _broken(self, match: re.Match[str], what: str) -> int:
        """Something that nothing closes: say so, and go on after the next blank line."""
        end = self.searches.paragraph_end(match.end())
        self.problems.append(Problem("D501", Span(match.start(), match.end()), {"what": what}))
        return self._add(Found.BROKEN, match.start(), end, (match.end(), end))

    def _definition(self, match: re.Match[str]) -> int:
        if self.unread_definitions >= MAX_FAILURES:
            return match.end()
        definition = read_definition(self.text, match.start(), {})
        if definition is None:
            self.unread_definitions += 1
            return match.end()
        return self._add(Found.DEFINITION, match.start(), definition.end, (match.start(), definition.end))

    def _bracket(self, match: re.Match[str]) -> int:
        opening = match[0]
        closing = _CLOSERS[opening]
        display = opening.endswith("[")
        find = self.searches.find if len(opening) > 2 else self.searches.find_unescaped
        place = find(closing, match.end())
        limit = self.searches.next_prose(match.end()) if display else self.searches.paragraph_end(match.end())
        if 0 <= place <= limit:
            found = Found.DISPLAY if display else Found.INLINE
            return self._add(found, match.start(), place + len(closing), (match.end(), place), opening)
        if display and self._starts_line(match.start()) and self._is_tex(match.end()):
            return self._broken(match, opening)
        return match.end()

    def _starts_line(self, place: int) -> bool:
        line = self.text.rfind("\n", max(0, place - 80), place) + 1
        return not self.text[max(line, place - 80) : place].strip(" \t>-*+")

    def _is_tex(self, start: int) -> bool:
        end = min(self.searches.paragraph_end(start), start + 500)
        return _TEX_LIKE.search(self.text, start, end) is not None

    def _display_dollars(self, match: re.Match[str]) -> int:
        place = self.searches.find_unescaped("$$", match.end())
        if 0 <= place <= self.searches.next_prose(match.end()) and not self._opens_another(match.end(), place):
            return self._add(Found.DISPLAY, match.start(), place + 2, (match.end(), place), "$$")
        return self._broken(match, "$$") if self._is_tex(match.end()) else match.end()

    def _opens_another(self, start: int, place: int) -> bool:
        """Whether the dollars at ``place``, in a later paragraph, are those of another display."""
        if place <= self.searches.paragraph_end(start):
            return False
        line = self.text.rfind("\n", start, place) + 1
        if self.text[line:place].strip(" \t>") or not self.searches.is_after_blank(line):
            return False
        return self.text.find("$$", place + 2, self.searches.paragraph_end(place + 2)) >= 0

    def _inline_dollar(self, match: re.Match[str]) -> int:
        start = match.end()
        following = self.text[start : start + 1]
        if following == "`":
            place = self.searches.find("`$", start + 1)
            if 0 <= place < self.searches.paragraph_end(start):
                return self._add(Found.INLINE, match.start(), place + 2, (start + 1, place), "$`")
        if not following or following.isspace():
            return start
        place = self.searches.closing_dollar(start)
        if place < 0 or self.text[place - 1].isspace() or self.text[place + 1 : place + 2].isdigit():
            return start
        inside = _ENVIRONMENT_INSIDE.match(self.text, start, place)
        return self._add(Found.DISPLAY if inside else Found.INLINE, match.start(), place + 1, (start, place), "$")
