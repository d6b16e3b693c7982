"""Precedence parser: from tokens to syntax.

Sums are made of products, products of factors, a factor is an atom with its scripts. Big operators and derivatives
reach to the next + or - of their level; a named function takes the next factor with its power.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

from derivcheck.reading import syntax as s
from derivcheck.reading.errors import Unread
from derivcheck.reading.names import (
    ACCENTS,
    BIG,
    CLOSERS,
    FUNCTIONS,
    GREEK,
    OPENERS,
    OPERATORS,
    RELATIONS,
    SET_OPERATORS,
    STYLES,
    WORD_FUNCTIONS,
    WORD_OPERATORS,
)
from derivcheck.reading.parsing.cursor import Cursor
from derivcheck.reading.parsing.lexer import Kind, Token, tokenise
from derivcheck.reading.parsing.slopes import with_fractions

MOST_DIGITS = 1000

GIVEN = "given"
"""Marks brackets around arguments, inside which a bar separates."""

TIMES = SET_OPERATORS | {r"\cdot", r"\times", "*", r"\odot", r"\circ", r"\otimes", "/", r"\div"}
AVERAGED = r"\bullet"
"""What stands in place of an index over which an array was averaged or summed."""

SHORTHAND = re.compile(r"\\(?:[bcmv]?[A-Z]|[bv][a-z])")
r"""What authors call letters in some style, as in ``\L``, ``\vx``, ``\mA``, ``\bX``; a reader knows no more of it."""

ENDS = frozenset(
    {
        r"\choose",
        "+",
        "-",
        r"\pm",
        r"\mp",
        ",",
        ";",
        ")",
        "]",
        "}",
        r"\}",
        r"\rangle",
        r"\rfloor",
        r"\rceil",
        r"\mid",
        ":",
        "&",
        r"\\",
        r"\end",
        "",
    }
)


def parse(text: str, is_function: Callable[[str], bool | None] = lambda _: None) -> s.Node:
    """The syntax of one side of a relation; raises Unread where it is not understood.

    ``is_function`` says of a name whether it is a function (True), a variable (False) or unknown (None).
    """
    return _recall(text, is_function, _parse_side)


def _parse_side(cursor: Cursor) -> s.Node:
    node = parse_sum(cursor)
    if cursor.token.kind is not Kind.END:
        raise cursor.unexpected("the end of this side or an operator")
    return node


Answers = tuple[tuple[str, bool | None], ...]


@lru_cache(maxsize=2048)
def _parsed_before(text: str, read: Callable[[Cursor], s.Node]) -> list[tuple[Answers, s.Node]]:
    """The readings of a text so far, each with the answers about its names that led to it."""
    del text, read
    return []


def _recall(text: str, is_function: Callable[[str], bool | None], read: Callable[[Cursor], s.Node]) -> s.Node:
    """Reads a text, or recalls its reading where all names mean what they meant then."""
    known = _parsed_before(text, read)
    for answers, node in known:
        if all(is_function(name) is answer for name, answer in answers):
            return node
    asked: dict[str, bool | None] = {}

    def ask(name: str) -> bool | None:
        if name not in asked:
            asked[name] = is_function(name)
        return asked[name]

    node = read(Cursor(with_fractions(tokenise(text), ask), ask))
    known.append((tuple(asked.items()), node))
    return node


def parse_relation(text: str, is_function: Callable[[str], bool | None] = lambda _: None) -> s.Node:
    """Like :func:`parse`, also for a relation such as ``k = c``."""
    return _recall(text, is_function, _parse_whole)


def _parse_whole(cursor: Cursor) -> s.Node:
    node = relational(cursor)
    if cursor.token.kind is not Kind.END:
        raise cursor.unexpected("the end of the formula")
    return node


def relational(cursor: Cursor) -> s.Node:
    """A sum, or two joined by a relation."""
    start = cursor.token.start
    left = parse_sum(cursor)
    if cursor.text in RELATIONS:
        relation = RELATIONS[cursor.advance().text]
        right = parse_sum(cursor)
        return s.Relational(left, relation, right, start=start, end=cursor.last_end)
    return left


NEGATIONS = frozenset({r"\neg", r"\lnot"})
"""How the complement of an event is written by logicians."""


def _is_outcome(cursor: Cursor) -> bool:
    """Whether nothing follows a sign but the end of an argument; a lone bar begins what is given."""
    if cursor.text != "|":
        return cursor.text in (")", r"\mid", ",")
    ahead = [cursor.after(k).text for k in range(1, 12)]
    return ")" in ahead and "|" not in ahead[: ahead.index(")")]


def evaluation_ahead(cursor: Cursor) -> bool:
    """Whether a bar with a point below it follows, perhaps behind what stands above it."""
    if cursor.text != "|" or cursor.after().text != "^":
        return cursor.text == "|" and cursor.after().text == "_"
    depth = 0
    for place in range(2, len(cursor.tokens) - cursor.position):
        depth += {"{": 1, "}": -1}.get(cursor.after(place).text, 0)
        if depth <= 0:
            return cursor.after(place + 1).text == "_"
    return False


def parse_sum(cursor: Cursor) -> s.Node:
    """Products joined by + and -."""
    start = cursor.token.start
    terms: list[tuple[str, s.Node]] = []
    sign = "+"
    if cursor.text in ("+", "-"):
        token = cursor.advance()
        if _is_outcome(cursor):
            # The outcome of a test, as in P(+ | D).
            return s.Name(token.text, start=token.start, end=token.end)
        sign = token.text
    while True:
        terms.append((sign, parse_product(cursor)))
        if cursor.text in (r"\pm", r"\mp"):
            token = cursor.token
            raise Unread("D406", {"notation": token.text}, token.start, token.end)
        if cursor.text not in ("+", "-"):
            break
        sign = cursor.advance().text
    if len(terms) == 1 and terms[0][0] == "+":
        return terms[0][1]
    return s.Sum(tuple(terms), start=start, end=cursor.last_end)


def parse_product(cursor: Cursor) -> s.Node:
    """Factors side by side or joined by a product sign; a sign may follow a product sign."""
    start = cursor.token.start
    factors = [parse_factor(cursor)]
    operators: list[str] = []
    while not at_end(cursor):
        operator = cursor.advance().text if cursor.text in TIMES else ""
        if operator and cursor.text == "-":
            minus = cursor.advance()
            inner = parse_factor(cursor)
            factors.append(s.Sum((("-", inner),), start=minus.start, end=cursor.last_end))
        else:
            factors.append(parse_factor(cursor))
        operators.append(operator)
    node = factors[0]
    if len(factors) > 1:
        node = s.Product(tuple(factors), tuple(operators), start=start, end=cursor.last_end)
    if evaluation_ahead(cursor) and (not cursor.openers or cursor.openers[-1] not in (".", "|")):
        from derivcheck.reading.parsing.conditions import at_point

        bar = cursor.token.end
        taken = at_point(cursor, node)
        if isinstance(taken, s.At) and any(isinstance(part, s.Name) for f in factors[:-1] for part in s.walk(f)):
            readings = "a bar behind the last factor only, or behind the whole product"
            raise Unread("D404", {"readings": readings}, start, bar)
        return taken
    return node


# Words between the values and the conditions of cases.
CONNECTING = frozenset({"", "if", "when", "for", "where", "and", "otherwise", "else", "whenever"})


def is_connecting(token: Token) -> bool:
    """Whether a text in a row of cases only leads to a condition."""
    return token.kind is Kind.TEXT and token.text.lower().strip(" ,.;:") in CONNECTING


def at_end(cursor: Cursor) -> bool:
    """Whether the product ends here."""
    text = cursor.text
    if cursor.ends_integrand:
        return True
    if cursor.token.kind is Kind.TEXT:
        return cursor.rows > 0 and is_connecting(cursor.token)
    if text == "." and (cursor.after().text in (r"\end", r"\\") or cursor.openers[-1:] == ["."]):
        return True
    if text in ("|", r"\|"):
        # An open bar closes here; inside brackets a bar means "given"; elsewhere it opens |x|.
        inner = cursor.openers[-1] if cursor.openers else ""
        return (
            inner in (text, ".") or (inner == GIVEN and (text == "|" or cursor.divergence)) or evaluation_ahead(cursor)
        )
    return text in ENDS or text in RELATIONS


def parse_factor(cursor: Cursor) -> s.Node:
    """An atom with its scripts, arguments and primes."""
    with cursor.deeper():
        return _parse_factor(cursor)


def _parse_factor(cursor: Cursor) -> s.Node:
    from derivcheck.reading.parsing.averages import parse_operator
    from derivcheck.reading.parsing.braces import bare_operator
    from derivcheck.reading.parsing.calculus import parse_big, parse_fraction, parse_nabla
    from derivcheck.reading.parsing.chance_signs import FONTS, upright_sign
    from derivcheck.reading.parsing.integrals import parse_integral
    from derivcheck.reading.parsing.operators import parse_function
    from derivcheck.reading.parsing.scripts import with_scripts

    if cursor.text in ("{", "P") or cursor.text in FONTS:
        upright_sign(cursor)
    if cursor.text == "{":
        bare_operator(cursor)
    text, token = cursor.text, cursor.token
    if text in BIG:
        return parse_big(cursor)
    if text in NEGATIONS:
        cursor.advance()
        base = parse_factor(cursor)
        return s.Sup(base, s.Name("c", start=token.start, end=token.end), start=token.start, end=cursor.last_end)
    if text == r"\int":
        return parse_integral(cursor)
    if text == r"\frac":
        return with_scripts(cursor, parse_fraction(cursor), token.start)
    if text == r"\nabla":
        return parse_nabla(cursor)
    if text in FUNCTIONS or (token.kind is Kind.TEXT and token.text in WORD_FUNCTIONS):
        return parse_function(cursor)
    if (text in OPERATORS or (token.kind is Kind.TEXT and token.text in WORD_OPERATORS)) and is_operator(cursor):
        return with_scripts(cursor, parse_operator(cursor), token.start)
    return with_scripts(cursor, parse_atom(cursor), token.start)


def is_operator(cursor: Cursor) -> bool:
    """Whether a name such as E or D stands for an operator: brackets follow, perhaps after a subscript."""
    from derivcheck.reading.parsing.averages import divergence_ahead, operator_ahead

    return divergence_ahead(cursor) if cursor.text == "D" else operator_ahead(cursor)


def bracketed(cursor: Cursor, *, given: bool = False) -> tuple[tuple[s.Node, ...], tuple[str, ...]]:
    """The elements between brackets and the separators between them; with ``given``, a bar separates too."""
    from derivcheck.reading.parsing.conditions import condition

    opening = cursor.advance()
    elements: list[s.Node] = []
    separators: list[str] = []
    with cursor.opened(GIVEN if given or opening.text == r"\{" else opening.text):
        while cursor.text not in CLOSERS:
            elements.append(condition(cursor))
            separator = read_separator(cursor)
            if separator is None:
                break
            separators.append(separator)
    if cursor.text != OPENERS[opening.text] and not (opening.text in "([" and cursor.text in (")", "]")):
        if cursor.token.kind is Kind.END:
            raise Unread("D403", {"bracket": opening.text}, opening.start, opening.end)
        raise cursor.unexpected(f"`{OPENERS[opening.text]}`")
    cursor.advance()
    return tuple(elements), tuple(separators)


def read_separator(cursor: Cursor) -> str | None:
    """A comma, semicolon, bar or double bar between elements."""
    if cursor.text == "|" and cursor.after().text == "|":
        cursor.advance()
        cursor.advance()
        return r"\|"
    token = cursor.accept(",", ";", r"\mid", "|", r"\|", ":")
    if token is None:
        return None
    return "|" if token.text == r"\mid" else token.text


def parse_atom(cursor: Cursor) -> s.Node:
    """A number, a name, something in brackets or bars."""
    with cursor.deeper():
        return _parse_atom(cursor)


def _number(cursor: Cursor) -> s.Num:
    r"""Digits, perhaps as percent: ``20\%`` is 1/5."""
    token = cursor.token
    if len(token.text) > MOST_DIGITS:
        raise Unread("D407", {"depth": f"{MOST_DIGITS} digits"}, token.start, token.end)
    cursor.advance()
    if cursor.text != r"\%":
        return s.Num(Fraction(token.text), start=token.start, end=token.end)
    end = cursor.token.end
    cursor.advance()
    return s.Num(Fraction(token.text) / 100, start=token.start, end=end)


def _parse_atom(cursor: Cursor) -> s.Node:
    token, text = cursor.token, cursor.text
    if token.kind is Kind.NUMBER:
        return _number(cursor)
    if token.kind is Kind.LETTER or text in GREEK or text == AVERAGED:
        cursor.advance()
        return s.Name(token.text, start=token.start, end=token.end)
    if token.kind is Kind.TEXT:
        cursor.advance()
        return (
            s.Name(token.text, start=token.start, end=token.end)
            if token.text
            else s.Words("", start=token.start, end=token.end)
        )
    if SHORTHAND.fullmatch(text):
        cursor.advance()
        return s.Name(token.text, start=token.start, end=token.end)
    if text == r"\{" and cursor.after().text == r"\begin":
        from derivcheck.reading.parsing.environments import parse_open_cases

        return parse_open_cases(cursor)
    if text in ("(", "[", r"\{"):
        elements, separators = bracketed(cursor)
        if text == r"\{" and {"|", ":"} & set(separators):
            # A set of what meets conditions.
            elements = (*elements, s.Words("".join(separators)))
        return s.Group(elements, text, start=token.start, end=cursor.last_end)
    if text == "{":
        from derivcheck.reading.parsing.braces import parse_braced

        return parse_braced(cursor)
    return _parse_sign(cursor)


def _parse_sign(cursor: Cursor) -> s.Node:
    """Bars, dots, a style or an accent, or another command."""
    from derivcheck.reading.parsing.operators import parse_command
    from derivcheck.reading.parsing.styles import parse_styled

    token, text = cursor.token, cursor.text
    if text in ("|", r"\|"):
        return parse_bars(cursor)
    if text == r"\ldots":
        cursor.advance()
        return s.Dots(start=token.start, end=token.end)
    if text in STYLES or text in ACCENTS:
        return parse_styled(cursor)
    if text == ".":
        cursor.advance()
        with cursor.opened("."):
            inner = parse_sum(cursor)
        from derivcheck.reading.parsing.conditions import at_point

        if evaluation_ahead(cursor):
            return at_point(cursor, inner)
        cursor.accept(".")
        return inner
    return parse_command(cursor)


def parse_bars(cursor: Cursor) -> s.Node:
    r"""``|x|``, ``\|x\|`` and ``\|x\|_2``."""
    from derivcheck.reading.parsing.scripts import script_indices

    opening = cursor.advance()
    with cursor.opened(opening.text):
        body = parse_sum(cursor)
    if cursor.text != opening.text:
        if cursor.token.kind is Kind.END:
            raise Unread("D403", {"bracket": opening.text}, opening.start, opening.end)
        raise cursor.unexpected(f"`{opening.text}`")
    cursor.advance()
    subscript = None
    if opening.text == r"\|" and cursor.accept("_"):
        subscript = script_indices(cursor)[0]
    return s.Bars(opening.text, body, subscript, start=opening.start, end=cursor.last_end)
