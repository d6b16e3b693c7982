"""The top level of a formula: what stands outside every bracket, as a flat list of tokens.

Whatever stands inside braces, parentheses, nested environments or sub- and superscripts is swallowed by one token, so
that nothing is ever cut there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import IntEnum, auto
from typing import NamedTuple

from derivcheck.documents.lexemes import Lexemes, any_between, environment_name, lex
from derivcheck.documents.relations import CONNECTIVES, DEFINING_MARKS, NEGATED, OPERATORS, OTHER_EQUALITIES, RELATIONS
from derivcheck.documents.words import TEXT_COMMANDS, Role, reason, role


class Kind(IntEnum):
    """What a token of the top level is (an integer, since the hash of any other enum is slow)."""

    ATOM = auto()
    GROUP = auto()
    ENVIRONMENT = auto()
    RELATION = auto()
    CONNECTIVE = auto()
    OPERATOR = auto()
    ROW = auto()
    CELL = auto()
    WIDE = auto()
    SPACE = auto()
    TEXT = auto()
    PUNCTUATION = auto()
    DROPPED = auto()
    SEPARATOR = auto()
    REMARK = auto()


class Token(NamedTuple):
    """A token; ``value`` is a relation's canonical symbol, or the text of words."""

    kind: Kind
    start: int
    end: int
    value: str
    reason: str | None = None


_DROPPED_WITH_ARGUMENT = frozenset({r"\label", r"\tag", r"\hspace", r"\vspace", r"\notag", r"\phantom", r"\hphantom"})
_DROPPED = frozenset(
    {
        r"\nonumber",
        r"\notag",
        r"\qed",
        r"\qedhere",
        r"\blacksquare",
        r"\displaystyle",
        r"\textstyle",
        r"\allowbreak",
        r"\nobreak",
        r"\hfill",
        r"\hline",
        r"\noindent",
        r"\smallskip",
        r"\medskip",
        r"\bigskip",
        r"\strut",
        r"\limits",
        r"\protect",
    }
)
_THIN = frozenset(
    {
        r"\,",
        r"\;",
        r"\:",
        r"\!",
        r"\ ",
        "\\\n",
        "\\\t",
        r"\space",
        "~",
        r"\>",
        r"\thinspace",
        r"\enspace",
        r"\medspace",
        r"\enskip",
    }
)
_WIDE = frozenset({r"\quad", r"\qquad"})
_STACKED = frozenset({r"\overset", r"\stackrel", r"\underset"})
_ROMAN_WORDS = frozenset({"if", "for", "where", "otherwise", "with"})
_WRAPPED = frozenset({r"\mathrel", r"\mathbin", r"\mathop"})
_ROWS = frozenset({"\\\\", r"\cr", r"\newline", r"\tabularnewline"})
_WITH_REASON = frozenset({r"\xrightarrow", r"\xleftarrow", r"\xRightarrow", r"\xlongequal"})
_SIMPLE: dict[str, tuple[Kind, str]] = {
    **{text: (Kind.OPERATOR, text) for text in OPERATORS},
    **{text: (Kind.PUNCTUATION, text) for text in ",;."},
    **dict.fromkeys((" ", "\n", *_THIN), (Kind.SPACE, "")),
    **dict.fromkeys(_WIDE, (Kind.WIDE, "")),
    **{text: (Kind.RELATION, RELATIONS[text]) for text in RELATIONS.keys() - _WITH_REASON - {"="}},
    "&": (Kind.CELL, ""),
}
"""Lexemes that are a token by themselves, unless they are a sub- or superscript."""
_ROW_SPACE = re.compile(r"[ \t]*\*?[ \t]*\[[ \t]*-?[0-9.]+[ \t]*[a-z]{2}[ \t]*\]|\*")
_PLACEMENT = re.compile(r"[ \t]*\[[tbc]\]")
_COLUMNS = re.compile(r"(?:\s*\[[tbc]\])?\s*\{[^{}]*\}")
_WITH_COLUMNS = frozenset({"alignat", "alignedat", "xalignat", "array"})


