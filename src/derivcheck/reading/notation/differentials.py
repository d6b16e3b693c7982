r"""Differentials and directional derivatives: ``d(X^{-1}) = -X^{-1} (dX) X^{-1}``, ``D f(x)[h]``.

In a chain of differentials, the symbols move whose own differential stands in it; all others are constants. dX is any
direction that X may move in, and the differential of a term is its derivative along these directions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import HANDLERS, Elaborator, unsupported
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.terms import build
from derivcheck.terms.definitions import arriving_names, unfold
from derivcheck.terms.nodes import ZERO, Derivative, Symbol, Term, free_symbols
from derivcheck.terms.scope import Declaration, Domain, Trait
from derivcheck.terms.substitution import substitute

TIME = "#t"
KEPT: dict[Trait, frozenset[Trait]] = {
    Trait.SYMMETRIC: frozenset({Trait.SYMMETRIC}),
    Trait.SKEW: frozenset({Trait.SKEW}),
    Trait.DIAGONAL: frozenset({Trait.DIAGONAL}),
    Trait.POSITIVE_DEFINITE: frozenset({Trait.SYMMETRIC}),
    Trait.POSITIVE_SEMIDEFINITE: frozenset({Trait.SYMMETRIC}),
    Trait.INVERTIBLE: frozenset(),
    Trait.FULL_COLUMN_RANK: frozenset(),
    Trait.FULL_ROW_RANK: frozenset(),
    Trait.POSITIVE: frozenset(),
    Trait.NONNEGATIVE: frozenset(),
    Trait.NEGATIVE: frozenset(),
    Trait.NONZERO: frozenset(),
}
"""What a direction shares with that which moves along it; what other traits bind, moves in no straight line."""


def marked(nodes: Sequence[s.Node], context: Context) -> list[s.Node]:
    """The sides of a chain, with differentials marked where it is a chain of differentials."""
    nodes = [s.mapped(node, lambda part: _directional(part, context)) for node in nodes]
    if "d" in context.definitions or context.is_function("d"):
        return nodes
    declared = context.symbols.get("d")
    if declared is not None and declared.domain not in (Domain.NATURAL, Domain.INTEGER):
        return nodes
    if not any(map(_touches, nodes)):
        return nodes
    trial = [s.mapped(node, _differential) for node in nodes]
    if not _is_of_differentials(trial):
        return nodes
    if isinstance(_first_factor(trial[0]), s.Differential):
        _refuse(trial, context)
        return trial
    if declared is None:
        raise unsupported(trial[0], "an equation between differentials")
    return nodes


def _refuse(nodes: Sequence[s.Node], context: Context) -> None:
    """Raises Unread for what is no equation between a differential and those that it is made of."""
    free = moving(nodes, context)
    for node in nodes:
        if isinstance(node, s.Differential) and _name(node.body) in free:
            raise unsupported(node, f"the differential of {_name(node.body)}, of which nothing is said here")
        for part in s.walk(node):
            if isinstance(part, s.Product) and sum(isinstance(f, s.Differential) for f in part.factors) > 1:
                raise unsupported(part, "a product of differentials")


def _differential(node: s.Node) -> s.Node:
    """A product with each ``d`` joined to the factor behind it."""
    if not isinstance(node, s.Product) or s.Name("d") not in node.factors:
        return node
    factors: list[s.Node] = []
    operators: list[str] = []
    waiting: s.Node | None = None
    for operator, factor in zip(("", *node.operators), node.factors, strict=True):
        if waiting is not None and not operator:
            factors[-1] = s.Differential(factor, start=waiting.start, end=factor.end)
            waiting = None
            continue
        waiting = factor if factor == s.Name("d") else None
        if factors:
            operators.append(operator)
        factors.append(factor)
    if len(factors) == 1:
        return factors[0]
    return s.Product(tuple(factors), tuple(operators), start=node.start, end=node.end)


def _is_of_differentials(nodes: Sequence[s.Node]) -> bool:
    """Whether every side holds differentials and no other ``d``."""
    parts = [list(s.walk(node)) for node in nodes]
    if any(part == s.Name("d") for side in parts for part in side):
        return False
    return all(
        any(isinstance(part, s.Differential) for part in side) or node == s.Num(ZERO.value)
        for side, node in zip(parts, nodes, strict=True)
    )


def _touches(node: s.Node) -> bool:
    """Whether ``dx`` is written somewhere, without a space."""
    pairs = [pair for part in s.walk(node) if isinstance(part, s.Product) for pair in pairwise(part.factors)]
    return any(one == s.Name("d") and _name(_base(other)) and one.end == other.start for one, other in pairs)


def _first_factor(node: s.Node) -> s.Node:
    while isinstance(node, (s.Sum, s.Product)):
        node = node.terms[0][1] if isinstance(node, s.Sum) else node.factors[0]
    return node


def _directional(node: s.Node, context: Context) -> s.Node:
    """A product with each ``D f(x)[h]`` joined."""
    if not isinstance(node, s.Product) or "D" in context.symbols or "D" in context.definitions:
        return node
    if not any(map(_order, node.factors)):
        return node
    factors, operators = list(node.factors), list(node.operators)
    for position in range(len(factors) - 3, -1, -1):
        head, call, group = factors[position : position + 3]
        order = _order(head)
        fits = isinstance(call, s.Call) and isinstance(group, s.Group) and group.bracket == "["
        if not order or not fits or any(operators[position : position + 2]):
            continue
        assert isinstance(call, s.Call) and isinstance(group, s.Group)  # noqa: S101, PT018 - for the type checker
        if len(group.elements) == order and len(call.arguments) == 1:
            factors[position : position + 3] = [s.Directional(call, group.elements, start=head.start, end=group.end)]
            del operators[position : position + 2]
    if len(factors) == 1:
        return factors[0]
    return s.Product(tuple(factors), tuple(operators), start=node.start, end=node.end)


def _order(node: s.Node) -> int:
    """The order of the derivative that ``D`` or ``D^2`` asks for; 0 for anything else."""
    if node == s.Name("D"):
        return 1
    is_raised = isinstance(node, s.Sup) and node.base == s.Name("D") and isinstance(node.exponent, s.Num)
    if not is_raised or not isinstance(node, s.Sup) or not isinstance(node.exponent, s.Num):
        return 0
    return int(node.exponent.value) if node.exponent.value in (2, 3) else 0


def moving(nodes: Sequence[s.Node], context: Context) -> frozenset[str]:
    """The names that move in a chain of differentials: those whose differential stands there and no other's gives."""
    names = {_name(part.body) for node in nodes for part in s.walk(node) if isinstance(part, s.Differential)} - {""}
    bodies = context.bodies | {name: definition.body for (name, _), definition in context.functions.items()}

    def depends(name: str) -> bool:
        return bool((arriving_names(Symbol(name), bodies) - {name}) & names)

    return frozenset(name for name in names if not depends(name))


