"""What the reader raises when it does not understand a piece of LaTeX."""

from __future__ import annotations

from collections.abc import Mapping


class Unread(Exception):  # noqa: N818 - a verdict, not an error of the program
    """A piece of LaTeX was not understood: a code, facts for its message, and where the piece stands in the formula."""

    def __init__(self, code: str, facts: Mapping[str, str], start: int, end: int) -> None:
        super().__init__(code)
        self.code = code
        self.facts = dict(facts)
        self.start = start
        self.end = end
