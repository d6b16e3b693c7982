r"""Sums and products with dots: ``x_1 + \cdots + x_n``, ``1 + x + x^2 + \cdots + x^n``, ``1 + 3 + \cdots + (2n-1)``."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from derivcheck.reading import syntax as s
from derivcheck.reading.chance.sequence_densities import at_place, place_of
from derivcheck.reading.elaborator import Elaborator
from derivcheck.reading.errors import Unread
from derivcheck.reading.notation.binders import bound_index
from derivcheck.reading.notation.ranges import counted
from derivcheck.reading.parsing.patterns import DOTS_INDEX, from_the_last_two, generalise, instance
from derivcheck.terms import build
from derivcheck.terms.nodes import ONE, ZERO, Apply, Number, Reduce, Symbol, Term, number, rebuild

Pieces = tuple[s.Node, ...]


def dotted(e: Elaborator, node: s.Node, pieces: Pieces, operator: str) -> Term:
    """The reduction that the pieces around dots spell; raises Unread where they fit no pattern."""
    try:
        general, lower, upper = generalise(pieces, DOTS_INDEX)
    except Unread:
        return _by_terms(e, node, pieces, operator)
    return _reduction(e, general, e.term(lower), upper, operator)


def _reduction(e: Elaborator, general: s.Node, start: Term, upper: s.Node, operator: str) -> Term:
    end = e.term(upper)
    counted(e, end)
    with bound_index(e, DOTS_INDEX, end):
        body = e.term(general)
    return Reduce(operator, DOTS_INDEX, start, end, body)


def _by_terms(e: Elaborator, node: s.Node, pieces: Pieces, operator: str) -> Term:
    """A pattern whose first pieces are written more simply than it gives them: 1 for x^0, x for x^1."""
    found = _arithmetic(e, pieces, operator) or _of_members(e, pieces, operator)
    if found is not None:
        return found
    general, lower, upper = from_the_last_two(pieces, DOTS_INDEX)
    dots = next(k for k, piece in enumerate(pieces) if isinstance(piece, s.Dots))
    for step, piece in enumerate(pieces[:dots]):
        expected = instance(general, DOTS_INDEX, s.Num(lower.value + step))
        if not isinstance(expected, s.Node) or _plain(e.term(expected)) != _plain(e.term(piece)):
            raise Unread("D409", {}, node.start, node.end)
    return _reduction(e, general, Number(lower.value), upper, operator)


def _of_members(e: Elaborator, pieces: Pieces, operator: str) -> Term | None:
    """Densities of a sequence's members, each given all before it: they differ only in their places."""
    *first, dots, last = pieces
    if not isinstance(dots, s.Dots) or len(first) < 2 or not all(isinstance(p, s.Call) for p in (*first, last)):
        return None
    *terms, end = [e.term(piece) for piece in (*first, last)]
    places = [place_of(term) for term in (*terms, end)]
    start, upper = places[0], places[-1]
    if not isinstance(start, Number) or upper is None:
        return None
    expected = [at_place(terms[0], number(start.value + step)) for step in range(len(terms))]
    if terms != expected or end != at_place(terms[0], upper):
        return None
    counted(e, upper)
    return Reduce(operator, DOTS_INDEX, start, upper, at_place(terms[0], Symbol(DOTS_INDEX)))


def _arithmetic(e: Elaborator, pieces: Pieces, operator: str) -> Term | None:
    """Numbers at equal distances, up to one that is linear in a letter: 2 + 4 + ⋯ + 2n."""
    *first, dots, last = pieces
    values = [piece.value for piece in first if isinstance(piece, s.Num)]
    if not isinstance(dots, s.Dots) or len(values) < max(len(first), 2):
        return None
    steps = {later - earlier for earlier, later in pairwise(values)}
    end = _linear(e.term(last))
    step = steps.pop()
    if steps or end is None or step in (0, 1):
        return None
    slope, name, constant = end
    count = (slope / step, (constant - values[0]) / step)
    if any(part.denominator != 1 for part in count) or count[0] <= 0:
        return None
    upper = build.add((build.scale(Number(count[0]), Symbol(name)), Number(count[1])), e.sizes)
    body = build.add((Number(values[0]), build.scale(Number(step), Symbol(DOTS_INDEX))), e.sizes)
    return Reduce(operator, DOTS_INDEX, ZERO, upper, body)


def _linear(term: Term) -> tuple[Fraction, str, Fraction] | None:
    """A, n and b of a·n + b."""
    parts = term.arguments if isinstance(term, Apply) and term.operator == "add" else (term,)
    constant = sum((part.value for part in parts if isinstance(part, Number)), Fraction(0))
    rest = [part for part in parts if not isinstance(part, Number)]
    if len(rest) != 1:
        return None
    factors = rest[0].arguments if isinstance(rest[0], Apply) and rest[0].operator == "multiply" else rest
    numbers = [factor.value for factor in factors if isinstance(factor, Number)]
    names = [factor for factor in factors if isinstance(factor, Symbol) and not factor.shape]
    if len(names) != 1 or len(numbers) + 1 != len(factors):
        return None
    slope = Fraction(1)
    for value in numbers:
        slope *= value
    return slope, names[0].name, constant


def _plain(term: Term) -> Term:
    """``term`` without powers 0 and 1 and factors 1, and with numbers put together."""
    term = rebuild(term, _plain)
    if isinstance(term, Apply) and term.operator == "power":
        base, exponent = term.arguments
        if exponent in (ZERO, ONE):
            return ONE if exponent == ZERO else base
        if isinstance(base, Number) and base.value and exponent == number(-1):
            return Number(1 / base.value)
    if isinstance(term, Apply) and term.operator == "multiply":
        value = Fraction(1)
        for factor in term.arguments:
            value *= factor.value if isinstance(factor, Number) else 1
        rest = [factor for factor in term.arguments if not isinstance(factor, Number)]
        result: Term = Number(value)
        for factor in rest:
            result = factor if result == ONE else build.scale(result, factor)
        return result
    return term
