r"""The macros of a document: where they are defined, and formulas with them expanded.

A macro is in force from its definition on. A formula whose expansion exceeds a bound stays as it is, and so do all
whose macro has failed often, and all once the work for those that grow unusually is spent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from derivcheck.documents.common_macros import COMMON
from derivcheck.documents.expansion import MAX_FAILURES, Expansion, ExpansionError
from derivcheck.documents.model import Form, Fragment, Macro, Problem
from derivcheck.documents.spellings import Spellings

MAX_TOTAL_WORK = 3_000_000
USUAL_GROWTH = 8
MAX_BODY = 100_000

DEFINITION = re.compile(
    r"\\(?:newcommand|renewcommand|providecommand|DeclareMathOperator|DeclareRobustCommand|DeclarePairedDelimiterX?"
    r"|(?:New|Renew|Provide|Declare)DocumentCommand|def|gdef|let)(?![A-Za-z])\*?"
)
_NAME = re.compile(r"[ \t\r\n]*(?:\{[ \t]*(\\(?:[A-Za-z@]+|.))[ \t]*\}|(\\(?:[A-Za-z@]+|.)))", re.DOTALL)
_COUNT = re.compile(r"[ \t\r\n]*\[[ \t]*([0-9])[ \t]*\]")
_DEFAULT = re.compile(r"[ \t\r\n]*\[([^\[\]]*)\]")
_PARAMETERS = re.compile(r"((?:#[1-9])*)[ \t]*(?=\{)")
_SPECIFIED = re.compile(r"\s*(?:O\s*\{(?P<default>[^{}]*)\})?\s*(?P<plain>(?:m\s*)*)")
_LET = re.compile(r"[ \t]*=?[ \t]*(\\(?:[A-Za-z@]+|.)|[^\s\\{}])")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_COMMENT = re.compile(r"(?<!\\)%[^\n]*")
_COMMAND = re.compile(r"\\(?:[A-Za-z@]+|.)", re.DOTALL)


NO_MACROS: Mapping[str, Macro] = {}


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
    if command.startswith(r"\DeclarePairedDelimiter"):
        return _read_fences(text, named.end(), name)
    if command.endswith("DocumentCommand"):
        return _read_specified(text, named.end(), name, command)
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


def _read_fences(text: str, position: int, name: str) -> Definition | None:
    r"""``\DeclarePairedDelimiter{\abs}{\lvert}{\rvert}``, or with a count of arguments and what stands between."""
    counted = _COUNT.match(text, position)
    count = int(counted[1]) if counted is not None else 1
    groups: list[str] = []
    position = position if counted is None else counted.end()
    for _ in range(2 if counted is None else 3):
        group = _group(text, position)
        if group is None:
            return None
        groups.append(group[0])
        position = group[1]
    between = groups[2].replace(r"\delimsize", "") if counted is not None else "#1"
    body = f"{groups[0]} {between} {groups[1]}"
    braces = "{" * count
    sized = re.sub(r"#([1-8])", lambda match: f"#{int(match[1]) + 1}", body)
    forms = (Form("*" + braces, body), Form("[" + braces, sized), Form(braces, body))
    return Definition(name, Macro(0, None, "", forms=forms), position)


def _read_specified(text: str, position: int, name: str, command: str) -> Definition | None:
    r"""``\NewDocumentCommand{\E}{O{p} m}{...}``: at most one argument with a default, and that first."""
    specification, body = _group(text, position), None
    if specification is not None:
        body = _group(text, specification[1])
    found = _SPECIFIED.fullmatch(specification[0]) if specification is not None else None
    if body is None or found is None:
        return None
    count = len(found["plain"].replace(" ", "")) + (found["default"] is not None)
    return Definition(name, Macro(count, found["default"], body[0]), body[1], command.startswith(r"\Provide"))


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
        known = {**COMMON, **self.known}
        call = next((c for c in _COMMAND.finditer(fragment.text) if c[0] in known), None)
        if call is None:
            return fragment, ()
        used = call[0]
        if self.failures.get(used, 0) >= MAX_FAILURES or self.work > MAX_TOTAL_WORK:
            return fragment, (Problem("D502", fragment.locate(*call.span()), {"macro": used}),)
        expansion = Expansion(known)
        try:
            return expansion.run(fragment), tuple(expansion.problems)
        except ExpansionError as error:
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


def expanded(fragment: Fragment, macros: Mapping[str, Macro] = NO_MACROS, text: str = "") -> Fragment:
    """A formula that stands alone, or beside a text, with these macros and the common ones expanded."""
    spellings = Spellings.of(f"{text}\n{fragment.text}")
    return spellings.usual(Macros(dict(macros)).expand(fragment)[0])
