"""Whether two formulas are written alike, but for the order of summands and factors and for brackets."""

from __future__ import annotations

from derivcheck.reading import syntax as s


def alike(one: s.Node, other: s.Node) -> bool:
    """Whether the two differ in nothing but the order of summands and factors, and in brackets."""
    return _form(one) == _form(other)


def _form(node: object) -> tuple[object, ...]:
    """A node as nested tuples, with the parts of sums and products in one order."""
    match node:
        case s.Group(elements=(element,)):
            return _form(element)
        case s.Sum(terms=terms):
            return ("Sum", *sorted(((sign, _form(child)) for sign, child in terms), key=repr))
        case s.Product(factors=factors, operators=operators) if "/" not in operators:
            return ("Product", *sorted(map(_form, factors), key=repr))
        case tuple():
            return tuple(_form(part) for part in node)
        case s.Node():
            return (type(node).__name__, *(_form(getattr(node, name)) for name in s.FIELDS[type(node)]))
    return (repr(node),)
