"""Parsing of environments inside a formula: matrices, and cases also as an array behind an open brace."""

from __future__ import annotations

from fractions import Fraction

from derivcheck.reading import syntax as s
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.conditions import condition
from derivcheck.reading.parsing.cursor import Cursor
from derivcheck.reading.parsing.lexer import Kind, Token
from derivcheck.reading.parsing.parser import (
    is_connecting,
    relational,
)

MATRICES = frozenset({"matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix", "smallmatrix", "array"})


def parse_environment(cursor: Cursor, token: Token) -> s.Node:
    r"""A matrix or cases, behind their ``\begin``."""
    name_token = _environment_name(cursor)
    if name_token in ("cases", "dcases", "rcases"):
        return _cases(cursor, token)
    if name_token not in MATRICES:
        raise Unread("D406", {"notation": f"\\begin{{{name_token}}}"}, token.start, cursor.last_end)
    if name_token == "array" and cursor.text == "{":
        cursor.skip_group()
    rows = _grid(cursor)
    return s.Matrix(name_token, rows, start=token.start, end=cursor.last_end)


def _environment_name(cursor: Cursor) -> str:
    cursor.expect("{")
    letters = ""
    while cursor.text not in ("}", ""):
        letters += cursor.advance().text
    cursor.expect("}")
    return letters


def _grid(cursor: Cursor) -> tuple[tuple[s.Node, ...], ...]:
    """The cells of a matrix; an empty one among others is 0."""
    cursor.rows += 1
    rows: list[list[list[s.Node]]] = [[[]]]
    with cursor.opened("{"):
        while cursor.text != r"\end":
            if cursor.accept("&"):
                rows[-1].append([])
            elif cursor.accept(r"\\"):
                rows.append([[]])
            elif cursor.token.kind is Kind.END:
                raise cursor.unexpected("`\\end`")
            elif cursor.text == "." and cursor.after().text in ("&", r"\\", r"\end"):
                dot = cursor.advance()
                rows[-1][-1].append(s.Dots(start=dot.start, end=dot.end))
            else:
                rows[-1][-1].append(relational(cursor))
    cursor.rows -= 1
    cursor.expect(r"\end")
    _environment_name(cursor)
    zero = s.Num(Fraction(0))
    filled = [row for row in rows if any(row)]
    if any(len(cell) > 1 for row in filled for cell in row):
        raise cursor.unexpected("`&` between the entries of a matrix")
    # Two marks for one leave columns in between in which nothing stands.
    used = {place for row in filled for place, cell in enumerate(row) if cell}
    return tuple(tuple(row[k][0] if row[k] else zero for k in range(len(row)) if k in used) for row in filled)


def _rows(cursor: Cursor) -> list[list[s.Node]]:
    cursor.rows += 1
    rows: list[list[s.Node]] = [[]]
    with cursor.opened("{"):
        while cursor.text != r"\end":
            if cursor.accept("&"):
                continue
            if cursor.accept(r"\\"):
                rows.append([])
            elif cursor.text in (",", ";", ".") or is_connecting(cursor.token):
                cursor.advance()
            elif cursor.token.kind is Kind.END:
                raise cursor.unexpected("`\\end`")
            else:
                rows[-1].append(condition(cursor))
    cursor.rows -= 1
    cursor.expect(r"\end")
    _environment_name(cursor)
    return [row for row in rows if row]


def _cases(cursor: Cursor, token: Token) -> s.Node:
    rows: list[tuple[s.Node, s.Node | None]] = []
    for row in _rows(cursor):
        found = [part for cell in row[1:] for part in (cell.parts if isinstance(cell, s.All) else (cell,))]
        together = s.All(tuple(found), start=token.start, end=cursor.last_end) if len(found) > 1 else None
        rows.append((row[0], found[0] if len(found) == 1 else together))
    return s.Cases(tuple(rows), start=token.start, end=cursor.last_end)


def parse_open_cases(cursor: Cursor) -> s.Node:
    r"""``\left\{ \begin{array}{ll} … \end{array} \right.``: cases written as an array behind an open brace."""
    token = cursor.advance()
    cursor.advance()
    if _environment_name(cursor) == "array" and cursor.text == "{":
        cursor.skip_group()
    node = _cases(cursor, token)
    cursor.expect(".")
    return node
