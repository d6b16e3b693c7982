"""Scales t^p · (log t)^q · exp(-E(t)): their products, their order at infinity, their suprema beyond a point."""

from __future__ import annotations

from fractions import Fraction
from itertools import zip_longest
from typing import NamedTuple

from flint import arb, fmpq

from derivcheck.engine.systems.base import Imprecise, Unsupported

Exact = int | Fraction
"""A rational number; whole ones are best given as ints, whose sums and hashes cost a tenth."""

Decay = tuple[tuple[Exact, Exact], ...]
"""E as pairs of a power of t and its coefficient, the largest power first."""


class Scale(NamedTuple):
    """t^power · (log t)^logs · exp(-∑ a·t^e) with the pairs (e, a) of ``decay``.

    A plain tuple, since the products of germs look up scales by the thousand.
    """

    power: Exact
    logs: int
    decay: Decay

    def direction(self) -> int:
        """-1 if the scale goes to 0 as t grows, 1 if it goes to infinity, 0 for the constant 1."""
        for _, coefficient in self.decay:
            return -1 if coefficient > 0 else 1
        if self.power:
            return 1 if self.power > 0 else -1
        return (self.logs > 0) - (self.logs < 0)


FLAT = Scale(0, 0, ())


def reduced(value: Exact) -> Exact:
    """The same number, as an int where it is whole."""
    return value.numerator if value.denominator == 1 else value


def product(left: Scale, right: Scale) -> Scale:
    """The product of two scales."""
    power, logs = left.power + right.power, left.logs + right.logs
    if not left.decay or not right.decay:
        return Scale(power, logs, left.decay or right.decay)
    decay = dict(left.decay)
    for exponent, coefficient in right.decay:
        decay[exponent] = decay.get(exponent, 0) + coefficient
    return Scale(power, logs, tuple(sorted(((e, a) for e, a in decay.items() if a), reverse=True)))


def raised(scale: Scale, exponent: Exact) -> Scale:
    """A power of a scale; a fractional power of log t is none."""
    logs = scale.logs * exponent
    if logs.denominator != 1:
        reason = "a root of a logarithm"
        raise Unsupported(reason)
    return Scale(reduced(scale.power * exponent), int(logs), tuple((e, a * exponent) for e, a in scale.decay))


def quotient(left: Scale, right: Scale) -> Scale:
    """One scale over another."""
    if left.decay == right.decay:
        return Scale(left.power - right.power, left.logs - right.logs, ())
    return product(left, raised(right, -1))


def is_less(left: Scale, right: Scale) -> bool:
    """Whether one scale is smaller than another in the end: the first power of t that they differ in decides."""
    for (e, a), (f, b) in zip_longest(left.decay, right.decay, fillvalue=(-1, 0)):
        if (e, a) != (f, b):
            return (a if e > f else a - b if e == f else -b) > 0
    return left[:2] < right[:2]


def value(scale: Scale, t: Fraction) -> arb:
    """The value of a scale at t."""
    at = _ball(t)
    result = at ** _ball(scale.power) * at.log() ** scale.logs
    for exponent, coefficient in scale.decay:
        result *= (-_ball(coefficient) * at ** _ball(exponent)).exp()
    return result


def supremum(scale: Scale, start: Fraction) -> arb:
    """An upper bound of a scale on [start, ∞), for start ≥ 3; Imprecise where it is not seen to fall from there on."""
    direction = scale.direction()
    if direction == 0:
        return arb(1)
    if direction > 0 or not _falls(scale, start):
        reason = "a bound that begins to hold further out"
        raise Imprecise(reason)
    return value(scale, start)


def _falls(scale: Scale, start: Fraction) -> bool:
    """Whether the scale decreases on [start, ∞): t · d/dt log scale = p + q/log t - tE'(t) stays negative."""
    at = _ball(start)
    # q/log t is at most q for t ≥ 3 and q ≥ 0, and negative else.
    growth = _ball(scale.power) + max(scale.logs, 0) / (at.log() if not scale.decay else arb(1))
    if not scale.decay:
        return bool(growth < 0) or (scale.power == 0 and scale.logs < 0)
    (first, leading), *others = scale.decay
    pull = _ball(first * leading) * at ** _ball(first)
    drag = sum((abs(_ball(e * a)) * at ** _ball(e) for e, a in others), arb(0))
    # With the largest power ahead of the others at the start, the pull grows from there on.
    return bool(pull - drag > 0) and bool(pull - drag > growth)


def tail_integral(scale: Scale, start: Fraction) -> arb:
    """An upper bound of the integral of a scale over [start, ∞); Imprecise where none is found.

    A scale whose product with t^(1 + c) still falls is at most its value at the start times (start/t)^(1 + c).
    """
    for margin in (Fraction(8), Fraction(2), Fraction(1), Fraction(1, 4), Fraction(1, 20)):
        if scale.decay or scale.power + 1 + margin <= 0:
            steeper = Scale(scale.power + 1 + margin, scale.logs, scale.decay)
            if steeper == FLAT or (steeper.direction() < 0 and _falls(steeper, start)):
                return value(scale, start) * _ball(start) / _ball(margin)
    reason = "a tail that may not be integrable"
    raise Imprecise(reason)


def is_integrable(scale: Scale) -> bool:
    """Whether the integral of a scale to infinity is finite."""
    for _, coefficient in scale.decay:
        return coefficient > 0
    return scale.power < -1 or (scale.power == -1 and scale.logs < -1)


def _ball(value: Exact) -> arb:
    return arb(fmpq(value.numerator, value.denominator))
