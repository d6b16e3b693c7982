"""Parsing of fractions, derivatives and sums over indices."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from derivcheck.reading import syntax as s
from derivcheck.reading.errors import Unread
from derivcheck.reading.names import BIG, RELATIONS
from derivcheck.reading.parsing.canonical import canonical, is_numbered
from derivcheck.reading.parsing.cursor import Cursor
from derivcheck.reading.parsing.lexer import Kind
from derivcheck.reading.parsing.parser import (
    TIMES,
    at_end,
    parse_atom,
    parse_factor,
    parse_product,
    parse_sum,
    relational,
)
from derivcheck.reading.parsing.scripts import braced, script_atom, script_indices, with_scripts


def parse_fraction(cursor: Cursor) -> s.Node:
    """A fraction; where it reads d…/d… or ∂…/∂…, a derivative."""
    token = cursor.advance()
    derivative = _derivative(cursor, token.start)
    if derivative is not None:
        return derivative
    top = braced(cursor)
    bottom = braced(cursor)
    return s.Frac(top, bottom, start=token.start, end=cursor.last_end)


MOST_VARIABLES = 200
"""Of how many variables a derivative is read at all; far fewer are decided."""


def _derivative(cursor: Cursor, start: int) -> s.Node | None:
    """The derivative that the two braced groups ahead spell; None, and nothing read, where they spell none."""
    position = cursor.position
    if cursor.text != "{" or not cursor.is_differential(1):
        return None
    cursor.advance()
    total = cursor.text != r"\partial"
    cursor.advance()
    order = _order(cursor)
    body = None
    if cursor.text != "}":
        try:
            with cursor.opened("{"):
                body = parse_sum(cursor)
        except Unread:
            cursor.position = position
            return None
    if not cursor.accept("}") or cursor.text != "{" or not cursor.is_differential(1):
        cursor.position = position
        return None
    cursor.advance()
    try:
        below = _variables(cursor)
    except Unread:
        # d/(d + 1) is a fraction after all.
        cursor.position = position
        return None
    cursor.expect("}")
    variables = tuple(variable for variable, times in below for _ in range(times))
    if (
        order is not None
        and len(variables) != order == len(below)
        and all(k == 1 or _may_be_squared(v) for v, k in below)
    ):
        # As many variables as the order says stand there, if what is squared is one of them.
        variables = tuple(_power(variable, times) for variable, times in below)
    if order is not None and len(variables) != order:
        raise Unread(
            "D401",
            {"found": f"{len(variables)} variables", "expected": f"a derivative of order {order}"},
            start,
            cursor.last_end,
        )
    if len(variables) > MOST_VARIABLES:
        raise Unread("D406", {"notation": f"a derivative of order {len(variables)}"}, start, cursor.last_end)
    if body is None:
        body = parse_operand(cursor)
    return s.Diff(variables, body, total=total, start=start, end=cursor.last_end)


def _order(cursor: Cursor) -> int | None:
    if not cursor.accept("^"):
        return 1
    exponent = script_atom(cursor)
    return int(exponent.value) if isinstance(exponent, s.Num) else None


def _may_be_squared(variable: s.Node) -> bool:
    r"""Whether a name is Greek, as parameters such as ``\sigma^2`` are; who writes ``d x^2`` forgot an order."""
    return not isinstance(variable, s.Name) or variable.name.startswith("\\")


def _power(variable: s.Node, times: int) -> s.Node:
    r"""``\sigma^2`` where a derivative is taken by the square, and not twice."""
    if times == 1:
        return variable
    return s.Sup(variable, s.Num(Fraction(times)), start=variable.start, end=variable.end)


def _variables(cursor: Cursor) -> tuple[tuple[s.Node, int], ...]:
    """The variables below, each with how often it is named: ``dx``, ``∂x ∂y``, ``∂x^2``."""
    variables: list[tuple[s.Node, int]] = []
    while cursor.text != "}":
        if not cursor.is_differential():
            raise cursor.unexpected("`d` or `\\partial` before the variable")
        cursor.advance()
        start = cursor.token.start
        variable = parse_atom(cursor)
        if cursor.accept("_"):
            variable = s.Sub(variable, script_indices(cursor), start=start, end=cursor.last_end)
        times = 1
        if cursor.text == "^":
            times, variable = _repeated(cursor, variable, start)
        variables.append((variable, times))
    return tuple(variables)


def _repeated(cursor: Cursor, variable: s.Node, start: int) -> tuple[int, s.Node]:
    """``∂x^2`` means twice; any other superscript belongs to the variable's name or transposes it."""
    position = cursor.position
    cursor.advance()
    if cursor.token.kind is Kind.NUMBER or cursor.text == "{":
        try:
            exponent = script_atom(cursor)
        except Unread:
            exponent = variable
        if isinstance(exponent, s.Num) and exponent.value.denominator == 1:
            return int(exponent.value), variable
    cursor.position = position
    return 1, with_scripts(cursor, variable, start)


