r"""LaTeX made readable on one line of a terminal: ``\frac{a}{b}`` becomes a/b, ``x^2`` becomes x².

This is for the eye only: nothing is decided by it, it accepts any string, and what it does not know it leaves standing
without the backslash.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from derivcheck.report import symbols
from derivcheck.report.symbols import Kind

# Longer or deeper formulas are of no use on one line; they are shown as they stand.
_MAX_LENGTH = 4000
_MAX_DEPTH = 40

_TOKEN = re.compile(r"\\[a-zA-Z]+\*?|\\.|\s+|\d+(?:\.\d+)?|.", re.DOTALL)
_FRACTIONS = frozenset({"\\frac", "\\dfrac", "\\tfrac", "\\cfrac"})
_STACKED = frozenset({"\\overset", "\\underset", "\\stackrel"})
_ROOTS = {"": "√", "2": "√", "3": "∛", "4": "∜"}
_DIFFERENTIALS = ("d", "∂")
_SCRIPT_MARKS = frozenset("^_'")


class Piece(NamedTuple):
    """Something that is set without spaces inside it, and its kind."""

    kind: Kind
    text: str


class _TooDeepError(Exception):
    """The formula is nested deeper than is worth showing."""


@lru_cache(maxsize=4096)
def readable(latex: str) -> str:
    """The formula as one line of Unicode text."""
    if len(latex) <= _MAX_LENGTH:
        try:
            return join(_Reader(latex).pieces())
        except _TooDeepError:
            pass
    return " ".join(latex.split())


class _Reader:
    """Turns LaTeX into pieces; a missing argument is empty, a superfluous brace is left out."""

    def __init__(self, latex: str, depth: int = 0) -> None:
        # An empty token ends them: it is never taken, so that there is always one to look at.
        self.tokens: list[str] = [*_TOKEN.findall(latex), ""]
        self.position = 0
        self.depth = depth
        self.closing_brackets: list[str] = []
        if depth > _MAX_DEPTH:
            raise _TooDeepError

    def pieces(self) -> list[Piece]:
        """Everything that is left."""
        found: list[Piece] = []
        while self._peek():
            found += self._with_scripts()
        return found

    def _peek(self) -> str:
        while (token := self.tokens[self.position]).isspace():
            self.position += 1
        return token

    def _take(self) -> str:
        token = self._peek()
        self.position += token != ""
        return token

    def _raw_argument(self, opening: str = "{", closing: str = "}") -> str:
        """The text of the next braced group, or the next token."""
        token = self._take()
        if token != opening:
            if token.isdigit() and len(token) > 1:
                self.position -= 1
                self.tokens[self.position] = token[1:]
            return token[:1] if token.isdigit() else token
        level, start = 1, self.position
        while level and (token := self.tokens[self.position]):
            level += (token == opening) - (token == closing)
            self.position += 1
        return "".join(self.tokens[start : self.position - (level == 0)])

    def _read(self, latex: str) -> list[Piece]:
        return _Reader(latex, self.depth + 1).pieces()

    def _argument(self) -> list[Piece]:
        return self._read(self._raw_argument())

    def _with_scripts(self) -> list[Piece]:
        nucleus = self._nucleus()
        if self._peek() not in _SCRIPT_MARKS:
            return nucleus
        scripts = {"'": "", "_": "", "^": ""}
        while (mark := self._peek()) in scripts:
            self._take()
            scripts[mark] += "′" if mark == "'" else _script(mark, join(self._argument()))
        return _attach(nucleus, "".join(scripts.values()))

    def _nucleus(self) -> list[Piece]:
        token = self._peek()
        if token in _SCRIPT_MARKS:
            return []
        if token == "{":
            return self._argument()
        self.position += token != ""
        if token in symbols.KINDS:
            return [Piece(*symbols.KINDS[token])]
        return self._command(token) if token.startswith("\\") or token in "&~{}" else [Piece(Kind.ORDINARY, token)]

    def _command(self, name: str) -> list[Piece]:
        if name == "&" and self.closing_brackets:
            return [Piece(Kind.PUNCTUATION, ",")]
        if name in symbols.SPACES:
            return [Piece(Kind.SPACE, " ")]
        if name in symbols.IGNORED or name == "}":
            if name in {"\\left", "\\right"} and self._peek() == ".":
                self._take()
            return []
        if name in symbols.IGNORED_WITH_ARGUMENT:
            self._raw_argument()
            return []
        if name in symbols.FONTS:
            return self._argument()
        return self._structure(name) or self._letters(name)

    def _structure(self, name: str) -> list[Piece]:
        if name in _FRACTIONS:
            return [Piece(Kind.FRACTION, _fraction(self._argument(), self._argument()))]
        if name == "\\sqrt":
            return [self._root()]
        if name in {"\\begin", "\\end"}:
            return self._environment(name)
        if name == "\\\\":
            return [Piece(Kind.PUNCTUATION, ";")]
        if name in _STACKED:
            self._raw_argument()
            return self._argument()
        if name in {"\\binom", "\\dbinom", "\\tbinom"}:
            return [Piece(Kind.ORDINARY, f"C({join(self._argument())}, {join(self._argument())})")]
        if name == "\\not":
            return [piece._replace(text=_accented(piece.text, "\u0338")) for piece in self._nucleus()]
        return []

    def _letters(self, name: str) -> list[Piece]:
        if name in symbols.ACCENTS:
            base = join(self._argument())
            simple = len(base) <= 3 and base.isalnum()
            return [Piece(Kind.ORDINARY, _accented(base, symbols.ACCENTS[name]) if simple else f"{name[1:]}({base})")]
        if name in symbols.ALPHABETS:
            alphabet = symbols.ALPHABETS[name]
            return [Piece(Kind.ORDINARY, "".join(alphabet.get(letter, letter) for letter in self._raw_argument()))]
        if name in symbols.WORDS:
            return [self._word(name)]
        if name in {"\\begin", "\\end"}:
            return []
        return [Piece(Kind.WORD, name[1:])]

    def _word(self, name: str) -> Piece:
        raw = self._raw_argument().replace("$", "").replace("~", " ")
        text = join(self._read(raw)) if "\\" in raw else " ".join(raw.split())
        if len(text) == 1:
            return Piece(Kind.ORDINARY, text)
        return Piece(Kind.OPERATOR if name.startswith("\\operatorname") else Kind.WORD, text)

    def _root(self) -> Piece:
        index = self._raw_argument("[", "]") if self._peek() == "[" else ""
        radicand = self._argument()
        sign = _ROOTS.get(index) or _script("^", join(self._read(index))) + "√"
        text = join(radicand)
        return Piece(Kind.ORDINARY, sign + (text if text.isalpha() or text.isdecimal() else f"({text})"))

    def _environment(self, name: str) -> list[Piece]:
        environment = self._raw_argument()
        brackets = symbols.MATRIX_BRACKETS.get(environment)
        if environment == "array" and name == "\\begin" and self._peek() == "{":
            self._raw_argument()
        if brackets is None:
            return []
        if name == "\\begin":
            self.closing_brackets.append(brackets[1])
            return [Piece(Kind.OPENING, brackets[0])]
        return [Piece(Kind.CLOSING, self.closing_brackets.pop() if self.closing_brackets else brackets[1])]


def _script(mark: str, text: str) -> str:
    """A superscript or subscript in small characters, or behind its mark where Unicode has none."""
    compact = text.replace(" ", "")
    table = symbols.SUPERSCRIPTS if mark == "^" else symbols.SUBSCRIPTS
    if compact and all(character in table for character in compact):
        return "".join(table[character] for character in compact)
    if not compact:
        return ""
    # e^sX would look like a product of e^s and X; what stands below is read to its end.
    unit = compact.isdecimal() or len(compact) == 1 if mark == "^" else compact.isalnum()
    return mark + compact if unit else f"{mark}({text})"


def _attach(nucleus: list[Piece], scripts: str) -> list[Piece]:
    if not scripts:
        return nucleus
    if not nucleus:
        return [Piece(Kind.ORDINARY, scripts)]
    single = len(nucleus) == 1 and nucleus[0].kind is not Kind.FRACTION
    base = nucleus[0] if single else Piece(Kind.ORDINARY, f"({join(nucleus)})")
    # What follows p_θ must not look like a part of its subscript.
    is_open = base.kind is Kind.ORDINARY and ("_" in scripts or "^" in scripts) and not scripts.endswith(")")
    return [Piece(Kind.WORD if is_open else base.kind, base.text + scripts)]


def _accented(text: str, accent: str) -> str:
    return unicodedata.normalize("NFC", "".join(character + accent for character in text))


def _fraction(above: Sequence[Piece], below: Sequence[Piece]) -> str:
    numerator, denominator = join(above), join(below)
    if _top_level_kinds(above) & {Kind.BINARY, Kind.RELATION, Kind.FRACTION, Kind.PUNCTUATION, Kind.OPERATOR}:
        numerator = f"({numerator})"
    derivative = numerator.startswith(_DIFFERENTIALS) and denominator.startswith(_DIFFERENTIALS)
    if derivative and not _top_level_kinds(below) & {Kind.BINARY, Kind.RELATION}:
        return f"{numerator}/{denominator}"
    return f"{numerator}/{_as_unit(below)}"


def _top_level(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces outside brackets, with each bracketed part standing as its closing bracket."""
    level, found = 0, []
    for piece in pieces:
        if piece.kind is Kind.SPACE:
            continue
        level += piece.kind is Kind.OPENING
        closes = piece.kind is Kind.CLOSING and level > 0 and piece.text[0] in ")]}⟩⌋⌉"
        level -= closes
        if level == 0:
            found.append(piece)
    return found


