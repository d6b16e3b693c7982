r"""Integrals and sums over all that a variable may be: ``\int_{\mathcal{X}} g(x) f_X(x) \, dx`` is the mean of g(X)."""

from __future__ import annotations

import re
from dataclasses import replace

from derivcheck.reading import syntax as s
from derivcheck.reading.chance.random_variables import READ_AS, expected
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Elaborator
from derivcheck.reading.notation.limits import infinity, with_local
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.terms.nodes import ONE, Term
from derivcheck.terms.substitution import substitute

SET = re.compile(r"\\mathcal\{([A-Z])\}")
PLAIN = frozenset({"", r"\cdot", r"\times", "*"})


def is_all(range_: s.Node | None, variable: str | None) -> bool:
    r"""Whether ``\mathcal{X}``, or ``x \in \mathcal{X}``, stands for all values of x."""
    if isinstance(range_, s.Relational) and range_.relation == r"\in" and canonical(range_.left) == variable:
        range_ = range_.right
    found = SET.fullmatch(range_.name) if isinstance(range_, s.Name) else None
    return found is not None and variable is not None and variable.upper() == found[1]


def unbounded(node: s.Integral, context: Context) -> s.Integral:
    r"""An integral over all values of its variable, without the set that says so.

    Of ``\\int_{\\mathcal{X}} \\int_{\\mathcal{Y}} … \\, dx \\, dy`` it is clear all the same which set is whose.
    """
    name = canonical(node.variable)
    own = name in context.outcomes and any(is_all(node.lower, other) for other in context.outcomes)
    return replace(node, lower=None) if node.upper is None and (own or is_all(node.lower, name)) else node


def over_outcomes(node: s.Big, context: Context) -> s.Big:
    """A sum over all values of a variable of densities, without the set that says so."""
    below = node.below[0]
    name = canonical(below.left) if isinstance(below, s.Relational) else None
    if len(node.below) > 1 or name not in context.outcomes or not isinstance(below, s.Relational):
        return node
    return replace(node, below=(below.left,)) if is_all(below, name) else node


def mean(e: Elaborator, node: s.Integral | s.Big) -> Term | None:
    """The mean that an integral or a sum against the density of a random variable is; None where it is none."""
    name = whole_variable(node, e.context)
    variable = e.context.chance.variables.get(name.upper()) if name is not None and len(name) == 1 else None
    if name is None or variable is None or variable.family or variable.event or variable.symbol.shape:
        return None
    rest = _without_density(node.body, name)
    if rest is None:
        return None
    with with_local(e, name):
        body = ONE if rest == s.Num(ONE.value) else e.scalar(rest, "what is averaged")
    e.note(r"\mathbb{E}", READ_AS)
    return expected(substitute(body, {name: variable.symbol}))


def whole_variable(node: s.Integral | s.Big, context: Context) -> str | None:
    """The variable of a sum or an integral over all values, or over the whole line."""
    if isinstance(node, s.Integral):
        name = canonical(node.variable)
        ends = (node.lower, node.upper)
        whole = unbounded(node, context).lower is None and node.upper is None
        return name if whole or all(end is not None and infinity(end) for end in ends) else None
    if node.operator != "sum" or len(node.below) != 1 or node.above is not None:
        return None
    below = node.below[0]
    name = canonical(below.left) if isinstance(below, s.Relational) else None
    return name if is_all(below, name) else None


def is_whole(node: s.Integral, context: Context) -> bool:
    """Whether an integral is over all values of its variable, or over the whole line."""
    return whole_variable(node, context) is not None


def _without_density(body: s.Node, name: str) -> s.Node | None:
    """What is left of a product without ``f_X(x)``, which it has to hold once and at its outermost."""
    factors, operators = (body.factors, body.operators) if isinstance(body, s.Product) else ((body,), ())
    if not PLAIN.issuperset(operators):
        return None
    left: list[s.Node] = []
    found = 0
    position = 0
    while position < len(factors):
        width = _density(factors[position : position + 2], name)
        found += width > 0
        left += [] if width else [factors[position]]
        position += width or 1
    if found != 1 or any(_is_of(part, name) for factor in left for part in s.walk(factor)):
        return None
    if len(left) < 2:
        return left[0] if left else s.Num(ONE.value)
    return s.Product(tuple(left), ("",) * (len(left) - 1), start=body.start, end=body.end)


def _density(factors: tuple[s.Node, ...], name: str) -> int:
    """How many factors, one or two, are the density of a variable at ``name``; 0 for none."""
    first = factors[0]
    if isinstance(first, s.Call):
        return int(_is_of(first.function, name) and [canonical(a) for a in first.arguments] == [name])
    behind = factors[1] if len(factors) > 1 else None
    at = isinstance(behind, s.Group) and [canonical(element) for element in behind.elements] == [name]
    return 2 if _is_of(first, name) and at else 0


def _is_of(node: s.Node, name: str) -> bool:
    """Whether this is ``f_X``, or ``p_X``."""
    if not (isinstance(node, s.Sub) and isinstance(node.base, s.Name) and node.base.name in ("f", "p")):
        return False
    return [canonical(index) for index in node.indices] == [name.upper()]
