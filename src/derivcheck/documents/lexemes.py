"""LaTeX mathematics as lexemes, and which bracket closes which: the ground on which formulas are cut.

Nothing here recurses, so that no depth of nesting can exhaust the stack, and every pass is linear.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate

LEXEME = re.compile(
    r"\\(?:begin|end)[ \t]*\{[^{}\n]{0,40}\}"
    r"|\\(?:left|right)(?![A-Za-z])[ \t]*(?:\\[A-Za-z]+|\\.|[^\s\\])"
    r"|\\[A-Za-z]+"
    r"|\\[^A-Za-z]"
    r"|%[^\n]*"
    r"|\s+"
    r"|[0-9]+(?:\.[0-9]+)?"
    r"|[A-Za-z]+"
    r"|.",
    re.DOTALL,
)
_ENVIRONMENT = re.compile(r"\\(begin|end)[ \t]*\{([^{}\n]*)\}")
_OPENERS = {
    "(": "round",
    "[": "round",
    "\\{": "curly",
    "\\lbrace": "curly",
    "\\lbrack": "round",
    "\\langle": "angle",
    "\\lfloor": "floor",
    "\\lceil": "ceil",
    "\\lvert": "vert",
    "\\lVert": "Vert",
}
_CLOSERS = {
    ")": "round",
    "]": "round",
    "\\}": "curly",
    "\\rbrace": "curly",
    "\\rbrack": "round",
    "\\rangle": "angle",
    "\\rfloor": "floor",
    "\\rceil": "ceil",
    "\\rvert": "vert",
    "\\rVert": "Vert",
}
_LEFT = "left"
_INTERVAL = "interval"
_INTERVAL_LENGTH = 14
_BRACKETS = frozenset({"{", "}", *_OPENERS, *_CLOSERS})


@dataclass(frozen=True, slots=True)
class Lexemes:
    """A formula's lexemes; ``closes[k]`` is the index of the bracket that closes the one at ``k``.

    ``starts`` has one entry more than ``texts``: the end of the last lexeme.

    ``unclosed`` are the indices of braces and environments that nothing closes. Round brackets that nothing closes are
    no error here: ``]0, 1[`` is an interval.
    """

    texts: list[str]
    starts: list[int]
    closes: dict[int, int]
    unclosed: tuple[int, ...]

    def end(self, index: int) -> int:
        """Where the lexeme at ``index`` ends."""
        return self.starts[index + 1]


@dataclass(slots=True)
class _Frame:
    """An open brace or environment, with the softer brackets that are open inside it."""

    index: int
    name: str | None
    soft: list[tuple[str, int]] = field(default_factory=list)
    lefts: int = 0


class _Matcher:
    r"""Pairs brackets: environments are stronger than braces, braces than \left, \left than parentheses."""

    def __init__(self) -> None:
        self.closes: dict[int, int] = {}
        self.unclosed: list[int] = []
        self.frames = [_Frame(-1, None)]
        self.environments: dict[str, int] = {}

    def feed(self, index: int, text: str) -> None:
        """Take the next lexeme."""
        if text == "{":
            self.frames.append(_Frame(index, None))
        elif text == "}":
            self._close_brace(index)
        elif text == "[" and self._ends_interval(index, "round", self.frames[-1].soft):
            self.closes[self.frames[-1].soft.pop()[1]] = index
        elif text in _OPENERS:
            self.frames[-1].soft.append((_OPENERS[text], index))
        elif text in _CLOSERS:
            self._close_soft(index, text, _CLOSERS[text])
        elif text[0] == "\\" and len(text) >= len(r"\left"):
            self._feed_command(index, text)

    def _feed_command(self, index: int, text: str) -> None:
        environment = _ENVIRONMENT.fullmatch(text) if text[-1] == "}" else None
        if environment is not None:
            name = environment[2]
            if environment[1] == "begin":
                self.frames.append(_Frame(index, name))
                self.environments[name] = self.environments.get(name, 0) + 1
            else:
                self._close_environment(index, name)
        elif text.startswith("\\left") and not text[5:6].isalpha():
            self.frames[-1].soft.append((_LEFT, index))
            self.frames[-1].lefts += 1
        elif text.startswith("\\right") and not text[6:7].isalpha():
            self._close_left(index)

    def _close_brace(self, index: int) -> None:
        top = self.frames[-1]
        if top.index >= 0 and top.name is None:
            self.frames.pop()
            self.closes[top.index] = index

    def _close_environment(self, index: int, name: str) -> None:
        if not self.environments.get(name):
            return
        while True:
            top = self.frames.pop()
            if top.name is not None:
                self.environments[top.name] -= 1
            if top.name == name:
                self.closes[top.index] = index
                return
            self.unclosed.append(top.index)

    def _close_left(self, index: int) -> None:
        top = self.frames[-1]
        while top.lefts:
            kind, opener = top.soft.pop()
            if kind == _LEFT:
                top.lefts -= 1
                self.closes[opener] = index
                return

    def _close_soft(self, index: int, text: str, kind: str) -> None:
        soft = self.frames[-1].soft
        if soft and (soft[-1][0] == kind or self._ends_interval(index, kind, soft)):
            self.closes[soft.pop()[1]] = index
        elif text == "]":
            soft.append((_INTERVAL, index))

    def _ends_interval(self, index: int, kind: str, soft: list[tuple[str, int]]) -> bool:
        """Whether a square bracket ends an interval such as ``]0, 1[``, which is short."""
        return kind == "round" and bool(soft) and soft[-1][0] == _INTERVAL and index - soft[-1][1] <= _INTERVAL_LENGTH

    def finish(self) -> tuple[int, ...]:
        """The indices of what nothing closed, in order."""
        self.unclosed.extend(frame.index for frame in self.frames[1:])
        return tuple(sorted(self.unclosed))


def lex(text: str) -> Lexemes:
    """Cut a formula into lexemes and pair its brackets."""
    texts: list[str] = LEXEME.findall(text)
    starts = [0, *accumulate(map(len, texts))]
    matcher = _Matcher()
    for index, piece in enumerate(texts):
        if piece in _BRACKETS or piece[0] == "\\":
            matcher.feed(index, piece)
    return Lexemes(texts, starts, matcher.closes, matcher.finish())


def environment_name(text: str) -> str:
    r"""The name in ``\begin{name}``, or nothing."""
    match = _ENVIRONMENT.fullmatch(text)
    return match[2].strip() if match else ""


def any_between(positions: list[int], start: int, end: int) -> bool:
    """Whether one of the sorted positions lies strictly between ``start`` and ``end``."""
    index = bisect_right(positions, start)
    return index < len(positions) and positions[index] < end
