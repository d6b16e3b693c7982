"""Named functions that are convex or concave, and where."""

from __future__ import annotations

from derivcheck.engine.inequalities.increasing import ARGUMENT
from derivcheck.engine.inequalities.theorem import Inapplicable
from derivcheck.terms.nodes import ONE, Apply, Number, Term


def curvature(function: Term, argument: Term) -> tuple[int, tuple[Term, ...], tuple[Term, ...]]:
    """1 for a convex function of ARGUMENT, -1 for a concave one; what has to be positive, and what not negative.

    Each has a second derivative of one sign there, but for |t|, which is a maximum of linear functions.
    """
    match function:
        case Apply("exp" | "abs" | "cosh", (inner,)) if inner == ARGUMENT:
            return 1, (), ()
        case Apply("log", (inner,)) if inner == ARGUMENT:
            return -1, (argument,), ()
        case Apply("log", (Apply("add", (one, Apply("exp", (inner,)))),)) if inner == ARGUMENT and one == ONE:
            return 1, (), ()
        case Apply("multiply", (inner, Apply("log", (other,)))) if inner == other == ARGUMENT:
            return 1, (argument,), ()
        case Apply("power", (inner, Number(value=exponent))) if inner == ARGUMENT:
            if exponent > 0 and exponent % 2 == 0:
                return 1, (), ()
            if exponent < 0:
                return 1, (argument,), ()
            return (1 if exponent >= 1 else -1), (), (argument,)
    raise Inapplicable


def named(term: Term) -> tuple[Term, Term] | None:
    """A function of ARGUMENT that is convex or concave, and what it is taken of; None for any other term."""
    match term:
        case Apply("log", (Apply("add", (one, Apply("exp", (inner,)))),)) if one == ONE:
            return Apply("log", (Apply("add", (ONE, Apply("exp", (ARGUMENT,)))),)), inner
        case Apply("exp" | "log" | "abs" | "cosh", (inner,)):
            return Apply(term.operator, (ARGUMENT,)), inner
        case Apply("power", (inner, Number(value=exponent))) if exponent not in (0, 1) and not inner.shape:
            return Apply("power", (ARGUMENT, Number(exponent))), inner
    return None
