"""Switches resolved: |·|, max, min, sign, comparisons and cases, where the signs of what they compare are known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import Enum
from fractions import Fraction

from derivcheck.engine.algebra.polynomials import Factored, NotPolynomial, Polynomial, factored
from derivcheck.engine.algebra.sums import product, total
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.terms.nodes import (
    ONE,
    ZERO,
    Apply,
    Array,
    Derivative,
    Integral,
    Number,
    Reduce,
    Symbol,
    Term,
    free_symbols,
    number,
    operators,
    rebuild,
)
from derivcheck.terms.substitution import substitute

SWITCHES = frozenset({"abs", "max", "min", "sign", "less", "at-most", "equal", "different", "cases"})
JUMPS = frozenset({"sign", "less", "at-most", "equal", "different", "cases"})
UNDEFINED = Apply("power", (ZERO, number(-1)))
"""Stands for a term without a value: one over nothing."""

Signs = dict[Polynomial, tuple[int, bool]]
"""The signs of irreducible polynomials on a region, and whether they are strict."""


class Undecided(Exception):  # noqa: N818 - a question, not an error
    """The sign of ``factor`` is needed; where ``hard``, also whether it is 0."""

    def __init__(self, factor: Polynomial, *, hard: bool) -> None:
        super().__init__()
        self.factor = factor
        self.hard = hard


class Unresolvable(Exception):  # noqa: N818 - a bound that was met, not an error
    """A switch that regions cannot resolve; ``what`` says what a proof would need."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class KinkSide(Enum):
    """From which side a derivative at a kink is taken."""

    RIGHT = 1
    LEFT = -1


def is_undefined(term: Term) -> bool:
    """Whether a term without switches surely has no value: some part of it, outside sums, stands for none."""
    if term == UNDEFINED:
        return True
    if isinstance(term, Apply):
        return any(map(is_undefined, term.arguments))
    return is_undefined(term.body) if isinstance(term, Derivative) else False


