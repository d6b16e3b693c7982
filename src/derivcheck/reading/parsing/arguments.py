"""Whether brackets hold the arguments of what stands before them, or a factor."""

from __future__ import annotations

import re
from collections.abc import Iterator

from derivcheck.reading import syntax as s
from derivcheck.reading.names import CLOSERS, OPENERS, PROBABILITY
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.cursor import Cursor
from derivcheck.reading.parsing.lexer import Kind, Token


def takes_arguments(cursor: Cursor, node: s.Node) -> bool:
    """Whether brackets after ``node`` hold arguments rather than a factor."""
    name = called_name(node)
    if compares(cursor, node):
        return True
    if isinstance(node, s.Diff) and cursor.text == "(":
        is_function = isinstance(node.body, s.Name) and bool(cursor.is_function(node.body.name))
        return is_function and not _begins_with_one(cursor)
    if name is None and cursor.text == "(":
        return is_made_of_functions(cursor, node)
    if name is None or (cursor.text != "(" and name not in PROBABILITY | {"H", r"\mathbb{H}"}):
        return False
    if cursor.text == "(" and _holds_lone_bar(cursor):
        return True
    unprimed = node.base if isinstance(node, s.Primes) else node
    base = unprimed.base if isinstance(unprimed, (s.Sup, s.Mark)) else unprimed
    bare = ACCENTED.fullmatch(name)
    letter = name if bare is None else bare["letter"]
    for asked in dict.fromkeys((canonical(node), canonical(unprimed), canonical(base), name, letter)):
        known = cursor.is_function(asked) if asked is not None else None
        if known is not None:
            return known
    is_marked = unprimed is not node or isinstance(unprimed, s.Mark) or is_of_policy(unprimed)
    return has_separator(cursor) or (is_marked and _holds_one(cursor))


ACCENTED = re.compile(r"\\(?:hat|tilde|bar|widehat|widetilde|check|breve)\{(?P<letter>\\?[A-Za-z]+)\}")


def _begins_with_one(cursor: Cursor) -> bool:
    """Whether brackets hold such as ``1 - h^2`` or ``1 + f'(x)``: the factor of a chain rule, and no point."""
    if cursor.after(1).text != "1" or cursor.after(2).text not in ("+", "-"):
        return False
    depth, position = 1, cursor.position + 3
    while depth and position < len(cursor.tokens):
        text = cursor.tokens[position].text
        if text in ("(", "^", "'"):
            return True
        depth += 1 if text in OPENERS else -1 if text in CLOSERS else 0
        position += 1
    return False


def _holds_one(cursor: Cursor) -> bool:
    """Whether brackets around one name or number follow: behind a prime, its argument."""
    return cursor.after(2).text == ")" and cursor.after(1).kind is not Kind.SYMBOL


def is_made_of_functions(cursor: Cursor, node: s.Node) -> bool:
    r"""Whether ``(f \circ g)``, ``(fg)'`` or ``(f + g)`` stands here, of names that are all functions."""
    group = node.base if isinstance(node, s.Primes) else node
    if not isinstance(group, s.Group) or len(group.elements) != 1 or isinstance(group.elements[0], s.Name):
        return False
    names = [part.name for part in s.walk(group) if isinstance(part, s.Name)]
    return bool(names) and all(cursor.is_function(name) for name in names)


def called_name(node: s.Node) -> str | None:
    """The name under scripts and primes that may be called."""
    match node:
        case s.Name(name=name):
            return name
        case s.Primes(base=base) | s.Sub(base=base):
            return called_name(base)
        case s.Mark(base=base, mark="star"):
            return called_name(base)
        case s.Sup(base=base, exponent=s.Num(value=value)) if value in (2, 3):
            return called_name(base)
        case s.Sup(base=base) if is_of_policy(node):
            return called_name(base)
    return None


def is_of_policy(node: s.Node) -> bool:
    r"""Whether π stands above a capital, as in ``V^\pi``: a policy, of which the values ``V^\pi(s)`` are."""
    if not isinstance(node, s.Sup) or not isinstance(node.base, s.Name) or not node.base.name.isupper():
        return False
    above = node.exponent.base if isinstance(node.exponent, (s.Sub, s.Primes, s.Mark)) else node.exponent
    return above == s.Name(r"\pi")


def has_separator(cursor: Cursor, separators: tuple[str, ...] = (",", ";", r"\mid")) -> bool:
    """Whether the brackets ahead hold a comma, semicolon or bar at their level, or another of the separators."""
    return any(token.text in separators for token in _at_level(cursor))


def _holds_lone_bar(cursor: Cursor) -> bool:
    """Whether one of the bars in the brackets ahead has no partner at its level: it tells what is given."""
    return sum(token.text == "|" for token in _at_level(cursor)) % 2 == 1


def _at_level(cursor: Cursor) -> Iterator[Token]:
    """The tokens in the brackets ahead that stand in no others."""
    depth = 0
    for position in range(cursor.position, len(cursor.tokens)):
        token = cursor.tokens[position]
        depth += 1 if token.text in OPENERS else -1 if token.text in CLOSERS else 0
        if depth == 0:
            return
        if depth == 1:
            yield token


def compares(cursor: Cursor, node: s.Node) -> bool:
    r"""Whether a divergence that a text defines stands here: ``D_f(p \| q)``."""
    return (
        cursor.text == "(" and isinstance(node, s.Sub) and node.base == s.Name("D") and has_separator(cursor, (r"\|",))
    )
