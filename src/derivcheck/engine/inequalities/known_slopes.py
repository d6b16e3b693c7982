"""Slopes of unknown functions that the scope gives: ∇f(x*) = 0 at a minimiser."""

from __future__ import annotations

from collections.abc import Mapping

from derivcheck.terms.nodes import ZERO, Apply, Call, Derivative, Term, rebuild
from derivcheck.terms.scope import Scope

Slopes = Mapping[tuple[str, Term], Term]
PRODUCTS = frozenset({"dot", "matmul", "multiply"})


def known_slopes(scope: Scope) -> Slopes:
    """The gradients that equations of the scope give, by the function and the point."""
    found: dict[tuple[str, Term], Term] = {}
    for claim in scope.assumptions:
        for side, other in ((claim.left, claim.right), (claim.right, claim.left)):
            place = _place(side)
            if claim.relation == "=" and place is not None and other.shape in (side.shape, ()):
                found.setdefault(place, other)
    return found


def with_known_slopes(term: Term, slopes: Slopes) -> Term:
    """``term`` with what is known in place of gradients; a product with 0 is 0."""
    if not slopes:
        return term
    place = _place(term)
    if place is not None and place in slopes:
        return slopes[place]
    term = rebuild(term, lambda child: with_known_slopes(child, slopes))
    if isinstance(term, Apply) and term.operator in PRODUCTS and not term.shape and any(map(_is_zero, term.arguments)):
        return ZERO
    return term


def _place(term: Term) -> tuple[str, Term] | None:
    match term:
        case Derivative(variable=variable, body=Call(arguments=(inner,)) as call, point=point, entry=None):
            return (call.function, point) if inner == variable and call.orders == (0,) and not call.shape else None
        case Call(arguments=(point,), orders=(1,), shape=()):
            return (term.function, point)
    return None


def _is_zero(term: Term) -> bool:
    match term:
        case Apply("constant", (value,)):
            return value == ZERO
        case Apply("transpose" | "column", (inner,)):
            return _is_zero(inner)
    return term == ZERO
