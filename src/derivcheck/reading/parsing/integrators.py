r"""Integrals by an expression: ``\int f(x) \, d(2x)`` is that of ``f(x) \frac{d(2x)}{dx}`` by x."""

from __future__ import annotations

from derivcheck.reading import syntax as s
from derivcheck.reading.parsing.canonical import canonical

VARIABLES = frozenset("rstuvwxyz")
"""Letters that go for variables rather than for parameters."""


def by_variable(node: s.Integral) -> s.Integral:
    """An integral by the one variable in what stands behind its d; as it is where that is a name, or is not clear."""
    inside = s.unbracketed(node.variable)
    if isinstance(inside, (s.Name, s.Sub, s.Mark, s.Words)):
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
