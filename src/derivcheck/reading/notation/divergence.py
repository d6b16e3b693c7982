r"""Divergence and Laplacian: ``\nabla \cdot F``, ``\nabla \cdot (\nabla U)``, ``\Delta U``."""

from __future__ import annotations

from derivcheck.reading import syntax as s
from derivcheck.reading.elaborator import HANDLERS, Elaborator, unsupported
from derivcheck.reading.notation.binders import variable_of
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.terms import build
from derivcheck.terms.nodes import Apply, Derivative, Symbol, Term, number


def coordinates(e: Elaborator, node: s.Node) -> tuple[str, ...]:
    """The variables of the one unknown function of several numbers in ``node``, such as x, y, z; else none."""
    context = e.context
    names = {part.name for part in s.walk(node) if isinstance(part, s.Name)}
    found = {context.arguments.get(name, ()) for name in names if context.unknown_functions.get(name, 1) > 1}
    return next(iter(found)) if len(found) == 1 else ()


def gradient_by_coordinates(e: Elaborator, node: s.Nabla) -> Term | None:
    """∇U of a function of x, y, z: the vector of its partial derivatives."""
    names = coordinates(e, node.body)
    if node.variable is not None or node.order != 1 or not names:
        return None
    partials = [e.term(s.Diff((s.Name(name),), node.body, start=node.start, end=node.end)) for name in names]
    if any(partial.shape for partial in partials):
        return None
    return Apply("stack", tuple(partials), (number(len(partials)),))


def divergence(e: Elaborator, node: s.Divergence) -> Term:
    """The trace of the Jacobian."""
    names = coordinates(e, node.body) if node.variable is None else ()
    if names:
        body = e.term(node.body)
        if body.shape != (number(len(names)),):
            raise unsupported(node, "the divergence of this")
        parts = [Derivative(Symbol(n), build.index(body, (number(k),)), Symbol(n)) for k, n in enumerate(names, 1)]
        return Apply("add", tuple(parts)) if len(parts) > 1 else parts[0]
    variable = node.variable or _only_vector(node.body)
    if variable is None:
        raise unsupported(node, "a divergence by an unnamed variable")
    symbol, entry = variable_of(e, variable)
    body = e.term(node.body)
    if entry is not None or len(symbol.shape) != 1 or not e.sizes.unify(symbol.shape, body.shape):
        raise build.ShapeError("a divergence", e.sizes.describe(body.shape), "a vector of the size of the variable")
    return Apply("trace", (Derivative(symbol, body, symbol),))


def _only_vector(node: s.Node) -> s.Node | None:
    """The vector that ``node`` is, or that the functions in it are taken of."""
    found = {canonical(node)} if isinstance(node, s.Name) else set()
    for part in s.walk(node):
        if isinstance(part, s.Call) and len(part.arguments) == 1 and isinstance(part.arguments[0], s.Name):
            found.add(canonical(part.arguments[0]))
        elif isinstance(part, s.Nabla) and part.variable is not None:
            found.add(canonical(part.variable))
    found.discard(None)
    return s.Name(next(iter(found)) or "") if len(found) == 1 else None


def laplacian(node: s.Node, is_known: frozenset[str] | set[str]) -> s.Node:
    r"""A product with each ``\Delta U`` of a function joined."""
    if not isinstance(node, s.Product) or s.Name(r"\Delta") not in node.factors:
        return node
    factors, operators = list(node.factors), list(node.operators)
    for position in range(len(factors) - 2, -1, -1):
        head, body = factors[position : position + 2]
        name = canonical(body.function) if isinstance(body, s.Call) else canonical(body)
        if head == s.Name(r"\Delta") and name in is_known and not operators[position]:
            inner = s.Nabla(None, 1, body, start=head.start, end=body.end)
            factors[position : position + 2] = [s.Divergence(None, inner, start=head.start, end=body.end)]
            del operators[position]
    if len(factors) == 1:
        return factors[0]
    return s.Product(tuple(factors), tuple(operators), start=node.start, end=node.end)


HANDLERS[s.Divergence] = divergence
