r"""The signs of chance in fonts of their own: ``\mathbf{E}[X]``, ``{\bf Var}(X)``, ``\mathbb{V}[X]``, ``Pr(A)``.

They are put into the upright type in which they are known. A bold capital that the text declares is a matrix all the
same, and so is one before brackets that hold what is bold.
"""

from __future__ import annotations

from collections.abc import Sequence

from derivcheck.reading.names import RELATIONS, SET_OPERATORS, WORD_OPERATORS
from derivcheck.reading.parsing.averages import inside
from derivcheck.reading.parsing.cursor import Cursor
from derivcheck.reading.parsing.lexer import Kind, Token

FONTS = frozenset({r"\mathbf", r"\mathbb", r"\mathscr"})
MOMENTS = frozenset(word for word in WORD_OPERATORS if len(word) > 1)
PROBABILITIES = frozenset({"P", "Pr"})
OF_EVENTS = SET_OPERATORS | RELATIONS.keys() | {r"\mid", "|"}
VARIANCES = {"V": "Var", "Var": "Var", "Cov": "Cov", "Cor": "Corr", "Corr": "Corr"}
"""Words that begin with a capital of the blackboard."""


def upright_sign(cursor: Cursor) -> None:
    """Puts the sign of chance ahead, if one is there, into upright type."""
    tokens, start = cursor.tokens, cursor.position
    found = _word(tokens, start)
    if found is None:
        return
    font, word, end = found
    opening = _behind_scripts(tokens, end)
    is_bracketed = tokens[opening].text in ("[", "(")
    if cursor.is_function(f"{font}{{{word}}}") is False or not (is_bracketed or _averages(tokens, word)):
        return
    meant = _meant(font, word, tokens, opening) if is_bracketed else word
    if meant is not None:
        sign = Token(Kind.TEXT, meant, tokens[start].start, tokens[end - 1].end)
        cursor.tokens = (*tokens[:start], sign, *tokens[end:])


def _averages(tokens: Sequence[Token], word: str) -> bool:
    """Whether an E stands before square brackets somewhere in the formula, where it is the sign of an average."""
    text = "".join(token.text for token in tokens)
    return word == "E" and ("E[" in text or "E}[" in text)


def _word(tokens: Sequence[Token], start: int) -> tuple[str, str, int] | None:
    """The font, the letters and where they end, of letters in one font, perhaps with others behind a capital."""
    outer = tokens[start].text == "{"
    font = start + outer
    if tokens[font].text not in FONTS:
        typed = [token.text for token in tokens[start : start + 2]] == ["P", "r"]
        return ("", "Pr", start + 2) if typed and tokens[start + 1].start == tokens[start].end else None
    inner = tokens[font + 1].text == "{"
    end = font + 1 + inner
    word = ""
    while tokens[end].kind is Kind.LETTER and (inner or outer or not word):
        word += tokens[end].text
        end += 1
    for _ in range(inner + outer):
        if tokens[end].text != "}":
            return None
        end += 1
    if tokens[font].text == r"\mathbb" and len(word) == 1 and not outer:
        word, end = _continued(tokens, word, end)
    return tokens[font].text, word, end


def _continued(tokens: Sequence[Token], capital: str, end: int) -> tuple[str, int]:
    r"""A capital of the blackboard with the rest of its word: ``\mathbb{V}\mathrm{ar}``, ``\mathbb{C}ov``."""
    rest, last = "", end
    if tokens[end].kind is Kind.TEXT:
        rest, last = tokens[end].text, end + 1
    while not rest.endswith(("ar", "ov", "orr")) and tokens[last].kind is Kind.LETTER and len(rest) < len("orr"):
        rest, last = rest + tokens[last].text, last + 1
    return (capital + rest, last) if capital + rest in VARIANCES else (capital, end)


def _behind_scripts(tokens: Sequence[Token], position: int) -> int:
    """Where the brackets begin behind a sign, which may have a subscript."""
    if tokens[position].text != "_":
        return position
    position, depth = position + 1, 0
    while tokens[position].kind is not Kind.END:
        depth += {"{": 1, "}": -1}.get(tokens[position].text, 0)
        position += 1
        if depth == 0:
            break
    return position


def _meant(font: str, word: str, tokens: Sequence[Token], opening: int) -> str | None:
    """The sign in upright type; None for what is none of chance."""
    if word in MOMENTS:
        return word
    if font == r"\mathbb":
        return VARIANCES.get(word)
    bracketed = [token.text for token in inside(tokens, opening)]
    if font == r"\mathscr" and word != "P":
        return None
    if word == "E":
        return word if tokens[opening].text == "[" or r"\mathbf" not in bracketed else None
    return word if word in PROBABILITIES and _are_events(bracketed) else None


def _are_events(texts: list[str]) -> bool:
    """Whether brackets hold relations, operations on sets, or one capital alone."""
    if r"\mathbf" in texts:
        return False
    capital = bool(texts) and len(texts[0]) == 1 and texts[0].isupper()
    return not OF_EVENTS.isdisjoint(texts) or (capital and (len(texts) == 1 or texts[1] in ("_", "^")))