def _top_level_kinds(pieces: Iterable[Piece]) -> set[Kind]:
    return {piece.kind for piece in _top_level(pieces)}


def _as_unit(pieces: Sequence[Piece]) -> str:
    """The text, in parentheses unless it is one symbol, one number or bracketed already."""
    outside = _top_level(pieces)
    unit = len(outside) == 1 and outside[0].kind not in {Kind.FRACTION, Kind.OPERATOR, Kind.BINARY}
    return join(pieces) if unit else f"({join(pieces)})"


def join(pieces: Sequence[Piece]) -> str:
    """The pieces in one line, with spaces where TeX would set them."""
    text = ""
    before: Piece | None = None
    sign = spaced = False
    for each in pieces:
        if each.kind is Kind.SPACE:
            spaced = True
            continue
        # log a/b would be read as (log a)/b
        bracketed = each.kind is Kind.FRACTION and before is not None and _is_named(before)
        piece = Piece(Kind.CLOSING, f"({each.text})") if bracketed else each
        is_sign = piece.kind is Kind.BINARY and (before is None or not _ends_operand(before))
        if before is not None and (spaced or _apart(before, piece, after_sign=sign, is_sign=is_sign)):
            text += " "
        text += piece.text
        before, sign, spaced = piece, is_sign, False
    return text


