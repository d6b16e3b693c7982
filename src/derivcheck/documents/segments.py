"""A stream of tokens as formulas (segments) and what stands between them (boundaries)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from derivcheck.documents.model import Fragment
from derivcheck.documents.relations import ORDERS
from derivcheck.documents.sides import DOTS, LONE_RELATIONS, assemble, is_lone, is_number, sized, trim
from derivcheck.documents.tokens import Kind, Token
from derivcheck.documents.words import Role, role

BOUNDARIES = frozenset({Kind.ROW, Kind.WIDE, Kind.TEXT, Kind.CONNECTIVE, Kind.PUNCTUATION, Kind.REMARK})
_INSIGNIFICANT = frozenset({Kind.SPACE, Kind.CELL, Kind.DROPPED})
INFIX = frozenset({"of", "out of", "percent of", "times", "plus", "minus", "per", "divided by"})
"""Words that join what stands around them into one side, which is not understood then."""
_BEFORE_STATEMENT = frozenset({Role.IMPLIES, Role.EQUIVALENT, Role.JOINS, Role.THEN})
_OPENS_OPERAND = frozenset({Kind.RELATION, Kind.OPERATOR})


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of formula between two boundaries."""

    tokens: tuple[Token, ...]
    significant: tuple[Token, ...]

    @property
    def first(self) -> Kind:
        """The kind of the first token that counts."""
        return self.significant[0].kind

    @property
    def last(self) -> Kind:
        """The kind of the last token that counts."""
        return self.significant[-1].kind

    @property
    def relation(self) -> Token | None:
        """The first relation in it."""
        return next((token for token in self.significant if token.kind is Kind.RELATION), None)

    @property
    def is_row_of_its_own(self) -> bool:
        """Whether its left side stands in a column of its own, as in ``-a x &= b``: it continues nothing."""
        relation, before = self.relation, None
        for token in self.tokens:
            if token is relation:
                break
            before = token if token.kind is not Kind.SPACE else before
        return relation is not None and before is not None and before.kind is Kind.CELL and self.tokens[0] is not before

    @property
    def is_dots(self) -> bool:
        r"""Whether it is the ``\dots`` of an enumeration."""
        return len(self.significant) == 1 and self.significant[0].value in DOTS

    @property
    def is_bracketed(self) -> bool:
        """Whether it is one pair of parentheses."""
        return len(self.significant) == 1 and self.significant[0].value == "("


Element = Segment | Token


def segment(tokens: Sequence[Token]) -> list[Element]:
    r"""Cut a stream at its boundaries; words that name something (``\text{KL}(p, q)``) stay in their segment."""
    elements: list[Element] = []
    run: list[Token] = []
    for index, token in enumerate(tokens):
        kept = token
        if token.kind is Kind.TEXT and _is_operand(tokens, index, run):
            kept = token._replace(kind=Kind.ATOM, value="text")
        if kept.kind in BOUNDARIES:
            _close(run, elements)
            run = []
            elements.append(kept)
        else:
            run.append(kept)
    _close(run, elements)
    return elements


def _close(run: list[Token], elements: list[Element]) -> None:
    significant = tuple(token for token in run if token.kind not in _INSIGNIFICANT)
    if significant and trim(significant):
        elements.append(Segment(tuple(run), significant))


def _is_operand(tokens: Sequence[Token], index: int, run: list[Token]) -> bool:
    r"""Whether words stand for something in a formula, as in ``= \text{const}`` or ``x_\text{new}``."""
    token = tokens[index]
    if token.reason == "break":
        return False
    meaning = role(token.value)
    if meaning is Role.JOINS or (meaning is Role.STATES and _opens_statement(tokens, index)):
        return True
    before = next((t for t in reversed(run) if t.kind not in _INSIGNIFICANT), None)
    if before is not None and before.value in ("_", "^"):
        return True
    if meaning is not Role.OTHER:
        return False
    after = _next(tokens, index)
    if token.value.strip().lower() in INFIX:
        return before is not None and after is not None
    padded = token.value != token.value.strip() or not token.value.strip()
    if before is not None and before.kind in _OPENS_OPERAND:
        return True
    if after is not None and (after.kind in _OPENS_OPERAND or after.value in ("(", "_", "^", "'", "|")):
        return not token.value.rstrip().endswith((":", ",", "."))
    return before is not None and not padded and token.value.isalpha()


def _opens_statement(tokens: Sequence[Token], index: int) -> bool:
    r"""Whether words such as "no solution" stand where a statement does: right behind a connective or an ``or``."""
    for token in reversed(tokens[max(0, index - 4) : index]):
        if token.kind not in _INSIGNIFICANT:
            joined = token.kind is Kind.TEXT and role(token.value) in _BEFORE_STATEMENT
            return token.kind is Kind.CONNECTIVE or joined
    return index == 0


def _next(tokens: Sequence[Token], index: int) -> Token | None:
    """The token after words, stepping over a thin space at most (so that this stays linear)."""
    for token in tokens[index + 1 : index + 4]:
        if token.kind not in _INSIGNIFICANT:
            return token
    return None


def leads_to_relation(elements: Sequence[Element]) -> list[bool]:
    r"""For each element: whether from there, over a list of lone symbols, a formula with a relation is reached.

    So the comma of ``x = 1, y, z \in A`` parts two statements, and that of ``i = 1, \dots, n`` does not.
    """
    reached = [False] * (len(elements) + 1)
    for index in range(len(elements) - 1, -1, -1):
        element = elements[index]
        if isinstance(element, Segment):
            reached[index] = element.relation is not None or (
                len(element.significant) == 1
                and element.significant[0].kind is Kind.ATOM
                and not element.is_dots
                and reached[index + 1]
            )
        elif element.kind in (Kind.PUNCTUATION, Kind.WIDE):
            reached[index] = reached[index + 1]
    return reached


def is_condition(fragment: Fragment, element: Segment, following: Sequence[Element]) -> bool:
    r"""Whether a formula behind another one only restricts it: ``x > 0``, ``i = 1, \dots, n``, ``\forall i``."""
    first = element.significant[0]
    if first.value in (r"\forall", r"\exists"):
        return True
    relation = element.relation
    if relation is None:
        return False
    place = element.tokens.index(relation)
    left = assemble(fragment, element.tokens[:place])
    if is_lone(left):
        return relation.value in LONE_RELATIONS or (relation.value == "=" and _is_range(following))
    return (is_number(left) or bool(sized(left))) and relation.value in ORDERS


def _is_range(following: Sequence[Element]) -> bool:
    return any(isinstance(element, Segment) and element.is_dots for element in following[:4])
