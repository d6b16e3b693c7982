"""Cuts LaTeX mathematics into tokens that know their places."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache
from itertools import pairwise

from derivcheck.reading.errors import Unread
from derivcheck.reading.names import GREEK, LETTERS

MOST_NESTED = 200
MOST_TOKENS = 20_000


class Kind(Enum):
    """What a token is."""

    COMMAND = auto()
    LETTER = auto()
    NUMBER = auto()
    SYMBOL = auto()
    TEXT = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Token:
    r"""A token; ``text`` is a command with its backslash, a letter, a number, a symbol or the words of a ``\text``."""

    kind: Kind
    text: str
    start: int
    end: int


# Spacing and sizing commands carry no meaning; \left and \right are dropped, their brackets stay.
IGNORED = frozenset(
    r"""\left \right \bigl \bigr \Bigl \Bigr \biggl \biggr \Biggl \Biggr \big \Big \bigg \Bigg \bigm \middle
    \, \; \: \! \> \quad \qquad \displaystyle \textstyle \scriptstyle \limits \nolimits \nonumber \notag \hfill
    \thinspace \medspace \thickspace \negthinspace \enspace \allowbreak \relax \mathstrut \strut \hskip
    \nobreak""".split()
) | {"\\ ", "\\\n", "\\\t", r"\space"}

TEXT_COMMANDS = frozenset(
    {
        r"\text",
        r"\textrm",
        r"\textnormal",
        r"\textit",
        r"\textbf",
        r"\textsf",
        r"\texttt",
        r"\mbox",
        r"\mathrm",
        r"\mathsf",
        r"\mathit",
        r"\operatorname",
        r"\mathop",
    }
)

SYNONYMS = {
    r"\lbrace": r"\{",
    r"\rbrace": r"\}",
    r"\lbrack": "[",
    r"\rbrack": "]",
    r"\lvert": "|",
    r"\rvert": "|",
    r"\vert": "|",
    r"\lVert": r"\|",
    r"\rVert": r"\|",
    r"\Vert": r"\|",
    r"\Vert ": r"\|",
    r"\parallel": r"\|",
    r"\ast": "*",
    r"\tfrac": r"\frac",
    r"\dfrac": r"\frac",
    r"\cfrac": r"\frac",
    r"\intercal": r"\top",
    r"\mathsf{T}": r"\top",
    r"\lbrack ": "[",
    r"\dots": r"\ldots",
    r"\dotsc": r"\ldots",
    r"\dotsb": r"\ldots",
    r"\cdots": r"\ldots",
    r"\hdots": r"\ldots",
    r"\vdots": r"\ldots",
    r"\ddots": r"\ldots",
    r"\ldots": r"\ldots",
    r"\mathop": r"\operatorname",
    r"\colon": ":",
    r"\bm": r"\mathbf",
    r"\boldsymbol": r"\mathbf",
    r"\pmb": r"\mathbf",
    r"\bf": r"\mathbf",
    r"\epsilon": r"\varepsilon",
    r"\thinspace": r"\,",
    "−": "-",
    "·": r"\cdot",
    "×": r"\times",
    "′": "'",
    **LETTERS,
}

# Characters that hold a script of their own.
DECORATED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿⁱ₀₁₂₃₄₅₆₇₈₉ᵢⱼₖₙᵀ½⅓¼¾⅔")

# Functions that are typed as letters: e, x and p side by side are no product.
TYPED = (
    r"(?<![A-Za-z\\_^])(?<![_^]\{)(?:log|ln|exp|sin|cos|tan|sinh|cosh|tanh|argmax|argmin)"
    r"(?=\s*[(\[\\]|\s+[A-Za-z\d]|_)"
)

# A subscript after a formatter of Markdown took it for emphasis, or escaped it: ``D*{KL}``, ``J\_{ij}``.
FORMATTED = r"(?P<below>(?<=[A-Za-z})\]])(?:\\_|\*)(?=\{))"

PATTERN = re.compile(
    rf"(?P<typed>{TYPED})|{FORMATTED}|"
    r"(?P<space>\s+|~|%[^\n]*\n?)|(?P<command>\\(?:[a-zA-Z]+\*?|.))|(?P<dots>\.\.\.|…)|"
    r"(?P<number>\d+(?:\.\d+)?|\.\d+)|"
    r"(?P<letter>[^\W\d_])|(?P<symbol>.)",
    re.DOTALL,
)


INVISIBLE = re.compile(r"\\(left|right)\s*\.")


@lru_cache(maxsize=4096)
def tokenise(text: str) -> tuple[Token, ...]:
    """The tokens of ``text``, ending with an END; raises Unread for brackets that do not match or nest too deeply."""
    tokens: list[Token] = []
    depth: list[Token] = []
    invisible = _over_rows(text)
    for match in PATTERN.finditer(text):
        kind, piece = match.lastgroup, match.group()
        if kind == "space" or piece in IGNORED or match.start() in invisible:
            continue
        if piece in DECORATED:
            found = {"found": f"`{piece}`", "expected": "its meaning written out, as in x^2 or \\frac12"}
            raise Unread("D401", found, match.start(), match.end())
        piece = {"typed": f"\\{piece}", "dots": r"\ldots", "below": "_"}.get(str(kind)) or SYNONYMS.get(piece, piece)
        token = Token(Kind.COMMAND if piece in GREEK else KINDS[str(kind)], piece, match.start(), match.end())
        if piece == "{":
            depth.append(token)
            if len(depth) > MOST_NESTED:
                raise Unread("D407", {"depth": str(MOST_NESTED)}, token.start, token.end)
        elif piece == "}":
            if not depth:
                raise Unread("D403", {"bracket": "}"}, token.start, token.end)
            depth.pop()
        tokens.append(token)
        if len(tokens) > MOST_TOKENS:
            raise Unread("D407", {"depth": f"{MOST_TOKENS} tokens"}, token.start, token.end)
    if depth:
        raise Unread("D403", {"bracket": "{"}, depth[-1].start, depth[-1].end)
    tokens.append(Token(Kind.END, "", len(text), len(text)))
    return tuple(_join_text(tokens, text))


def _over_rows(text: str) -> frozenset[int]:
    r"""Where invisible brackets carry others over a new row, as in ``\left( a \right. \\ + \left. b \right)``."""
    found = list(INVISIBLE.finditer(text)) if r"\right" in text else []
    pairs = [pair for pair in pairwise(found) if pair[0][1] == "right" and pair[1][1] == "left"]
    return frozenset(match.end() - 1 for pair in pairs for match in pair)


# Words in upright type that are commands as well.
COMMAND_WORDS = {"argmax": r"\argmax", "argmin": r"\argmin"}
DIVERGENCE = re.compile(r"KL\s*(?:\\left\s*)?[(\[][^()\[\]]*(?:\([^()]*\)[^()\[\]]*)*(?:\\\||\\Vert|\\parallel|\|\|)")
"""A divergence in bare letters: two distributions with bars between them follow."""

BARE_WORDS = ("Var", "Cov", "Corr")
STYLED = re.compile(r"\\math(?:bb|bf|rm|sf)\s*\{?\s*([A-Za-z]+)\s*\}?")
r"""An operator in a font of its own, as in ``\mathop{\mathbb{E}}``."""
UPRIGHT = re.compile(r"\\(?:rm|sf)(?![A-Za-z])\s*|\\[,;:! ]")

KINDS = {
    "command": Kind.COMMAND,
    "typed": Kind.COMMAND,
    "dots": Kind.COMMAND,
    "number": Kind.NUMBER,
    "letter": Kind.LETTER,
    "symbol": Kind.SYMBOL,
    "below": Kind.SYMBOL,
}


def _join_text(tokens: list[Token], text: str) -> list[Token]:
    r"""``\text{...}`` and its kin become one TEXT token each."""
    joined: list[Token] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.text.rstrip("*") in TEXT_COMMANDS and tokens[position + 1].text == "{":
            close = _closing(tokens, position + 1)
            if tokens[position + 2].text == r"\mathbb":
                # Only the spacing of \mathop{\mathbb{E}} differs.
                tokens = [*tokens[:position], *tokens[position + 2 : close], *tokens[close + 1 :]]
                continue
            inside = text[tokens[position + 1].end : tokens[close].start].strip()
            if inside.strip("~") or token.text != r"\text":
                joined.append(_upright(inside, token.start, tokens[close].end))
            position = close + 1
        elif token.text in TEXT_COMMANDS and tokens[position + 1].kind is Kind.LETTER:
            # Without braces, a style is that of the next letter.
            letter = tokens[position + 1]
            joined.append(_upright(letter.text, token.start, letter.end))
            position += 2
        elif token.text == "{" and tokens[position + 1].text in (r"\rm", r"\sf"):
            close = _closing(tokens, position)
            joined.append(
                _upright(text[tokens[position + 1].start : tokens[close].start], token.start, tokens[close].end)
            )
            position = close + 1
        elif (
            token.text == r"\mathbf"
            and tokens[position + 1].text == "{"
            and (bold := _letter_by_letter(tokens, position))
        ):
            tokens = [*tokens[:position], *bold, *tokens[_closing(tokens, position + 1) + 1 :]]
            joined += bold
            position += len(bold)
        elif token.text == r"\mathbb" and (word := _blackboard_word(tokens, position, text)):
            close = _closing(tokens, position + 1)
            joined.append(Token(Kind.TEXT, word, token.start, tokens[close].end))
            position = close + 1
        elif word := _bare_word(tokens, position, text):
            joined.append(Token(Kind.TEXT, word, token.start, token.start + len(word)))
            position += len(word)
        else:
            joined.append(token)
            position += 1
    return joined


def _blackboard_word(tokens: list[Token], position: int, text: str) -> str:
    r"""The name of a moment in blackboard type, as in ``\mathbb{Cov}(X, Y)``; empty if there is none."""
    if tokens[position + 1].text != "{":
        return ""
    word = text[tokens[position + 1].end : tokens[_closing(tokens, position + 1)].start].strip()
    return word if word in BARE_WORDS else ""


def _letter_by_letter(tokens: list[Token], position: int) -> list[Token]:
    r"""What ``\mathbf{X, Z}`` makes bold, letter by letter; nothing where it makes one name bold."""
    opening, close = position + 1, _closing(tokens, position + 1)
    inner = tokens[opening + 1 : close]
    if not any(token.text in LOOSE for token in inner):
        return []
    found: list[Token] = []
    for token in inner:
        if token.kind is Kind.LETTER or token.text in GREEK:
            style = [replace(t, start=token.start, end=token.start) for t in (tokens[position], tokens[opening])]
            found += [*style, token, replace(tokens[close], start=token.end, end=token.end)]
        elif token.text != r"\mathbf":
            found.append(token)
    return found


LOOSE = frozenset({r"\mathbf", ",", "^", "|", r"\mid", "+", "-", "=", "(", ")", ";"})
"""What is part of no name."""


def _bare_word(tokens: list[Token], position: int, text: str) -> str:
    """The name of a moment that begins here in letters with no command, as in ``Cov[X, Y]``; empty if there is none.

    Shorter names than these may as well be products of matrices.
    """
    start = tokens[position].start
    if tokens[position].kind is not Kind.LETTER or text[:start][-1:].isalpha():
        return ""
    if DIVERGENCE.match(text, start):
        return "KL"
    word = next((word for word in BARE_WORDS if text.startswith(word, start)), "")
    return word if tokens[min(position + len(word), len(tokens) - 1)].text in ("[", "(") else ""


def _upright(inside: str, start: int, end: int) -> Token:
    """Words in upright type as one token."""
    words = UPRIGHT.sub("", inside).strip() if "\\" in inside else inside
    styled = STYLED.fullmatch(words)
    words = words if styled is None else styled[1]
    command = COMMAND_WORDS.get(words.replace(" ", ""))
    return Token(Kind.TEXT, words, start, end) if command is None else Token(Kind.COMMAND, command, start, end)


def _closing(tokens: list[Token], opening: int) -> int:
    depth = 0
    for position in range(opening, len(tokens)):
        depth += {"{": 1, "}": -1}.get(tokens[position].text, 0)
        if depth == 0:
            return position
    return len(tokens) - 1
