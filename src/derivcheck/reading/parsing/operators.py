"""Parsing of named functions, operators of probability, matrices and other commands."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from derivcheck.reading import syntax as s
from derivcheck.reading.errors import Unread
from derivcheck.reading.names import (
    AVERAGE_OF,
    BLACKBOARD,
    CLOSERS,
    DIVERGENCES,
    FUNCTIONS,
    INVERSES,
    OPENERS,
    OPERATORS,
    WORD_FUNCTIONS,
    WORD_OPERATORS,
)
from derivcheck.reading.parsing.cursor import Cursor
from derivcheck.reading.parsing.environments import parse_environment
from derivcheck.reading.parsing.lexer import Kind, Token
from derivcheck.reading.parsing.parser import (
    at_end,
    bracketed,
    parse_factor,
    parse_product,
    parse_sum,
    relational,
)
from derivcheck.reading.parsing.scripts import braced, script_atom, script_indices, with_scripts

NATURAL = frozenset({r"\ln", "ln"})
BARS = ("|", r"\|")
WHOLE_PRODUCT = frozenset({"trace", "determinant", "rank", "diagonal", "vec", "adjugate"})


def parse_function(cursor: Cursor) -> s.Node:
    """A named function with its power, its base and its argument."""
    token = cursor.advance()
    name = FUNCTIONS.get(token.text) or WORD_FUNCTIONS[token.text]
    power: s.Node | None = None
    base: s.Node | None = None
    while cursor.text in ("^", "_"):
        if cursor.advance().text == "_":
            base = script_indices(cursor)[0]
        else:
            power = braced(cursor)
    argument = function_argument(cursor)
    if (
        name in WHOLE_PRODUCT
        and not isinstance(argument, s.Group)
        and not at_end(cursor)
        and cursor.text not in (r"\cdot", r"\times", "/")
    ):
        raise Unread(
            "D404",
            {"readings": f"`{token.text}` of the next factor or of the whole product"},
            token.start,
            cursor.token.end,
        )
    if isinstance(power, s.Sum) and power.terms == (("-", s.Num(Fraction(1))),) and name in INVERSES:
        name, power = INVERSES[name], None
    node: s.Node = s.Function(name, argument, base, token.text in NATURAL, start=token.start, end=cursor.last_end)
    if power is not None:
        return s.Sup(node, power, start=token.start, end=cursor.last_end)
    return with_scripts(cursor, node, token.start) if isinstance(argument, s.Group) else node


FRACTIONS = frozenset({r"\frac", r"\dfrac", r"\tfrac"})


def function_argument(cursor: Cursor) -> s.Node:
    r"""Brackets, or the next factor with its power; a number takes the names after it along (``\sin 2x``).

    So does a fraction the fractions right behind it: ``\log \frac{a}{b} \frac{b}{c}`` is the logarithm of both.
    """
    token = cursor.token
    if cursor.text in ("(", "[", r"\{"):
        elements, _ = bracketed(cursor)
        return s.Group(elements, token.text, start=token.start, end=cursor.last_end)
    if at_end(cursor) and cursor.text not in BARS:
        raise cursor.unexpected("an argument of the function")
    # A bar right behind the name of a function can only open: no condition and no absolute value ends there.
    first = parse_factor(cursor)
    factors: list[s.Node] = [first]
    goes_on = _is_letter if isinstance(first, s.Num) else _is_fraction
    while isinstance(first, (s.Num, s.Frac)) and goes_on(cursor):
        factors.append(parse_factor(cursor))
    if len(factors) == 1:
        return first
    return s.Product(tuple(factors), ("",) * (len(factors) - 1), start=token.start, end=cursor.last_end)


def _is_fraction(cursor: Cursor) -> bool:
    """Whether a fraction is ahead that is no derivative, and no number of parts, which stand outside."""
    top = "".join(token.text for token in cursor.tokens[cursor.position + 1 : cursor.position + 6]).lstrip("{")
    return cursor.text in FRACTIONS and not top.startswith((r"\partial", "d", r"\mathrm{d", "1"))


def _is_letter(cursor: Cursor) -> bool:
    if cursor.token.kind is not Kind.COMMAND:
        return cursor.token.kind is Kind.LETTER
    return cursor.text not in FUNCTIONS and not at_end(cursor) and _is_name(cursor)


def _is_name(cursor: Cursor) -> bool:
    from derivcheck.reading.names import GREEK, STYLES

    return cursor.text in GREEK or cursor.text in STYLES


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
        return cursor.is_function(f"{AVERAGE_OF}{named}") is True or _averages_elsewhere(cursor)
    if tokens[position].text not in ("[", "(", r"\{"):
        return False
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
    """Whether an E before brackets averages what stands in them: something is given, or is known to be random."""
    given = any(token.text == r"\mid" for token in within) or sum(token.text == "|" for token in within) % 2 == 1
    if given and cursor.is_function("E") is None:
        return True
    letters = {token.text for token in within if token.kind is Kind.LETTER}
    return any(cursor.is_function(f"{AVERAGE_OF}{letter}") for letter in sorted(letters))


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


def parse_command(cursor: Cursor) -> s.Node:
    """The commands that are no names: roots, binomials, decorations, indicator, environments."""
    token, text = cursor.token, cursor.text
    handler = COMMANDS.get(text)
    if handler is None:
        raise cursor.unexpected("a number, a name or an opening bracket")
    cursor.advance()
    return handler(cursor, token)


def _root(cursor: Cursor, token: Token) -> s.Node:
    degree = None
    if cursor.accept("["):
        with cursor.opened("["):
            degree = parse_sum(cursor)
        cursor.expect("]")
    return s.Root(braced(cursor), degree, start=token.start, end=cursor.last_end)


def _binomial(cursor: Cursor, token: Token) -> s.Node:
    top = braced(cursor)
    return s.Binomial(top, braced(cursor), start=token.start, end=cursor.last_end)


def _decorated(cursor: Cursor, _: Token) -> s.Node:
    r"""``\underbrace{a}_{text}`` is a; so are colours and boxes."""
    node = braced(cursor)
    while cursor.text in ("_", "^"):
        cursor.advance()
        cursor.skip_group()
    return node


def _counted(cursor: Cursor, token: Token) -> s.Node:
    r"""``\underbrace{A \cdots A}_{k}`` is A k times; with any other label, what it stands under."""
    node = braced(cursor)
    piece = _repeated(node)
    if piece is None or cursor.text not in ("_", "^"):
        while cursor.accept("_", "^"):
            cursor.skip_group()
        return node
    cursor.advance()
    operator = "product" if isinstance(node, s.Product) else "sum"
    return s.Repeated(operator, piece, _count(cursor), start=token.start, end=cursor.last_end)


def _count(cursor: Cursor) -> s.Node:
    """A number of times, perhaps with a word behind it."""
    if not cursor.accept("{"):
        return script_atom(cursor)
    start, depth = cursor.position, 1
    while depth:
        depth += {"{": 1, "}": -1}.get(cursor.advance().text, 0)
    inside = cursor.tokens[start : cursor.position - 1]
    said = next((k for k, token in enumerate(inside) if token.kind is Kind.TEXT), len(inside))
    end = cursor.last_end
    return parse_sum(Cursor((*inside[:said], Token(Kind.END, "", end, end)), cursor.is_function))


def _repeated(node: s.Node) -> s.Node | None:
    """The piece of which dots leave out further copies."""
    if isinstance(node, s.Product) and set(node.operators) <= {"", r"\cdot"}:
        pieces = node.factors
    elif isinstance(node, s.Sum) and all(sign == "+" for sign, _ in node.terms):
        pieces = tuple(part for _, part in node.terms)
    else:
        return None
    dots = [k for k, piece in enumerate(pieces) if isinstance(piece, s.Dots)]
    if len(dots) != 1:
        return None
    before, last = pieces[: dots[0]], pieces[dots[0] + 1 :]
    if not last or len(before) % len(last) or before != last * (len(before) // len(last)) or not before:
        return None
    if len(last) == 1:
        return last[0]
    return s.Product(last, ("",) * (len(last) - 1), start=last[0].start, end=last[-1].end)


def _coloured(cursor: Cursor, token: Token) -> s.Node:
    cursor.skip_group()
    return _decorated(cursor, token)


def _angle(cursor: Cursor, token: Token) -> s.Node:
    elements = []
    with cursor.opened(r"\langle"):
        elements.append(parse_sum(cursor))
        while cursor.accept(",", "|", r"\mid"):
            elements.append(parse_sum(cursor))
    cursor.expect(r"\rangle")
    return s.Group(tuple(elements), r"\langle", start=token.start, end=cursor.last_end)


NUMBERING = frozenset({"i", "j", "k", "l"})
"""Letters that number variables rather than being variables."""


def _partial(cursor: Cursor, token: Token) -> s.Node:
    r"""``\partial_x f``, ``\partial_{x_i} f``, ``\partial_{xy} f``, ``\partial_x^2 f``."""
    if cursor.text != "_":
        return s.Name(token.text, start=token.start, end=token.end)
    from derivcheck.reading.parsing.calculus import parse_operand

    cursor.advance()
    variables = script_indices(cursor)
    if any(isinstance(variable, s.Name) and variable.name in NUMBERING for variable in variables):
        raise Unread("D406", {"notation": "∂ with the number of a variable"}, token.start, cursor.last_end)
    if cursor.accept("^"):
        times = script_atom(cursor)
        if not isinstance(times, s.Num) or times.value.denominator != 1 or len(variables) > 1:
            raise Unread("D406", {"notation": "a power of ∂"}, token.start, cursor.last_end)
        variables *= int(times.value)
    return s.Diff(variables, parse_operand(cursor), start=token.start, end=cursor.last_end)


def _rounded(cursor: Cursor, token: Token) -> s.Node:
    opening = token.text
    with cursor.opened(opening):
        inner = parse_sum(cursor)
    cursor.expect(OPENERS[opening])
    return s.Function(ROUNDING[opening], inner, start=token.start, end=cursor.last_end)


ROUNDING = {r"\lfloor": "floor", r"\lceil": "ceiling"}


COMMANDS = {
    r"\sqrt": _root,
    r"\binom": _binomial,
    r"\dbinom": _binomial,
    r"\tbinom": _binomial,
    r"\underbrace": _counted,
    r"\overbrace": _counted,
    r"\boxed": _decorated,
    r"\cancel": _decorated,
    r"\phantom": _partial,
    r"\color": _coloured,
    r"\textcolor": _coloured,
    r"\colorbox": _coloured,
    r"\langle": _angle,
    r"\lfloor": _rounded,
    r"\lceil": _rounded,
    r"\begin": parse_environment,
    r"\partial": _partial,
}
