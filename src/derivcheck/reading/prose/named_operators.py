r"""Operators, which act on what stands behind them: they commute with nothing, and what they give is not known."""

from __future__ import annotations

from itertools import pairwise

from derivcheck.reading import syntax as s
from derivcheck.reading.elaborator import Elaborator, unsupported
from derivcheck.reading.kinds.names import is_capital
from derivcheck.reading.parsing.canonical import canonical

FUNCTIONS = frozenset("fgh")
"""Letters by which functions go: what stands before a product of them in brackets may act on it, as in D(fg)."""


def refuse_operators(e: Elaborator, node: s.Product) -> None:
    """Raises Unread for a product with an operator: words call it one, or it may well be one."""
    operators = e.context.operators
    named = {canonical(part) for part in s.walk(node)} if operators else set()
    if any(name in operators and not e.context.is_told(name) for name in named if name is not None):
        raise unsupported(node, "an operator, which acts on what stands behind it")
    for (first, second), sign in zip(pairwise(node.factors), node.operators, strict=False):
        if sign == "*" and _is_function(e, first) and _is_function(e, second):
            raise unsupported(node, "what may be a convolution")
        if not sign and isinstance(second, s.Group) and _may_act(e, first, second):
            raise unsupported(node, "what may be an operator before brackets")


def _is_function(e: Elaborator, node: s.Node) -> bool:
    """Whether a bare name is that of a function, or a letter by which functions go and of which nothing is said."""
    name = canonical(node)
    if name is None or e.context.is_told(name):
        return False
    return bool(e.context.is_function(name)) or name in FUNCTIONS


def _may_act(e: Elaborator, first: s.Node, group: s.Group) -> bool:
    """Whether a capital of which nothing is said stands before functions in brackets."""
    name = canonical(first)
    if name is None or not is_capital(name) or e.context.is_told(name):
        return False
    inside = {part.name for part in s.walk(group) if isinstance(part, s.Name)}
    return bool(inside) and inside <= FUNCTIONS and not any(map(e.context.is_told, inside))
