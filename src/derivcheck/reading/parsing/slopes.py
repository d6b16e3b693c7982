r"""Derivatives that are typed on a line, ``\partial L/\partial w`` and ``dy/dx``, as the fractions that they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from derivcheck.reading.names import GREEK, STYLES
from derivcheck.reading.parsing.lexer import Kind, Token

PARTIAL = r"\partial"


def with_fractions(tokens: Sequence[Token], is_function: Callable[[str], bool | None]) -> Sequence[Token]:
    r"""The tokens with ``\frac`` around derivatives that a slash writes, unless d is a number."""
    if not any(token.text == "/" for token in tokens):
        return tokens
    found: list[Token] = []
    position = 0
    while position < len(tokens):
        slash = _end_of_slope(tokens, position)
        end = None if slash is None or tokens[slash].text != "/" else _end_of_slope(tokens, slash + 1)
        same = end is not None and slash is not None and tokens[position].text == tokens[slash + 1].text
        is_number = same and tokens[position].text == "d" and is_function("d") is False
        if end is None or slash is None or not same or is_number or _goes_on(tokens, position, end):
            found.append(tokens[position])
            position += 1
            continue
        start, stop = tokens[position].start, tokens[end - 1].end
        opens, closes = Token(Kind.SYMBOL, "{", start, start), Token(Kind.SYMBOL, "}", stop, stop)
        top, bottom = tokens[position:slash], tokens[slash + 1 : end]
        found += [Token(Kind.COMMAND, r"\frac", start, start), opens, *top, closes, opens, *bottom, closes]
        position = end
    return tuple(found)


def _end_of_slope(tokens: Sequence[Token], start: int) -> int | None:
    """Where a d or ∂ with the name behind it, and what stands below that, ends."""
    if tokens[start].text not in (PARTIAL, "d") or start + 1 >= len(tokens):
        return None
    position = start + 1
    name = tokens[position]
    if name.text in STYLES and tokens[position + 1].text == "{":
        position = _end_of_group(tokens, position + 1)
    elif name.kind is Kind.LETTER or name.text in GREEK:
        position += 1
    else:
        return None
    if tokens[position].text == "_":
        position += 1
        position = _end_of_group(tokens, position) if tokens[position].text == "{" else position + 1
    return position


def _end_of_group(tokens: Sequence[Token], start: int) -> int:
    depth = 0
    for position in range(start, len(tokens)):
        depth += {"{": 1, "}": -1}.get(tokens[position].text, 0)
        if not depth:
            return position + 1
    return len(tokens) - 1


def _goes_on(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether letters stand around what may be factors: ``ad/db`` is no derivative, nor is ``dy/dx^2``."""
    before = tokens[start - 1] if start else None
    behind = tokens[end].text
    is_factor = tokens[start].text == "d" and before is not None and before.kind in (Kind.LETTER, Kind.NUMBER)
    return is_factor or behind in ("^", "'", "_")
