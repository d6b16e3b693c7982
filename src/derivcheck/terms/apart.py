"""Bound names made different from all free ones, so that nothing said of a free name is taken to hold of a bound one.

A bound index is named by its depth and range, so that equal terms stay equal and one name never stands for two ranges.
A variable of differentiation at a point that is positive is positive near it; its name then ends in "+".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache

from derivcheck.terms.latex import to_latex
from derivcheck.terms.nodes import (
    ONE,
    ZERO,
    Array,
    Derivative,
    Integral,
    Limit,
    Reduce,
    Symbol,
    Term,
    bound_names,
    children,
    rebuild,
    walk,
)
from derivcheck.terms.substitution import substitute

BOUND = "·"
"""Every bound name starts with this."""


@lru_cache(maxsize=20_000)
def binds(term: Term) -> bool:
    """Whether ``term`` binds any name."""
    return bool(bound_names(term)) or any(map(binds, children(term)))


def apart(term: Term, is_positive: Callable[[Term], bool], depth: int = 0) -> Term:
    """``term`` with its bound names renamed."""
    if not binds(term):
        return term

    def inner(child: Term) -> Term:
        return apart(child, is_positive, depth + 1)

    match term:
        case Reduce():
            name = f"{BOUND}{depth}:{to_latex(term.lower)}..{to_latex(term.upper)}"
            named = {term.index: Symbol(name)}
            condition = None if term.condition is None else inner(substitute(term.condition, named))
            body = inner(substitute(term.body, named))
            return Reduce(term.operator, name, inner(term.lower), inner(term.upper), body, condition)
        case Array():
            names = tuple(f"{BOUND}{depth}.{axis}:1..{to_latex(size)}" for axis, size in enumerate(term.shape))
            body = substitute(term.body, {old: Symbol(new) for old, new in zip(term.indices, names, strict=True)})
            return Array(names, tuple(map(inner, term.shape)), inner(body))
        case Derivative():
            point = inner(term.point)
            sign = "+" if is_positive(term.point) else ""
            variable = Symbol(f"{BOUND}{depth}d{sign}", term.variable.shape)
            body = substitute(term.body, {term.variable.name: variable})
            entry = None if term.entry is None else tuple(map(inner, term.entry))
            return Derivative(variable, inner(body), point, entry)
        case Integral():
            # Between bounds that are not negative the variable is positive, but for its ends.
            ends = (term.lower, term.upper or ONE)
            sign = "+" if all(end is not None and (end == ZERO or is_positive(end)) for end in ends) else ""
            name = f"{BOUND}{depth}i{sign}"
            body = inner(substitute(term.body, {term.variable: Symbol(name)}))
            lower, upper = (None if bound is None else inner(bound) for bound in (term.lower, term.upper))
            return Integral(name, lower, upper, body)
        case Limit():
            at_end = term.point is None or term.point == ZERO
            positive = term.side > 0 if at_end else term.point is not None and is_positive(term.point)
            name = f"{BOUND}{depth}l{'+' if positive else ''}"
            body = inner(substitute(term.body, {term.variable: Symbol(name)}))
            return Limit(name, None if term.point is None else inner(term.point), term.side, body)
    return rebuild(term, inner)


LETTERS = ("i", "j", "k", "l", "m", "r", "s")


def lettered(term: Term) -> Term:
    """``term`` with its bound indices named by letters that it does not use, to be shown to a reader."""
    names = sorted(
        {name for part in walk(term) for name in (*bound_names(part), *_own_name(part)) if name.startswith(BOUND)}
    )
    taken = {name for part in walk(term) for name in _own_name(part)}
    free = [letter for letter in LETTERS if letter not in taken]
    return _renamed(term, dict(zip(names, free, strict=False))) if names else term


def _own_name(term: Term) -> tuple[str, ...]:
    return (term.name,) if isinstance(term, Symbol) else ()


def _renamed(term: Term, names: Mapping[str, str]) -> Term:
    term = rebuild(term, lambda child: _renamed(child, names))
    if isinstance(term, Symbol):
        return Symbol(names.get(term.name, term.name), term.shape)
    if isinstance(term, Reduce):
        return replace(term, index=names.get(term.index, term.index))
    return term
