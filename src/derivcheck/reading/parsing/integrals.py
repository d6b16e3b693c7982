r"""Parsing of integrals: what stands before the differential, and what is integrated over.

``\int f(x) \, d(2x)`` is the integral of ``f(x) \frac{d(2x)}{dx}`` by x.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from derivcheck.reading import syntax as s
from derivcheck.reading.errors import Unread
from derivcheck.reading.names import CLOSERS, OPENERS
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.conditions import condition, ends_between, interval_ends
from derivcheck.reading.parsing.cursor import Cursor
from derivcheck.reading.parsing.parser import at_end, parse_atom, parse_factor, parse_product
from derivcheck.reading.parsing.scripts import braced, primed, script_atom, script_indices

DIFFERENTIALS = frozenset({"d", r"\partial", r"\mathrm{d}"})
VARIABLES = frozenset("rstuvwxyz")
"""Letters that go for variables rather than for parameters."""


def parse_integral(cursor: Cursor) -> s.Node:
    """An integral with its bounds; the differential closes it, or opens it as physicists write."""
    start = cursor.advance().start
    lower = upper = None
    while cursor.text in ("_", "^"):
        if cursor.advance().text == "_":
            lower = _bound(cursor)
        else:
            upper = braced(cursor)
    if cursor.is_differential():
        cursor.advance()
        first = _integration_variable(cursor)
        body = parse_product(cursor)
        return by_variable(_between(s.Integral(lower, upper, first, body, start=start, end=cursor.last_end)))
    if cursor.text == "{" and (closing := _closing(cursor)) is not None:
        cursor.unbrace(closing)
    cursor.integrands.append(len(cursor.openers))
    try:
        body = _integrand(cursor, start)
    finally:
        cursor.integrands.pop()
    variable: s.Node = s.Words("")
    if cursor.is_differential():
        cursor.advance()
        variable = _integration_variable(cursor)
    elif (found := _over_a_divisor(body)) is not None:
        body, variable = found
    return by_variable(_between(s.Integral(lower, upper, variable, body, start=start, end=cursor.last_end)))


def _over_a_divisor(body: s.Node) -> tuple[s.Node, s.Node] | None:
    r"""The integrand and the variable of an integral whose differential ends a numerator: ``\frac{du}{u}``."""
    factors = body.factors if isinstance(body, s.Product) else (body,)
    fractions = [factor for factor in factors if isinstance(factor, s.Frac) and isinstance(factor.top, s.Product)]
    if len(fractions) != 1 or not isinstance(top := fractions[0].top, s.Product):
        return None
    *above, mark, variable = top.factors
    is_mark = isinstance(mark, s.Name) and mark.name in DIFFERENTIALS and isinstance(variable, (s.Name, s.Sub))
    if not is_mark or any(_differential_within([factor]) for factor in (*above, *factors) if factor != fractions[0]):
        return None
    place = {"start": top.start, "end": top.end}
    left: s.Node = s.Num(Fraction(1), **place)
    if above:
        left = above[0] if len(above) == 1 else s.Product(tuple(above), top.operators[: len(above) - 1], **place)
    divided = replace(fractions[0], top=left)
    if not isinstance(body, s.Product):
        return divided, variable
    return replace(body, factors=tuple(divided if f == fractions[0] else f for f in factors)), variable


def _bound(cursor: Cursor) -> s.Node:
    """A lower bound, or what says which values a variable goes through."""
    if cursor.text != "{":
        return script_atom(cursor)
    cursor.advance()
    with cursor.opened("{"):
        node = condition(cursor)
    cursor.expect("}")
    return node


def _between(node: s.Integral) -> s.Integral:
    r"""An integral between the bounds that relations below it give: ``\int_{x=0}^1``, ``\int_{x > a}``."""
    below = node.lower
    if isinstance(below, s.Group) and below.bracket == "[" and node.upper is None:
        found = interval_ends(below)
        return node if found is None else replace(node, lower=found[0], upper=found[1])
    if isinstance(below, s.Relational) and below.relation == "=" and below.left == node.variable and node.upper:
        return replace(node, lower=below.right)
    ends = ends_between(node.variable, below.parts if isinstance(below, s.All) else (below,)) if below else None
    if ends is None or (node.upper is not None and ends[1] is not None):
        return node
    infinity = s.Name(r"\infty", start=node.start, end=node.end)
    lower = ends[0] or s.Sum((("-", infinity),), start=node.start, end=node.end)
    return replace(node, lower=lower, upper=ends[1] or node.upper or infinity)


def _integration_variable(cursor: Cursor) -> s.Node:
    start = cursor.token.start
    variable = parse_atom(cursor)
    if cursor.accept("_"):
        variable = s.Sub(variable, script_indices(cursor), start=start, end=cursor.last_end)
    return primed(cursor, variable, start)


def _differential_within(factors: list[s.Node]) -> bool:
    """Whether a differential stands inside the factors, as below a brace."""
    return any(isinstance(part, s.Name) and part.name in DIFFERENTIALS for factor in factors for part in s.walk(factor))


def _differential_ahead(cursor: Cursor) -> bool:
    return any(cursor.is_differential(ahead) for ahead in range(len(cursor.tokens) - cursor.position))


def _closing(cursor: Cursor) -> int | None:
    """How far on the brace ahead is closed, if a differential stands in it, at its own level."""
    depth, found = 0, False
    for place in range(len(cursor.tokens) - cursor.position):
        text = cursor.after(place).text
        depth += 1 if text in OPENERS else -1 if text in CLOSERS else 0
        found = found or (depth == 1 and cursor.is_differential(place))
        if depth == 0:
            return place if found else None
    return None


def _continues(cursor: Cursor) -> bool:
    """Whether a sum goes on here up to a differential, with no other integral before it."""
    depth = 0
    for place in range(len(cursor.tokens) - cursor.position if cursor.text in ("+", "-") else 0):
        text = cursor.after(place).text
        depth += 1 if text in OPENERS else -1 if text in CLOSERS else 0
        if depth < 0 or text == r"\int":
            return False
        if depth == 0 and cursor.is_differential(place):
            return True
    return False


def _integrand(cursor: Cursor, start: int) -> s.Node:
    """What stands before the differential, which may be a sum without brackets around it."""
    begin = cursor.token.start
    sign = cursor.advance().text if cursor.text in ("+", "-") else "+"
    terms = [(sign, _integrand_term(cursor, start))]
    while _continues(cursor):
        terms.append((cursor.advance().text, _integrand_term(cursor, start)))
    if len(terms) == 1 and sign == "+":
        return terms[0][1]
    return s.Sum(tuple(terms), start=begin, end=cursor.last_end)


def _integrand_term(cursor: Cursor, start: int) -> s.Node:
    """The factors up to the differential, or to a sign where a sum goes on."""
    begin = cursor.token.start
    factors: list[s.Node] = []
    operators: list[str] = []
    while not cursor.is_differential():
        if factors and _continues(cursor):
            break
        if at_end(cursor) and factors:
            if not _differential_within(factors) or _differential_ahead(cursor):
                raise Unread(
                    "D401",
                    {"found": "no differential", "expected": "`dx` at the end of the integral"},
                    start,
                    cursor.last_end,
                )
            break
        operator = cursor.advance().text if factors and cursor.text in (r"\cdot", r"\times") else ""
        if factors:
            operators.append(operator)
        factors.append(parse_factor(cursor))
    if not factors:
        raise cursor.unexpected("an integrand")
    if len(factors) == 1:
        return factors[0]
    return s.Product(tuple(factors), tuple(operators), start=begin, end=cursor.last_end)


def by_variable(node: s.Integral) -> s.Integral:
    """An integral by the one variable in what stands behind its d; as it is where that is a name, or is not clear."""
    inside = s.unbracketed(node.variable)
    if isinstance(inside, (s.Name, s.Sub, s.Mark, s.Words)) or isinstance(node.variable, s.Primes):
        return node
    elsewhere = {name for bound in (node.lower, node.upper) if bound is not None for name in _names(bound)}
    names = dict.fromkeys(name for name in _names(inside) if name not in elsewhere)
    found = [name for name in names if name in VARIABLES] or list(names)
    if len(found) != 1:
        return node
    variable = s.Name(found[0], start=node.variable.start, end=node.variable.end)
    slope = s.Diff((variable,), inside, start=inside.start, end=inside.end)
    body = s.Product((node.body, slope), ("",), start=node.body.start, end=node.variable.end)
    if isinstance(node.body, s.Product):
        body = s.Product(
            (*node.body.factors, slope), (*node.body.operators, ""), start=node.body.start, end=node.variable.end
        )
    return s.Integral(node.lower, node.upper, variable, body, start=node.start, end=node.end)


def _names(node: s.Node) -> list[str]:
    """The names in a formula that are no functions before brackets."""
    functions = {canonical(part.function) for part in s.walk(node) if isinstance(part, s.Call)}
    return [part.name for part in s.walk(node) if isinstance(part, s.Name) and part.name not in functions]