@dataclass(slots=True)
class _Scanner:
    """Walks over the lexemes of one formula and emits the tokens of its top level."""

    text: str
    lexemes: Lexemes
    bad_rows: list[int]
    marks: list[int]
    tokens: list[Token]
    index: int = 0

    def run(self) -> list[Token]:
        """All tokens, in order."""
        texts, starts, closes = self.lexemes.texts, self.lexemes.starts, self.lexemes.closes
        count = len(texts)
        while (index := self.index) < count:
            simple = _SIMPLE.get(texts[index])
            if simple is not None and not self._after_script():
                self.tokens.append(Token(simple[0], starts[index], starts[index + 1], simple[1]))
                self.index = index + 1
            elif index in closes or simple is not None or not texts[index].isalnum():
                self._step(index)
            else:
                self.tokens.append(Token(Kind.ATOM, starts[index], starts[index + 1], texts[index]))
                self.index = index + 1
        return self.tokens

    def _step(self, index: int) -> None:
        lexeme = self.lexemes.texts[index]
        close = self.lexemes.closes.get(index)
        if close is not None and not (lexeme[0] in "([\\" and any_between(self.bad_rows, index, close)):
            self._swallow(index, close, lexeme)
        elif lexeme[0] == "\\" and len(lexeme) > 1:
            self._command(index, lexeme)
        else:
            self._character(index, lexeme)

    def _emit(self, kind: Kind, first: int, last: int, value: str = "", why: str | None = None) -> None:
        """One token from the lexeme ``first`` to the lexeme ``last``."""
        self.tokens.append(Token(kind, self.lexemes.starts[first], self.lexemes.end(last), value, why))
        self.index = last + 1

    def _swallow(self, index: int, close: int, lexeme: str) -> None:
        if lexeme == "{":
            wrapped = self.text[self.lexemes.end(index) : self.lexemes.starts[close]].strip()
            if wrapped in RELATIONS and wrapped[0] not in "\\<>" and not self._after_script():
                self._emit(Kind.RELATION, index, close, RELATIONS[wrapped])
            else:
                bare = not wrapped and self.lexemes.texts[close + 1 : close + 2] not in (["_"], ["^"])
                self._emit(Kind.SPACE if bare else Kind.GROUP, index, close)
        elif lexeme.startswith("\\begin"):
            self._emit(Kind.ENVIRONMENT, index, close, environment_name(lexeme))
        else:
            self._emit_bracketed(index, close)

    def _emit_bracketed(self, index: int, close: int) -> None:
        """A pair of brackets as one token, or as several with the row ends and alignment marks inside dropped."""
        first = index
        for mark in self.marks[bisect_right(self.marks, index) : bisect_right(self.marks, close)]:
            if first < mark:
                self._emit(Kind.ATOM, first, mark - 1, "(")
            self._emit(Kind.DROPPED, mark, mark)
            first = mark + 1
        self._emit(Kind.ATOM, first, close, "(")

    def _after_script(self) -> bool:
        return bool(self.tokens) and self.tokens[-1].value in ("_", "^") and self.tokens[-1].kind is Kind.ATOM

    def _skip_spaces(self, index: int) -> int:
        texts = self.lexemes.texts
        while index < len(texts) and texts[index].isspace():
            index += 1
        return index

    def _argument(self, index: int) -> tuple[str, int] | None:
        """The argument that starts at or after the lexeme ``index``, and its last lexeme."""
        index = self._skip_spaces(index)
        if index >= len(self.lexemes.texts):
            return None
        close = self.lexemes.closes.get(index)
        if self.lexemes.texts[index] == "{":
            if close is None:
                return None
            return self.text[self.lexemes.end(index) : self.lexemes.starts[close]], close
        return self.lexemes.texts[index], index

    def _command(self, index: int, lexeme: str) -> None:
        if lexeme in _ROWS:
            self._row(index)
        elif lexeme in CONNECTIVES or lexeme in RELATIONS:
            self._relation(index, lexeme)
        elif lexeme in _THIN:
            self._emit(Kind.SPACE, index, index)
        elif lexeme in _WIDE:
            self._emit(Kind.WIDE, index, index)
        elif lexeme in OPERATORS:
            self._emit(Kind.OPERATOR, index, index, lexeme)
        elif lexeme in TEXT_COMMANDS or lexeme == r"\mathrm":
            self._text(index, lexeme)
        elif lexeme in _STACKED or lexeme in _WRAPPED or lexeme == r"\not":
            self._composed(index, lexeme)
        elif lexeme in _DROPPED_WITH_ARGUMENT or lexeme in _DROPPED:
            self._dropped(index, lexeme)
        else:
            self._emit(Kind.ATOM, index, index, lexeme)

    def _row(self, index: int) -> None:
        self._emit(Kind.ROW, index, index)
        space = _ROW_SPACE.match(self.text, self.tokens[-1].end)
        if space is None:
            return
        self.tokens[-1] = self.tokens[-1]._replace(end=space.end())
        starts = self.lexemes.starts
        while self.index < len(starts) and starts[self.index] < space.end():
            self.index += 1

    def _relation(self, index: int, lexeme: str) -> None:
        if self._after_script():
            self._emit(Kind.ATOM, index, index, lexeme)
            return
        last, why = index, None
        if lexeme in _WITH_REASON:
            argument = self._argument(index + 1)
            if argument is not None:
                why, last = reason(argument[0]), argument[1]
        if lexeme in CONNECTIVES:
            self._emit(Kind.CONNECTIVE, index, last, CONNECTIVES[lexeme], why)
        else:
            self._emit(Kind.RELATION, index, last, RELATIONS[lexeme], why)

    def _text(self, index: int, lexeme: str) -> None:
        argument = self._argument(index + 1)
        if argument is None:
            self._emit(Kind.ATOM, index, index, lexeme)
            return
        words, last = argument
        if not words.strip(" ~") and "inter" not in lexeme:
            self._emit(Kind.SPACE, index, last)
            return
        if lexeme == r"\mathrm" and not _is_word(words):
            self._emit(Kind.ATOM, index, last, lexeme)
            return
        self._emit(Kind.TEXT, index, last, words, "break" if "inter" in lexeme else None)

    def _composed(self, index: int, lexeme: str) -> None:
        r"""``\overset{(a)}{=}``, ``\mathrel{\le}``, ``\not=``: a relation with something on it."""
        first = self._argument(index + 1)
        second = self._argument(first[1] + 1) if first is not None and lexeme in _STACKED else first
        core = canonical(second[0]) if second is not None else None
        if first is None or second is None or core is None:
            self._emit(Kind.ATOM, index, index, lexeme)
            return
        symbol, why = core, None
        if lexeme == r"\not":
            symbol = NEGATED.get(core, rf"\not{core}")
        elif lexeme in _STACKED:
            why = reason(first[0])
            if core == "=" and why in DEFINING_MARKS:
                symbol = ":="
            elif core == "=" and first[0].strip() in OTHER_EQUALITIES:
                symbol = rf"\overset{{{why}}}{{=}}"
        kind = Kind.CONNECTIVE if core in CONNECTIVES else Kind.RELATION
        last = second[1]
        if core == ":":
            after = self._skip_spaces(last + 1)
            if self.lexemes.texts[after : after + 1] != ["="]:
                self._emit(Kind.ATOM, index, last, ":")
                return
            symbol, last = ":=", after
        self._emit(kind, index, last, symbol, why)

    def _dropped(self, index: int, lexeme: str) -> None:
        last = index
        if lexeme in _DROPPED_WITH_ARGUMENT and lexeme not in _DROPPED:
            star = index + 1 < len(self.lexemes.texts) and self.lexemes.texts[index + 1] == "*"
            argument = self._argument(index + (2 if star else 1))
            last = argument[1] if argument is not None else index
        self._emit(Kind.WIDE if lexeme == r"\hspace" else Kind.DROPPED, index, last)

    def _character(self, index: int, lexeme: str) -> None:
        if lexeme in ("=", ":") and self._colon(index, lexeme):
            return
        if lexeme in RELATIONS or lexeme in CONNECTIVES:
            self._relation(index, lexeme)
        elif lexeme.isspace() or lexeme == "~":
            self._emit(Kind.SPACE, index, index)
        elif lexeme == "&":
            self._emit(Kind.CELL, index, index)
        elif lexeme in OPERATORS and not self._after_script():
            self._emit(Kind.OPERATOR, index, index, lexeme)
        elif lexeme in (",", ";", "."):
            self._emit(Kind.PUNCTUATION, index, index, lexeme)
        elif lexeme[0] == "%":
            self._emit(Kind.DROPPED, index, index)
        else:
            self._emit(Kind.ATOM, index, index, lexeme)

    def _colon(self, index: int, lexeme: str) -> bool:
        """``:=`` and ``=:`` (also with a space or an alignment mark between) are one relation."""
        texts = self.lexemes.texts
        after = self._skip_spaces(index + 1)
        follower = texts[after] if after < len(texts) else ""
        if lexeme == ":" and follower == "=":
            self._emit(Kind.RELATION, index, after, ":=")
            return True
        if lexeme == "=" and follower == ":" and after == index + 1:
            self._emit(Kind.RELATION, index, after, "=:")
            return True
        return False


