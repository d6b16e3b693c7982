r"""Names without a value that are differentiated by others, as in ``\frac{dL}{dw} = \frac{dL}{dz} \frac{dz}{dw}``.

Each is an unknown function of what it is differentiated by. Where z is a function of w, and L is differentiated by
both, L is a function of z alone: the chain rule is what such formulas speak of. So it is where z is defined by w.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

from derivcheck.terms.definitions import arriving_names, unfold
from derivcheck.terms.nodes import Call, Derivative, Symbol, Term, free_symbols, rebuild, walk

Dependence = Mapping[str, frozenset[Symbol]]
"""The variables by which each name is differentiated."""


def with_functions(terms: Sequence[Term], dependence: Dependence, bodies: Mapping[str, Term]) -> list[Term]:
    """The terms with each name as a function of its variables; unchanged where two names depend on one another.

    ``bodies`` are what some of the variables are defined as.
    """
    names = {symbol.name for term in terms for symbol in free_symbols(term)}
    told = {name: {v.name for v in variables} for name, variables in dependence.items() if name in names}
    if not told:
        return list(terms)
    try:
        inner_first = list(TopologicalSorter(told).static_order())
    except CycleError:
        return list(terms)
    found = list(terms)
    made = {name: arriving_names(Symbol(name), bodies) for names in told.values() for name in names if name in bodies}
    for name in reversed([name for name in inner_first if name in told]):
        direct = told[name] - {far for near in told[name] for far in _below(near, {**made, **told})}
        variables = tuple(sorted((v for v in dependence[name] if v.name in direct), key=lambda v: v.name))
        found = [_as_function(term, name, variables) for term in found]
    return [unfold(term, bodies) for term in found] if made else found


def unsettled(terms: Sequence[Term], dependence: Dependence, letters: Collection[str]) -> str | None:
    """One of ``letters`` that stands in a derivative beside a function of its variable, and may be one as well."""
    for part in (part for term in terms for part in walk(term) if isinstance(part, Derivative)):
        inside = {symbol.name for symbol in free_symbols(part.body)}
        moving = {name for name in inside if part.variable in dependence.get(name, ())}
        still = sorted(name for name in inside - dependence.keys() - {part.variable.name} if name in letters)
        if moving and still:
            return still[0]
    return None


def _below(name: str, told: Mapping[str, Iterable[str]]) -> set[str]:
    """What a name depends on, directly or not."""
    return {each for near in told.get(name, ()) for each in (near, *_below(near, told))}


def _as_function(term: Term, name: str, variables: tuple[Symbol, ...]) -> Term:
    def change(part: Term) -> Term:
        if isinstance(part, Symbol) and part.name == name:
            return Call(name, variables, (0,) * len(variables), part.shape)
        if isinstance(part, Derivative) and part.variable.name == name:
            # The variable of a derivative is its own; where the derivative is taken is the name's value.
            entry = None if part.entry is None else tuple(map(change, part.entry))
            return replace(part, point=change(part.point), entry=entry)
        return rebuild(part, change)

    return change(term)
