"""What SymPy thinks of a step: it simplifies the difference of the sides, and computes both at valuations.

It runs in the worker. The valuations come from the engine, the values from SymPy alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from itertools import starmap
from typing import Any

import sympy

from derivcheck.engine.symbolic.instances import Instance, Plain
from derivcheck.terms.nodes import Term
from derivcheck.terms.scope import Declaration
from derivcheck.terms.sympy_form import UNABLE, Expression, Lowering, NoForm
from derivcheck.terms.sympy_values import INEXACT, NoPoint, Value, Valued, array, flat

Declarations = Mapping[str, Declaration]

SHOWN = 40
"""The digits to which values are compared."""

AGREED = sympy.Float("1e-30", 60)
APART = sympy.Float("1e-12", 60)
NOTHING = sympy.Float("1e-50", 60)
"""Numbers below are 0, up to the digits that are carried."""

MARGIN = 4
"""So many of the digits that a numerical method claims are not counted on."""

ENOUGH = 3
"""At so many valuations must the sides agree where no simplification shows it."""


class Opinion(StrEnum):
    """What SymPy finds of a relation at one valuation."""

    HOLDS = "holds"
    FAILS = "fails"
    NONE = "none"


def upholds(
    left: Term, relation: str, right: Term, declarations: Declarations, samples: Sequence[Instance]
) -> bool | None:
    """Whether a proved relation holds: False where it fails at a sample, True at three of them or by simplification."""
    held = 0
    for instance in samples:
        found = at(left, relation, right, instance)
        if found is Opinion.FAILS:
            return False
        held += found is Opinion.HOLDS
        if held == ENOUGH:
            return True
    return True if relation == "=" and vanishes(left, right, declarations) else None


def refutes(
    left: Term, relation: str, right: Term, counterexample: Instance | None, samples: Sequence[Instance]
) -> bool | None:
    """Whether a refuted relation fails: False where it holds at the counterexample, and everywhere else."""
    first = Opinion.NONE if counterexample is None else at(left, relation, right, counterexample)
    if first is Opinion.FAILS or any(at(left, relation, right, instance) is Opinion.FAILS for instance in samples):
        return True
    return False if first is Opinion.HOLDS else None


def vanishes(left: Term, right: Term, declarations: Declarations) -> bool:
    """Whether SymPy shows that the difference of two scalars is 0."""
    if left.shape or right.shape:
        return False
    lowering = Lowering(declarations)
    try:
        difference = (lowering.of(left) - lowering.of(right)).doit()
        # Where SymPy finds a difference instead, it may lie outside the scope, of which it knows little.
        return bool(difference == 0 or sympy.simplify(difference) == 0 or difference.equals(0))
    except UNABLE:
        return False


def at(left: Term, relation: str, right: Term, instance: Instance) -> Opinion:
    """Whether the relation holds at a valuation."""
    try:
        sides = values((left, right), instance)
    except (NoPoint, *UNABLE):
        return Opinion.NONE
    if sides is None:
        return Opinion.NONE
    found = list(starmap(RELATIONS[relation], zip(*sides, strict=True)))
    if relation == r"\ne":
        return _any_apart(found)
    if Opinion.FAILS in found:
        return Opinion.FAILS
    return Opinion.NONE if Opinion.NONE in found else Opinion.HOLDS


def values(terms: Sequence[Term], instance: Instance) -> list[list[Any]] | None:
    """The entries of terms of one shape in digits; None where the shapes differ."""
    if instance.unknowns.fading:
        return None
    bound = {name: _value(plain) for name, plain in instance.values.items()}
    valued = Valued(bound, instance.unknowns.monomials)
    sides = [[number(entry) for entry in flat(valued.of(term))] for term in terms]
    return sides if len({len(side) for side in sides}) == 1 else None


def number(value: Expression) -> Any:
    """A real number in digits; raises NoPoint where it is none."""
    found = value if value.is_Rational else value.evalf(SHOWN)
    if not (found.is_Rational or found.is_Float) or not found.is_finite:
        raise NoPoint
    if value.has(*INEXACT) and found.is_Float and _digits(found) < 2 * MARGIN:
        raise NoForm
    return found


def _digits(value: Any) -> int:
    return int(value._prec * 0.30103) if value.is_Float else SHOWN  # noqa: SLF001 - it has no public name


def _value(plain: Plain) -> Value:
    if isinstance(plain, tuple):
        shape, entries = plain
        return array(shape, map(_rational, entries))
    return _rational(plain)


def _rational(value: int | Fraction) -> Any:
    return sympy.Rational(value.numerator, value.denominator)


def _difference(left: Any, right: Any) -> tuple[Any, Any, Any]:
    """The difference in units of the larger side, and from where on it counts as none, and as one."""
    size = max(abs(left), abs(right))
    if size < NOTHING:
        return sympy.Integer(0), AGREED, APART
    known = min(_digits(left), _digits(right)) - MARGIN
    agreed, apart = (AGREED, APART) if known >= 30 else (sympy.Float(10) ** -known,) * 2
    return (left - right) / size, agreed, apart


def _equal(left: Any, right: Any) -> Opinion:
    difference, agreed, apart = _difference(left, right)
    if abs(difference) <= agreed:
        return Opinion.HOLDS
    return Opinion.FAILS if abs(difference) > apart else Opinion.NONE


def _different(left: Any, right: Any) -> Opinion:
    return {Opinion.HOLDS: Opinion.FAILS, Opinion.FAILS: Opinion.HOLDS}.get(_equal(left, right), Opinion.NONE)


def _any_apart(found: list[Opinion]) -> Opinion:
    """Arrays are different where one entry is."""
    if Opinion.HOLDS in found:
        return Opinion.HOLDS
    return Opinion.NONE if Opinion.NONE in found else Opinion.FAILS


def _ordered(*, strict: bool, descending: bool) -> Callable[[Any, Any], Opinion]:
    def compare(left: Any, right: Any) -> Opinion:
        difference, agreed, apart = _difference(*((left, right) if descending else (right, left)))
        if abs(difference) <= agreed:
            return Opinion.FAILS if strict else Opinion.HOLDS
        if difference > apart:
            return Opinion.HOLDS
        return Opinion.FAILS if difference < -apart else Opinion.NONE

    return compare


RELATIONS: dict[str, Callable[[Any, Any], Opinion]] = {
    "=": _equal,
    r"\ne": _different,
    r"\le": _ordered(strict=False, descending=False),
    "<": _ordered(strict=True, descending=False),
    r"\ge": _ordered(strict=False, descending=True),
    ">": _ordered(strict=True, descending=True),
}
