"""The factors of a summand by kind: factorials below, powers with the index in the exponent, and the rest."""

from __future__ import annotations

from fractions import Fraction

from derivcheck.engine.algebra.expanding import coefficients_in
from derivcheck.engine.algebra.linear import Linear, linear
from derivcheck.engine.algebra.sums import mentions
from derivcheck.terms.nodes import ZERO, Apply, Number, Term, number


class Factors:
    """The factors of a summand, sorted: 1/k!, 1/(N - k)!, powers with k in the exponent, and the rest."""

    def __init__(self, index: str) -> None:
        self.index = index
        self.below = False
        self.above: Linear | None = None
        self.ratio: list[Term] = []
        self.others: list[Term] = []

    def take(self, factor: Term) -> bool:
        """Sorts one factor in; False where it fits nowhere."""
        if isinstance(factor, Apply) and factor.operator == "power":
            base, exponent = factor.arguments
            if isinstance(base, Apply) and base.operator == "gamma":
                return exponent == number(-1) and self._factorial(base.arguments[0])
            if not isinstance(exponent, Number):
                return self._power(base, exponent)
        if isinstance(factor, Apply) and factor.operator == "exp":
            return self._power(Apply("exp", (number(1),)), factor.arguments[0], exponential=True)
        self.others.append(factor)
        return True

    def _factorial(self, argument: Term) -> bool:
        form = linear(argument)
        if form is None:
            return False
        coefficient = form.coefficient(self.index)
        if coefficient == 1 and form.without(self.index) == Linear(Fraction(1), {}) and not self.below:
            self.below = True
            return True
        if coefficient == -1 and self.above is None:
            self.above = form.without(self.index).plus(Linear(Fraction(1), {}), Fraction(-1))
            return True
        return False

    def _power(self, base: Term, exponent: Term, *, exponential: bool = False) -> bool:
        """A power whose exponent is a multiple of the index."""
        found = coefficients_in(exponent, self.index)
        if found is None or len(found) != 2 or found[0] != ZERO or mentions(base, self.index):
            return False
        if exponential:
            self.ratio.append(Apply("exp", (found[1],)))
            return True
        if not isinstance(found[1], Number) or found[1].value.denominator != 1:
            return False
        self.ratio.append(Apply("power", (base, found[1])) if found[1] != number(1) else base)
        return True
