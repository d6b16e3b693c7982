r"""The macros of a document: where they are defined, and formulas with them expanded.

A macro is in force from its definition on. Expansion is bounded (depth, size of the result, work for one formula, and
work for all that grow unusually), so that no macro can hang the checker; a formula that exceeds a bound stays as it is,
and so does a call whose arguments are missing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from derivcheck.documents.common_macros import COMMON
from derivcheck.documents.model import Fragment, Macro, Problem, Span

MAX_DEPTH = 100
MAX_LENGTH = 20_000
MAX_WORK = 200_000
MAX_TOTAL_WORK = 3_000_000
USUAL_GROWTH = 8
MAX_FAILURES = 20
MAX_BODY = 100_000

DEFINITION = re.compile(
    r"\\(?:newcommand|renewcommand|providecommand|DeclareMathOperator|DeclareRobustCommand|def|gdef|let)(?![A-Za-z])\*?"
)
_NAME = re.compile(r"[ \t\r\n]*(?:\{[ \t]*(\\(?:[A-Za-z@]+|.))[ \t]*\}|(\\(?:[A-Za-z@]+|.)))", re.DOTALL)
_COUNT = re.compile(r"[ \t\r\n]*\[[ \t]*([0-9])[ \t]*\]")
_DEFAULT = re.compile(r"[ \t\r\n]*\[([^\[\]]*)\]")
_PARAMETERS = re.compile(r"((?:#[1-9])*)[ \t]*(?=\{)")
_LET = re.compile(r"[ \t]*=?[ \t]*(\\(?:[A-Za-z@]+|.)|[^\s\\{}])")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_TOKEN = re.compile(r"\\[A-Za-z@]+|\\.|#[1-9]|.", re.DOTALL)
_COMMENT = re.compile(r"(?<!\\)%[^\n]*")
_COMMAND = re.compile(r"\\(?:[A-Za-z@]+|.)", re.DOTALL)


NO_MACROS: Mapping[str, Macro] = {}
_COMMON = {name: Macro(parameters, None, body) for name, (parameters, body) in COMMON.items()}


@dataclass(frozen=True, slots=True)
class Definition:
    """A definition in the text: what it defines (nothing if it was not understood), and where it ends."""

    name: str
    macro: Macro | None
    end: int
    only_if_new: bool = False


def closing_brace(text: str, opening: int, limit: int) -> int:
    """The offset of the brace that closes the one at ``opening``, or -1 if none does within ``limit`` characters."""
    depth = 0
    for match in _BRACE.finditer(text, opening, min(len(text), opening + limit)):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth -= 1
            if depth == 0:
                return match.start()
    return -1


def _group(text: str, position: int) -> tuple[str, int] | None:
    while position < len(text) and text[position].isspace():
        position += 1
    if not text.startswith("{", position):
        return None
    end = closing_brace(text, position, MAX_BODY)
    return (text[position + 1 : end], end + 1) if end >= 0 else None


def read_definition(text: str, start: int, macros: dict[str, Macro]) -> Definition | None:
    """The definition that begins at ``start``; nothing if none is to be read there."""
    head = DEFINITION.match(text, start)
    if head is None:
        return None
    command = head[0].rstrip("*")
    named = _NAME.match(text, head.end())
    if named is None:
        return None
    name = named[1] or named[2]
    if command == r"\let":
        return _read_let(text, named.end(), name, macros)
    if command in (r"\def", r"\gdef"):
        return _read_def(text, named.end(), name)
    return _read_command(text, named.end(), name, head[0])


def _read_let(text: str, position: int, name: str, macros: dict[str, Macro]) -> Definition | None:
    target = _LET.match(text, position)
    if target is None:
        return None
    meaning = macros.get(target[1], Macro(0, None, target[1], final=True))
    return Definition(name, meaning if target[1] != name else None, target.end())


def _read_def(text: str, position: int, name: str) -> Definition | None:
    parameters = _PARAMETERS.match(text, position)
    if parameters is None:
        return None
    body = _group(text, parameters.end())
    return None if body is None else Definition(name, Macro(len(parameters[1]) // 2, None, body[0]), body[1])


def _read_command(text: str, position: int, name: str, command: str) -> Definition | None:
    count, default = 0, None
    counted = _COUNT.match(text, position)
    if counted is not None:
        count, position = int(counted[1]), counted.end()
        defaulted = _DEFAULT.match(text, position)
        if defaulted is not None:
            default, position = defaulted[1], defaulted.end()
    body = _group(text, position)
    if body is None:
        return None
    meaning = body[0]
    if command.startswith(r"\DeclareMathOperator"):
        meaning = rf"\operatorname{'*' if command.endswith('*') else ''}{{{meaning}}}"
    return Definition(name, Macro(count, default, meaning), body[1], command.startswith(r"\provide"))


@dataclass(frozen=True, slots=True)
class _Piece:
    """One token on its way through the expansion; ``end`` is the offset of its last character."""

    text: str
    start: int
    end: int
    depth: int


class _ExpansionError(Exception):
    """A macro exceeded a bound."""

    def __init__(self, call: _Piece) -> None:
        super().__init__(call.text)
        self.macro = call.text
        self.span = Span(call.start, call.end + 1)


@dataclass(slots=True)
class Macros:
    """The macros in force while a document is read from top to bottom."""

    known: dict[str, Macro] = field(default_factory=dict)
    failures: dict[str, int] = field(default_factory=dict)
    unread: int = 0
    work: int = 0

    def read(self, text: str, start: int) -> Definition | None:
        """Read the definition at ``start``, and put it in force; nothing if it is not understood."""
        if self.unread >= MAX_FAILURES:
            return None
        definition = read_definition(text, start, self.known)
        if definition is None:
            self.unread += 1
        else:
            self.define(definition)
        return definition

    def read_all(self, text: str) -> None:
        """Put all definitions of a text in force, whatever else stands in it."""
        position = 0
        text = _COMMENT.sub("", text)
        while (match := DEFINITION.search(text, position)) is not None:
            definition = self.read(text, match.start())
            position = match.end() if definition is None else definition.end
        self.unread = 0

    def define(self, definition: Definition) -> None:
        """Put a definition in force."""
        if definition.macro is None or (definition.only_if_new and definition.name in self.known):
            return
        self.known[definition.name] = definition.macro

    def expand(self, fragment: Fragment) -> tuple[Fragment, tuple[Problem, ...]]:
        """The formula without the definitions in it and with its macros expanded."""
        if "\\" not in fragment.text:
            return fragment, ()
        fragment = self._take_definitions(fragment)
        known = {**_COMMON, **self.known}
        call = next((c for c in _COMMAND.finditer(fragment.text) if c[0] in known), None)
        if call is None:
            return fragment, ()
        used = call[0]
        if self.failures.get(used, 0) >= MAX_FAILURES or self.work > MAX_TOTAL_WORK:
            return fragment, (Problem("D502", fragment.locate(*call.span()), {"macro": used}),)
        expansion = _Expansion(known)
        try:
            return expansion.run(fragment), tuple(expansion.problems)
        except _ExpansionError as error:
            self.failures[used] = self.failures.get(used, 0) + 1
            return fragment, (Problem("D502", error.span, {"macro": error.macro}),)
        finally:
            spent = expansion.work + len(expansion.offsets)
            self.work += max(0, spent - USUAL_GROWTH * len(fragment.text))

    def _take_definitions(self, fragment: Fragment) -> Fragment:
        text, position = fragment.text, 0
        kept: list[Fragment] = []
        for match in DEFINITION.finditer(text):
            if match.start() < position:
                continue
            definition = self.read(text, match.start())
            if definition is not None:
                kept.append(fragment.cut(position, match.start()))
                position = definition.end
        if not position:
            return fragment
        kept.append(fragment.cut(position, len(text)))
        offsets = tuple(offset for piece in kept for offset in piece.offsets)
        return Fragment("".join(piece.text for piece in kept), offsets)


class _Expansion:
    """Expands one formula: a stack of tokens to read, and the characters already settled."""

    def __init__(self, macros: dict[str, Macro]) -> None:
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
                raise _ExpansionError(self.calling)
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
            raise _ExpansionError(call)
        found = self._arguments(call, macro)
        if found is None:
            self._leave(call)
            return
        arguments, end = found
        body: list[_Piece] = []
        for match in _TOKEN.finditer(macro.body):
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
            raise _ExpansionError(call)

    def _leave(self, call: _Piece) -> None:
        """Leave a call whose arguments are missing as it is, with what stands behind it."""
        self.stack.extend(reversed(self.taken))
        self._settle(call)
        if len(self.problems) < MAX_FAILURES:
            facts = {"found": "the end of the formula or group", "expected": f"an argument of {call.text}"}
            self.problems.append(Problem("D401", Span(call.start, call.end + 1), facts))

    def _arguments(self, call: _Piece, macro: Macro) -> tuple[list[Sequence[_Piece]], int] | None:
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
        return arguments, end

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

    def _up_to(self, closing: str, call: _Piece) -> tuple[Sequence[_Piece], int] | None:
        """The pieces before what closes an argument, and where that ends; nothing if nothing closes it."""
        first, depth = len(self.taken), 0
        while self.stack:
            self._spend(1, call)
            piece = self._pop()
            if depth == 0 and piece.text == closing:
                return self.taken[first:-1], piece.end
            depth += {"{": 1, "}": -1}.get(piece.text, 0)
            if depth < 0:
                return None
        return None
