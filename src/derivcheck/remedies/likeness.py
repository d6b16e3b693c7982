"""Whether two formulas are written alike, but for brackets and spaces."""

from __future__ import annotations

from derivcheck.reading import syntax as s


def alike(one: s.Node, other: s.Node) -> bool:
    """Whether the two differ in nothing but brackets and spaces."""
    return _form(one) == _form(other)


def _form(node: object) -> tuple[object, ...]:
    """A node as nested tuples, without brackets."""
    match node:
        case s.Group(elements=(element,)):
            return _form(element)
        case s.Product(factors=factors, operators=operators) if "/" not in operators:
            return ("Product", *map(_form, factors))
        case tuple():
            return tuple(_form(part) for part in node)
        case s.Node():
            names: tuple[str, ...] = node.__match_args__
            return (type(node).__name__, *(_form(getattr(node, name)) for name in names))
    return (repr(node),)
