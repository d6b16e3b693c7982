r"""Operators of probability: where an E is the sign of an average, what it averages, ``D_{KL}(p \| q)``."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from derivcheck.reading import syntax as s
from derivcheck.reading.errors import Unread
from derivcheck.reading.names import (
    AVERAGE_OF,
    BLACKBOARD,
    CLOSERS,
    DIVERGENCES,
    OPENERS,
    OPERATORS,
    WORD_OPERATORS,
)
from derivcheck.reading.parsing.cursor import Cursor
from derivcheck.reading.parsing.lexer import Kind, Token
from derivcheck.reading.parsing.parser import bracketed, parse_factor, parse_product, relational
from derivcheck.reading.parsing.scripts import braced, script_atom, script_indices, with_scripts


def operator_ahead(cursor: Cursor) -> bool:
    """Whether brackets follow the operator's name, perhaps after a subscript."""
    position = cursor.position + 1
    if cursor.text == r"\mathbb":
        return _blackboard(cursor) is not None
    tokens = cursor.tokens
    if tokens[position].text == "_":
        position += 1
        depth = 0
        while position < len(tokens):
            depth += {"{": 1, "}": -1}.get(tokens[position].text, 0)
            position += 1
            if depth == 0:
                break
    if position >= len(tokens):
        return False
    named = _name_at(tokens, position) if cursor.token.kind is Kind.TEXT or cursor.text == "E" else None
    if named is not None:
        return cursor.is_function(f"{AVERAGE_OF['E']}{named}") is True or _averages_elsewhere(cursor)
    if tokens[position].text not in ("[", "(", r"\{"):
        return False
    if cursor.token.kind is Kind.LETTER and cursor.text == "V":
        return _is_averaged(cursor, inside(tokens, position))
    if cursor.text != "E" or tokens[position].text == "[" or tokens[cursor.position + 1].text == "_":
        return True
    return _is_averaged(cursor, inside(tokens, position))


def _averages_elsewhere(cursor: Cursor) -> bool:
    """Whether the same letter stands before square brackets in the formula, where it is the sign of an average."""
    signs = (one.text == cursor.token.text and behind.text == "[" for one, behind in pairwise(cursor.tokens))
    return cursor.is_function("E") is None and any(signs)


ACCENTS = frozenset({r"\hat", r"\bar", r"\tilde", r"\widehat", r"\overline"})


def _name_at(tokens: Sequence[Token], position: int) -> str | None:
    """The letter that stands at a place, perhaps below an accent."""
    if tokens[position].kind is Kind.LETTER:
        return tokens[position].text
    if tokens[position].text not in ACCENTS:
        return None
    under = position + 1 + (tokens[position + 1].text == "{")
    accent = tokens[position].text.replace("wide", "").replace("overline", "bar")
    return f"{accent}{{{tokens[under].text}}}"


def _is_averaged(cursor: Cursor, within: Sequence[Token]) -> bool:
    """Whether an E or V before brackets averages what stands in them: something is given, or known to be random."""
    bars = sum(token.text == "|" for token in within)
    given = cursor.text == "E" and (bars % 2 == 1 or any(token.text == r"\mid" for token in within))
    if given and cursor.is_function("E") is None:
        return True
    if cursor.text == "V" and cursor.is_function(AVERAGE_OF["V"]) is True:
        # Who takes whatever stands before brackets for a function knows of nothing random.
        return False
    names = {token.text for token in within if token.kind is Kind.LETTER or token.text.startswith("\\")}
    return any(cursor.is_function(f"{AVERAGE_OF[cursor.text]}{name}") for name in sorted(names))


def inside(tokens: Sequence[Token], opening: int) -> list[Token]:
    """What stands in brackets."""
    depth, found = 0, list[Token]()
    for token in tokens[opening:]:
        depth += 1 if token.text in OPENERS else -1 if token.text in CLOSERS else 0
        if depth <= 0:
            break
        found.append(token)
    return found[1:]


