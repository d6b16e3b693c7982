"""Parsing of what stands behind an atom: scripts, primes, factorials and arguments."""

from __future__ import annotations

from fractions import Fraction

from derivcheck.reading import syntax as s
from derivcheck.reading.names import (
    BIG,
    CLOSERS,
    FUNCTIONS,
    OPENERS,
    WORD_FUNCTIONS,
    WORD_OPERATORS,
)
from derivcheck.reading.parsing.arguments import compares, is_made_of_functions, takes_arguments
from derivcheck.reading.parsing.canonical import canonical, family_name, is_family, is_label
from derivcheck.reading.parsing.conditions import condition
from derivcheck.reading.parsing.cursor import MOST_DEEP, Cursor
from derivcheck.reading.parsing.lexer import Kind
from derivcheck.reading.parsing.parser import GIVEN, bracketed, parse_atom, parse_sum


def with_scripts(cursor: Cursor, node: s.Node, start: int) -> s.Node:
    """Subscripts, superscripts, primes, factorials and arguments after an atom."""
    for _ in range(MOST_DEEP):
        text = cursor.text
        if text == "_" and isinstance(node, s.Group) and node.bracket == "[":
            node = evaluated_or_entry(cursor, node, start)
        elif text == "_":
            node = _subscript(cursor, node, start)
        elif text == "^":
            cursor.advance()
            node = superscript(cursor, node, start)
        elif text == "'":
            node = primed(cursor, node, start)
        elif text == "!":
            cursor.advance()
            name = "double-factorial" if cursor.accept("!") else "factorial"
            node = s.Function(name, node, start=start, end=cursor.last_end)
        elif text in ("(", "[", r"\{") and takes_arguments(cursor, node):
            node = _called(cursor, node, start)
        else:
            return node
    raise cursor.too_deep()


def _subscript(cursor: Cursor, node: s.Node, start: int) -> s.Node:
    """What has indices below: a name, a member of a family, or a member that is transposed."""
    cursor.advance()
    indices = script_indices(cursor)
    end = cursor.last_end
    if isinstance(node, s.Sub) and is_family(node.base):
        return s.Sub(node.base, (*node.indices, *indices), start=start, end=end)
    if isinstance(node, s.Mark) and node.mark == "transpose" and _is_vector(node.base):
        # What is written between a vector's name and its index is done to the member.
        return s.Mark(s.Sub(node.base, indices, start=start, end=end), node.mark, start=start, end=end)
    if isinstance(node, s.Sup) and node.exponent == s.Name("T") and _is_vector(node.base):
        return s.Sup(s.Sub(node.base, indices, start=start, end=end), node.exponent, start=start, end=end)
    if isinstance(node, s.Primes):
        # Where f_X is a function, f'_X is its derivative.
        member = s.Sub(node.base, indices, start=start, end=end)
        if cursor.is_function(canonical(member) or ""):
            return s.Primes(member, node.count, start=start, end=end)
    return s.Sub(node, indices, start=start, end=end)


def primed(cursor: Cursor, base: s.Node, start: int) -> s.Node:
    """A name with the primes behind it, however many, written as such or raised."""
    count = 0
    while cursor.text == "'" or (cursor.text == "^" and cursor.after(1).text in (r"\prime", "'")):
        cursor.accept("^")
        cursor.advance()
        count += 1
    return s.Primes(base, count, start=start, end=cursor.last_end) if count else base


def _is_vector(node: s.Node) -> bool:
    """Whether ``node`` is a small letter, perhaps a bold one: a matrix has entries, and none of them is transposed."""
    return isinstance(node, s.Name) and node.name.rpartition("{")[2].rstrip("}").islower()


def evaluated_or_entry(cursor: Cursor, node: s.Node, start: int) -> s.Node:
    """What stands in square brackets between bounds, or an entry of it where nothing stands above."""
    cursor.advance()
    lower = script_indices(cursor)
    if cursor.text != "^" or len(lower) != 1:
        return s.Sub(node, lower, start=start, end=cursor.last_end)
    cursor.advance()
    upper = script_indices(cursor)[0]
    return s.Evaluated(node, lower[0], upper, start=start, end=cursor.last_end)


def script_indices(cursor: Cursor) -> tuple[s.Node, ...]:
    """What stands below: one index, several with commas, or several letters side by side."""
    sign = _sign(cursor)
    if sign is not None:
        return (sign,)
    if not cursor.accept("{"):
        return (_lone_word(cursor, braced=False) or script_atom(cursor),)
    indices: list[s.Node] = []
    with cursor.opened(GIVEN):
        _read_indices(cursor, indices)
    cursor.expect("}")
    return tuple(indices)


