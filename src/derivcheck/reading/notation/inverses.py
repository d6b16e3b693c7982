r"""Inverses of functions: what they are called, and ``g^{-1}`` as it stands in formulas."""

from __future__ import annotations

from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.terms.nodes import ONE

INVERSE = "^{-1}"
MAPS = frozenset({"f", "g", "h", "F", r"\phi", r"\varphi", r"\psi", r"\Phi"})
"""Letters that nobody raises to the power of -1 before brackets where they stand for a number."""

MINUS_ONE = s.Sum((("-", s.Num(ONE.value)),))


def declare_inverse(inverse: str, name: str, context: Context) -> None:
    """Declares a function to be the inverse of another one, and as monotone as that is."""
    context.inverses[name] = inverse
    for function in (name, inverse):
        context.unknown_functions[function] = 1
        context.declared_functions.add(function)
    context.positive_functions |= {
        f"{sign}{inverse}'" for sign in ("", "-") if f"{sign}{name}'" in context.positive_functions
    }


def is_falling(name: str, context: Context) -> bool | None:
    """Whether a function decreases; None where nobody says that it is strictly monotone."""
    signs = [sign == "-" for sign in ("", "-") if f"{sign}{name}'" in context.positive_functions]
    return signs[0] if signs else None


def monotone(name: str, context: Context) -> str | None:
    """What undoes a strictly monotone function, which may be the inverse of another one."""
    if is_falling(name, context) is None:
        return None
    undone = {inverse: function for function, inverse in context.inverses.items()}
    return context.inverses.get(name) or undone.get(name)


def names_inverse(head: s.Node, body: s.Node, context: Context) -> bool:
    """Takes ``h := g^{-1}`` for the name of the inverse of a function; whether it is one."""
    name = inverted(body, context)
    if name is None or not isinstance(head, s.Name):
        return False
    context.symbols.pop(head.name, None)
    context.not_understood.pop(head.name, None)
    declare_inverse(head.name, name, context)
    return True


def inverse_of(name: str) -> str:
    """What the inverse of a function is called that has no name of its own."""
    return f"{name}{INVERSE}"


def inverted(node: s.Node, context: Context) -> str | None:
    """The function that ``g^{-1}`` is the inverse of."""
    name = reciprocal(node)
    return name if name in context.inverses else None


def reciprocal(node: s.Node) -> str | None:
    """The name that is raised to the power of -1."""
    if isinstance(node, s.Group) and len(node.elements) == 1:
        return reciprocal(node.elements[0])
    base = under_minus_one(node)
    return canonical(base) if isinstance(base, (s.Name, s.Sub)) else None


def under_minus_one(node: s.Node) -> s.Node | None:
    """What is raised to the power of -1."""
    return node.base if isinstance(node, s.Sup) and node.exponent == MINUS_ONE else None