def parse_operand(cursor: Cursor) -> s.Node:
    """What a derivative acts on: a bracketed group with its power, or else the factors up to a product sign.

    A transposed group is no more than the first factor: in ∇(Ax - b)ᵀ(Ax - b), nobody means the gradient of a row.
    """
    start = cursor.token.start
    if cursor.text in ("(", "[", r"\{"):
        group = with_scripts(cursor, parse_atom(cursor), start)
        if not is_transposed(group):
            return group
        factors = [group]
    else:
        factors = [parse_factor(cursor)]
    while not at_end(cursor) and cursor.text not in TIMES and not _begins_derivative(cursor):
        factors.append(parse_factor(cursor))
    if len(factors) == 1:
        return factors[0]
    return s.Product(tuple(factors), ("",) * (len(factors) - 1), start=start, end=cursor.last_end)


def _begins_derivative(cursor: Cursor) -> bool:
    r"""Whether another derivative follows: ``\nabla f \nabla g`` is a product of two, also with brackets around ∇g."""
    texts = [token.text for token in cursor.tokens[cursor.position : cursor.position + 4]]
    if texts[0] in ("(", "[", r"\left"):
        return r"\nabla" in texts[1:3]
    return texts[0] == r"\nabla" or (
        len(texts) == 4 and texts[0] == r"\frac" and texts[2] in (r"\partial", "d") and texts[3] in ("}", "^")
    )


def is_transposed(node: s.Node) -> bool:
    """Whether a transpose is written above ``node``."""
    letter = isinstance(node, s.Sup) and node.exponent == s.Name("T")
    return letter or (isinstance(node, s.Mark) and node.mark == "transpose")


def parse_nabla(cursor: Cursor) -> s.Node:
    r"""``\nabla_w f``, ``\nabla_w^2 f``, ``\nabla f``."""
    start = cursor.advance().start
    variable, order = None, 1
    while cursor.text in ("_", "^"):
        if cursor.advance().text == "_":
            variable = script_indices(cursor)[0]
        else:
            exponent = script_atom(cursor) if cursor.text != "{" else braced(cursor)
            order = int(exponent.value) if isinstance(exponent, s.Num) else 0
    if order not in (1, 2):
        raise Unread("D406", {"notation": "a power of ∇"}, start, cursor.token.end)
    if cursor.text == r"\cdot":
        if order != 1:
            raise cursor.unexpected("what ∇² is taken of")
        cursor.advance()
        return s.Divergence(variable, parse_operand(cursor), start=start, end=cursor.last_end)
    position = cursor.position
    first = parse_factor(cursor)
    plain = untransposed(first)
    if plain is not None:
        # In ∇f(x)ᵀh the gradient is transposed, and what it is multiplied by stands behind it.
        inner = s.Nabla(variable, order, plain, start=start, end=cursor.last_end)
        return s.Mark(inner, "transpose", start=start, end=cursor.last_end)
    if order == 2 and isinstance(first, s.Call):
        return s.Nabla(variable, order, first, start=start, end=cursor.last_end)
    if isinstance(first, (s.Call, s.Function)) and _is_set_off(cursor, first):
        return s.Nabla(variable, order, first, start=start, end=cursor.last_end)
    cursor.position = position
    body = parse_operand(cursor)
    return s.Nabla(variable, order, body, start=start, end=cursor.last_end)


