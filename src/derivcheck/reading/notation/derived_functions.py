"""Named functions that are others in disguise: reciprocals, their inverses, erfc, double factorials."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from derivcheck.reading import syntax as s
from derivcheck.reading.elaborator import Elaborator, unsupported
from derivcheck.terms import build
from derivcheck.terms.nodes import ONE, Apply, Number, Term, number

LARGEST_FACTORIAL = 200


def _reciprocal(term: Term) -> Term:
    return Apply("power", (term, number(-1)), term.shape)


def _reciprocal_of(operator: str) -> Callable[[Elaborator, Term], Term]:
    return lambda _, argument: _reciprocal(build.elementwise(operator, argument))


def _of_reciprocal(operator: str) -> Callable[[Elaborator, Term], Term]:
    return lambda _, argument: build.elementwise(operator, _reciprocal(argument))


def _arccot(e: Elaborator, argument: Term) -> Term:
    e.note(r"\operatorname{arccot} x", "π/2 - arctan x")
    right_angle = build.scale(Number(Fraction(1, 2)), Apply("pi", ()))
    return build.add((right_angle, build.negate(build.elementwise("arctan", argument))), e.sizes)


def _erfc(e: Elaborator, argument: Term) -> Term:
    return build.add((ONE, build.negate(build.elementwise("erf", argument))), e.sizes)


DERIVED: dict[str, Callable[[Elaborator, Term], Term]] = {
    "cot": _reciprocal_of("tan"),
    "sec": _reciprocal_of("cos"),
    "csc": _reciprocal_of("sin"),
    "coth": _reciprocal_of("tanh"),
    "sech": _reciprocal_of("cosh"),
    "csch": _reciprocal_of("sinh"),
    "arcsec": _of_reciprocal("arccos"),
    "arccsc": _of_reciprocal("arcsin"),
    "arcoth": _of_reciprocal("artanh"),
    "arsech": _of_reciprocal("arcosh"),
    "arcsch": _of_reciprocal("arsinh"),
    "arccot": _arccot,
    "erfc": _erfc,
}


def factorial_of(term: Term) -> Term:
    """N! as Γ(n + 1)."""
    return Apply("gamma", (Apply("add", (term, ONE)),))


def factorial(e: Elaborator, node: s.Function) -> Term:
    """The factorial."""
    return factorial_of(e.scalar(node.argument, "a factorial"))


def double_factorial(e: Elaborator, node: s.Function) -> Term:
    """(2k)!! = 2^k k! and (2k + 1)!! = (2k + 1)!/(2^k k!); of a number, the product itself."""
    argument = e.scalar(node.argument, "a double factorial")
    if isinstance(argument, Number):
        return _numeric(argument.value, node)
    twos = [part for part in _parts(argument) if not isinstance(part, Number)]
    constant = sum((part.value for part in _parts(argument) if isinstance(part, Number)), Fraction(0))
    halves = [_half(part) for part in twos]
    if constant.denominator != 1 or any(half is None for half in halves):
        raise unsupported(node, "the double factorial of what may be even or odd")
    odd = constant.numerator % 2
    k = build.add((*(half for half in halves if half is not None), number((constant.numerator - odd) // 2)), e.sizes)
    even = build.scale(build.power(number(2), k, e.sizes), factorial_of(k))
    return build.divide(factorial_of(argument), even, e.sizes) if odd else even


def _parts(term: Term) -> tuple[Term, ...]:
    return term.arguments if isinstance(term, Apply) and term.operator == "add" else (term,)


def _half(term: Term) -> Term | None:
    """Half of an even multiple, else None."""
    if not (isinstance(term, Apply) and term.operator == "multiply" and isinstance(term.arguments[0], Number)):
        return None
    half = term.arguments[0].value / 2
    return Apply("multiply", (Number(half), *term.arguments[1:])) if half.denominator == 1 else None


def _numeric(value: Fraction, node: s.Node) -> Term:
    if value.denominator != 1 or not -1 <= value <= LARGEST_FACTORIAL:
        raise unsupported(node, "this double factorial")
    product = 1
    for factor in range(int(value), 0, -2):
        product *= factor
    return number(product)
