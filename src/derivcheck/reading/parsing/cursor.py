"""A reading head over tokens."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.lexer import MOST_NESTED, Kind, Token

MOST_DEEP = 60
"""How deeply constructs may nest that need no brackets, such as functions of functions."""


class Cursor:
    """The tokens of one formula and how far they have been read.

    ``openers`` are the brackets and bars that are open, which tells a closing bar from a "given"; ``integrands`` are
    how many were open where each integral began whose differential is still to come.
    """

    def __init__(self, tokens: Sequence[Token], is_function: Callable[[str], bool | None]) -> None:
        self.tokens: Sequence[Token] = tokens
        self.position = 0
        self.openers: list[str] = []
        self.is_function = is_function
        self.rows = 0
        self.divergence = False
        self.depth = 0
        self.integrands: list[int] = []

    @property
    def token(self) -> Token:
        """The token to be read next; alignment marks count only inside a matrix."""
        while not self.rows and self.tokens[self.position].text == "&":
            self.position += 1
        return self.tokens[self.position]

    @property
    def text(self) -> str:
        """The next token's text; the empty string at the end and for words."""
        token = self.token
        return "" if token.kind in (Kind.END, Kind.TEXT) else token.text

    def after(self, count: int = 1) -> Token:
        """The token ``count`` places further on."""
        return self.tokens[min(self.position + count, len(self.tokens) - 1)]

    def advance(self) -> Token:
        """Reads one token."""
        token = self.token
        if token.kind is not Kind.END:
            self.position += 1
        return token

    def split_digit(self) -> None:
        """Makes a token of its own of the first digit of the number ahead."""
        token = self.token
        first = Token(token.kind, token.text[0], token.start, token.start + 1)
        rest = Token(token.kind, token.text[1:], token.start + 1, token.end)
        self.tokens = (*self.tokens[: self.position], first, rest, *self.tokens[self.position + 1 :])

    def unbrace(self, closing: int) -> None:
        """Leaves out the brace ahead and the one that closes it, so many places further on."""
        brace, first, *rest = self.tokens[self.position :]
        inside = (Token(first.kind, first.text, brace.start, first.end), *rest[: closing - 2])
        self.tokens = (*self.tokens[: self.position], *inside, *rest[closing - 1 :])

    def accept(self, *texts: str) -> Token | None:
        """Reads the next token if it is one of ``texts``."""
        return self.advance() if self.text in texts else None

    def skip_group(self) -> None:
        """Steps over one token or braced group."""
        depth = 0
        while True:
            depth += {"{": 1, "}": -1}.get(self.advance().text, 0)
            if depth <= 0 or self.token.kind is Kind.END:
                return

    def expect(self, text: str) -> Token:
        """Reads ``text``; raises Unread where something else stands."""
        if self.text != text:
            raise self.unexpected(f"`{text}`")
        return self.advance()

    def unexpected(self, expected: str) -> Unread:
        """The complaint that something else was expected here."""
        token = self.token
        if token.kind is Kind.END:
            return Unread(
                "D401", {"found": "the end of the formula", "expected": expected}, max(0, token.start - 1), token.end
            )
        if token.kind is Kind.COMMAND and len(token.text) > 2 and token.text not in KNOWN_OPERATORS:
            return Unread("D402", {"command": token.text}, token.start, token.end)
        return Unread("D401", {"found": f"`{token.text}`", "expected": expected}, token.start, token.end)

    def is_differential(self, ahead: int = 0) -> bool:
        """Whether a d or ∂ stands ``ahead`` tokens further on, and is no name with scripts of its own."""
        token = self.after(ahead)
        if token.text == r"\partial":
            return True
        return token.text == "d" and token.kind in (Kind.LETTER, Kind.TEXT) and self.after(ahead + 1).text != "_"

    @property
    def ends_integrand(self) -> bool:
        """Whether a dx stands here that closes an integral, and with it all that is open since."""
        inside = bool(self.integrands) and self.integrands[-1] == len(self.openers)
        return inside and self.tokens[self.position].text == "d" and self.is_differential()

    @property
    def last_end(self) -> int:
        """Where the token read last ends."""
        return self.tokens[max(0, self.position - 1)].end

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """Inside one more construct; raises Unread where they nest too deeply."""
        self.depth += 1
        if self.depth > MOST_DEEP:
            raise self.too_deep()
        try:
            yield
        finally:
            self.depth -= 1

    def too_deep(self) -> Unread:
        """The complaint that a formula nests too deeply here."""
        return Unread("D407", {"depth": str(MOST_DEEP)}, self.token.start, self.token.end)

    @contextmanager
    def opened(self, opener: str) -> Iterator[None]:
        """Inside brackets or bars; raises Unread where they nest too deeply."""
        if len(self.openers) > MOST_NESTED // 4:
            raise Unread("D407", {"depth": str(MOST_NESTED // 4)}, self.token.start, self.token.end)
        self.openers.append(opener)
        try:
            yield
        finally:
            self.openers.pop()


KNOWN_OPERATORS = frozenset(
    {r"\cdot", r"\times", r"\mid", r"\le", r"\ge", r"\in", r"\ne", r"\to", r"\pm", r"\mp", r"\|", r"\{", r"\}"}
)
