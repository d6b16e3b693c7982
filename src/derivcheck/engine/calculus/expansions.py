r"""Expansions with orders of magnitude, such as ``f(x) = f(0) + f'(0) x + O(x^2)``, as questions about derivatives.

The left side is contained in the right: with all orders taken away, the difference of the sides vanishes at the point
to the order that the right side leaves open, and so does every order on the left. A function with continuous
derivatives vanishes to order m exactly where its derivatives below m are 0 (Taylor); so each coefficient is an
ordinary question, and the sides must be smooth at the point.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import factorial

from derivcheck.engine.algebra.normal import raised
from derivcheck.engine.algebra.sums import flat_factors, mentions, product, simplest, summands, total
from derivcheck.engine.calculus.uniformity import divisors, is_nonzero
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.engine.question import Question
from derivcheck.terms.nodes import (
    ONE,
    ZERO,
    Apply,
    Derivative,
    Integral,
    Number,
    Reduce,
    Symbol,
    Term,
    free_symbols,
    number,
    operators,
    walk,
)
from derivcheck.terms.substitution import substitute

ORDERS = frozenset({"big-o", "little-o"})
MOST_ORDER = 7


class NoExpansion(Exception):  # noqa: N818 - a bound that was met, not an error
    """The step is no expansion that can be decided; ``reason`` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Side:
    """A side without its orders, and what stands inside each of them, with its factors."""

    main: Term
    orders: tuple[tuple[str, Term], ...] = ()


def is_expansion(question: Question) -> bool:
    """Whether an order of magnitude stands in either side."""
    return not ORDERS.isdisjoint(question.operators)


def coefficients(question: Question) -> tuple[Question, ...]:
    """The questions whose answers together decide an expansion, the lowest order first; raises NoExpansion."""
    if question.relation != "=" or question.left.shape != ():
        raise NoExpansion("an order of magnitude in what is no equation between numbers")
    variable, point = _approach((question.left, question.right))
    left, right = _split(question.left), _split(question.right)
    if not right.orders:
        raise NoExpansion("an order of magnitude on the left side alone")
    allowed = [(kind, _degree(inside)) for kind, inside in right.orders]
    wanted = min(degree + (kind == "little-o") for kind, degree in allowed)
    strict = any(kind == "little-o" for kind, degree in allowed if degree + (kind == "little-o") == wanted)
    claims = [(left.main, right.main, wanted)]
    # o(x^m) on the left fits into o(x^m) on the right.
    inner = [(inside, wanted - (kind == "little-o" and strict)) for kind, inside in left.orders]
    claims += [(inside, ZERO, order) for inside, order in inner if (_half_degree(inside) or 0) < order]
    return tuple(
        question_
        for first, second, order in claims
        for question_ in vanishing(question, (first, second), (variable, point), order)
    )


def _approach(sides: Iterable[Term]) -> tuple[Symbol, Term]:
    """The variable of all orders and the point that it goes to."""
    found = {
        part.arguments[1:]
        for side in sides
        for part in walk(side)
        if isinstance(part, Apply) and part.operator in ORDERS
    }
    if len(found) != 1:
        raise NoExpansion("orders of magnitude of different variables")
    variable, point = found.pop()
    if not isinstance(variable, Symbol) or mentions(point, variable.name):
        raise NoExpansion("an order of magnitude at a point that moves")
    return variable, point


def _split(term: Term) -> Side:
    """The part of ``term`` without orders, and its orders."""
    if ORDERS.isdisjoint(operators(term)):
        return Side(term)
    if not isinstance(term, Apply):
        raise NoExpansion("an order of magnitude inside another notation")
    if term.operator in ORDERS:
        return Side(ZERO, ((term.operator, term.arguments[0]),))
    if term.operator == "add":
        sides = [_split(part) for part in term.arguments]
        return Side(total([side.main for side in sides]), tuple(order for side in sides for order in side.orders))
    if term.operator == "multiply":
        result = Side(ONE)
        for part in term.arguments:
            result = _product(result, _split(part))
        return result
    if term.operator == "power" and term.arguments[1] == number(2):
        base = _split(term.arguments[0])
        return _product(base, base)
    raise NoExpansion("a function of an order of magnitude")


