"""A convex function lies above its tangents, and a strongly convex one by a square more."""

from __future__ import annotations

from derivcheck.engine.algebra.sums import product, total
from derivcheck.engine.inequalities.theorem import Inapplicable, Theorem
from derivcheck.terms.nodes import ONE, Apply, Call, Derivative, Number, Symbol, Term, number
from derivcheck.terms.scope import Bending

NAME = "a convex function lies above its tangents"
HALF = Number(ONE.value / 2)
DIRECTION = "·x"


def apply(there: Call, here: Call, least: Term) -> Theorem:
    """F(y) - f(x) - ∇f(x)ᵀ(y - x) - m‖y - x‖²/2 ≥ 0 where m is a lower bound of the second derivatives.

    For a convex function m is 0 (Boyd and Vandenberghe, 3.1.3 and 9.1.2).
    """
    rest = remainder(there, here)
    square = product([number(-1), HALF, least, square_of_step(there, here)])
    return Theorem(total([rest, square]), bends=((here.function, Bending(least=least)),))


def remainder(there: Call, here: Call) -> Term:
    """F(y) - f(x) - ∇f(x)ᵀ(y - x)."""
    return total([there, product([number(-1), here]), product([number(-1), _rise(there, here)])])


def square_of_step(there: Call, here: Call) -> Term:
    """‖y - x‖²."""
    step = _step(there, here)
    return Apply("dot", (step, step)) if step.shape else Apply("power", (step, number(2)))


def _rise(there: Call, here: Call) -> Term:
    (point,), step = here.arguments, _step(there, here)
    if not point.shape:
        return product([Call(here.function, (point,), (1,)), step])
    variable = Symbol(DIRECTION, point.shape)
    gradient = Derivative(variable, Call(here.function, (variable,), (0,)), point)
    return Apply("dot", (gradient, step))


def _step(there: Call, here: Call) -> Term:
    plain = all(len(call.arguments) == 1 and call.orders == (0,) and not call.shape for call in (there, here))
    if not plain or there.function != here.function or there.arguments[0].shape != here.arguments[0].shape:
        raise Inapplicable
    end, start = there.arguments[0], here.arguments[0]
    return Apply("add", (end, Apply("multiply", (number(-1), start), start.shape)), start.shape)
