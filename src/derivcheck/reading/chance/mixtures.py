r"""Mixtures of densities by their names alone: ``m = \frac{1}{2}(p + q)``."""

from __future__ import annotations

from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context


def mixture(head: s.Node, body: s.Node, context: Context) -> tuple[s.Call, s.Node] | None:
    """A new density and what it is, with the arguments written out; None for anything that is no mixture."""
    variables = _variables(body, context) if isinstance(head, s.Name) else []
    return (_at_variables(head, variables), _with_arguments(body, variables, context)) if variables else None


def _variables(body: s.Node, context: Context) -> list[str]:
    """The variables of the densities that ``m = (p + q)/2`` mixes; none where it is no mixture of densities."""
    names = [part.name for part in s.walk(body) if isinstance(part, s.Name)]
    called = any(isinstance(part, s.Call) for part in s.walk(body))
    if called or not names or not all(name in context.densities for name in names):
        return []
    found = {key[len(name) + 1 : -1] for name in names for key in context.signatures.get(name, ()) if "|" not in key}
    if not found:
        context.make_outcome("x")
    return next(iter(found)).split(",") if len(found) == 1 else [] if found else ["x"]


def _at_variables(name: s.Node, variables: list[str]) -> s.Call:
    places = tuple(s.Name(variable) for variable in variables)
    return s.Call(name, places, (",",) * (len(places) - 1), start=name.start, end=name.end)


def _with_arguments(body: s.Node, variables: list[str], context: Context) -> s.Node:
    """A mixture with the arguments of its densities written out."""

    def written(node: s.Node) -> s.Node:
        return _at_variables(node, variables) if isinstance(node, s.Name) and node.name in context.densities else node

    return s.mapped(body, written)