def _product(first: Side, second: Side) -> Side:
    orders = [(kind, product([first.main, inside])) for kind, inside in second.orders]
    orders += [(kind, product([inside, second.main])) for kind, inside in first.orders]
    for kind, inside in first.orders:
        for other, factor in second.orders:
            orders.append(("little-o" if "little-o" in (kind, other) else "big-o", product([inside, factor])))
    return Side(product([first.main, second.main]), tuple(order for order in orders if order[1] != ZERO))


def _degree(inside: Term) -> int:
    """The order to which a power of x - a, |x - a| or a norm vanishes; nothing else bounds anything here."""
    found = _half_degree(inside)
    if found is None or found.denominator != 1:
        raise NoExpansion("an order of magnitude with factors of its own")
    return int(found)


def _half_degree(inside: Term) -> Fraction | None:
    if isinstance(inside, Symbol):
        return Fraction(1)
    if not isinstance(inside, Apply):
        return None
    arguments = inside.arguments
    if inside.operator == "multiply":
        rest = [part for part in arguments if not isinstance(part, Number)]
        return _half_degree(rest[0]) if len(rest) == 1 else None
    if inside.operator == "power" and isinstance(arguments[1], Number):
        base = _half_degree(arguments[0])
        return None if base is None else base * arguments[1].value
    if inside.operator == "dot":
        return Fraction(2)
    if inside.operator == "abs":
        return _half_degree(arguments[0])
    return Fraction(1) if inside.operator == "add" else None


def vanishing(
    question: Question, sides: tuple[Term, Term], approach: tuple[Symbol, Term], order: int
) -> Iterator[Question]:
    """That the sides have the same coefficients below ``order``; raises NoExpansion where they may have none."""
    variable, point = approach
    if variable.shape:
        # A vector h is followed along all lines through 0, as t·h.
        length = Symbol(f"along {variable.name}")
        along = Apply("multiply", (length, variable), variable.shape)
        sides = (substitute(sides[0], {variable.name: along}), substitute(sides[1], {variable.name: along}))
        variable, point = length, ZERO
    times = max(_denominator(side, variable, point) for side in sides)
    sides = (_multiplied(sides[0], variable, point, times), _multiplied(sides[1], variable, point, times))
    order += times
    if order > MOST_ORDER:
        raise NoExpansion(f"an expansion beyond order {MOST_ORDER}")
    bounds = Bounds(question.scope)
    known = frozenset(divisors((question.left, question.right)))
    for side in sides:
        _require_smooth(side, variable, point, bounds)
        _require_defined(side, variable, point, (known, bounds))
    for k in range(max(order, 0)):
        left, right = (_coefficient(side, variable, point, k) for side in sides)
        yield replace(question, left=left, right=right)


def _exponent(factor: Term, variable: Symbol, point: Term) -> int:
    """How often ``factor`` holds x - a as a factor; negative where it divides by it."""
    base, exponent = factor, 1
    if isinstance(factor, Apply) and factor.operator == "power" and isinstance(factor.arguments[1], Number):
        if factor.arguments[1].value.denominator != 1:
            return 0
        base, exponent = factor.arguments[0], factor.arguments[1].value.numerator
    is_difference = isinstance(base, Apply) and base.operator == "add" and mentions(base, variable.name)
    same = base == variable if point == ZERO else is_difference and _half_degree(base) == 1 and _goes_to(base, point)
    return exponent if same else 0


def _goes_to(base: Term, point: Term) -> bool:
    """Whether ``base`` is x - a for the point a."""
    other = base.arguments[-1] if isinstance(base, Apply) else base
    minus = number(-1)
    negative = Number(-point.value) if isinstance(point, Number) else Apply("multiply", (minus, point))
    return isinstance(base, Apply) and len(base.arguments) == 2 and other == negative


