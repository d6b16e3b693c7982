"""Integrals as linear functionals, and derivatives of integrals by their bounds.

An identity that uses no more of ∫ than that it is linear holds for every measure, so it may be checked on measures with
finitely many nodes of free weight: finitely many integrals have the values that some such measure gives them
(Tchakaloff's theorem; Bayer and Teichmann, "The proof of Tchakaloff's theorem", 2006). ∫ from a to b is the weight up
to b less that up to a, so that intervals may be joined and turned around.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from derivcheck.engine.algebra.sums import mentions, product, total
from derivcheck.engine.question import Question
from derivcheck.terms.apart import BOUND
from derivcheck.terms.latex import to_latex
from derivcheck.terms.nodes import (
    ONE,
    Apply,
    Call,
    Derivative,
    Integral,
    Reduce,
    Symbol,
    Term,
    children,
    free_symbols,
    number,
    rebuild,
    walk,
)
from derivcheck.terms.scope import Declaration, Trait
from derivcheck.terms.substitution import substitute

NODES = Symbol("|∫|")
"""How many nodes a measure has."""

PLACES = "∫x"
WEIGHTS = "∫w"


@lru_cache(maxsize=20_000)
def has_integrals(term: Term) -> bool:
    """Whether an integral stands in ``term``."""
    return isinstance(term, Integral) or any(map(has_integrals, children(term)))


def integrated_to_infinity(*terms: Term) -> frozenset[str]:
    """The unknown functions in improper integrals."""
    if not any(map(has_integrals, terms)):
        return frozenset()
    improper = [
        part
        for term in terms
        for part in walk(term)
        if isinstance(part, Integral) and (part.lower is None or part.upper is None)
    ]
    return frozenset(part.function for integral in improper for part in walk(integral.body) if isinstance(part, Call))


def on_nodes(question: Question, left: Term, right: Term) -> tuple[Question, Term, Term]:
    """The question with every integral as a sum over the nodes of a measure; as it is where there is none."""
    if not (has_integrals(left) or has_integrals(right)):
        return question, left, right
    sides = (left, right)
    left, right = _discrete(left, 0), _discrete(right, 0)
    everywhere = {
        integral.variable.endswith("+") for side in sides for integral in walk(side) if isinstance(integral, Integral)
    }
    positive = {
        symbol.name: Declaration(symbol, traits=frozenset({Trait.POSITIVE}))
        for symbol in free_symbols(left) | free_symbols(right)
        if symbol.name.startswith(PLACES) and everywhere == {True}
    }
    scope = replace(question.scope, declarations={**question.scope.declarations, **positive})
    return Question(left, question.relation, right, scope, question.seed, question.deadline), left, right


def _discrete(term: Term, depth: int) -> Term:
    if not isinstance(term, Integral):
        return rebuild(term, lambda child: _discrete(child, depth)) if has_integrals(term) else term
    index = Symbol(f"{BOUND}∫{depth}")
    # Inner measures are others than outer ones: the order of integration is not exchanged for free.
    place = Apply("index", (Symbol(f"{PLACES}{depth}", (NODES,)), index))
    body = _discrete(substitute(term.body, {term.variable: place}), depth + 1)
    weight = total(
        [_weight(term.upper, "∞", index, depth), product([number(-1), _weight(term.lower, "-∞", index, depth)])]
    )
    return Reduce("sum", index.name, ONE, NODES, product([weight, body]))


def _weight(bound: Term | None, infinity: str, index: Symbol, depth: int) -> Term:
    """The weight of a node in the measure up to ``bound``."""
    if bound is not None and any(symbol.name.startswith(BOUND) for symbol in free_symbols(bound)):
        weights: Term = Call(f"{WEIGHTS}{depth}", (_discrete(bound, depth + 1),), (0,), (NODES,))
    else:
        weights = Symbol(f"{WEIGHTS}{depth}≤{infinity if bound is None else to_latex(bound)}", (NODES,))
    return Apply("index", (weights, index))


def with_fixed_bounds(term: Term) -> Term:
    """``term`` with no integral whose bounds vary with a variable that it is differentiated by (Leibniz' rule).

    Near t = u, the integral of f up to b(t) is that up to b(u) and (b(t) - b(u))·f(b(u)), up to second order.
    """
    if not has_integrals(term):
        return term
    term = rebuild(term, with_fixed_bounds)
    if isinstance(term, Derivative) and not term.variable.shape and not term.point.shape:
        return replace(term, body=_fixed(term.body, term.variable, term.point))
    return term


def _fixed(term: Term, variable: Symbol, point: Term) -> Term:
    if not has_integrals(term) or not mentions(term, variable.name):
        return term
    term = rebuild(term, lambda child: _fixed(child, variable, point))
    if not isinstance(term, Integral):
        return term
    bounds = [term.lower, term.upper]
    parts: list[Term] = []
    for position, sign in ((0, -1), (1, 1)):
        bound = bounds[position]
        if bound is not None and mentions(bound, variable.name):
            fixed = substitute(bound, {variable.name: point})
            value = substitute(substitute(term.body, {term.variable: fixed}), {variable.name: point})
            parts.append(product([number(sign), total([bound, product([number(-1), fixed])]), value]))
            bounds[position] = fixed
    return total([replace(term, lower=bounds[0], upper=bounds[1]), *parts])
