"""Inner derivatives, which the chain rule needs and a hand forgets."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from derivcheck.reading import syntax as s
from derivcheck.reading.edits.material import Material
from derivcheck.reading.edits.pieces import (
    Level,
    Piece,
    applied,
    bare,
    negated,
    number,
    over,
    plus,
    raised,
    start_of,
    times,
    written,
)
from derivcheck.reading.edits.sites import Site

MOST_DERIVATIVES = 6
ZERO, ONE, MINUS_ONE = number(0), number(1), number(-1)


def inner_derivatives(material: Material) -> tuple[Piece, ...]:
    """For each derivative on the left, those of the inner functions: carried out, and as they are first written."""
    found: dict[str, Piece] = {}
    for site in material.left.sites():
        node = site.node
        if not isinstance(node, s.Diff) or len(node.variables) != 1 or not isinstance(node.variables[0], s.Name):
            continue
        variable = node.variables[0].name
        for inner, text in (*_arguments(material.left), *_arguments(material.right)):
            slope = derivative(inner, variable, text)
            if slope in (ZERO, ONE, MINUS_ONE):  # a sign that is missing is offered as a sign
                continue
            if slope is not None and not _is_composed(slope.node):
                found.setdefault(slope.text, slope)
            if inner != s.Name(variable) and _mentions(inner, variable):
                named = _named(site, node, bare(written(inner, text)))
                found.setdefault(named.text, named)
            if slope is not None and _is_composed(slope.node):
                found.setdefault(slope.text, slope)
    return tuple(found.values())[:MOST_DERIVATIVES]


def _arguments(side: Site) -> Iterator[tuple[s.Node, str]]:
    """What stands inside functions, powers and denominators."""
    for site in side.sites():
        match site.node:
            case s.Function(argument=inner) | s.Sup(base=s.Group() as inner) | s.Root(argument=inner):
                yield inner, site.text
            case s.Sup(base=s.Name(name="e"), exponent=inner) | s.Frac(bottom=inner):
                yield inner, site.text
            case s.Call(arguments=(inner,)):
                yield inner, site.text


def _is_composed(node: s.Node) -> bool:
    """Whether a derivative is so long that one would first write down that it is taken."""
    return any(isinstance(part, (s.Function, s.Sup, s.Frac)) for part in s.walk(node))


def _mentions(node: s.Node, variable: str) -> bool:
    return any(isinstance(part, s.Name) and part.name == variable for part in s.walk(node))


def _named(site: Site, node: s.Diff, inner: Piece) -> Piece:
    """The derivative of a piece, written as the author writes derivatives."""
    start = start_of(node.body, site.text)
    head = site.text[node.start : start] if start > node.variables[0].end else ""
    if not head:
        sign = r"\partial " if r"\partial" in site.text[node.start : node.end] else "d"
        name = site.text[node.variables[0].start : node.variables[0].end]
        head = rf"\frac{{{sign.strip()}}}{{{sign}{name}}}"
    inside = inner.within(Level.ATOM)
    return Piece(head + inside.text, s.Diff(node.variables, inside.node), Level.PRODUCT)


def derivative(node: s.Node, variable: str, text: str) -> Piece | None:
    """The derivative of an elementary piece, as it is written by hand; None for what is not that simple."""
    if not _mentions(node, variable):
        return ZERO
    match node:
        case s.Name():
            return ONE
        case s.Group(elements=(inner,)):
            return derivative(inner, variable, text)
        case s.Sum(terms=terms):
            return _of_sum(terms, variable, text)
        case s.Product(factors=factors, operators=operators) if "/" not in operators:
            return _of_product(factors, variable, text)
        case s.Frac(top=top, bottom=bottom) if not _mentions(bottom, variable):
            slope = derivative(top, variable, text)
            return None if slope is None else over(slope, written(bottom, text))
        case s.Sup(base=base, exponent=exponent):
            return _of_power(node, base, exponent, variable, text)
        case s.Function(name=name, argument=argument, base=None):
            return _of_function(name, argument, variable, text)
    return None


def _of_sum(terms: tuple[tuple[str, s.Node], ...], variable: str, text: str) -> Piece | None:
    total: Piece | None = None
    for sign, child in terms:
        slope = derivative(child, variable, text)
        if slope is None:
            return None
        if slope == ZERO:
            continue
        signed = negated(slope) if sign == "-" else slope
        total = signed if total is None else plus(total, sign, slope)
    return total or ZERO


def _of_product(factors: tuple[s.Node, ...], variable: str, text: str) -> Piece | None:
    """A constant times one function."""
    moving = [k for k, factor in enumerate(factors) if _mentions(factor, variable)]
    if len(moving) != 1:
        return None
    slope = derivative(factors[moving[0]], variable, text)
    if slope is None:
        return None
    result: Piece | None = None
    for k, factor in enumerate(factors):
        part = slope if k == moving[0] else written(factor, text)
        if part != ONE:
            result = part if result is None else times(result.within(Level.PRODUCT), part)
    return result or ONE


def _of_power(node: s.Sup, base: s.Node, exponent: s.Node, variable: str, text: str) -> Piece | None:
    if base == s.Name("e"):
        slope = derivative(exponent, variable, text)
        return None if slope is None else _scaled(slope, written(node, text))
    if not isinstance(exponent, s.Num) or _mentions(exponent, variable):
        return None
    slope = derivative(base, variable, text)
    if slope is None:
        return None
    less: Fraction = exponent.value - 1
    inner = written(base, text)
    power = inner if less == 1 else raised(inner, number(less))
    return _scaled(slope, times(number(exponent.value), power))


def _of_function(name: str, argument: s.Node, variable: str, text: str) -> Piece | None:
    slope = derivative(argument, variable, text)
    inner = bare(written(argument, text))
    if slope is None:
        return None
    outer = {
        "sin": lambda: applied(r"\cos", "cos", inner),
        "cos": lambda: negated(applied(r"\sin", "sin", inner)),
        "exp": lambda: applied(r"\exp", "exp", inner),
        "log": lambda: over(ONE, inner),
    }.get(name)
    return None if outer is None else _scaled(slope, outer())


def _scaled(slope: Piece, outer: Piece) -> Piece:
    if slope == ONE:
        return outer
    if slope == MINUS_ONE:
        return negated(outer)
    return times(slope.within(Level.FACTOR), outer)
