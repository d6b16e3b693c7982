"""Circular functions at sums with multiples of π and with inverse functions, by the addition theorems.

sin(u + kπ/12) becomes sin u and cos u with exact algebraic coefficients, sin(u + nπ) with a whole n a power of -1, and
sin(u + 2 arctan v) an algebraic function of v. Each rewriting holds wherever the first form is defined.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from derivcheck.engine.algebra.fractions import base_and_exponent
from derivcheck.engine.algebra.sums import factors_of, product, reciprocal, summands, total
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.terms.nodes import ONE, ZERO, Apply, Number, Symbol, Term, number, operators
from derivcheck.terms.scope import Domain

PI = Apply("pi", ())
HALF = Fraction(1, 2)
MOST_MULTIPLE = 6
INTEGERS = frozenset({Domain.INTEGER, Domain.NATURAL, Domain.INDEX})


@dataclass(frozen=True, slots=True)
class Turn:
    """The cosine and the sine of one angle."""

    cos: Term
    sin: Term

    def plus(self, other: Turn) -> Turn:
        """The sum of two angles."""
        minus = product([number(-1), self.sin, other.sin])
        return Turn(
            total([product([self.cos, other.cos]), minus]),
            total([product([self.sin, other.cos]), product([self.cos, other.sin])]),
        )

    def times(self, count: int) -> Turn:
        """A whole multiple of an angle."""
        step = self if count > 0 else Turn(self.cos, product([number(-1), self.sin]))
        result = step
        for _ in range(abs(count) - 1):
            result = result.plus(step)
        return result


def _root(value: int) -> Term:
    return Apply("power", (number(value), Number(HALF)))


def _scaled(factor: Fraction, *roots: int) -> Term:
    return product([Number(factor), *map(_root, roots)])


# cos(kπ/12) for k = 0, …, 6.
COSINES: tuple[Term, ...] = (
    ONE,
    total([_scaled(Fraction(1, 4), 2, 3), _scaled(Fraction(1, 4), 2)]),
    _scaled(HALF, 3),
    _scaled(HALF, 2),
    Number(HALF),
    total([_scaled(Fraction(1, 4), 2, 3), _scaled(Fraction(-1, 4), 2)]),
    ZERO,
)


def _twelfth_cosine(k: int) -> Term:
    k = min(k % 24, -k % 24)
    return COSINES[k] if k <= 6 else product([number(-1), COSINES[12 - k]])


@dataclass(slots=True)
class _Angle:
    """An angle taken apart: a rational multiple of π, a whole one, inverse functions with multiples, and the rest."""

    turns: Fraction = Fraction(0)
    whole: list[Term] = field(default_factory=list)
    inverses: list[tuple[Apply, int]] = field(default_factory=list)
    rest: list[Term] = field(default_factory=list)

    @property
    def special(self) -> bool:
        return bool(self.turns or self.whole or self.inverses)

    def turn(self) -> Turn:
        """Cosine and sine of all of it."""
        angle = total(self.rest)
        result = Turn(Apply("cos", (angle,)), Apply("sin", (angle,))) if self.rest else Turn(ONE, ZERO)
        twelfths = self.turns * 12
        if twelfths:
            result = result.plus(Turn(_twelfth_cosine(int(twelfths)), _twelfth_cosine(6 - int(twelfths))))
        for inverse, count in self.inverses:
            result = result.plus(_inverse_turn(inverse).times(count))
        if self.whole:
            sign = Apply("power", (number(-1), total(self.whole)))
            result = Turn(product([sign, result.cos]), product([sign, result.sin]))
        return result


def _inverse_turn(term: Apply) -> Turn:
    argument = term.arguments[0]
    square = Apply("power", (argument, number(2)))
    if term.operator == "arcsin":
        return Turn(Apply("power", (total([ONE, product([number(-1), square])]), Number(HALF))), argument)
    secant = Apply("power", (total([ONE, square]), Number(-HALF)))
    return Turn(secant, product([argument, secant]))


def _apart(argument: Term, bounds: Bounds) -> _Angle:
    angle = _Angle()
    for part in _distributed(argument):
        coefficient, factors = _numbers_apart(part)
        inner = product(factors)
        if factors.count(PI) == 1:
            factors.remove(PI)
            if not factors and (coefficient * 12).denominator == 1:
                angle.turns += coefficient
                continue
            if coefficient.denominator == 1 and all(_is_whole(factor, bounds) for factor in factors):
                angle.whole.append(product([Number(coefficient), *factors]))
                continue
        is_inverse = isinstance(inner, Apply) and inner.operator in ("arcsin", "arctan")
        if is_inverse and coefficient.denominator == 1 and abs(coefficient) <= MOST_MULTIPLE:
            assert isinstance(inner, Apply)  # noqa: S101 - for the type checker
            angle.inverses.append((inner, coefficient.numerator))
        else:
            angle.rest.append(part)
    return angle


def _numbers_apart(term: Term) -> tuple[Fraction, list[Term]]:
    """The numerical factors of a product, reciprocals included, and the others."""
    value, others = Fraction(1), []
    for factor in factors_of(term):
        base, exponent = base_and_exponent(factor)
        if isinstance(base, Number) and base.value and abs(exponent) <= MOST_MULTIPLE:
            value *= base.value**exponent
        else:
            others.append(factor)
    return value, others


def _distributed(argument: Term) -> list[Term]:
    """The summands of an angle, those of a number or π times a sum included."""
    found: list[Term] = []
    for part in summands(argument):
        value, factors = _numbers_apart(part)
        sums = [factor for factor in factors if isinstance(factor, Apply) and factor.operator == "add"]
        if len(sums) == 1 and (len(factors) == 1 or (PI in factors and len(factors) == 2)):
            factors.remove(sums[0])
            for summand in summands(sums[0]):
                found += _distributed(product([Number(value), *factors, summand]))
        else:
            found.append(part)
    return found


def _is_whole(term: Term, bounds: Bounds) -> bool:
    """Whether a term is surely an integer."""
    if isinstance(term, Number):
        return term.value.denominator == 1
    if isinstance(term, Symbol):
        declaration = bounds.scope.declarations.get(term.name)
        return declaration is not None and declaration.domain in INTEGERS and not term.shape
    if isinstance(term, Apply) and term.operator in ("add", "multiply"):
        return all(_is_whole(part, bounds) for part in term.arguments)
    return False


def _worth(argument: Term) -> bool:
    return not {"pi", "arcsin", "arctan"}.isdisjoint(operators(argument))


def sine(term: Apply, bounds: Bounds) -> Term:
    """The sine of an angle that holds multiples of π or inverse functions."""
    angle = _apart(term.arguments[0], bounds) if _worth(term.arguments[0]) else _Angle()
    return angle.turn().sin if angle.special else term


def cosine(term: Apply, bounds: Bounds) -> Term:
    """The cosine of such an angle."""
    angle = _apart(term.arguments[0], bounds) if _worth(term.arguments[0]) else _Angle()
    return angle.turn().cos if angle.special else term


def tangent(term: Apply, bounds: Bounds) -> Term:
    """The tangent of such an angle; a single arctan gives its argument back."""
    argument = term.arguments[0]
    if isinstance(argument, Apply) and argument.operator == "arctan":
        return argument.arguments[0]
    angle = _apart(argument, bounds) if _worth(argument) else _Angle()
    if not angle.special:
        return term
    turn = angle.turn()
    return product([turn.sin, reciprocal(turn.cos)])


# The squares of some sines and tangents, and the angles in twelfths of π.
SINES = {Fraction(0): 0, Fraction(1, 4): 2, HALF: 3, Fraction(3, 4): 4, Fraction(1): 6}
TANGENTS = {Fraction(0): 0, Fraction(1, 3): 2, Fraction(1): 3, Fraction(3): 4}


def arcsine(term: Apply, _: Bounds) -> Term:
    """The angles whose sines are known."""
    return _known_angle(term, SINES)


def arccosine(term: Apply, bounds: Bounds) -> Term:
    """Arccos u = π/2 - arcsin u."""
    return total([product([Number(HALF), PI]), product([number(-1), arcsine(Apply("arcsin", term.arguments), bounds)])])


def arctangent(term: Apply, bounds: Bounds) -> Term:
    """The angles whose tangents are known, and arctan(1/u) = π/2 - arctan u for positive u."""
    argument = term.arguments[0]
    if isinstance(argument, Apply) and argument.operator == "power" and argument.arguments[1] == number(-1):
        base = argument.arguments[0]
        if bounds.positive(base):
            return total([product([Number(HALF), PI]), product([number(-1), Apply("arctan", (base,))])])
    return _known_angle(term, TANGENTS)


def _known_angle(term: Apply, table: dict[Fraction, int]) -> Term:
    signed = _signed_square(term.arguments[0])
    if signed is None or abs(signed) not in table:
        return term
    twelfths = table[abs(signed)] * (1 if signed > 0 else -1)
    return product([Number(Fraction(twelfths, 12)), PI]) if twelfths else ZERO


def _signed_square(term: Term) -> Fraction | None:
    """The square of a product of numbers and their square roots, with the sign of the product."""
    square = Fraction(1)
    for factor in factors_of(term):
        if isinstance(factor, Number):
            square *= factor.value * abs(factor.value)
            continue
        if not (isinstance(factor, Apply) and factor.operator == "power"):
            return None
        base, exponent = factor.arguments
        if not (isinstance(base, Number) and isinstance(exponent, Number)) or base.value <= 0:
            return None
        if exponent.value.denominator > 2 or abs(exponent.value) > 3:
            return None
        square *= base.value ** int(2 * exponent.value)
    return square
