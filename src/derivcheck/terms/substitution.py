"""Substitution that never captures a bound name."""

from __future__ import annotations

from collections.abc import Mapping

from derivcheck.terms.nodes import (
    Apply,
    Array,
    Call,
    Derivative,
    Integral,
    Limit,
    Number,
    Reduce,
    Symbol,
    Term,
    free_symbols,
)


def fresh(name: str, taken: frozenset[str]) -> str:
    """A name like ``name`` that is not among ``taken``."""
    while name in taken:
        name += "′"
    return name


def substitute(term: Term, values: Mapping[str, Term]) -> Term:
    """``term`` with the free symbols named in ``values`` replaced; bound names are renamed where they would capture."""
    if isinstance(term, Number) or not _mentions(term, values):
        return term
    match term:
        case Symbol():
            return values.get(term.name) or Symbol(term.name, _shape(term, values))
        case Apply() | Call():
            arguments, shape = _substituted(term.arguments, values), _shape(term, values)
            if isinstance(term, Apply):
                return Apply(term.operator, arguments, shape)
            return Call(term.function, arguments, term.orders, shape)
        case Reduce():
            (index,), inner = _protect((term.index,), term, values)
            condition = None if term.condition is None else substitute(term.condition, inner)
            lower, upper = substitute(term.lower, values), substitute(term.upper, values)
            return Reduce(term.operator, index, lower, upper, substitute(term.body, inner), condition)
        case Array():
            indices, inner = _protect(term.indices, term, values)
            return Array(indices, _shape(term, values), substitute(term.body, inner))
        case Derivative():
            (name,), inner = _protect((term.variable.name,), term, values)
            variable = Symbol(name, tuple(substitute(size, values) for size in term.variable.shape))
            entry = None if term.entry is None else tuple(substitute(i, values) for i in term.entry)
            return Derivative(variable, substitute(term.body, inner), substitute(term.point, values), entry)
        case Integral():
            (name,), inner = _protect((term.variable,), term, values)
            start, end = (None if b is None else substitute(b, values) for b in (term.lower, term.upper))
            return Integral(name, start, end, substitute(term.body, inner))
        case Limit():
            (name,), inner = _protect((term.variable,), term, values)
            point = None if term.point is None else substitute(term.point, values)
            return Limit(name, point, term.side, substitute(term.body, inner))


def _mentions(term: Term, values: Mapping[str, Term]) -> bool:
    return any(symbol.name in values for symbol in free_symbols(term))


def _substituted(terms: tuple[Term, ...], values: Mapping[str, Term]) -> tuple[Term, ...]:
    return tuple([substitute(term, values) for term in terms])


def _shape(term: Symbol | Apply | Call | Array, values: Mapping[str, Term]) -> tuple[Term, ...]:
    return _substituted(term.shape, values) if term.shape else ()


def _protect(
    names: tuple[str, ...], term: Reduce | Array | Derivative | Integral | Limit, values: Mapping[str, Term]
) -> tuple[tuple[str, ...], dict[str, Term]]:
    """New names for the bound ``names``, and what to substitute in the body."""
    inner = {name: value for name, value in values.items() if name not in names}
    arriving = frozenset(s.name for value in inner.values() for s in free_symbols(value))
    taken = arriving | frozenset(s.name for s in free_symbols(term.body))
    renamed = []
    for name in names:
        new = fresh(name, taken) if name in arriving else name
        if new != name:
            shape = term.variable.shape if isinstance(term, Derivative) else ()
            inner[name] = Symbol(new, shape)
        renamed.append(new)
    return tuple(renamed), inner