def _sign(cursor: Cursor) -> s.Name | None:
    """A lone plus or minus below a name, as in ``B_+`` and ``x_{-}``; None, and nothing read, where none stands."""
    braced = cursor.text == "{"
    sign = cursor.after() if braced else cursor.token
    if sign.text not in SIGNS or (braced and cursor.after(2).text != "}"):
        return None
    for _ in range(3 if braced else 1):
        cursor.advance()
    return s.Name(sign.text, start=sign.start, end=sign.end)


SIGNS = frozenset("+-")


def _read_indices(cursor: Cursor, indices: list[s.Node]) -> None:
    r"""Indices with commas or bars between them; a bar is a part of the name, as in ``\mu_{1|2}``."""
    while cursor.text != "}":
        if cursor.text == "*" and cursor.after().text != "}":
            # All of a row or a column.
            cursor.advance()
            indices.append(s.Name(":"))
            cursor.accept(",")
            continue
        node = _lone_word(cursor) or _stretch(cursor)
        if (
            isinstance(node, s.Product)
            and all(isinstance(f, (s.Name, s.Num)) for f in node.factors)
            and not any(node.operators)
        ):
            indices.extend(node.factors)
        else:
            indices.append(node)
        if cursor.accept("|", r"\mid"):
            indices.append(s.Name("|"))
        elif not cursor.accept(","):
            break


def _names_operator(cursor: Cursor) -> bool:
    """Whether an operator or a function stands here, by its command or as an upright word."""
    words = (BIG, FUNCTIONS) if cursor.token.kind is not Kind.TEXT else (WORD_OPERATORS, WORD_FUNCTIONS)
    return any(cursor.token.text in table for table in words)


def _lone_word(cursor: Cursor, *, braced: bool = True) -> s.Node | None:
    r"""A colon, a star or an operator alone, as in ``x_*`` and ``R_{\mathrm{adj}}``: it tells names apart."""
    if cursor.text in LABELS:
        token = cursor.advance()
        return s.Name(STAR if token.text == r"\star" else token.text, start=token.start, end=token.end)
    alone = _names_operator(cursor) and (not braced or cursor.after().text in ("}", ","))
    return _operator_as_label(cursor) if alone else None


def _operator_as_label(cursor: Cursor) -> s.Name:
    r"""An operator that is applied to nothing is a word: ``\lambda_{\max}``, ``\sigma_\min``."""
    start, word = cursor.token.start, cursor.advance().text.removeprefix("\\")
    return s.Name(word, start=start, end=cursor.last_end)


def _stretch(cursor: Cursor) -> s.Node:
    r"""An index or a condition, or several members of a sequence: ``1:T``, ``<t``, ``\le t``."""
    start = cursor.token.start
    if cursor.text in BELOW:
        upper = s.Sum((("+", parse_sum(cursor)), ("-", ONE))) if cursor.advance().text == "<" else parse_sum(cursor)
        return s.Stretch(None, upper, start=start, end=cursor.last_end)
    node = condition(cursor)
    if cursor.accept(":") is None:
        return node
    return s.Stretch(node, parse_sum(cursor), start=start, end=cursor.last_end)


def script_atom(cursor: Cursor) -> s.Node:
    """A script without braces: one token, or a command with its argument."""
    with cursor.deeper():
        return _script_atom(cursor)


def braced(cursor: Cursor) -> s.Node:
    """A formula in braces, or a script without them."""
    if not cursor.accept("{"):
        return script_atom(cursor)
    with cursor.opened("{"):
        node = parse_sum(cursor)
    cursor.expect("}")
    return node


def _script_atom(cursor: Cursor) -> s.Node:
    token = cursor.token
    if token.kind is Kind.NUMBER and len(token.text) > 1:
        # TeX takes one digit: x^23 is x², then 3, and \frac12 is a half.
        cursor.split_digit()
        token = cursor.token
    if token.text == r"\frac":
        from derivcheck.reading.parsing.calculus import parse_fraction

        return parse_fraction(cursor)
    return parse_atom(cursor)


SAMPLES = frozenset({"i", "j"})
"""Letters in brackets above a name that number the members of a family."""


def sample(base: s.Node, index: s.Node, start: int, end: int) -> s.Node:
    """``x^{(i)}``, and ``x^{(i)}_j`` however it is written: member i of a family that is no power or entry of x."""
    inner = base.indices if isinstance(base, s.Sub) else ()
    name = canonical(base.base if isinstance(base, s.Sub) else base)
    if name is None or is_label(name):
        return s.Sub(base, (s.Group((index,), start=start, end=end),), start=start, end=end)
    return s.Sub(s.Name(family_name(name), start=start, end=end), (index, *inner), start=start, end=end)


MARKS = {r"\top": "transpose", r"\dagger": "dagger", "+": "plus", "-": "minus", "*": "star", r"\star": "star"}


BELOW = ("<", r"\lt", r"\le", r"\leq", r"\leqslant")
ONE = s.Num(Fraction(1))

STAR = "*"
LABELS = (":", STAR, r"\star")