def _is_word(words: str) -> bool:
    r"""Whether ``\mathrm{…}`` holds a word such as ``and`` or ``for``, and no name."""
    return role(words) not in (Role.OTHER, Role.CONDITION) or words.strip() in _ROMAN_WORDS


def canonical(text: str) -> str | None:
    """The canonical symbol of LaTeX that is nothing but a relation or connective, else nothing."""
    text = text.replace(r"\mathop", "").strip(" {}")
    if text in (":=", "=:", ":"):
        return text
    return RELATIONS.get(text) or CONNECTIVES.get(text)


def _row_marks(lexemes: Lexemes) -> tuple[list[int], list[int]]:
    """The row ends before a relation (a parenthesis around them was not meant to be one), and all row and cell ends."""
    before_relations: list[int] = []
    marks: list[int] = []
    if "&" not in lexemes.texts and _ROWS.isdisjoint(lexemes.texts):
        return before_relations, marks
    pending = skip = -1
    for index, lexeme in enumerate(lexemes.texts):
        if index <= skip:
            continue
        if lexeme == "{" or lexeme.startswith("\\begin"):
            skip = lexemes.closes.get(index, -1)
        if lexeme in _ROWS:
            pending = index
            marks.append(index)
        elif lexeme == "&":
            marks.append(index)
        elif pending >= 0 and not lexeme.isspace():
            if lexeme in RELATIONS or lexeme in CONNECTIVES:
                before_relations.append(pending)
            pending = -1
    return before_relations, marks


def tokenize(text: str) -> tuple[list[Token], Lexemes]:
    """The tokens of a formula's top level, and its lexemes."""
    lexemes = lex(text)
    return _Scanner(text, lexemes, *_row_marks(lexemes), []).run(), lexemes


def body_of(text: str, token: Token) -> tuple[int, int]:
    """Where the inside of an environment or group token starts and ends, without the environment's own arguments."""
    if token.kind is Kind.GROUP:
        return token.start + 1, token.end - 1
    start = text.index("}", token.start) + 1
    pattern = _COLUMNS if token.value.rstrip("*") in _WITH_COLUMNS else _PLACEMENT
    arguments = pattern.match(text, start, token.end)
    end = text.rindex("\\end", token.start, token.end)
    return (arguments.end() if arguments else start), end
