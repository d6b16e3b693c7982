"""Unfolding of definitions, with the one rule that derivatives need.

A derivative with respect to a *defined* symbol treats it as independent: in ∂L/∂ŷ, with L and ŷ defined one by another,
L is unfolded only down to ŷ; afterwards ŷ takes its own value. What ŷ is made of is no constant for all that: with
v := σ² the derivative of log σ by v is that by σ over that of σ² by σ.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from derivcheck.terms.nodes import (
    Apply,
    Array,
    Derivative,
    Symbol,
    Term,
    bound_names,
    children,
    free_symbols,
    number,
    operators,
    rebuild,
    walk,
)
from derivcheck.terms.substitution import substitute

MOST_NODES = 20_000
DEEPEST = 60


class Unsettled(Exception):  # noqa: N818 - a finding about the document, not an error
    """A term that cannot be written out; ``reason`` says what keeps it from that."""

    reason: str


class TooDeep(Unsettled):
    """Definitions refer to one another without end."""

    reason = "definitions that nest too deeply, or go in a circle"


class Captured(Unsettled):
    r"""A name defined by x stands where x is bound, as L := x² in ``\int_0^1 L \, dx``: it may move with x."""

    def __init__(self, names: str) -> None:
        super().__init__(names)
        self.reason = f"a name whose definition speaks of `{names}`, where that is bound"


class MadeOf(Unsettled):
    """What is differentiated by a defined name moves with what that name is made of, and nobody says how."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.reason = f"a derivative by `{name}`, which is made of what stands below the derivative"


@lru_cache(maxsize=20_000)
def count_nodes(term: Term) -> int:
    """How many operators and names ``term`` has, written out."""
    return 1 + sum(map(count_nodes, children(term)))


def check_size(term: Term, definitions: Mapping[str, Term], known: dict[str, int] | None = None, depth: int = 0) -> int:
    """A bound on the nodes that ``term`` has once unfolded; raises TooDeep where there are too many."""
    known = {} if known is None else known
    if depth > DEEPEST:
        raise TooDeep
    total = count_nodes(term)
    for part in walk(term):
        if isinstance(part, Symbol) and part.name in definitions:
            if part.name not in known:
                known[part.name] = check_size(definitions[part.name], definitions, known, depth + 1)
            total += known[part.name]
    if total > MOST_NODES:
        raise TooDeep
    return total


def unfold(term: Term, definitions: Mapping[str, Term], depth: int = 0) -> Term:
    """``term`` with every defined symbol replaced by what it stands for, all the way down."""
    if not any(symbol.name in definitions for symbol in free_symbols(term)):
        return term if "index" not in operators(term) else _all_reduced(term)
    if not depth:
        check_size(term, definitions)
    if depth > DEEPEST:
        raise TooDeep
    match term:
        case Symbol() if term.name in definitions:
            return unfold(definitions[term.name], definitions, depth + 1)
        case Derivative() if (slope := _by_what_it_is_made_of(term, definitions, depth)) is not None:
            return slope
        case Derivative():
            independent = {name: body for name, body in definitions.items() if name != term.variable.name}
            entry = None if term.entry is None else tuple(unfold(place, definitions, depth) for place in term.entry)
            variable = Symbol(
                term.variable.name, tuple(unfold(size, definitions, depth) for size in term.variable.shape)
            )
            return Derivative(
                variable, unfold(term.body, independent, depth), unfold(term.point, definitions, depth), entry
            )
    bound = bound_names(term)
    inner = (
        {n: b for n, b in definitions.items() if n not in bound}
        if any(n in definitions for n in bound)
        else definitions
    )
    term = _checked(term, inner)
    return reduced(rebuild(term, lambda child: unfold(child, inner, depth)))


def _by_what_it_is_made_of(term: Derivative, definitions: Mapping[str, Term], depth: int) -> Term | None:
    """A derivative by v := φ(s) of what mentions s, as the derivatives by s; None where nothing mentions it.

    Raises MadeOf where φ has several variables and v itself does not stand below the derivative: as a partial
    derivative, which holds what else stands there, nobody writes it. Where v stands there, that is what is meant.
    """
    name = term.variable.name
    if name not in definitions:
        return None
    made = unfold(definitions[name], definitions, depth + 1)
    variables = free_symbols(made)
    body = unfold(term.body, {other: known for other, known in definitions.items() if other != name}, depth)
    free = free_symbols(body)
    if variables.isdisjoint(free):
        return None
    (variable, *others) = variables
    is_number = not (term.variable.shape or variable.shape or body.shape or term.entry or others)
    if is_number and term.point == term.variable:
        whole = unfold(body, definitions, depth)
        slope = Derivative(variable, made, variable)
        return Apply("multiply", (Derivative(variable, whole, variable), Apply("power", (slope, number(-1)))))
    if others and term.variable in free:
        return None
    raise MadeOf(name)


@lru_cache(maxsize=20_000)
def _all_reduced(term: Term) -> Term:
    return reduced(rebuild(term, _all_reduced))


def reduced(term: Term) -> Term:
    """The entry of an array that is written out, or of a sum of arrays, without the array."""
    if not (isinstance(term, Apply) and term.operator == "index"):
        return term
    array, places = term.arguments[0], term.arguments[1:]
    if term.shape:
        return _row(term, array, places) if isinstance(array, Array) else term
    if isinstance(array, Array) and len(array.indices) == len(places):
        return substitute(array.body, dict(zip(array.indices, places, strict=True)))
    if isinstance(array, Apply) and array.operator == "constant":
        return array.arguments[0]
    if isinstance(array, Apply) and array.operator in ("add", "multiply", "hadamard"):
        # An entry of a sum is the sum of the entries.
        operator = "multiply" if array.operator == "hadamard" else array.operator
        return Apply(operator, tuple(_entry(part, places) for part in array.arguments))
    return term


def _row(term: Apply, array: Array, places: tuple[Term, ...]) -> Term:
    """A row of an array that is written out, unless what says which one has the name of an index that is left."""
    left = array.indices[len(places) :]
    if any(symbol.name in left for place in places for symbol in free_symbols(place)):
        return term
    return Array(left, term.shape, substitute(array.body, dict(zip(array.indices, places, strict=False))))


def _entry(term: Term, places: tuple[Term, ...]) -> Term:
    return reduced(Apply("index", (term, *places))) if term.shape else term


def _checked(term: Term, definitions: Mapping[str, Term]) -> Term:
    """``term``; raises Captured where a definition that it uses mentions a name that it binds."""
    if isinstance(term, Derivative):
        return term
    clashing = {name for name in bound_names(term) if name in arriving_names(term, definitions)}
    if clashing:
        raise Captured(", ".join(sorted(clashing)))
    return term


def arriving_names(term: Term, definitions: Mapping[str, Term]) -> set[str]:
    """The free names that unfolding would bring into ``term``."""
    pending = [s.name for s in free_symbols(term)]
    seen: set[str] = set()
    found: set[str] = set()
    while pending:
        name = pending.pop()
        if name in seen or name not in definitions:
            continue
        seen.add(name)
        names = [s.name for s in free_symbols(definitions[name])]
        found.update(names)
        pending.extend(names)
    return found