class Resolver:
    """Replaces the switches of a term under known signs; raises Undecided where one more sign is needed."""

    def __init__(self, signs: Signs, bounds: Bounds) -> None:
        self.signs = signs
        self.bounds = bounds
        self.kinks: set[Term] = set()
        self.points: dict[str, Term] = {}
        self.side: KinkSide | None = None

    def of(self, term: Term, side: KinkSide | None = None) -> Term:
        """``term`` without switches; a switch at a kink stays where no ``side`` is given."""
        self.side = side
        return self._of(term)

    def _of(self, term: Term) -> Term:
        found = operators(term)
        if SWITCHES.isdisjoint(found) and "power" not in found:
            return term
        rooted = _root_of_square(term)
        if rooted is not None:
            return self._switch("abs", (self._of(rooted),))
        if isinstance(term, Derivative):
            return self._derivative(term)
        if isinstance(term, (Reduce, Array, Integral)):
            if JUMPS.isdisjoint(found):
                return term
            raise Unresolvable("cases that depend on real values")
        if not isinstance(term, Apply) or term.operator not in SWITCHES:
            return rebuild(term, self._of)
        if term.operator == "cases":
            return self._cases(term)
        if any(argument.shape for argument in term.arguments):
            raise Unresolvable("cases that depend on the entries of an array")
        return self._switch(term.operator, tuple(map(self._of, term.arguments)))

    def _derivative(self, term: Derivative) -> Term:
        point = self._of(term.point)
        if term.variable.shape or term.entry is not None:
            raise Unresolvable("a derivative by an array at the points where the cases change")
        before = self.points.get(term.variable.name)
        self.points[term.variable.name] = substitute(point, self.points)
        try:
            body = self._of(term.body)
        finally:
            if before is None:
                del self.points[term.variable.name]
            else:
                self.points[term.variable.name] = before
        return Derivative(term.variable, body, point)

    def _cases(self, term: Apply) -> Term:
        """The first value whose condition holds; only the conditions before it need to be known."""
        for condition, value in zip(term.arguments[::2], term.arguments[1::2], strict=False):
            truth = self._of(condition)
            holds = self._truth(truth)
            if holds is None:
                return Apply("cases", tuple(map(self._of, term.arguments)), term.shape)
            if holds:
                return self._of(value)
        return self._of(term.arguments[-1]) if len(term.arguments) % 2 else UNDEFINED

    def _truth(self, condition: Term) -> bool | None:
        """Whether a resolved condition holds; None at a kink that stays."""
        if not SWITCHES.isdisjoint(operators(condition)):
            return None
        content, factors = parts(condition)
        if factors:
            raise Unresolvable("a condition that is no comparison")
        return content != 0

    def _switch(self, operator: str, arguments: tuple[Term, ...]) -> Term:
        if len(arguments) == 2 and _increasing(*arguments):
            # Exponentials compare as their exponents do, and so on.
            first, second = (argument for argument in arguments if isinstance(argument, Apply))
            chosen = self._switch(operator, (first.arguments[0], second.arguments[0]))
            is_extremum = operator in ("max", "min")
            return replace(first, arguments=(chosen, *first.arguments[1:])) if is_extremum else chosen
        if operator in ("max", "min"):
            best = arguments[0]
            for other in arguments[1:]:
                sign = self._sign(total([best, product([number(-1), other])]), hard=False)
                if sign is None:
                    return Apply(operator, arguments)
                best = best if (sign >= 0) == (operator == "max") else other
            return best
        guard = arguments[0] if len(arguments) == 1 else total([arguments[1], product([number(-1), arguments[0]])])
        sign = self._sign(guard, hard=operator != "abs")
        if sign is None:
            return Apply(operator, arguments)
        if operator == "abs":
            return product([number(sign), arguments[0]]) if sign != 1 else arguments[0]
        return number(sign) if operator == "sign" else HOLDS[operator](sign)

    def _sign(self, guard: Term, *, hard: bool) -> int | None:
        """The sign of a guard; inside a derivative, at the point; None at a kink that stays."""
        bound = [name for name in self.points if any(s.name == name for s in free_symbols(guard))]
        if not bound:
            return self.sign_of(guard, hard=hard)
        sign = self.sign_of(substitute(guard, self.points), hard=True)
        if sign:
            return sign
        slope = self._slope(guard, bound)
        self.kinks.add(guard)
        return None if self.side is None else slope * self.side.value

    def _slope(self, guard: Term, bound: list[str]) -> int:
        """The sign of the rate at which a guard passes through 0, where it is linear in one bound variable."""
        found = _factored(guard)
        kernel = Symbol(bound[0])
        moving = [(f, e) for f, e in found.factors if kernel in free_symbols(f.term())]
        slope = moving[0][0].slope(kernel) if len(moving) == 1 and moving[0][1] == 1 else None
        if len(bound) == 1 and slope is not None:
            sign = self.sign_of(slope, hard=True) * (1 if found.number > 0 else -1)
            for factor, exponent in found.factors:
                sign *= 1 if factor is moving[0][0] else self._factor_sign(factor, hard=True) ** abs(exponent)
            if sign:
                return sign
        raise Unresolvable("the derivative at points where the cases change")

    def sign_of(self, guard: Term, *, hard: bool) -> int:
        """The sign of a scalar; where not ``hard``, 1 and -1 may stand for 0 too."""
        found = _factored(guard)
        sign = (found.number > 0) - (found.number < 0)
        for factor, exponent in found.factors:
            own = self._factor_sign(factor, hard=hard)
            sign *= own if exponent % 2 else own * own
        return sign

    def _factor_sign(self, factor: Polynomial, *, hard: bool) -> int:
        known = self.signs.get(factor)
        if known is not None and (known[1] or not hard):
            return known[0]
        interval = self.bounds.of(factor.term())
        if interval.positive or (not hard and interval.nonnegative):
            return 1
        if interval.negative or (not hard and interval.negated().nonnegative):
            return -1
        found = definite(factor)
        if found:
            return found
        raise Undecided(factor, hard=hard)


def parts(term: Term) -> tuple[Fraction, list[Polynomial]]:
    """A number and the different irreducible factors of ``term``."""
    found = _factored(term)
    return found.number, [factor for factor, _ in found.factors]


def _factored(term: Term) -> Factored:
    try:
        return factored(term)
    except NotPolynomial:
        reason = "smaller conditions"
        raise Unresolvable(reason) from None


def _root_of_square(term: Term) -> Term | None:
    """U of √(u²), which is |u|."""
    match term:
        case Apply("power", (Apply("power", (base, Number(value=square)), ()), Number(value=half))):
            return base if square == 2 and half == Fraction(1, 2) else None
    return None


def _increasing(left: Term, right: Term) -> bool:
    """Whether both terms are the same increasing function, each of its own argument."""
    if not (isinstance(left, Apply) and isinstance(right, Apply)) or left.operator != right.operator:
        return False
    if left.operator == "power":
        return left.arguments[1:] == right.arguments[1:] == (Number(Fraction(1, 2)),)
    return left.operator in ("exp", "log")


def definite(factor: Polynomial) -> int:
    """The sign of a quadratic polynomial without real roots, else 0."""
    if len(factor.kernels) != 1:
        return 0
    coefficients = factor.coefficients(factor.kernels[0])
    if coefficients is None or len(coefficients) != 3:
        return 0
    c, b, a = coefficients
    return ((a > 0) - (a < 0)) if b * b < 4 * a * c else 0


# By the sign of the right side less the left.
HOLDS: Mapping[str, Callable[[int], Term]] = {
    "less": lambda sign: ONE if sign > 0 else ZERO,
    "at-most": lambda sign: ONE if sign >= 0 else ZERO,
    "equal": lambda sign: ONE if sign == 0 else ZERO,
    "different": lambda sign: ONE if sign else ZERO,
}
