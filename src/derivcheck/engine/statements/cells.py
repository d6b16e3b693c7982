"""Sign conditions on polynomials in one variable, decided exactly on the cells between their real roots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

import flint
from flint import arb, fmpq, fmpz, fmpz_poly

from derivcheck.engine.statements.formulas import Signs
from derivcheck.engine.statements.ring import Poly, TooLarge

PRECISIONS = (64, 128, 512, 2048)
MOST_SQUARE = 1000
Number: TypeAlias = "fmpq | Root"
PREFERRED = (fmpq(0), fmpq(1), fmpq(2), fmpq(-1), fmpq(3), fmpq(-2), fmpq(1, 2), fmpq(-1, 2), fmpq(4), fmpq(-3))


@dataclass(frozen=True, slots=True)
class Root:
    """The ``index``-th real root, from the left, of an irreducible polynomial with whole coefficients."""

    coefficients: tuple[int, ...]
    index: int

    def __str__(self) -> str:
        """A quadratic one as LaTeX, any other in decimals."""
        if len(self.coefficients) == 3:
            return _quadratic(*self.coefficients, larger=self.index == 1)
        return str(float(f"{float(self.ball().mid()):.6g}"))

    def ball(self) -> arb:
        """A ball that holds the root and no other, at the precision in force."""
        return _roots(self.coefficients, flint.ctx.prec)[self.index]


def _quadratic(c: int, b: int, a: int, *, larger: bool) -> str:
    r"""The root (−b ± √(b² − 4ac))/2a of an irreducible polynomial, such as ``1 - \sqrt{2}``."""
    discriminant, square = b * b - 4 * a * c, 1
    for factor in range(2, MOST_SQUARE):
        while discriminant % (factor * factor) == 0:
            discriminant //= factor * factor
            square *= factor
    middle, scale = fmpq(-b, 2 * a), fmpq(square, abs(2 * a))
    bottom = int(fmpz(middle.q).lcm(scale.q))
    whole, times = int(middle * bottom), int(scale * bottom)
    root = rf"\sqrt{{{discriminant}}}" if times == 1 else rf"{times}\sqrt{{{discriminant}}}"
    sign = "+" if larger else "-"
    text = f"{whole} {sign} {root}" if whole else root if larger else f"-{root}"
    if bottom == 1:
        return text
    minus = "-" if not whole and not larger else ""
    return rf"{minus}\frac{{{text.removeprefix('-') if minus else text}}}{{{bottom}}}"


@lru_cache(maxsize=2048)
def _roots(coefficients: tuple[int, ...], precision: int) -> tuple[arb, ...]:
    with flint.ctx.workprec(precision):
        roots = [arb(root.real) if hasattr(root, "imag") else root for root, _ in _complex_roots(coefficients)]
    return tuple(sorted(roots, key=lambda ball: float(ball.mid()) if abs(ball.mid()) < 1e300 else 0.0))


def _complex_roots(coefficients: tuple[int, ...]) -> Iterator[tuple[arb, int]]:
    for root, power in fmpz_poly(list(coefficients)).complex_roots():
        if isinstance(root, arb):
            yield root, power
        elif root.imag == 0:
            yield root.real, power


def ball_of(number: Number) -> arb:
    """A number as a ball at the precision in force."""
    return number.ball() if isinstance(number, Root) else arb(number)


@dataclass(frozen=True, slots=True)
class Condition:
    """The sign of an irreducible polynomial in one variable is among ``allowed``; coefficients from the constant on."""

    coefficients: tuple[int, ...]
    allowed: Signs

    @classmethod
    def of(cls, poly: Poly, place: int, allowed: Signs) -> Condition:
        """The condition on a polynomial with whole coefficients in the variable at ``place``."""
        degree = poly.degrees()[place]
        found = [0] * (degree + 1)
        for exponents, value in poly.to_dict().items():
            found[exponents[place]] = int(fmpq(value).p)
        return cls(tuple(found), allowed)


def solutions(conditions: Sequence[Condition]) -> list[Number]:
    """One number of each cell in which all conditions hold, the simplest first; none: there is no solution at all."""
    roots = _sorted_roots(conditions)
    found: list[Number] = [root for root in roots if _holds_at_root(conditions, root)]
    for low, high in pairwise([None, *roots, None]):
        sample = _between(low, high)
        if all(_sign(c.coefficients, sample) in c.allowed for c in conditions):
            found.append(sample)
    return sorted(found, key=_size)


def _size(number: Number) -> tuple[int, int, int]:
    if isinstance(number, Root):
        return (1, len(number.coefficients), max(map(abs, number.coefficients)))
    return (0, int(number.q) + abs(int(number.p)), int(number < 0))


def _sorted_roots(conditions: Sequence[Condition]) -> list[Number]:
    """All real roots in order; different irreducible polynomials have no root in common."""
    distinct = {c.coefficients for c in conditions}
    for precision in PRECISIONS:
        with flint.ctx.workprec(precision):
            balls: list[tuple[arb, Number]] = []
            for coefficients in distinct:
                if len(coefficients) == 2:
                    value = fmpq(-coefficients[0], coefficients[1])
                    balls.append((arb(value), value))
                else:
                    count = len(_roots(coefficients, precision))
                    balls += [(Root(coefficients, k).ball(), Root(coefficients, k)) for k in range(count)]
            balls.sort(key=lambda pair: float(pair[0].mid()))
            if all(bool(one[0] < other[0]) for one, other in pairwise(balls)):
                return [number for _, number in balls]
    raise TooLarge


def _sign(coefficients: tuple[int, ...], value: fmpq) -> int:
    total = fmpq(0)
    for coefficient in reversed(coefficients):
        total = total * value + coefficient
    return int(total > 0) - int(total < 0)


def _holds_at_root(conditions: Sequence[Condition], root: Number) -> bool:
    return all(sign_at(c.coefficients, root) in c.allowed for c in conditions)


def sign_at(coefficients: tuple[int, ...], root: Number) -> int:
    """The sign of an irreducible polynomial at a rational number or at a root of an irreducible polynomial."""
    if not isinstance(root, Root):
        return _sign(coefficients, root)
    if coefficients == root.coefficients:
        return 0
    for precision in PRECISIONS:
        with flint.ctx.workprec(precision):
            ball, total = root.ball(), arb(0)
            for coefficient in reversed(coefficients):
                total = total * ball + coefficient
            if not total.contains(0):
                return 1 if total > 0 else -1
    raise TooLarge


def _between(low: Number | None, high: Number | None) -> fmpq:
    """A simple rational number between two others; None is infinity."""
    for precision in PRECISIONS:
        with flint.ctx.workprec(precision):
            left = None if low is None else ball_of(low)
            right = None if high is None else ball_of(high)
            for value in PREFERRED:
                if (left is None or left < value) and (right is None or right > value):
                    return value
            if left is None or right is None:
                return _beyond(left, right)
            middle = (left + right) / 2
            for denominator in (1, 2, 3, 4, 5, 10, 100, 10**4, 10**8, 2**60):
                value = fmpq(_floor(middle * denominator + arb(0.5)), denominator)
                if left < value and right > value:
                    return value
    raise TooLarge


def _beyond(left: arb | None, right: arb | None) -> fmpq:
    if left is not None:
        return fmpq(_floor(left.upper()) + 1)
    assert right is not None  # noqa: S101 - 0 lies between −∞ and ∞
    return fmpq(-_floor(-right.lower()) - 1)


def _floor(value: arb) -> fmpz:
    return fmpz(int(value.mid().floor().unique_fmpz()))