def _name(node: s.Node) -> str:
    """The name whose differential is written; none for anything in brackets."""
    return canonical(node) or "" if isinstance(node, (s.Name, s.Sub)) else ""


def _base(node: s.Node) -> s.Node:
    return node.base if isinstance(node, s.Sup) else node


def differential(e: Elaborator, node: s.Differential) -> Term:
    """The derivative along the directions of all that moves."""
    if any(isinstance(part, s.Differential) for part in s.walk(node.body) if part is not node):
        raise unsupported(node, "a differential of a differential")
    body = node.body
    is_power = isinstance(body, s.Sup) and isinstance(body.exponent, s.Num) and body.exponent.value > 0
    if isinstance(body, s.Sup) and is_power and canonical(body.base):
        readings = "the differential of a power or the power of a differential"
        raise Unread("D404", {"readings": readings}, node.start, node.end)
    before, e.bare_functions = e.bare_functions, True
    try:
        term = e.term(node.body)
    finally:
        e.bare_functions = before
    if isinstance(term, Symbol) and term.name in e.moving:
        return _direction(e, term, node)
    bodies = {name: d.body for name, d in e.context.definitions.items() if name not in e.moving}
    term = unfold(term, bodies)
    movers = [symbol for symbol in free_symbols(term) if symbol.name in e.moving]
    if not movers:
        raise unsupported(node, "a differential of what does not move here")
    moved = {
        symbol.name: _along(e, symbol, _direction(e, symbol, node)) for symbol in sorted(movers, key=lambda m: m.name)
    }
    return Derivative(Symbol(TIME), substitute(term, moved), ZERO)


def _along(e: Elaborator, start: Term, direction: Term) -> Term:
    return build.add((start, build.scale(Symbol(TIME), direction)), e.sizes)


def _direction(e: Elaborator, symbol: Symbol, node: s.Node) -> Symbol:
    """dX: any direction in which X may move."""
    found = Symbol(f"d{symbol.name}", symbol.shape)
    declared = e.context.symbols.get(symbol.name)
    kept: set[Trait] = set()
    for trait in declared.traits if declared is not None else ():
        if trait not in KEPT:
            raise unsupported(node, f"a differential of what stays {trait}")
        kept |= KEPT[trait]
    if declared is not None and declared.normalised:
        raise unsupported(node, "a differential of what stays normalised")
    e.context.symbols[found.name] = Declaration(found, traits=frozenset(kept))
    e.note(found.name, f"any direction in which {symbol.name} may move")
    return found


def directional(e: Elaborator, node: s.Directional) -> Term:
    """The derivative of f at x along h, or along several directions one after another."""
    call = node.call
    point = e.term(call.arguments[0])
    times = [Symbol(f"{TIME}{count}") for count in range(len(node.directions))]
    for time, written in zip(times, node.directions, strict=True):
        direction = e.term(written)
        if not e.sizes.unify(point.shape, direction.shape):
            found, expected = e.sizes.describe(direction.shape), e.sizes.describe(point.shape)
            raise build.ShapeError("a derivative along a direction", found, expected)
        point = build.add((point, build.scale(time, direction)), e.sizes)
    moved = s.Name("#moved", start=call.start, end=call.end)
    e.local["#moved"] = symbol = Symbol("#moved", point.shape)
    try:
        body = e.term(replace(call, arguments=(moved,)))
    finally:
        del e.local["#moved"]
    term = substitute(unfold(body, e.context.bodies), {symbol.name: point})
    for time in times:
        term = Derivative(time, term, ZERO)
    return term


HANDLERS[s.Differential] = differential
HANDLERS[s.Directional] = directional