def _is_named(piece: Piece) -> bool:
    """Whether it is a function's name, such as log; a sum is no such name."""
    return piece.kind is Kind.OPERATOR and piece.text[0].isalpha()


def _ends_operand(piece: Piece) -> bool:
    return piece.kind in {Kind.ORDINARY, Kind.WORD, Kind.CLOSING, Kind.FRACTION}


def _apart(before: Piece, piece: Piece, *, after_sign: bool, is_sign: bool) -> bool:
    """Whether a space stands between two neighbours."""
    kinds = {before.kind, piece.kind}
    if Kind.RELATION in kinds:
        return before.kind is not piece.kind
    if after_sign or before.kind is Kind.OPENING or piece.kind in {Kind.CLOSING, Kind.PUNCTUATION}:
        return False
    if "/" in {before.text, piece.text}:
        return False
    if is_sign or kinds & {Kind.BINARY, Kind.PUNCTUATION}:
        return True
    if piece.kind is Kind.OPENING:
        return before.kind is Kind.FRACTION or (before.kind is Kind.OPERATOR and not _is_named(before))
    both_digits = before.text[-1:].isdigit() and piece.text[:1].isdigit()
    return bool(kinds & {Kind.OPERATOR, Kind.WORD, Kind.FRACTION}) or both_digits