ENTRYWISE = (r"\odot", r"\circ")


def _raised(base: s.Node, exponent: s.Node, start: int, end: int) -> s.Node:
    r"""A power; an upright T or H, as in ``x^\mathrm{T}``, transposes whatever it stands on: everything is real."""
    if isinstance(exponent, s.Name) and exponent.name in ("T", "H") and exponent.end - exponent.start > 1:
        return s.Mark(base, "transpose", start=start, end=end)
    return s.Sup(base, exponent, start=start, end=end)


def superscript(cursor: Cursor, base: s.Node, start: int) -> s.Node:
    """A power, a transpose, a prime, or an index in brackets."""
    upright = cursor.token.kind is Kind.TEXT and cursor.text == "T"
    if cursor.text in MARKS or upright:
        mark = MARKS.get(cursor.advance().text, "transpose")
        return s.Mark(base, mark, start=start, end=cursor.last_end)
    if cursor.text in (r"\prime", "'"):
        cursor.advance()
        return s.Primes(base, 1, start=start, end=cursor.last_end)
    if cursor.text != "{":
        return _raised(base, script_atom(cursor), start, cursor.last_end)
    cursor.advance()
    base = _starred(cursor, base, start)
    mark = braced_mark(cursor)
    if mark:
        return s.Mark(base, mark, start=start, end=cursor.last_end)
    if cursor.text in (r"\prime", "'"):
        count = 0
        while cursor.accept(r"\prime", "'"):
            count += 1
        cursor.expect("}")
        return s.Primes(base, count, start=start, end=cursor.last_end)
    is_number = isinstance(base, s.Num) or base in (s.Name("e"), s.Name(r"\mathrm{e}"))
    if cursor.text == "(" and label_in_brackets(cursor) and not is_number:
        elements, _ = bracketed(cursor)
        cursor.expect("}")
        order = elements[0]
        is_function = cursor.is_function(canonical(base) or "") or is_made_of_functions(cursor, base)
        if isinstance(order, s.Num) and order.value < 10 and is_function:
            return s.Primes(base, int(order.value), start=start, end=cursor.last_end)
        if isinstance(order, s.Name) and order.name in SAMPLES and not is_function:
            return sample(base, order, start, cursor.last_end)
        return s.Sub(base, (s.Group(elements, start=start, end=cursor.last_end),), start=start, end=cursor.last_end)
    return _braced_power(cursor, base, start)


def _starred(cursor: Cursor, base: s.Node, start: int) -> s.Node:
    r"""The name with its star, where a transpose stands behind that, as in ``w^{*\top}``."""
    if cursor.text not in ("*", r"\star") or cursor.after().text not in (r"\top", "T") or cursor.after(2).text != "}":
        return base
    cursor.advance()
    return s.Mark(base, "star", start=start, end=cursor.last_end)


def _braced_power(cursor: Cursor, base: s.Node, start: int) -> s.Node:
    """A power, or with a sign of the entrywise product before the exponent, that of each entry."""
    entrywise = cursor.accept(*ENTRYWISE) is not None
    with cursor.opened("{"):
        exponent = parse_sum(cursor)
    cursor.expect("}")
    if entrywise:
        return s.EntrywisePower(base, exponent, start=start, end=cursor.last_end)
    return _raised(base, exponent, start, cursor.last_end)


def braced_mark(cursor: Cursor) -> str:
    r"""The mark in ``{\top}``, ``{-\top}``, ``{-T}``, ``{+}``; reads it and the brace, or nothing."""
    texts = [cursor.after(k).text for k in range(3)]
    if texts[0] in MARKS and texts[1] == "}":
        cursor.position += 2
        return MARKS[texts[0]]
    if texts[0] == "-" and texts[1] in (r"\top", "T") and texts[2] == "}":
        cursor.position += 3
        return "inverse-transpose"
    return ""


def label_in_brackets(cursor: Cursor) -> bool:
    """Whether ``{(i)}`` follows: brackets around one token and nothing else."""
    return cursor.after(2).text == ")" and cursor.after(3).text == "}"


def _called(cursor: Cursor, node: s.Node, start: int) -> s.Node:
    """What stands before brackets, at the arguments in them."""
    if compares(cursor, node):
        return _comparison(cursor, node, start)
    elements, separators = bracketed(cursor, given=True)
    return s.Call(node, elements, separators, start=start, end=cursor.last_end)


def _comparison(cursor: Cursor, node: s.Node, start: int) -> s.Node:
    """A divergence of two distributions as a name of its own, to which a definition gives a value."""
    depth, texts = 0, [canonical(node) or ""]
    while depth or len(texts) == 1:
        text = cursor.advance().text
        depth += 1 if text in OPENERS else -1 if text in CLOSERS else 0
        texts.append(text)
    return s.Name("".join(texts), start=start, end=cursor.last_end)
