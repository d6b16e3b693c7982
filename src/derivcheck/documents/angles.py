r"""Inner products in the signs of order, ``<x, y>``, which are brackets there: ``\langle x, y \rangle``."""

from __future__ import annotations

import re

from derivcheck.documents.model import Fragment
from derivcheck.documents.relations import OPERATORS, RELATIONS

PAIR = re.compile(r"<(?P<inside>[^<>=&,]*,[^<>=&]*)>")
BRACKETS = (("(", ")"), ("[", "]"), ("{", "}"))
ENDS = re.compile(r"\s*(?:$|[+)}\]^&=,.;]|\\\\|\\right)")
"""What stands behind a bracket that closes, and behind no sign of order."""
LAST = re.compile(r"(\\[A-Za-z]+|\S)\s*$")
BEFORE = OPERATORS | RELATIONS.keys() | {"(", "[", "{", "&", ",", "|", r"\left", r"\quad", r"\qquad"}
"""What stands before a bracket that opens, and before no sign of order."""


def with_angles(fragment: Fragment) -> Fragment:
    r"""The formula with ``\langle`` and ``\rangle`` where ``<`` and ``>`` can only be brackets around two things."""
    text = fragment.text
    if "<" not in text or ">" not in text:
        return fragment
    brackets = {
        place: command
        for pair in PAIR.finditer(text)
        if _is_inner_product(text, pair)
        for place, command in ((pair.start(), r"\langle "), (pair.end() - 1, r"\rangle "))
    }
    if not brackets:
        return fragment
    pieces = [brackets.get(place, letter) for place, letter in enumerate(text)]
    offsets = [offset for piece, offset in zip(pieces, fragment.offsets, strict=True) for _ in piece]
    return Fragment("".join(pieces), tuple(offsets), fragment.anchor)


def _is_inner_product(text: str, pair: re.Match[str]) -> bool:
    inside = pair["inside"]
    if any(inside.count(opening) != inside.count(closing) for opening, closing in BRACKETS) or r"\\" in inside:
        return False
    if any(part.group() in RELATIONS for part in re.finditer(r"\\[A-Za-z]+", inside)):
        return False
    last = LAST.search(text[: pair.start()])
    is_first = last is None or last[1] in BEFORE or text[: pair.start()].rstrip().endswith(r"\\")
    return is_first or ENDS.match(text, pair.end()) is not None