def untransposed(node: s.Node, mark: s.Node | None = None) -> s.Node | None:
    r"""``f(x)`` of ``f(x)^\top``, ``\log f(x)`` of ``\log f(x)^\top``, or with the ``mark`` above; else None."""
    if isinstance(node, s.Mark) and mark is None and node.mark == "transpose" and isinstance(node.base, s.Call):
        return node.base
    if isinstance(node, s.Sup) and node.exponent == mark and isinstance(node.base, s.Call):
        return node.base
    inner = untransposed(node.argument, mark) if isinstance(node, s.Function) else None
    return replace(node, argument=inner) if isinstance(node, s.Function) and inner is not None else None


def estimate(node: s.Diff) -> s.Node | None:
    r"""The value of x at which ``\frac{df(\hat{x})}{dx}`` is the slope of f."""
    variable, call = node.variables[0], node.body
    alike = all(canonical(other) == canonical(variable) for other in node.variables)
    if not (alike and node.at is None and isinstance(call, s.Call) and len(call.arguments) == 1):
        return None
    (place,) = call.arguments
    return place if _is_value_of(place, canonical(variable) or "") else None


def _is_value_of(place: s.Node, variable: str) -> bool:
    r"""Whether a name is that of some value of a variable: ``\hat{x}``, ``x^*``, ``x_0``."""
    if isinstance(place, s.Name):
        return place.name in (rf"\hat{{{variable}}}", rf"\tilde{{{variable}}}")
    starred = isinstance(place, s.Mark) and place.mark == "star" and canonical(place.base) == variable
    return starred or (is_numbered(place) and canonical(place.base) == variable)


def _is_set_off(cursor: Cursor, node: s.Node) -> bool:
    r"""Whether a space is written behind a factor, as in ``\nabla \log p(x) \, p(x)``: ∇ is of no more than that."""
    token = cursor.token
    return token.kind in (Kind.LETTER, Kind.COMMAND) and token.start - node.end >= len(r"\,")


def parse_big(cursor: Cursor) -> s.Node:
    """A sum, product, maximum, … with what stands below and above it."""
    token = cursor.advance()
    operator = BIG[token.text]
    if operator == "arg":
        follow = cursor.advance()
        operator = "arg" + follow.text.lstrip("\\")
    below: tuple[s.Node, ...] = ()
    above: s.Node | None = None
    while cursor.text in ("_", "^"):
        if cursor.advance().text == "_":
            below = _below(cursor)
        else:
            above = braced(cursor)
    if operator in ("maximum", "minimum") and not below and cursor.text in ("(", r"\{", "["):
        group = parse_atom(cursor)
        name = {"maximum": "max", "minimum": "min"}[operator]
        return with_scripts(cursor, s.Function(name, group, start=token.start, end=cursor.last_end), token.start)
    sign = cursor.accept("-")
    body = parse_product(cursor)
    if sign is not None:
        body = s.Sum((("-", body),), start=sign.start, end=cursor.last_end)
    return s.Big(operator, below, above, body, start=token.start, end=cursor.last_end)


def _below(cursor: Cursor) -> tuple[s.Node, ...]:
    r"""Conditions below a big operator, such as ``i=1``, ``j \ne i``, ``1 \le i \le n``."""
    if not cursor.accept("{"):
        return (script_atom(cursor),)
    conditions: list[s.Node] = []
    rows = cursor.accept(r"\substack") is not None
    if rows:
        cursor.expect("{")
    with cursor.opened("{"):
        while cursor.text != "}":
            condition = relational(cursor)
            conditions.append(condition)
            while isinstance(condition, s.Relational) and cursor.text not in ("}", ",", r"\\"):
                relation = cursor.advance().text
                if relation not in RELATIONS:
                    raise cursor.unexpected("`}`")
                right = parse_sum(cursor)
                condition = s.Relational(
                    condition.right, RELATIONS[relation], right, start=condition.start, end=cursor.last_end
                )
                conditions.append(condition)
            if not cursor.accept(",", r"\\"):
                break
    cursor.expect("}")
    if rows:
        cursor.expect("}")
    return tuple(conditions)