def _denominator(term: Term, variable: Symbol, point: Term) -> int:
    """The power of x - a that has to be cleared for every summand to be defined at a."""
    return max(
        -sum(min(_exponent(factor, variable, point), 0) for factor in flat_factors(part)) for part in summands(term)
    )


def _multiplied(term: Term, variable: Symbol, point: Term, times: int) -> Term:
    """(x - a)^times · ``term``, with its denominators cancelled."""
    if not times:
        return term
    difference: Term = variable if point == ZERO else total([variable, product([number(-1), point])])
    parts = []
    for part in summands(term):
        count = times + sum(_exponent(factor, variable, point) for factor in flat_factors(part))
        rest = [factor for factor in flat_factors(part) if not _exponent(factor, variable, point)]
        parts.append(product([*rest, *([raised(difference, Fraction(count))] if count else [])]))
    return total(parts)


def _coefficient(term: Term, variable: Symbol, point: Term, order: int) -> Term:
    """The coefficient of (x - a)^order in the expansion of ``term``."""
    if order == 0:
        return substitute(term, {variable.name: point})
    if not mentions(term, variable.name):
        return ZERO
    for _ in range(order - 1):
        term = Derivative(variable, term, variable)
    derivative = Derivative(variable, term, point)
    return product([number(Fraction(1, factorial(order))), derivative])


SMOOTH = frozenset({"add", "multiply", "hadamard", "matmul", "dot", "transpose", "trace", "index", "stack", "diagonal"})
ENTIRE = frozenset({"exp", "sin", "cos", "sinh", "cosh", "tanh", "arctan", "arsinh", "constant", "identity"})
# Where these have no value, neither side has one; where they have one, they are smooth.
SMOOTH_WHERE_DEFINED = frozenset({"log", "tan", "inverse", "determinant"})
INSIDE_ONE = frozenset({"arcsin", "arccos", "artanh"})


def _require_smooth(term: Term, variable: Symbol, point: Term, bounds: Bounds) -> None:
    """Raises NoExpansion unless ``term`` has derivatives of every order near the point."""
    for part in walk(term):
        if not mentions(part, variable.name):
            continue
        if isinstance(part, Integral) or (isinstance(part, Reduce) and part.operator not in ("sum", "product")):
            raise NoExpansion("an expansion of an integral or a maximum")
        if isinstance(part, Apply):
            arguments = tuple(substitute(argument, {variable.name: point}) for argument in part.arguments)
            if not _is_smooth(part.operator, arguments, bounds):
                raise NoExpansion(f"an expansion at a point where {part.operator} may not be smooth")


def _require_defined(term: Term, variable: Symbol, point: Term, units: tuple[frozenset[Term], Bounds]) -> None:
    """Raises NoExpansion if ``term`` may divide by 0 at the point alone: e^(-1/x²), and a/(a + x) at a = 0."""
    for base in divisors([term], perhaps=True):
        if mentions(base, variable.name):
            value = simplest(substitute(base, {variable.name: point}))
            interval = units[1].of(value)
            if interval.low == interval.high == 0 or (free_symbols(value) and not is_nonzero(value, *units)):
                raise NoExpansion("an expansion of a fraction whose denominator may vanish at the point")


def _is_smooth(operator: str, arguments: tuple[Term, ...], bounds: Bounds) -> bool:
    if operator in SMOOTH | ENTIRE | SMOOTH_WHERE_DEFINED:
        return True
    inner = bounds.of(arguments[0])
    if operator == "power":
        exponent = arguments[1]
        return (isinstance(exponent, Number) and exponent.value.denominator == 1) or inner.positive
    if operator == "abs":
        return inner.positive or inner.negative
    if operator in INSIDE_ONE:
        return inner.low is not None and inner.high is not None and -1 < inner.low <= inner.high < 1
    return False
