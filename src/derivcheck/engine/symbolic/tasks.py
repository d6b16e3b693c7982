"""What SymPy is asked; these functions run in the worker, and SymPy is imported nowhere else."""

from __future__ import annotations

from collections.abc import Mapping

import sympy
from sympy.integrals.manualintegrate import manualintegrate

from derivcheck.engine.symbolic.opinion import refutes, upholds
from derivcheck.terms.nodes import Limit, Term
from derivcheck.terms.scope import Declaration
from derivcheck.terms.sympy_form import UNABLE, Lowering

Declarations = Mapping[str, Declaration]

__all__ = ["antiderivative", "difference_vanishes", "limit", "refutes", "upholds"]


def antiderivative(body: Term, variable: str, declarations: Declarations) -> Term | None:
    """An antiderivative of ``body``, or None where SymPy finds none in elementary terms."""
    lowering = Lowering(declarations)
    try:
        integrand, by = lowering.of(body), lowering.symbol(variable)
        for integrate in (manualintegrate, sympy.integrate):
            found = integrate(integrand, by).replace(sympy.Piecewise, _in_general)
            if not found.has(sympy.Integral, sympy.Piecewise):
                return lowering.raised(found)
    except UNABLE:
        return None
    return None


def _in_general(*branches: tuple[sympy.Expr, sympy.Basic]) -> sympy.Expr:
    """What an antiderivative is but for special values of parameters; whether it is one, the kernel checks."""
    expression, condition = branches[0]
    return expression if isinstance(condition, sympy.Ne) else sympy.Piecewise(*branches)


def limit(term: Limit, declarations: Declarations) -> Term | None:
    """The finite value of a limit, or None."""
    lowering = Lowering(declarations)
    try:
        found = lowering.of(term).doit()
        return None if found.has(sympy.oo, sympy.zoo, sympy.nan, sympy.Limit) else lowering.raised(found)
    except UNABLE:
        return None


def difference_vanishes(left: Term, right: Term, declarations: Declarations) -> bool | None:
    """Whether SymPy finds that the sides are equal: True, False where their difference is a number, else None."""
    lowering = Lowering(declarations)
    try:
        difference = (lowering.of(left) - lowering.of(right)).doit()
        simplified = sympy.simplify(difference)
    except UNABLE:
        return None
    if simplified == 0:
        return True
    return False if simplified.is_number and simplified.is_zero is False else None
