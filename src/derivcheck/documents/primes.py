r"""Primes that transpose, as in ``(X'X)^{-1} X'y``, written as ``\top``.

A prime has many meanings, and a text uses it in one of them: that it transposes is seen where a matrix stands beside
itself, ``X'X``, where a vector stands around one or before another, ``x'Ax`` and ``a'b``, or is said in words.
Derivatives ``f'(x)`` and other points ``k(x, x')`` keep theirs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from derivcheck.documents.model import Fragment

# A letter, or a command with its argument; \hat and its like also take one without braces.
_LETTER = r"(?:\\[A-Za-z]+\s*(?:\{\\?[A-Za-z]+\}|(?<=hat|bar)\s*\\?[A-Za-z]+|(?<=tilde)\s*\\?[A-Za-z]+)?|[A-Za-z])"
_BASE = rf"(?P<base>{_LETTER}(?:_(?:\{{\w+\}}|\w))?)"
_PRIME = r"(?P<prime>\s*(?:'|\^\s*(?:\\prime(?![A-Za-z])|\{\s*(?:\\prime|')\s*\})))(?!\s*['^])"
PRIMED = re.compile(rf"(?:{_BASE}|(?P<closing>(?<!\\)[)\]}}])){_PRIME}")
GRAM = re.compile(rf"{_BASE}{_PRIME}\s*(?P=base)(?![_'^])")
SQUARED = re.compile(rf"\((?P<inside>[^()$]{{2,60}})(?:\\right)?\){_PRIME}\s*(?:\\left)?\((?P=inside)(?:\\right)?\)")
SAID = re.compile(
    r"(?:\b(?:primes?|apostrophes?)|'\s*(?:\$|\\\)))\s+(?:\w+\s+){0,2}(?:denot|mean|stand|indicat|is|are)\w*\s+"
    r"(?:\w+\s+){0,3}transpos"
)
MATRIX = re.compile(r"[A-Z]|\\(?:mathbf|boldsymbol|bm|bf|vec|symbf|hat|tilde|bar)\b|\\(?:[A-Z]|b[A-Z]$)")
OTHERWISE = re.compile(r"\bcomplements?\b|\bBoolean\b", re.IGNORECASE)
CALLED = re.compile(rf"{_BASE}{_PRIME}\s*(?:\\left)?\(\s*\\?[a-z]+\s*(?:\\right)?\)")
ARGUMENT = re.compile(rf"[(,|;]\s*{_BASE}{_PRIME}\s*(?:\\right)?[),|;]")
NAMED = re.compile(rf"(?:[$&]|\\\\|\n|\A)\s*{_BASE}{_PRIME}\s*&?\s*(?::?=|\\(?:gets|leftarrow|coloneqq)\b)")
FORM = re.compile(
    rf"(?<![A-Za-z\\]){_BASE}{_PRIME}\s*(?:[A-Z]|\\Sigma|\\Omega|\\Lambda)(?:\^\{{-1\}}|_\w)?\s*(?P=base)(?![_'^])"
)
_OTHER = (
    r"(?!s\b|t\b)(?:[A-Z]|[a-z](?![a-z])|\\(?:mathbf|boldsymbol|bm|vec)\s*\{|\\(?:alpha|beta|gamma|mu|theta)(?![a-z]))"
)
BEFORE_NAME = re.compile(rf"(?<![A-Za-z\\]){_BASE}{_PRIME}\s*{_OTHER}")
VECTORS = (
    r"(?<![A-Za-z\\]){base}(?![A-Za-z'])[^$.]{{0,30}}\$[^.]{{0,60}}\bvectors?\b",
    r"\bvectors?\s+\$[^$]{{0,30}}(?<![A-Za-z\\]){base}(?![A-Za-z'])",
    r"(?<![A-Za-z\\]){base}(?![A-Za-z'])[^$=.]{{0,30}}\\in\s*\\mathbb\s*\{{?R\}}?\s*\^",
)
"""How a text says of a name that it is a vector."""
FUNCTION = re.compile(r"\\?[a-z]+\Z")


@dataclass(frozen=True, slots=True)
class Primes:
    """What primes mean in a text: whether they ``transpose``, some names ``only`` or all but those that keep theirs."""

    transpose: bool = False
    kept: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()

    @classmethod
    def of(cls, text: str) -> Primes:
        """What primes mean in a text."""
        if "'" not in text and r"\prime" not in text:
            return cls()
        kept = {found["base"] for mark in (CALLED, ARGUMENT) for found in mark.finditer(text)}
        # w' = w - ηg is a new point, while M' = M says that a matrix is symmetric.
        kept |= {found["base"] for found in NAMED.finditer(text) if FUNCTION.match(found["base"])}
        grams = (found["base"] for found in GRAM.finditer(text))
        is_seen = any(MATRIX.match(base) and base not in kept for base in grams) or SQUARED.search(text) is not None
        is_seen = is_seen or any(found["base"] not in kept for found in FORM.finditer(text))
        if SAID.search(text) is not None or (is_seen and not OTHERWISE.search(text)):
            return cls(transpose=True, kept=frozenset(kept))
        vectors = _vectors(text, kept)
        return cls(bool(vectors) and not OTHERWISE.search(text), frozenset(kept), frozenset(vectors))

    def written_out(self, fragment: Fragment) -> Fragment:
        r"""The formula with ``^\top`` for primes that transpose."""
        if not self.transpose:
            return fragment
        pieces: list[Fragment] = []
        position = 0
        for found in PRIMED.finditer(fragment.text):
            if self._transposes(found, fragment.text):
                start, end = found.span("prime")
                place = fragment.place_of(start)
                pieces += [fragment.cut(position, start), Fragment(r"^\top ", (place,) * len(r"^\top "), place)]
                position = end
        pieces.append(fragment.cut(position, len(fragment.text)))
        offsets = tuple(offset for piece in pieces for offset in piece.offsets)
        return Fragment("".join(piece.text for piece in pieces), offsets, fragment.anchor) if position else fragment

    def _transposes(self, found: re.Match[str], text: str) -> bool:
        base = found["base"]
        if self.only or base is None:
            return base in self.only or not self.only
        # f'(x) is a slope, and so is f' (ax + b).
        is_function = FUNCTION.match(base) is not None and text[found.end() :].lstrip().startswith(("(", r"\left("))
        return base not in self.kept and not is_function


def _vectors(text: str, kept: set[str]) -> set[str]:
    """The names with primes that the text calls vectors, where one of them stands so right before another name."""
    before = {found["base"] for found in BEFORE_NAME.finditer(text)}
    primed = {found["base"] for found in PRIMED.finditer(text) if found["base"]} - kept if before else set()
    called = {b for b in primed if any(re.search(pattern.format(base=re.escape(b)), text) for pattern in VECTORS)}
    return set() if called.isdisjoint(before) else called
