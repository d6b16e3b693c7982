"""No entry of a family exceeds the largest, nor falls below the smallest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from derivcheck.engine.algebra.sums import product, total
from derivcheck.engine.inequalities.theorem import Inapplicable, Theorem
from derivcheck.terms.nodes import ONE, Apply, Reduce, Symbol, Term, number, walk
from derivcheck.terms.substitution import substitute

NAME = "no entry exceeds the largest"


def apply(extremum: Reduce, place: Term) -> Theorem:
    """Max u - u_i ≥ 0 and u_i - min u ≥ 0, where the range is that of an array in u: u_i is defined within it only."""
    sizes = [array.shape[axis] for array, axis in indexed(extremum)]
    if extremum.lower != ONE or extremum.condition is not None or extremum.upper not in sizes:
        raise Inapplicable
    entry = substitute(extremum.body, {extremum.index: place})
    pair = [extremum, product([number(-1), entry])]
    if extremum.operator == "minimum":
        pair = [product([number(-1), extremum]), entry]
    elif extremum.operator != "maximum":
        raise Inapplicable
    return Theorem(total(pair))


def indexed(term: Reduce) -> list[tuple[Term, int]]:
    """The arrays in the body, and the axes along which the index goes."""
    return [
        (part.arguments[0], axis)
        for part in walk(term.body)
        if isinstance(part, Apply) and part.operator == "index"
        for axis, place in enumerate(part.arguments[1:])
        if place == Symbol(term.index)
    ]


def places_in(term: Reduce, atoms: Iterable[Term]) -> Iterator[Term]:
    """The places at which the arrays in the body are entered elsewhere."""
    axes = indexed(term)
    for atom in atoms:
        if isinstance(atom, Apply) and atom.operator == "index":
            array, *places = atom.arguments
            yield from (place for axis, place in enumerate(places) if (array, axis) in axes)
