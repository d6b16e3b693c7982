"""Chains while they are being cut, and their last step: tokens become sides, relations and fragments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from derivcheck.documents.model import Chain, Fragment, Relation, Statement
from derivcheck.documents.relations import ARROWS
from derivcheck.documents.sides import assemble, covered, trim
from derivcheck.documents.tokens import Kind, Token

_MODULAR = frozenset({r"\pmod", r"\bmod", r"\mod", r"\pod"})
_REVIEWED = ARROWS | _MODULAR
_PASSING = frozenset({Kind.SPACE, Kind.CELL, Kind.DROPPED, Kind.ROW, Kind.WIDE})


@dataclass(slots=True)
class Draft:
    """A chain that is being cut; the last statement is the one that grows."""

    statements: list[list[Token]] = field(default_factory=lambda: [[]])
    connectives: list[Token] = field(default_factory=list)
    reasons: dict[int, list[str]] = field(default_factory=dict)
    conditions: list[list[Token]] = field(default_factory=list)
    last: Kind | None = None
    """The kind of the last token that counts in the growing statement."""
    has_relation: bool = False
    """Whether the growing part, since the last separator, already has a relation."""
    first_relation: int | None = None
    """Where the first relation of the growing statement is."""
    bearer: Token | None = None
    """What a reason belongs to: the last relation of the statement, or the connective before it."""

    @property
    def statement(self) -> list[Token]:
        """The statement that grows."""
        return self.statements[-1]

    @property
    def is_empty(self) -> bool:
        """Whether no formula came in yet."""
        return not self.statement and not self.connectives

    def add(self, tokens: Iterable[Token]) -> None:
        """Let the statement grow."""
        statement = self.statements[-1]
        for token in tokens:
            if token.kind is Kind.RELATION:
                self.has_relation, self.bearer = True, token
                if self.first_relation is None:
                    self.first_relation = len(statement)
            elif token.kind is Kind.SEPARATOR:
                self.has_relation = False
            if token.kind not in _PASSING:
                self.last = token.kind
            statement.append(token)

    def clear(self) -> None:
        """Begin the statement anew."""
        self.statements[-1] = []
        self.last, self.has_relation, self.first_relation = None, False, None

    def connect(self, connective: Token) -> None:
        """End the statement at a connective, and begin the next."""
        self.connectives.append(connective)
        self.statements.append([])
        self.clear()
        self.bearer = connective

    def give_reason(self, text: str | None) -> None:
        """Write a reason to the last relation, or to the connective before the statement."""
        if text and self.bearer is not None:
            self.reasons.setdefault(self.bearer.start, []).append(text)


def finish(fragment: Fragment, draft: Draft, *, inline: bool) -> Iterator[Chain]:
    """The chains that a draft holds: several if it has separators and no connective."""
    conditions = tuple(c for c in (assemble(fragment, tokens) for tokens in draft.conditions) if c.text)
    if not draft.connectives:
        for part in _split(draft.statement):
            statement = _statement(fragment, part, draft, inline=inline)
            if statement is not None:
                yield Chain((statement,), (), covered(fragment, part), conditions)
        return
    statements: list[Statement] = []
    connectives: list[Relation] = []
    for index, tokens in enumerate(draft.statements):
        statement = _statement(fragment, tokens, draft, inline=inline)
        if statement is None:
            continue
        statement = replace(statement, whole=assemble(fragment, tokens))
        if statements:
            connectives.append(_relation(fragment, draft.connectives[index - 1], draft))
        statements.append(statement)
    if len(statements) == 1 and draft.statements[0] and not trim(draft.statements[-1]):
        # What follows was not understood, or stands elsewhere: the premise alone claims nothing.
        nothing = Fragment("", (), fragment.place_of(draft.connectives[-1].end - 1) + 1)
        statements.append(Statement((nothing,), (), nothing))
        connectives.append(_relation(fragment, draft.connectives[-1], draft))
    if statements:
        everything = [token for tokens in draft.statements for token in tokens]
        yield Chain(tuple(statements), tuple(connectives), covered(fragment, everything), conditions)


def _split(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    part: list[Token] = []
    for token in tokens:
        if token.kind is Kind.SEPARATOR:
            yield part
            part = []
        else:
            part.append(token)
    yield part


def _relation(fragment: Fragment, token: Token, draft: Draft) -> Relation:
    reasons = ([token.reason] if token.reason else []) + draft.reasons.get(token.start, [])
    return Relation(token.value, fragment.cut(token.start, token.end), "; ".join(reasons) or None)


def _statement(fragment: Fragment, tokens: list[Token], draft: Draft, *, inline: bool) -> Statement | None:
    """Cut one statement at its relations.

    In a display, a first or last side that was left out is an empty one, so that its relation is not lost; prose has
    relations without a side (``some of them $> 0$``), which say nothing by themselves.
    """
    sides, relations = _parted(demote(tokens, inline=inline))
    if relations and inline and not sides[0]:
        sides, relations = sides[1:], relations[1:]
    if relations and inline and not sides[-1]:
        sides, relations = sides[:-1], relations[:-1]
    if not relations and not sides[0]:
        return None
    parts = [assemble(fragment, side) for side in sides]
    if not sides[0]:
        parts[0] = Fragment("", (), fragment.place_of(relations[0].start))
    if not sides[-1]:
        parts[-1] = Fragment("", (), fragment.place_of(relations[-1].end - 1) + 1)
    return Statement(tuple(parts), tuple(_relation(fragment, relation, draft) for relation in relations))


def _parted(tokens: Sequence[Token]) -> tuple[list[list[Token]], list[Token]]:
    """The sides and relations of a statement; an empty side between two relations makes them one, the second."""
    sides: list[list[Token]] = [[]]
    relations: list[Token] = []
    for token in tokens:
        if token.kind is not Kind.RELATION:
            sides[-1].append(token)
        elif relations and not trim(sides[-1]):
            relations[-1], sides[-1] = token, []
        else:
            sides[-1] = trim(sides[-1])
            relations.append(token)
            sides.append([])
    sides[-1] = trim(sides[-1])
    return sides, relations


def demote(tokens: list[Token], *, inline: bool) -> list[Token]:
    r"""Relations that are none here made plain: the arrow of ``f : A \to B``, the ``\equiv`` of a congruence."""
    if not any(token.value in _REVIEWED for token in tokens):
        return tokens
    modular = any(token.value in _MODULAR for token in tokens)
    colon = False
    kept: list[Token] = []
    for token in tokens:
        value, kind = token.value, token.kind
        if kind is Kind.ATOM and value in (":", r"\colon"):
            colon = True
        elif kind is Kind.RELATION:
            if value in ARROWS and (colon or inline):
                kind = Kind.ATOM
            elif value == ":=" and modular:
                value = r"\equiv"
            else:
                colon = False
        kept.append(token if kind is token.kind and value == token.value else token._replace(kind=kind, value=value))
    return kept
