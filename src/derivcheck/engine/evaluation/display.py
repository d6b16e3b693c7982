"""Values of a counterexample as a person writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from math import isfinite

from flint import arb, fmpq

from derivcheck.engine.evaluation.entries import Entries, Value, positions
from derivcheck.engine.refuting.refuter import Point
from derivcheck.engine.systems.base import Element
from derivcheck.results import Counterexample, CounterexampleValue
from derivcheck.terms.nodes import Call, Number, Symbol, Term, walk

DIGITS = 6
MOST_BITS = 128


def counterexample(
    point: Point, terms: Iterable[Term], symbols: Iterable[Symbol], sizes: Iterable[str]
) -> Counterexample:
    """The part of a valuation that ``terms`` depend on, and both values."""
    values: dict[str, CounterexampleValue] = {}
    for symbol in symbols:
        value = point.values.get(symbol.name)
        if value is not None:
            values[symbol.name] = show(value, symbol.name)
    for call in _unknown_functions(terms):
        for script, place in _places(call, point):
            head = _head(f"{call.function}{script}", len(call.arguments))
            values[head] = _function(point, f"{call.function}{place}", len(call.arguments))
    shown_sizes = {name: point.sizes[name] for name in sizes if name in point.sizes}
    return Counterexample(shown_sizes, values, show(point.left), show(point.right))


def show(value: Value, name: str = "") -> CounterexampleValue:
    """A scalar as a string, a vector as a list, a matrix as rows; a density of several variables as a table."""
    if not isinstance(value, Entries):
        return show_number(value)
    if name.endswith(")") and "(" in name:
        return _table(value, name)
    if len(value.shape) == 1:
        return [show_number(entry) for entry in value.data]
    return [[show_number(entry) for entry in row] for row in value.rows()]


def _table(value: Entries, name: str) -> CounterexampleValue:
    inside = name[name.index("(") + 1 : -1]
    variables = [v for v in inside.replace("|", ",").split(",") if v]
    rows = [
        [*map(str, place), show_number(entry)] for place, entry in zip(positions(value.shape), value.data, strict=True)
    ]
    return {"columns": [*variables, name], "rows": rows}


def show_number(value: Element) -> str:
    """An exact number as an integer or fraction, a ball to six digits, and what is infinite as a word."""
    if isinstance(value, (int, fmpq)):
        return str(value) if fmpq(value).height_bits() <= MOST_BITS else show_number(arb(value))
    if isinstance(value, arb):
        if not value.is_finite():
            return "infinite"
        exact = value.unique_fmpz()
        if exact is not None and value.rad() == 0 and abs(exact) < 10**15:
            return str(exact)
        return _rounded(value)
    return str(value)


def _rounded(value: arb) -> str:
    """Six digits, with an exponent where the number is large or small."""
    number = float(value.mid())
    if isfinite(number) and (number or value == 0):
        return str(float(f"{number:.{DIGITS}g}"))
    return str(value.str(DIGITS, radius=False))


def _unknown_functions(terms: Iterable[Term]) -> list[Call]:
    found = {
        (part.function, len(part.arguments)): part
        for term in terms
        for part in walk(term)
        if isinstance(part, Call) and not any(a.shape for a in part.arguments)
    }
    return [call for _, call in sorted(found.items(), key=lambda item: item[0])]


def _places(call: Call, point: Point) -> Iterator[tuple[str, str]]:
    """The entries of what a function gives, each as its script and as the name of the function that gives it."""
    if not call.shape:
        yield "", ""
        return
    shape = tuple(_size(size, point) for size in call.shape)
    for place in positions(shape):
        yield "_{" + ",".join(map(str, place)) + "}", str(place)


def _size(size: Term, point: Point) -> int:
    """A size at a valuation; none where it is no plain one."""
    if isinstance(size, Number):
        return int(size.value)
    return point.sizes.get(size.name, 0) if isinstance(size, Symbol) else 0


VARIABLES = "tuvw"


def _head(function: str, arity: int) -> str:
    return f"{function}({', '.join(VARIABLES[:arity])})"


def _function(point: Point, function: str, arity: int) -> str:
    """What stands for an unknown function: a polynomial, perhaps times e^(-t²)."""
    polynomial = _polynomial(point, function, arity)
    if function not in point.unknowns.fading:
        return polynomial
    return f"({polynomial}) e^(-{' - '.join(f'{v}^2' for v in VARIABLES[:arity])})"


def _polynomial(point: Point, function: str, arity: int) -> str:
    """The polynomial that stands for an unknown function."""
    parts = []
    for exponents, coefficient in point.unknowns.monomials(function, arity):
        powers = [v if e == 1 else f"{v}^{e}" for v, e in zip(VARIABLES, exponents, strict=False) if e]
        factors = [str(abs(coefficient))] if abs(coefficient) != 1 or not powers else []
        parts.append(("-" if coefficient < 0 else "+") + " " + " ".join([*factors, *powers]))
    return re.sub(r"^(\+ |(-) )", r"\2", " ".join(parts))
