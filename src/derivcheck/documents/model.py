"""What a document is made of, before any mathematics in it is read.

A document is cut into derivations; a derivation is a sequence of items (words, inline formulas, displays, directives).
Every piece of LaTeX is a :class:`Fragment`, which knows where each of its characters stands in the file, also after
macros were expanded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from derivcheck.documents.relations import WANTED_MARKS


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points in the file's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of LaTeX whose every character remembers its place in the file.

    ``offsets[k]`` is the offset in the file of ``text[k]``; a character that a macro brought stands where the macro was
    called. For text without macros ``offsets`` is a ``range``, which costs nothing. A fragment never changes, so that
    what is made of it may be kept for it. ``anchor`` is where a fragment without characters stands.
    """

    text: str
    offsets: range | tuple[int, ...]
    anchor: int = 0

    @classmethod
    def plain(cls, text: str, start: int = 0) -> Fragment:
        """A fragment that stands in the file as it is, from ``start`` on."""
        return cls(text, range(start, start + len(text)), start)

    def cut(self, start: int, end: int) -> Fragment:
        """The characters ``start`` to ``end`` of this fragment."""
        return Fragment(self.text[start:end], self.offsets[start:end], self.place_of(start))

    def place_of(self, index: int) -> int:
        """Where the character at ``index`` stands in the file; at the fragment's end, the place behind its last."""
        if not self.text:
            return self.anchor
        return self.offsets[index] if index < len(self.text) else self.offsets[-1] + 1

    def strip(self) -> Fragment:
        """This fragment without white space around it."""
        if len(self.text.strip()) == len(self.text):
            return self
        start = len(self.text) - len(self.text.lstrip())
        return self.cut(start, max(start, len(self.text.rstrip())))

    @property
    def span(self) -> Span:
        """From the first character to behind the last; empty at the anchor where there is none."""
        return Span(self.offsets[0], self.offsets[-1] + 1) if self.text else Span(self.anchor, self.anchor)

    def locate(self, start: int, end: int) -> Span:
        """Where the characters ``start`` to ``end`` of this fragment stand in the file."""
        if not self.text:
            return self.span
        first = self.offsets[min(start, len(self.text) - 1)]
        last = self.offsets[min(max(end - 1, start), len(self.text) - 1)]
        return Span(first, max(first, last) + 1)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a file itself; ``code`` is explained by ``derivcheck explain``."""

    code: str
    span: Span
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Relation:
    r"""A relation or connective between two sides, such as ``=``, ``\le`` or ``\iff``.

    ``symbol`` is canonical: ``\leq`` and ``\leqslant`` are ``\le``, ``\Leftrightarrow`` is ``\iff``,
    ``\Rightarrow`` is ``\implies``, ``<`` is ``<``. ``reason`` is the text the author gave for it, if any.
    """

    symbol: str
    fragment: Fragment
    reason: str | None = None

    @property
    def is_wanted(self) -> bool:
        r"""Whether it is asked for or demanded, as in ``\overset{!}{=}``: then it defines nothing, and is no fact."""
        return self.reason is not None and not WANTED_MARKS.isdisjoint(self.reason.lower().split("; "))


@dataclass(frozen=True, slots=True)
class Form:
    r"""A way to call a macro: what ``takes`` its arguments, and what it then stands for.

    Each character of ``takes`` is an opening bracket of an argument, a star, n for a number in braces such as
    ``{1.5}``, or e for one with a power of ten such as ``{1.5e3}``, whose parts are two arguments.
    """

    takes: str
    body: str


@dataclass(frozen=True, slots=True)
class Macro:
    r"""What a name stands for; ``final`` is a primitive that ``\let`` has kept under another name."""

    parameters: int
    default: str | None
    body: str
    final: bool = False
    forms: tuple[Form, ...] = ()
    """Ways to call it that have bodies of their own; the first that fits is meant, and no other."""


@dataclass(frozen=True, slots=True)
class Statement:
    r"""Sides joined by relations, ``a = b \le c``; a single side has no relation.

    A side that was left out, as in ``x = `` and ``= x``, is an empty fragment beside its relation. ``whole`` is all of
    it where it stands beside a connective; it may hold words there, such as ``or``, and rows of a system.
    """

    sides: tuple[Fragment, ...]
    relations: tuple[Relation, ...]
    whole: Fragment | None = None

    @property
    def symbols(self) -> list[str]:
        """The signs between the sides."""
        return [relation.symbol for relation in self.relations]


@dataclass(frozen=True, slots=True)
class Chain:
    r"""One displayed formula: a statement, or several joined by connectives (``\iff``, ``\implies``).

    ``conditions`` are the formulas under which the author claims it: ``x > 0`` in ``… \quad \text{for } x > 0``,
    ``i = 1, \dots, n`` behind a comma, and the earlier rows of a display whose later row begins with a connective. A
    proof may ignore them; a counterexample must satisfy them.
    """

    statements: tuple[Statement, ...]
    connectives: tuple[Relation, ...]
    fragment: Fragment
    conditions: tuple[Fragment, ...] = ()

    @property
    def has_steps(self) -> bool:
        """Whether there is anything to check: a relation or a connective."""
        return bool(self.connectives) or any(statement.relations for statement in self.statements)


@dataclass(frozen=True, slots=True)
class Words:
    """Prose between formulas."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Formula:
    """An inline formula."""

    fragment: Fragment


@dataclass(frozen=True, slots=True)
class Display:
    """A displayed formula, cut into chains (several where words or empty rows part them).

    ``ignores`` are the suppressions in its LaTeX comments.
    """

    fragment: Fragment
    chains: tuple[Chain, ...]
    problems: tuple[Problem, ...] = ()
    ignores: tuple[Directive, ...] = ()


class Verb(StrEnum):
    """What a directive asks for."""

    LET = "let"
    DEFINE = "define"
    ASSUME = "assume"
    SKIP = "skip"
    EXPECT = "expect"
    LAYOUT = "layout"
    OFF = "off"
    ON = "on"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class Directive:
    """A comment to derivcheck: ``<!-- derivcheck: expect refuted -->``."""

    verb: Verb
    argument: Fragment
    span: Span


@dataclass(frozen=True, slots=True)
class ParagraphEnd:
    """Where a paragraph (or list item, or table cell) ends: no sentence runs over it."""

    offset: int


Item = Words | Formula | Display | Directive | ParagraphEnd


@dataclass(frozen=True, slots=True)
class Derivation:
    """A titled part of a document; ``parent`` is the index of the derivation whose scope it sees."""

    title: str
    line: int
    level: int
    parent: int | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A file's text and what was found in it; ``macros`` are those in force at its end."""

    text: str
    derivations: tuple[Derivation, ...]
    problems: tuple[Problem, ...] = ()
    macros: Mapping[str, Macro] = field(default_factory=dict)
