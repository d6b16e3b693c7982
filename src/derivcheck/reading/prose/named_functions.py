"""Functions that prose calls by their names: "where Φ is the standard normal distribution function"."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from derivcheck.documents import Fragment
from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.terms.nodes import ONE, Apply, Number, Symbol, Term, number
from derivcheck.terms.scope import Definition
from derivcheck.terms.shorthand import gamma

HALF = Number(Fraction(1, 2))
X, Y = Symbol("#x"), Symbol("#y")


def _beta() -> Term:
    below = Apply("power", (gamma(Apply("add", (X, Y))), number(-1)))
    return Apply("multiply", (gamma(X), gamma(Y), below))


def _normal_distribution() -> Term:
    scaled = Apply("multiply", (X, Apply("power", (number(2), Number(Fraction(-1, 2))))))
    return Apply("multiply", (HALF, Apply("add", (ONE, Apply("erf", (scaled,))))))


def _normal_density() -> Term:
    circle = Apply("multiply", (number(2), Apply("pi", ())))
    exponent = Apply("multiply", (Number(Fraction(-1, 2)), Apply("power", (X, number(2)))))
    return Apply("multiply", (Apply("power", (circle, Number(Fraction(-1, 2)))), Apply("exp", (exponent,))))


def _of(operator: str) -> Callable[[], Term]:
    return lambda: Apply(operator, (X,))


NAMED: tuple[tuple[re.Pattern[str], tuple[Symbol, ...], Callable[[], Term]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), parameters, body)
    for pattern, parameters, body in (
        (r"\bbeta function", (X, Y), _beta),
        (r"\bdigamma\b", (X,), _of("digamma")),
        (r"\bgamma function", (X,), _of("gamma")),
        (r"\berror function", (X,), _of("erf")),
        (r"standard normal (?:cdf|(?:cumulative )?distribution function)", (X,), _normal_distribution),
        (r"(?:cdf|distribution function) of (?:a|the) standard normal", (X,), _normal_distribution),
        (r"standard normal (?:pdf|(?:probability )?density)", (X,), _normal_density),
    )
)


def define_named(fragment: Fragment, context: Context, near: str) -> list[str]:
    """Defines the function that ``fragment`` names, or calls, as what the words near it say it is."""
    found = [(parameters, body) for pattern, parameters, body in NAMED if pattern.search(near)]
    if len(found) != 1:
        return []
    try:
        node = parse(fragment.text, lambda _: True)
    except Unread:
        return []
    name = canonical(node.function if isinstance(node, s.Call) else node)
    if name is None or not name.lstrip("\\").isalpha():
        return []
    parameters, body = found[0]
    context.define(Definition(name, parameters, body(), source=near.strip()))
    return [name]
