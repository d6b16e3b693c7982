"""How a stream of tokens becomes chains: what continues a statement, what starts one, what only explains it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from derivcheck.documents import words
from derivcheck.documents.drafts import Draft
from derivcheck.documents.model import Fragment
from derivcheck.documents.relations import ORDERS
from derivcheck.documents.remarks import conditions_in, formulas_in
from derivcheck.documents.segments import Element, Segment, is_condition, leads_to_relation
from derivcheck.documents.sides import assemble, covered, is_lone, is_number, sized, trim
from derivcheck.documents.tokens import Kind, Token
from derivcheck.documents.words import Role

_LABEL_LENGTH = 8
_NUMBER_LENGTH = 8
_MAX_EARLIER = 50
_MAX_AHEAD = 30


@dataclass(slots=True)
class Cutter:
    """Walks over the elements of one stream; ``done`` are the drafts of chains, in order."""

    fragment: Fragment
    elements: Sequence[Element]
    done: list[Draft] = field(default_factory=list)
    draft: Draft = field(default_factory=Draft)
    pending: list[Token] = field(default_factory=list)
    condition: list[Token] | None = None
    introduced: Token | None = None
    inline: bool = False
    leading: bool = False
    row: Token | None = None
    block: int = 0
    index: int = 0

    def run(self) -> list[Draft]:
        """All drafts of the stream."""
        reaches = leads_to_relation(self.elements)
        for index, element in enumerate(self.elements):
            self.index = index
            if isinstance(element, Segment):
                self._segment(element, reaches=reaches[index])
            elif element.kind is Kind.TEXT:
                self._text(element)
            elif element.kind is Kind.CONNECTIVE:
                self._connective(element)
            elif element.kind is Kind.REMARK:
                self._remark(element)
            else:
                self._mark(element)
        self._close()
        return self.done

    def _close(self) -> None:
        """End the chain that grows."""
        self._end_condition()
        draft, self.draft = self.draft, Draft()
        self.pending, self.row, self.leading = [], None, False
        if not draft.is_empty:
            self.done.append(draft)
        elif draft.conditions and self.done:
            self.done[-1].conditions.extend(draft.conditions)

    def _break(self) -> None:
        """End the chain, and let no later row take it as its premise."""
        self._close()
        self.block = len(self.done)

    def _mark(self, token: Token) -> None:
        """A row end, a wide space or punctuation."""
        if token.kind is Kind.ROW:
            self._end_condition()
            self.leading = False
            self.row = token
            self.pending.append(token)
        elif self.condition is None:
            self.pending.append(token)
        elif token.kind is Kind.WIDE:
            if self.condition:
                self._end_condition(keep_open=not self.leading)
        elif self.leading and self.condition and not self._near_dots():
            self._end_condition()
            self.pending.append(token)
        else:
            self.condition.append(token)

    def _near_dots(self) -> bool:
        near = (self.elements[k] for k in (self.index - 1, self.index + 1) if 0 <= k < len(self.elements))
        return any(isinstance(element, Segment) and element.is_dots for element in near)

    def _end_condition(self, *, keep_open: bool = False) -> None:
        if self.condition and self._restricts(self.condition):
            self.draft.conditions.append(self.condition)
        if not self.leading and (self.condition or self.introduced):
            shown = ([self.introduced] if self.introduced else []) + (self.condition or [])
            self.draft.give_reason(words.reason(covered(self.fragment, shown).text))
        self.introduced = None
        self.condition = [] if keep_open and self.condition is not None else None

    def _restricts(self, condition: Sequence[Token]) -> bool:
        r"""Whether a condition says anything: ``for any constant C`` does not, ``for x > 0`` and ``if H`` do."""
        if any(token.kind is Kind.RELATION or token.value == r"\forall" for token in condition):
            return True
        return self.introduced is not None and words.restricts(self.introduced.value)

    def _segment(self, element: Segment, *, reaches: bool) -> None:
        if self.condition is not None:
            self.condition.extend(element.tokens)
        elif self.draft.last is None:
            self._append(element)
        elif self.row is not None:
            self._after_row(element)
        elif self.pending and self.draft.last not in (Kind.RELATION, Kind.OPERATOR, Kind.SEPARATOR):
            self._after_mark(element, reaches=reaches)
        else:
            self._append(element)

    def _append(self, element: Segment) -> None:
        self.draft.add(self.pending)
        self.draft.add(element.tokens)
        self.pending, self.row = [], None

    def _punctuated(self) -> bool:
        return any(token.kind is Kind.PUNCTUATION for token in self.pending)

    def _after_row(self, element: Segment) -> None:
        """Add the first formula of a row, which may go on with the last side."""
        goes_on = (
            element.first is Kind.RELATION
            or self.draft.last in (Kind.RELATION, Kind.OPERATOR)
            or (element.first is Kind.OPERATOR and not self._is_equation(element))
            or (element.relation is None and self.row is not None and self.row.value == "cell")
        )
        if not goes_on:
            self._close()
        self._append(element)

    def _is_equation(self, element: Segment) -> bool:
        """Whether a row that begins with a sign is an equation of its own."""
        aligned = element.is_row_of_its_own and self.row is not None and self.row.value != "cell"
        return element.relation is not None and (self._punctuated() or aligned)

    def _after_mark(self, element: Segment, *, reaches: bool) -> None:
        """A formula behind a wide space, a comma or a full stop."""
        wide = any(token.kind is Kind.WIDE for token in self.pending)
        if element.first is Kind.RELATION or (element.first is Kind.OPERATOR and not self._punctuated()):
            self._append(element)
        elif wide and self._is_label():
            self.draft.clear()
            self.pending = []
            self._append(element)
        elif not self.draft.has_relation:
            self._append(element)
        elif wide and element.is_bracketed and self._ends_row():
            self._bracketed(element)
        elif (
            not self.inline
            and is_condition(self.fragment, element, self.elements[self.index + 1 : self.index + 5])
            and not self._numeric_list()
            and not self._belongs(element)
        ):
            self.pending = []
            self.condition = list(element.tokens)
        elif reaches and not self._after_dots() and not self._numeric_list():
            self._separate()
            self._append(element)
        else:
            self._append(element)

    def _belongs(self, element: Segment) -> bool:
        r"""Whether a formula behind another is part of one statement, as in ``x > 1, x < 3`` or ``x > 0, y > 0``.

        Beside a connective it is, unless it stands apart at the end, as in ``\implies x = 1/a, \quad a \ne 0``.
        """
        place, relation = self.draft.first_relation, element.relation
        if place is None or relation is None:
            return False
        before = assemble(self.fragment, self.draft.statement[:place])
        left = assemble(self.fragment, element.tokens[: element.tokens.index(relation)])
        if before.text in (left.text, sized(left)):
            return True
        if self._connective_follows():
            return True
        if not self.draft.connectives:
            return False
        is_bound = is_lone(before) and self.draft.statement[place].value in ORDERS
        return is_bound or not any(token.kind is Kind.WIDE for token in self.pending)

    def _connective_follows(self) -> bool:
        """Whether the statement that grows ends at a connective."""
        is_row = False
        for element in self.elements[self.index + 1 : self.index + _MAX_AHEAD]:
            if isinstance(element, Segment):
                if is_row:
                    return False
                continue
            joins = element.kind is Kind.TEXT and words.role(element.value) in (Role.IMPLIES, Role.EQUIVALENT)
            if element.kind is Kind.CONNECTIVE or joins:
                return True
            is_row = is_row or element.kind is Kind.ROW
        return False

    def _separate(self) -> None:
        """Part two formulas of one display; with a connective around they stay one statement."""
        if self.pending:
            self.draft.add([Token(Kind.SEPARATOR, self.pending[0].start, self.pending[-1].end, "")])
        self.pending = []

    def _is_label(self) -> bool:
        kept = trim(self.draft.statement[:_LABEL_LENGTH])
        return (
            len(self.draft.statement) < _LABEL_LENGTH
            and len(kept) == 1
            and kept[0].value == "("
            and kept[0].end - kept[0].start < _LABEL_LENGTH
        )

    def _ends_row(self) -> bool:
        """Whether a row ends here, or one of several formulas in it that stand apart."""
        punctuated = False
        for element in self.elements[self.index + 1 : self.index + 4]:
            if isinstance(element, Segment) or element.kind in (Kind.CONNECTIVE, Kind.TEXT):
                return False
            if element.kind is Kind.ROW or (punctuated and element.kind is Kind.WIDE):
                return True
            punctuated = punctuated or element.kind is Kind.PUNCTUATION
        return True

    def _bracketed(self, element: Segment) -> None:
        r"""``\quad (x > 0)`` restricts, ``\quad (\text{by parts})`` and ``\quad (1)`` explain."""
        token = element.significant[0]
        inside = self.fragment.text[token.start + 1 : token.end - 1]
        self.draft.give_reason(words.reason(inside))
        if any(mark in inside for mark in ("=", "<", ">", r"\in", r"\ne", r"\le", r"\ge", r"\forall")):
            shrunk = Token(Kind.ATOM, token.start + 1, token.end - 1, "")
            self.draft.conditions.append([shrunk])
        self.pending = []

    def _after_dots(self) -> bool:
        before = self.elements[max(0, self.index - 2) : self.index]
        return any(isinstance(element, Segment) and element.is_dots for element in before)

    def _numeric_list(self) -> bool:
        """Whether a comma stands in a list between two bounds, as in ``0 < p, q < 1``."""
        if any(token.kind is not Kind.PUNCTUATION for token in self.pending):
            return False
        place = self.draft.first_relation
        if place is None or place > _NUMBER_LENGTH:
            return False
        return is_number(covered(self.fragment, self.draft.statement[:place]))

    def _connective(self, token: Token) -> None:
        self._end_condition()
        if self.draft.last is None:
            if self.draft.connectives and token.reason:
                self.draft.give_reason(token.reason)
            self.pending, self.row = [], None
            return
        if self.row is not None and not self.draft.connectives:
            earlier = [
                draft.statement
                for draft in self.done[max(self.block, len(self.done) - _MAX_EARLIER) :]
                if not draft.connectives
            ]
            self.draft.conditions.extend(earlier)
        self.draft.connect(token)
        self.pending, self.row = [], None

    def _remark(self, token: Token) -> None:
        """A column of words: the reason of its row, and what it may say about when the row holds."""
        self._end_condition()
        self.draft.give_reason(words.reason(token.value))
        self.draft.conditions.extend(conditions_in(self.fragment, token))

    def _text(self, token: Token) -> None:
        """Words between formulas."""
        role = words.role(token.value)
        if token.reason == "break":
            self._break()
        elif role is Role.IMPLIES or role is Role.EQUIVALENT:
            symbol = r"\implies" if role is Role.IMPLIES else r"\iff"
            self._connective(Token(Kind.CONNECTIVE, token.start, token.end, symbol))
        elif role is Role.THEN:
            self._then(token)
        elif role is Role.BREAKS:
            self._break()
        elif role is Role.SEPARATES:
            self._and(token)
        elif role is Role.CONDITION:
            self._condition(token)
        else:
            self._other(token)

    def _then(self, token: Token) -> None:
        r"""``\text{if } A \text{ then } B`` is an implication."""
        self._end_condition()
        if self.draft.is_empty and self.draft.conditions:
            self.draft.add(self.draft.conditions.pop())
            self.draft.connect(Token(Kind.CONNECTIVE, token.start, token.end, r"\implies"))
            self.pending, self.row = [], None
        elif self.row is not None:
            self._close()
        else:
            self._and(token)

    def _and(self, token: Token) -> None:
        if self.leading and self.condition:
            # "If A and B, then …" has two conditions.
            self._end_condition(keep_open=True)
            return
        self._end_condition()
        if self.row is not None:
            self._close()
        elif self.draft.last is not None:
            self.pending.append(token)
            self._separate()

    def _condition(self, token: Token) -> None:
        if self.condition is not None:
            self._end_condition(keep_open=True)
            self.introduced = None if self.leading else token
        elif self.draft.is_empty or (self.row is not None and words.opens_condition(token.value)):
            if self.row is not None:
                self._close()
            self.leading = words.opens_condition(token.value)
            if self.leading:
                self.condition = []
        else:
            self.pending, self.row = [], None
            self.introduced = token
            self.condition = []
        self.draft.conditions.extend(formulas_in(self.fragment, token))

    def _other(self, token: Token) -> None:
        """Words that we do not know: at the start a label, at the end a reason, between formulas they part them."""
        if self.condition is not None:
            self._end_condition(keep_open=True)
            return
        if self.draft.is_empty or self.row is not None:
            self._close()
            return
        self.draft.give_reason(words.reason(token.value))
        if not self._ends_row():
            follower = self.elements[self.index + 1 : self.index + 2]
            if follower and isinstance(follower[0], Segment) and follower[0].first is Kind.RELATION:
                return
            self._close()
