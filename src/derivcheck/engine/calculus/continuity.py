"""Whether a function of one variable can jump where it is differentiable on both sides.

The fundamental theorem needs an antiderivative without jumps: arctan(tan(x)) has the derivative 1 and is no
antiderivative of it across π/2. Quotients of analytic functions have poles and removable gaps only, and at a pole of
the antiderivative the integral does not exist, so that nothing is claimed.
"""

from __future__ import annotations

from derivcheck.engine.algebra.sums import mentions
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.terms.nodes import Apply, Call, Number, Symbol, Term, walk

ENTIRE = frozenset({"exp", "sin", "cos", "sinh", "cosh", "tanh", "arctan", "arsinh", "erf"})
"""Functions that are analytic on the whole real line."""

FIELD = frozenset({"add", "multiply"})


def is_jump_free(term: Term, variable: str, bounds: Bounds) -> bool:
    """Whether ``term`` surely has no jump as a function of ``variable``."""
    return _Continuity(variable, bounds).jump_free(term)


def is_smooth(term: Term, variable: str, bounds: Bounds) -> bool:
    """Whether ``term`` surely has derivatives of all orders everywhere as a function of ``variable``.

    Unknown functions are smooth; quotients of them may have jumps all the same.
    """
    return _Continuity(variable, bounds).smooth(term)


class _Continuity:
    def __init__(self, variable: str, bounds: Bounds) -> None:
        self.variable = variable
        self.bounds = bounds

    def smooth(self, term: Term) -> bool:
        """Whether the term is smooth wherever its constants are defined."""
        return self._regular(term, with_unknowns=True)

    def analytic(self, term: Term) -> bool:
        """Whether the term is analytic wherever its constants are defined."""
        return self._regular(term, with_unknowns=False)

    def _regular(self, term: Term, *, with_unknowns: bool) -> bool:
        if not mentions(term, self.variable) or isinstance(term, Symbol):
            return True
        if not isinstance(term, (Apply, Call)):
            return False
        inner = all(self._regular(argument, with_unknowns=with_unknowns) for argument in term.arguments)
        if isinstance(term, Call):
            return inner and with_unknowns
        if term.operator in FIELD or term.operator in ENTIRE:
            return inner
        if term.operator == "power":
            base, exponent = term.arguments
            whole = isinstance(exponent, Number) and exponent.value.denominator == 1 and exponent.value >= 0
            return inner and (whole or self.bounds.positive(base))
        return term.operator == "log" and inner and self.bounds.positive(term.arguments[0])

    def meromorphic(self, term: Term) -> bool:
        """Whether the term is a quotient of analytic functions."""
        if self.analytic(term):
            return True
        if not isinstance(term, Apply):
            return False
        if term.operator in FIELD:
            return all(map(self.meromorphic, term.arguments))
        if term.operator == "tan":
            return self.analytic(term.arguments[0])
        exponent = term.arguments[-1]
        whole = isinstance(exponent, Number) and exponent.value.denominator == 1
        return term.operator == "power" and whole and self.meromorphic(term.arguments[0])

    def jump_free(self, term: Term) -> bool:
        """A sum of products of quotients, logarithms of quotients, and roots of what is affine."""
        if self.meromorphic(term) or self.smooth(term):
            return True
        if not isinstance(term, Apply):
            return False
        if term.operator in FIELD and not any(isinstance(part, Call) for part in walk(term)):
            return all(map(self.jump_free, term.arguments))
        if term.operator == "log":
            inner = term.arguments[0]
            if isinstance(inner, Apply) and inner.operator == "abs":
                inner = inner.arguments[0]
            return self.meromorphic(inner)
        if term.operator == "power":
            # A root of what is affine has its domain on one side of its branch point only.
            return self._affine(term.arguments[0]) and not mentions(term.arguments[1], self.variable)
        return False

    def _affine(self, term: Term) -> bool:
        if not mentions(term, self.variable) or isinstance(term, Symbol):
            return True
        if not isinstance(term, Apply) or term.operator not in FIELD:
            return False
        varying = [argument for argument in term.arguments if mentions(argument, self.variable)]
        return (term.operator == "add" or len(varying) == 1) and all(map(self._affine, varying))
