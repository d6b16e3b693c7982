"""Tokens of a formula's top level put together again: sides, and the small facts that cutting asks of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from derivcheck.documents.model import Fragment
from derivcheck.documents.relations import ORDERS
from derivcheck.documents.tokens import Kind, Token

_NEVER_IN_A_SIDE = frozenset({Kind.CELL, Kind.ROW, Kind.DROPPED})
_EDGES = _NEVER_IN_A_SIDE | {Kind.SPACE, Kind.WIDE, Kind.PUNCTUATION, Kind.SEPARATOR}
_LONE = re.compile(
    r"(?:\\(?:mathbf|mathrm|boldsymbol|bm|vec|hat|bar|tilde|mathcal|mathbb)\s*\{?\s*)?"
    r"(?:\\[A-Za-z]+|[A-Za-z])\s*\}?\s*'*(?:\s*[_^]\s*(?:\{[^{}]*\}|\\?\w|\*))*"
)
_BARS = re.compile(r"(?:\\left)?(?:\||\\lvert|\\vert)(?P<inside>[^|]*?)(?:\\right)?(?:\||\\rvert|\\vert)")
_NUMBER = re.compile(r"-?\s*[0-9.]+|-?\s*\\infty")
DOTS = frozenset({r"\dots", r"\ldots", r"\cdots", r"\dotsc", r"\dotsb", "…"})
LONE_RELATIONS = ORDERS | set(r"\in \ne \subset \subseteq \notin \succ \succeq \prec \preceq \sim \ll \gg".split())


def trim(tokens: Sequence[Token]) -> list[Token]:
    """The tokens of a side without the spaces, marks and punctuation around them."""
    start, end = 0, len(tokens)
    while start < end and tokens[start].kind in _EDGES:
        start += 1
    while end > start and (tokens[end - 1].kind in _EDGES or _is_colon(tokens[end - 1])):
        end -= 1
    return [token for token in tokens[start:end] if token.kind not in _NEVER_IN_A_SIDE]


def _is_colon(token: Token) -> bool:
    return token.value == ":" and token.kind is Kind.ATOM


def assemble(fragment: Fragment, tokens: Sequence[Token]) -> Fragment:
    """The part of ``fragment`` that the tokens cover, without what was dropped between them."""
    tokens = trim(tokens)
    runs: list[tuple[int, int]] = []
    for token in tokens:
        if runs and runs[-1][1] == token.start:
            runs[-1] = (runs[-1][0], token.end)
        else:
            runs.append((token.start, token.end))
    if not runs:
        return Fragment("", ())
    if len(runs) == 1:
        return fragment.cut(*runs[0]).strip()
    return join([fragment.cut(*run) for run in runs]).strip()


def join(pieces: Sequence[Fragment]) -> Fragment:
    r"""Several pieces as one; one space is left between them, and put where ``\alpha`` would run into a letter."""
    texts: list[str] = []
    offsets: list[int] = []
    for piece in pieces:
        if texts and piece.text[:1].isalpha() and _ends_with_command(texts[-1]):
            texts.append(" ")
            offsets.append(piece.offsets[0])
        doubled = len(piece.text) - len(piece.text.lstrip()) if texts and texts[-1][-1:].isspace() else 0
        if doubled < len(piece.text):
            texts.append(piece.text[doubled:])
            offsets.extend(piece.offsets[doubled:])
    return Fragment("".join(texts), tuple(offsets))


def _ends_with_command(text: str) -> bool:
    letters = len(text) - len(text.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    return letters > 0 and text[: len(text) - letters].endswith("\\")


def covered(fragment: Fragment, tokens: Sequence[Token]) -> Fragment:
    """Everything from the first of the tokens to the last."""
    kept = trim(tokens)
    return fragment.cut(kept[0].start, kept[-1].end) if kept else Fragment("", ())


def is_lone(fragment: Fragment) -> bool:
    r"""Whether this is a single symbol, such as ``x``, ``y_i`` or ``\mathbf{w}``."""
    return len(fragment.text) < 60 and _LONE.fullmatch(fragment.text) is not None


def sized(fragment: Fragment) -> str:
    r"""The single symbol of which this is the size, as of ``|x|`` or ``\lvert z_i \rvert``; empty where it is none."""
    found = _BARS.fullmatch(fragment.text) if len(fragment.text) < 80 else None
    inside = "" if found is None else found["inside"].strip()
    return inside if _LONE.fullmatch(inside) else ""


def is_number(fragment: Fragment) -> bool:
    """Whether this is a plain number."""
    return len(fragment.text) < 20 and _NUMBER.fullmatch(fragment.text) is not None
