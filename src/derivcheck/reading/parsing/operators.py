"""Parsing of named functions, matrices and other commands."""

from __future__ import annotations

from fractions import Fraction

from derivcheck.reading import syntax as s
from derivcheck.reading.errors import Unread
from derivcheck.reading.names import (
    FUNCTIONS,
    INVERSES,
    OPENERS,
    WORD_FUNCTIONS,
)
from derivcheck.reading.parsing.cursor import Cursor
from derivcheck.reading.parsing.environments import parse_environment
from derivcheck.reading.parsing.lexer import Kind, Token
from derivcheck.reading.parsing.parser import (
    at_end,
    bracketed,
    parse_factor,
    parse_sum,
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
    argument = function_argument(cursor, name)
    is_open = not isinstance(argument, s.Group) and not at_end(cursor)
    of_product = name in WHOLE_PRODUCT and is_open and cursor.text not in (r"\cdot", r"\times", "/")
    if of_product or (is_open and _may_go_on(cursor, name, argument)):
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


WAVES = frozenset({"sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh"})
ANGLES = frozenset("x y z t s u v w r".split()) | {
    rf"\{name}" for name in "theta vartheta phi varphi psi tau alpha beta gamma".split()
}
"""Letters that may be all that a sine is taken of; others, as k and ω, count or scale what stands behind them."""
THIN = 2
"""How many characters lie at least between two names that a thin space sets apart."""


def _takes_along(cursor: Cursor, name: str, first: s.Node) -> bool:
    r"""Whether a name goes on in the name behind it: ``\sin k x`` and ``\cos\omega t`` are of the product."""
    base = first.base if isinstance(first, s.Sub) else first
    scales = isinstance(base, s.Name) and base.name not in ANGLES
    return name in WAVES and scales and _is_letter(cursor) and cursor.token.start - cursor.last_end < THIN


def _may_go_on(cursor: Cursor, name: str, argument: s.Node) -> bool:
    r"""Whether it is not certain that an argument ends: ``\sin x y`` and ``\log p q``, but for a thin space."""
    is_name = isinstance(argument, (s.Name, s.Sub))
    apart = cursor.token.start - cursor.last_end >= THIN
    return name in WAVES | {"log"} and is_name and not apart and _is_letter(cursor)


def function_argument(cursor: Cursor, name: str = "") -> s.Node:
    r"""Brackets, or the next factor with its power; a number takes the names after it along (``\sin 2x``).

    So does a name of a factor below a sine (``\sin k x``), and a fraction the fractions right behind it:
    ``\log \frac{a}{b} \frac{b}{c}`` is the logarithm of both.
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
    if _takes_along(cursor, name, first):
        factors.append(parse_factor(cursor))
    goes_on = _is_fraction if isinstance(first, s.Frac) else _is_letter
    while (isinstance(first, (s.Num, s.Frac)) or len(factors) > 1) and goes_on(cursor):
        factors.append(parse_factor(cursor))
    if len(factors) == 1:
        return first
    return s.Product(tuple(factors), ("",) * (len(factors) - 1), start=token.start, end=cursor.last_end)


def _is_fraction(cursor: Cursor) -> bool:
    """Whether a fraction is ahead that is no derivative, and no number of parts, which stand outside."""
    top = "".join(token.text for token in cursor.tokens[cursor.position + 1 : cursor.position + 6]).lstrip("{")
    return cursor.text in FRACTIONS and not top.startswith((r"\partial", "d", r"\mathrm{d", "1"))


def _is_letter(cursor: Cursor) -> bool:
    if at_end(cursor):
        return False
    if cursor.token.kind is not Kind.COMMAND:
        return cursor.token.kind is Kind.LETTER
    return cursor.text not in FUNCTIONS and _is_name(cursor)


def _is_name(cursor: Cursor) -> bool:
    from derivcheck.reading.names import GREEK, STYLES

    return cursor.text in GREEK or cursor.text in STYLES


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
