r"""Formulas with their macros expanded, token by token.

Expansion is bounded (depth, size of the result, work), so that no macro can hang the checker.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from derivcheck.documents.model import Form, Fragment, Macro, Problem, Span

MAX_DEPTH = 100
MAX_LENGTH = 20_000
MAX_WORK = 200_000
MAX_FAILURES = 20

_TOKEN = re.compile(r"\\[A-Za-z@]+|\\.|#[1-9]|.", re.DOTALL)
_NUMBER = re.compile(r"\s*(?P<mantissa>[-+]?\d+(?:\.\d+)?)(?:[eE](?P<exponent>[-+]?\d+))?\s*")
CLOSING = {"{": "}", "[": "]", "(": ")", "|": "|"}
NUMBERS = {"n": ("mantissa",), "e": ("mantissa", "exponent")}


@dataclass(frozen=True, slots=True)
class _Piece:
    """One token on its way through the expansion; ``end`` is the offset of its last character."""

    text: str
    start: int
    end: int
    depth: int


_Call = tuple[str, list[Sequence[_Piece]], int]
"""What a call stands for, its arguments, and where they end."""


class ExpansionError(Exception):
    """A macro exceeded a bound."""

    def __init__(self, call: _Piece) -> None:
        super().__init__(call.text)
        self.macro = call.text
        self.span = Span(call.start, call.end + 1)


class Expansion:
    """Expands one formula: a stack of tokens to read, and the characters already settled."""

    def __init__(self, macros: Mapping[str, Macro]) -> None:
        self.macros = macros
        self.stack: list[_Piece] = []
        self.texts: list[str] = []
        self.offsets: list[int] = []
        self.problems: list[Problem] = []
        self.taken: list[_Piece] = []
        self.calling = _Piece("", 0, 0, 0)
        self.after_command = False
        self.work = 0

    def run(self, fragment: Fragment) -> Fragment:
        """The expanded formula."""
        offsets = fragment.offsets
        for match in _TOKEN.finditer(fragment.text):
            self.stack.append(_Piece(match[0], offsets[match.start()], offsets[match.end() - 1], 0))
        budget = max(MAX_LENGTH, 2 * len(fragment.text))
        self.stack.reverse()
        while self.stack:
            piece = self.stack.pop()
            macro = self.macros.get(piece.text) if piece.text[0] == "\\" else None
            if macro is None:
                self._settle(piece)
            elif macro.final:
                self._settle(_Piece(macro.body, piece.start, piece.end, piece.depth))
            else:
                self._call(piece, macro)
            if len(self.offsets) > budget:
                raise ExpansionError(self.calling)
        return Fragment("".join(self.texts), tuple(self.offsets))

    def _settle(self, piece: _Piece) -> None:
        if self.after_command and piece.text[0].isalpha():
            self.texts.append(" ")
            self.offsets.append(piece.start)
        self.texts.append(piece.text)
        length = piece.end - piece.start + 1
        if length == len(piece.text):
            self.offsets.extend(range(piece.start, piece.end + 1))
        else:
            self.offsets.extend([piece.start] * (len(piece.text) - 1))
            self.offsets.append(piece.end)
        self.after_command = len(piece.text) > 1 and piece.text[0] == "\\" and piece.text[-1].isalpha()

    def _call(self, call: _Piece, macro: Macro) -> None:
        self.calling = call
        if call.depth >= MAX_DEPTH:
            raise ExpansionError(call)
        found = self._form(call, macro.forms) if macro.forms else self._arguments(call, macro)
        if found is None:
            self._leave(call)
            return
        meaning, arguments, end = found
        body: list[_Piece] = []
        for match in _TOKEN.finditer(meaning):
            if match[0][0] == "#" and len(match[0]) > 1 and int(match[0][1]) <= len(arguments):
                body.extend(arguments[int(match[0][1]) - 1])
            else:
                body.append(_Piece(match[0], call.start, call.start, call.depth + 1))
        if body and body[-1].depth == call.depth + 1 and body[-1].start == call.start:
            body[-1] = _Piece(body[-1].text, call.start, max(end, call.start), call.depth + 1)
        self._spend(len(body), call)
        self.stack.extend(reversed(body))

    def _spend(self, work: int, call: _Piece) -> None:
        self.work += work + 1
        if self.work > MAX_WORK:
            raise ExpansionError(call)

    def _leave(self, call: _Piece) -> None:
        """Leave a call whose arguments are missing as it is, with what stands behind it."""
        self.stack.extend(reversed(self.taken))
        self._settle(call)
        if len(self.problems) < MAX_FAILURES:
            facts = {"found": "the end of the formula or group", "expected": f"an argument of {call.text}"}
            self.problems.append(Problem("D401", Span(call.start, call.end + 1), facts))

    def _form(self, call: _Piece, forms: Sequence[Form]) -> _Call | None:
        """The first form that fits what stands behind a call."""
        for form in forms:
            self.taken = []
            found = self._fitting(call, form.takes)
            if found is not None:
                return form.body, *found
            self.stack.extend(reversed(self.taken))
        self.taken = []
        return None

    def _fitting(self, call: _Piece, takes: str) -> tuple[list[Sequence[_Piece]], int] | None:
        arguments: list[Sequence[_Piece]] = []
        end = call.end
        for opening in takes:
            while self.stack and self.stack[-1].text.isspace():
                self._pop()
            bracket = "{" if opening in NUMBERS else opening
            if not self.stack or self.stack[-1].text != bracket:
                return None
            end = self._pop().end
            if opening == "*":
                continue
            taken = self._up_to(CLOSING[bracket], call, bracket)
            if taken is None:
                return None
            end = taken[1]
            found = _number(taken[0], NUMBERS[opening]) if opening in NUMBERS else [taken[0]]
            if found is None:
                return None
            arguments += found
        return arguments, end

    def _arguments(self, call: _Piece, macro: Macro) -> _Call | None:
        """The arguments of a call and where they end; nothing if some are missing."""
        self.taken = []
        arguments: list[Sequence[_Piece]] = []
        end = call.end
        if macro.default is not None:
            default = [_Piece(m[0], call.start, call.start, call.depth + 1) for m in _TOKEN.finditer(macro.default)]
            given = self._optional(call) if self.stack and self.stack[-1].text == "[" else (default, end)
            if given is None:
                return None
            arguments.append(given[0])
            end = given[1]
        while len(arguments) < macro.parameters:
            taken = self._required(call)
            if taken is None:
                return None
            arguments.append(taken[0])
            end = max(end, taken[1])
        return macro.body, arguments, end

    def _pop(self) -> _Piece:
        """The next piece; what a call takes is remembered, to be put back if its arguments are missing."""
        piece = self.stack.pop()
        self.taken.append(piece)
        return piece

    def _required(self, call: _Piece) -> tuple[Sequence[_Piece], int] | None:
        while self.stack and self.stack[-1].text.isspace():
            self._pop()
        if not self.stack or self.stack[-1].text == "}":
            return None
        first = self._pop()
        return self._up_to("}", call) if first.text == "{" else ((first,), first.end)

    def _optional(self, call: _Piece) -> tuple[Sequence[_Piece], int] | None:
        self._pop()
        return self._up_to("]", call)

    def _up_to(self, closing: str, call: _Piece, opening: str = "{") -> tuple[Sequence[_Piece], int] | None:
        """The pieces before what closes an argument, and where that ends; nothing if nothing closes it."""
        first, depth = len(self.taken), 0
        nesting = {"{": 1, "}": -1, **({"(": 1, ")": -1} if opening == "(" else {})}
        while self.stack:
            self._spend(1, call)
            piece = self._pop()
            if depth == 0 and piece.text == closing:
                return self.taken[first:-1], piece.end
            depth += nesting.get(piece.text, 0)
            if depth < 0:
                return None
        return None


def _number(argument: Sequence[_Piece], parts: Sequence[str]) -> list[Sequence[_Piece]] | None:
    """The parts of a number, if it has just these."""
    match = _NUMBER.fullmatch("".join(piece.text for piece in argument))
    if match is None or any((match[name] is None) == (name in parts) for name in ("mantissa", "exponent")):
        return None
    return [argument[slice(*match.span(name))] for name in parts]
