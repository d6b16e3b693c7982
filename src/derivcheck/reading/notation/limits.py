"""Limits, evaluation between bounds, and which integrals are antiderivatives."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager

from derivcheck.reading import syntax as s
from derivcheck.reading.elaborator import HANDLERS, Elaborator, shadowed, unsupported
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.terms.nodes import Apply, Limit, Symbol, Term, free_symbols, number
from derivcheck.terms.scope import Declaration, Trait
from derivcheck.terms.shorthand import plus
from derivcheck.terms.substitution import substitute

FROM_ABOVE = frozenset({r"\downarrow", r"\searrow"})
FROM_BELOW = frozenset({r"\uparrow", r"\nearrow"})
APPROACHES = FROM_ABOVE | FROM_BELOW | {r"\to"}


def with_local(e: Elaborator, name: str) -> AbstractContextManager[None]:
    """Inside an integral or a limit, ``name`` is a real variable of its own."""
    return shadowed(e.local, {name: Symbol(name)})


def infinity(node: s.Node, e: Elaborator | None = None) -> bool:
    """Whether ``node`` is ∞ or -∞, perhaps moved, or times what is positive."""
    return infinite_sign(node, e) != 0


def infinite_sign(node: s.Node, e: Elaborator | None = None) -> int:
    """1 for ∞, -1 for -∞, 0 for anything else: ∞ stays so when it is moved, or divided by a positive number."""
    if isinstance(node, s.Name):
        return int(node.name == r"\infty")
    if not any(isinstance(part, s.Name) and part.name == r"\infty" for part in s.walk(node)):
        return 0
    if isinstance(node, s.Group) and len(node.elements) == 1:
        return infinite_sign(node.elements[0], e)
    if isinstance(node, s.Sum):
        return _only([infinite_sign(term, e) * (-1 if sign == "-" else 1) for sign, term in node.terms], node)
    if e is None:
        return 0
    if isinstance(node, s.Product) and "/" in node.operators[:-1]:
        return 0
    if isinstance(node, s.Frac):
        first, *others = node.top, node.bottom
    elif isinstance(node, s.Product):
        first, *others = node.factors
    else:
        return 0
    return infinite_sign(first, e) if all(_is_positive(other, e) for other in others) else 0


def _only(signs: list[int], node: s.Sum) -> int:
    """The sign of the one summand that is infinite, if no other one speaks of ∞."""
    speaking = [any(isinstance(p, s.Name) and p.name == r"\infty" for p in s.walk(term)) for _, term in node.terms]
    return sum(signs) if sum(speaking) == 1 else 0


def _is_positive(node: s.Node, e: Elaborator) -> bool:
    """Whether a formula is a product of positive numbers, of their powers and roots."""
    if isinstance(node, s.Num):
        return node.value > 0
    if isinstance(node, s.Group) and len(node.elements) == 1:
        return _is_positive(node.elements[0], e)
    if isinstance(node, s.Product):
        return all(_is_positive(factor, e) for factor in node.factors)
    if isinstance(node, s.Frac):
        return _is_positive(node.top, e) and _is_positive(node.bottom, e)
    if isinstance(node, s.Root):
        return _is_positive(node.argument, e)
    if isinstance(node, s.Sup) and isinstance(node.exponent, s.Num):
        return _is_positive(node.base, e)
    declared = e.context.symbols.get(canonical(node) or "")
    return declared is not None and Trait.POSITIVE in declared.traits


def limit(e: Elaborator, node: s.Big) -> Term:
    r"""``\lim_{x \to a}``, ``\lim_{x \to 0^+}``, ``\lim_{x \to -\infty}``, ``\lim_{x \downarrow 0}``."""
    approach = node.below[0] if len(node.below) == 1 else None
    if not isinstance(approach, s.Relational) or approach.relation not in APPROACHES:
        raise unsupported(node, "a limit without `x \\to a` below it")
    name = canonical(approach.left)
    if name is None:
        raise unsupported(approach.left, "a limit in this")
    point, side = _goal(approach)
    with with_local(e, name):
        body = e.term(node.body)
    if infinity(point):
        return _limit(name, None, infinite_sign(point), body)
    return _limit(name, e.scalar(point, "the point of a limit"), side, body)


def _limit(name: str, point: Term | None, side: int, body: Term) -> Term:
    """The limit, and beside it the summands that stay as they are: where one has a value, so has the other."""
    parts = body.arguments if isinstance(body, Apply) and body.operator == "add" and not body.shape else (body,)
    moving = [part for part in parts if Symbol(name) in free_symbols(part)]
    if not moving or len(moving) == len(parts):
        return Limit(name, point, side, body)
    still = [part for part in parts if part not in moving]
    return plus(Limit(name, point, side, plus(*moving)), *still)


def _goal(approach: s.Relational) -> tuple[s.Node, int]:
    """The point, and from which side it is approached."""
    side = (approach.relation in FROM_ABOVE) - (approach.relation in FROM_BELOW)
    point = approach.right
    if isinstance(point, s.Mark) and point.mark in ("plus", "minus"):
        return point.base, 1 if point.mark == "plus" else -1
    return point, side


def evaluated(e: Elaborator, node: s.Evaluated) -> Term:
    """``[F]_a^b`` is F at b less F at a; of an array, the power of an entry."""
    if isinstance(node.body, s.Product):
        e.note("a bar with bounds", "of the whole product before it")
    if isinstance(node.body, s.Group) and not any(isinstance(b, s.Relational) for b in (node.lower, node.upper)):
        array = e.term(node.body)
        if array.shape:
            entry = s.Sub(node.body, (node.lower,), start=node.start, end=node.end)
            return e.term(s.Sup(entry, node.upper, start=node.start, end=node.end))
    name = _variable(e, node)
    with with_local(e, name):
        body = e.scalar(node.body, "what is evaluated between bounds")
    upper, lower = (_at(e, body, name, bound) for bound in (node.upper, node.lower))
    return Apply("add", (upper, Apply("multiply", (number(-1), lower))))


def _variable(e: Elaborator, node: s.Evaluated) -> str:
    """The variable that takes the bounds: as written below, the one that is or was integrated over, or the only one."""
    for bound in (node.lower, node.upper):
        name = canonical(bound.left) if isinstance(bound, s.Relational) else None
        if name is not None:
            return name
    names = {part.name for part in s.walk(node.body) if isinstance(part, s.Name)}
    chosen = names & e.integrated or names & e.context.integrated
    if not chosen:
        chosen = {symbol.name for symbol in free_symbols(e.term(node.body)) if not symbol.shape}
    if len(chosen) != 1:
        raise Unread(
            "D404", {"readings": " or ".join(sorted(chosen)) or "no variable for the bounds"}, node.start, node.end
        )
    return chosen.pop()


def _at(e: Elaborator, body: Term, name: str, bound: s.Node) -> Term:
    place = bound.right if isinstance(bound, s.Relational) else bound
    sign = infinite_sign(place, e)
    if sign:
        return _limit(name, None, sign, body)
    return substitute(body, {name: e.scalar(place, "a bound")})


def notice_integrals(e: Elaborator, sides: Iterable[s.Node]) -> None:
    """Which names are integrated over, and which of them stand outside too: there the integral is an antiderivative."""
    sides = list(sides)
    for side in sides:
        for part in s.walk(side):
            name = canonical(part.variable) if isinstance(part, s.Integral) else None
            if name is not None:
                e.integrated.add(name)
    e.context.integrated |= e.integrated
    for name in e.integrated:
        outcome = e.context.outcomes.get(name)
        if (outcome is None or not outcome.measured) and any(_stands_outside(side, name) for side in sides):
            e.antiderivatives.add(name)
            e.context.symbols.setdefault(name, Declaration(Symbol(name)))


def _stands_outside(node: s.Node, name: str) -> bool:
    """Whether ``name`` occurs outside the integrals over it, their bounds included."""
    stack: list[object] = [node]
    while stack:
        part = stack.pop()
        if isinstance(part, tuple):
            stack.extend(part)
        elif (isinstance(part, s.Integral) and canonical(part.variable) == name) or isinstance(part, s.Evaluated):
            stack.extend((part.lower, part.upper))
        elif isinstance(part, s.Name) and part.name == name:
            return True
        elif isinstance(part, s.Node):
            stack.extend(getattr(part, field) for field in s.FIELDS[type(part)])
    return False


HANDLERS[s.Evaluated] = evaluated
