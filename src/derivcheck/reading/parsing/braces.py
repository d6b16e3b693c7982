"""Parsing of what stands in braces that belong to no command."""

from __future__ import annotations

from derivcheck.reading import syntax as s
from derivcheck.reading.names import OPERATORS, WORD_OPERATORS
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.cursor import Cursor
from derivcheck.reading.parsing.parser import parse_atom, parse_sum
from derivcheck.reading.parsing.scripts import script_indices


def bare_operator(cursor: Cursor) -> None:
    r"""Leaves out the braces around an operator alone, as in ``{\mathbb{E}}_{q}[f]``."""
    for count in (1, 4):
        inside = [cursor.after(1 + k) for k in range(count)]
        named = inside[0].text in (WORD_OPERATORS if count == 1 else OPERATORS) and inside[0].text != "D"
        if named and cursor.after(1 + count).text == "}" and cursor.after(2 + count).text in ("_", "[", "("):
            cursor.unbrace(1 + count)
            return


def parse_braced(cursor: Cursor) -> s.Node:
    """What stands in braces: a sum, a coefficient, or nothing at all with the scripts to the left of a name."""
    start = cursor.advance().start
    if cursor.text == "}" and cursor.after().text in ("_", "^"):
        cursor.advance()
        scripts = ""
        while cursor.text in ("_", "^"):
            sign = cursor.advance().text
            scripts += sign + "{" + ",".join(canonical(index) or "" for index in script_indices(cursor)) + "}"
        return s.Name(scripts + (canonical(parse_atom(cursor)) or ""), start=start, end=cursor.last_end)
    with cursor.opened("{"):
        inner = parse_sum(cursor)
        if cursor.accept(r"\choose"):
            inner = s.Binomial(inner, _below_choose(cursor), start=start, end=cursor.last_end)
    cursor.expect("}")
    return inner


def _below_choose(cursor: Cursor) -> s.Node:
    """The lower number of a binomial coefficient, or the list of those of a multinomial one."""
    start = cursor.token.start
    braced = cursor.text == "{"
    position = cursor.position
    if braced:
        cursor.advance()
    numbers = [parse_sum(cursor)]
    while cursor.accept(","):
        numbers.append(parse_sum(cursor))
    if len(numbers) == 1:
        cursor.position = position
        return parse_sum(cursor)
    if braced:
        cursor.expect("}")
    return s.Group(tuple(numbers), start=start, end=cursor.last_end)
