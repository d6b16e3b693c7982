"""What must hold for both sides of a step to be defined, as a person would write it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from derivcheck.engine.bounds import Bounds
from derivcheck.terms.latex import to_latex
from derivcheck.terms.nodes import Apply, Number, Symbol, Term, number
from derivcheck.terms.scope import Scope, Trait

INVERTIBLE = frozenset({Trait.INVERTIBLE, Trait.POSITIVE_DEFINITE, Trait.ORTHOGONAL})


def conditions(terms: Iterable[Term], assumed: Iterable[Term], scope: Scope) -> tuple[str, ...]:
    """Denominators that may vanish, inverses that may not exist, and ``assumed``, whose logarithms the step takes."""
    bounds = Bounds(scope)
    found: dict[str, None] = {}
    for term in terms:
        for part in _visible(term):
            condition = _condition(part, bounds, scope)
            if condition:
                found.setdefault(condition)
    for term in assumed:
        found.setdefault(_positive(term))
    return tuple(found)


def _positive(term: Term) -> str:
    """1 - |w| is positive where |w| < 1."""
    match term:
        case Apply(operator="add", arguments=(first, Apply(operator="multiply", arguments=(second, size)))):
            if (first, second) == (number(1), number(-1)) and isinstance(size, Apply) and size.operator == "abs":
                return f"{to_latex(size)} < 1"
    return f"{to_latex(term)} > 0"


def _visible(term: Term) -> Iterator[Term]:
    """The operators of a term outside sums, derivatives and arrays, whose conditions would need a quantifier."""
    stack = [term]
    while stack:
        part = stack.pop()
        if isinstance(part, Apply):
            yield part
            stack.extend(part.arguments)


def _condition(part: Term, bounds: Bounds, scope: Scope) -> str:
    if not isinstance(part, Apply):
        return ""
    argument = part.arguments[0] if part.arguments else None
    if argument is None or isinstance(argument, Number):
        return ""
    if part.operator == "power" and isinstance(part.arguments[1], Number) and part.shape == ():
        return _power_condition(argument, part.arguments[1], bounds)
    if part.operator == "log" and not bounds.of(argument).positive:
        return f"{to_latex(argument)} > 0"
    if part.operator == "inverse" and isinstance(argument, Symbol):
        declaration = scope.declarations.get(argument.name)
        return "" if declaration and declaration.traits & INVERTIBLE else f"{argument.name} invertible"
    return ""


def _power_condition(base: Term, exponent: Number, bounds: Bounds) -> str:
    interval = bounds.of(base)
    if exponent.value < 0 and not (interval.positive or interval.negative):
        return _separated(base)
    if exponent.value.denominator == 2 and not interval.nonnegative:
        return rf"{to_latex(base)} \ge 0"
    return ""


def _separated(base: Term) -> str:
    """``x - 1`` is not 0 where x ≠ 1."""
    if isinstance(base, Apply) and base.operator == "add" and len(base.arguments) == 2:
        left, right = base.arguments
        if isinstance(left, Symbol) and isinstance(right, Number):
            return rf"{left.name} \ne {to_latex(Number(-right.value))}"
    return rf"{to_latex(base)} \ne 0"
