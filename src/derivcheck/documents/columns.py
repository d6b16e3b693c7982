r"""The columns of an alignment: equations side by side, and the remarks that authors write behind them.

What stands in a column of its own and has words in it, as in ``a &= b && \text{the products } xy \text{ cancel}``, is
wholly the reason of its row: no formula in it is a side or a step.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from derivcheck.documents.relations import ORDERS
from derivcheck.documents.segments import segment
from derivcheck.documents.sides import trim
from derivcheck.documents.tokens import Kind, Token, tokenize
from derivcheck.documents.words import Role, ends_with_condition, opens_condition, role

_CONTINUES = frozenset({Kind.RELATION, Kind.OPERATOR, Kind.TEXT, Kind.CONNECTIVE})
_REMARKS = frozenset({Role.OTHER, Role.CONDITION, Role.THEN})


def streams(text: str, tokens: Sequence[Token], cells: int) -> list[list[Token]]:
    """The columns of equations, each with its rows one after another; ``cells`` of a row make a column, 0 means all."""
    found: list[list[Token]] = [[]]
    for row in _rows(tokens):
        columns = _columns(row, cells)
        for stream in found:
            if stream:
                stream.append(_row_mark(row))
        _deal(text, columns, found, aligned=cells == 2)
    return found


def _row_mark(row: Sequence[Token]) -> Token:
    """A row end that knows whether the row after it begins with an empty cell."""
    first = next((token for token in row if token.kind not in (Kind.SPACE, Kind.DROPPED)), None)
    place = row[0].start if row else 0
    return Token(Kind.ROW, place, place, "cell" if first is not None and first.kind is Kind.CELL else "")


def _rows(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    row: list[Token] = []
    for token in tokens:
        if token.kind is Kind.ROW:
            yield row
            row = []
        else:
            row.append(token)
    yield row


def _columns(row: list[Token], cells: int) -> list[list[Token]]:
    """The columns of one row, each with the mark before it and the marks inside it."""
    if not cells:
        return [row]
    columns: list[list[Token]] = [[]]
    marks = 0
    for token in row:
        if token.kind is Kind.CELL:
            marks += 1
            if marks % cells == 0:
                columns.append([])
        columns[-1].append(token)
    return _with_connectives(columns)


def _with_connectives(columns: list[list[Token]]) -> list[list[Token]]:
    r"""A connective in a column of its own, as in ``&\iff& 2x &= 6``, put before the equation on its right."""
    for k in range(len(columns) - 1):
        significant = trim(columns[k])
        if len(significant) == 1 and significant[0].kind is Kind.CONNECTIVE and trim(columns[k + 1]):
            columns[k], columns[k + 1] = [], [*columns[k], *columns[k + 1]]
    return columns


def _deal(text: str, columns: Sequence[list[Token]], found: list[list[Token]], *, aligned: bool) -> None:
    """Give each column of a row to its stream; what continues or explains goes to the stream on its left."""
    current = 0
    remark: list[Token] = []
    found[0].extend(columns[0])
    for column in columns[1:]:
        significant = trim(column)
        if not significant:
            continue
        if _is_remark(text, column) or (remark and not (_is_equation(column) and _is_complete(remark))):
            remark.extend(column)
            continue
        found[current].extend(_as_reason(text, remark))
        remark = []
        own = current + 1 < len(found)
        new = significant[0].kind not in _CONTINUES and any(token.kind is Kind.RELATION for token in significant)
        if aligned and significant[0].kind is not Kind.TEXT and (own or new) and not _is_bound(column):
            current += 1
            if not own:
                found.append([])
        elif aligned:
            found[current].append(Token(Kind.WIDE, column[0].start, column[0].start, ""))
        found[current].extend(column)
    found[current].extend(_as_reason(text, remark))


def _is_equation(column: Sequence[Token]) -> bool:
    """Whether a column has formulas on both sides of its inner mark, the right one beginning with a relation."""
    inner = next((k for k in range(1, len(column)) if column[k].kind is Kind.CELL), len(column))
    left, right = trim(column[:inner]), trim(column[inner:])
    return bool(left and right) and right[0].kind is Kind.RELATION and not _has_words(left)


def _is_bound(column: Sequence[Token]) -> bool:
    r"""Whether a column without a mark inside holds inequalities alone: ``F(x) &= x, && 0 \le x \le 1``."""
    significant = trim(column)
    relations = [token.value for token in significant if token.kind is Kind.RELATION]
    return ORDERS.issuperset(relations) and bool(relations) and all(t.kind is not Kind.CELL for t in significant)


def _is_remark(text: str, column: Sequence[Token]) -> bool:
    """Whether a column explains its row in words; ``and``, ``so`` and the like join its formula to the row instead."""
    significant = trim(column)
    first = significant[0]
    if first.kind in (Kind.RELATION, Kind.CONNECTIVE) or _is_equation(column):
        return False
    if first.value in ("|", r"\mid", r"\vert") and sum(token.value == first.value for token in significant) % 2:
        # What is done to both sides: ``&& | :2``.
        return True
    if first.value == "(" and len(significant) == 1:
        return _has_words(tokenize(text[first.start + 1 : first.end - 1])[0])
    if first.kind is Kind.TEXT and role(first.value) not in _REMARKS:
        return False
    return _has_words(significant)


def _is_complete(remark: Sequence[Token]) -> bool:
    """Whether no formula has to follow on a remark, as it has on ``for``."""
    last = trim(remark)[-1]
    return last.kind is not Kind.TEXT or not (opens_condition(last.value) or ends_with_condition(last.value))


def _has_words(tokens: Sequence[Token]) -> bool:
    r"""Whether words stand there that are no name such as ``\text{KL}``."""
    if not any(token.kind is Kind.TEXT for token in tokens):
        return False
    apart = [element for element in segment(tokens) if isinstance(element, Token) and element.kind is Kind.TEXT]
    phrases = [token for token in tokens if token.kind is Kind.TEXT and " " in token.value.strip()]
    return any(role(token.value) in _REMARKS for token in (*apart, *phrases))


def _as_reason(text: str, remark: Sequence[Token]) -> list[Token]:
    """A remark as one token that holds its LaTeX."""
    kept = trim(remark)
    if not kept:
        return []
    runs = "".join(text[token.start : token.end] for token in kept)
    return [Token(Kind.REMARK, kept[0].start, kept[-1].end, runs)]