def _blackboard(cursor: Cursor) -> str | None:
    r"""The letter of an operator in blackboard type, as in ``\mathbb{E}``; a V is one before square brackets only."""
    if cursor.text != r"\mathbb":
        return None
    braced_letter = [cursor.after(k).text for k in (1, 3)] == ["{", "}"]
    letter, behind = cursor.after(2 if braced_letter else 1).text, cursor.after(4 if braced_letter else 2).text
    return letter if letter == "E" or (letter == "V" and behind in ("[", r"\{")) else None


def divergence_ahead(cursor: Cursor) -> bool:
    """Whether D_{KL}, D_KL or D_{JS} stands here, or a D of two distributions with a double bar between them."""
    if cursor.after().text == "(":
        texts = [token.text for token in inside(cursor.tokens, cursor.position + 1)]
        return r"\|" in texts or ("|", "|") in pairwise(texts)
    return cursor.after().text == "_" and _below(cursor, 2) in DIVERGENCES


def _below(cursor: Cursor, start: int) -> str:
    """The letters of a subscript, from where it starts on."""
    if cursor.after(start).text != "{":
        return cursor.after(start).text
    return "".join(cursor.after(k).text for k in (start + 1, start + 2)).rstrip("}")


def parse_operator(cursor: Cursor) -> s.Node:
    r"""``\mathbb{E}_{q}[f]``, ``\operatorname{Var}(X)``, ``D_{KL}(p \| q)``."""
    letter = _blackboard(cursor)
    token = cursor.advance()
    name = BLACKBOARD.get(letter or "") or OPERATORS.get(token.text) or WORD_OPERATORS[token.text]
    if token.text == r"\mathbb":
        braced(cursor)
    below: s.Node | None = None
    if name == "divergence" and cursor.text == "_":
        name = DIVERGENCES.get(_below(cursor, 1), name)
    if cursor.accept("_"):
        below = s.Name("KL") if name.endswith("divergence") and script_indices(cursor) else _distribution(cursor)
    if cursor.text in ("[", "(", r"\{"):
        opening = cursor.token
        outer, cursor.divergence = cursor.divergence, name.endswith("divergence")
        arguments, separators = bracketed(cursor, given=True)
        cursor.divergence = outer
        if name == "expectation" and opening.text == "(" and (whole := _averaged_whole(cursor, arguments, opening)):
            return s.Operator(name, below, (whole,), (), is_wide=True, start=token.start, end=cursor.last_end)
    else:
        arguments, separators = (parse_product(cursor),), ()
    return s.Operator(name, below, arguments, separators, start=token.start, end=cursor.last_end)


def _averaged_whole(cursor: Cursor, arguments: Sequence[s.Node], opening: Token) -> s.Node | None:
    r"""What is averaged in ``E(X - EX)^2`` and ``E(X - EX)(Y - EY)``, or None: the power, or the product.

    Nobody writes so of an average, which is a number and would stand behind, or have brackets of its own.
    """
    if len(arguments) != 1 or not isinstance(arguments[0], s.Sum) or cursor.text not in ("^", "("):
        return None
    group = s.Group(tuple(arguments), "(", start=opening.start, end=cursor.last_end)
    factors: list[s.Node] = [with_scripts(cursor, group, opening.start)]
    while cursor.text == "(":
        factors.append(parse_factor(cursor))
    if len(factors) == 1:
        return factors[0]
    return s.Product(tuple(factors), ("",) * (len(factors) - 1), start=opening.start, end=cursor.last_end)


def _distribution(cursor: Cursor) -> s.Node:
    r"""What stands below an expectation: ``q(z|x)``, ``x \sim p``, ``q``."""
    if not cursor.accept("{"):
        return script_atom(cursor)
    with cursor.opened("{"):
        before, cursor.is_function = cursor.is_function, lambda _: True
        node = relational(cursor)
        cursor.is_function = before
        if cursor.accept(","):
            raise Unread("D406", {"notation": "an expectation over several variables"}, node.start, cursor.last_end)
    cursor.expect("}")
    return node
