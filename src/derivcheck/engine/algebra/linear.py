"""Linear forms in sizes and indices, and what they are at least."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from derivcheck.engine.algebra.sums import product, total
from derivcheck.terms.nodes import Apply, Number, Symbol, Term


@dataclass(frozen=True, slots=True)
class Linear:
    """A constant plus numbers times names."""

    constant: Fraction
    parts: Mapping[str, Fraction]

    @property
    def key(self) -> tuple[tuple[str, Fraction], ...]:
        """The form without its constant."""
        return tuple(sorted(self.parts.items()))

    def coefficient(self, name: str) -> Fraction:
        """The number before ``name``."""
        return self.parts.get(name, Fraction(0))

    def plus(self, other: Linear, times: Fraction) -> Linear:
        """This form and ``times`` the other."""
        parts = dict(self.parts)
        for name, value in other.parts.items():
            parts[name] = parts.get(name, Fraction(0)) + times * value
        return Linear(self.constant + times * other.constant, {name: c for name, c in parts.items() if c})

    def without(self, name: str) -> Linear:
        """This form with 0 for ``name``."""
        return Linear(self.constant, {other: c for other, c in self.parts.items() if other != name})

    def term(self) -> Term:
        """The form as a term."""
        parts: list[Term] = [
            product([Number(c), Symbol(name)]) if c != 1 else Symbol(name) for name, c in sorted(self.parts.items())
        ]
        constant: list[Term] = [Number(self.constant)] if self.constant else []
        first = min(self.parts.values(), default=Fraction(0)) < 0
        return total([*constant, *parts] if first else [*parts, *constant])


def linear(term: Term) -> Linear | None:
    """``term`` as a linear form; None where it is none."""
    match term:
        case Number():
            return Linear(term.value, {})
        case Symbol(shape=()):
            return Linear(Fraction(0), {term.name: Fraction(1)})
        case Apply(operator="add"):
            result = Linear(Fraction(0), {})
            for part in term.arguments:
                form = linear(part)
                if form is None:
                    return None
                result = result.plus(form, Fraction(1))
            return result
        case Apply(operator="multiply"):
            return _linear_product(term.arguments)
    return None


def _linear_product(factors: tuple[Term, ...]) -> Linear | None:
    scale, form = Fraction(1), Linear(Fraction(1), {})
    for factor in factors:
        found = linear(factor)
        if found is None or (found.parts and form.parts):
            return None
        if found.parts:
            form, scale = found, scale * form.constant
        else:
            scale *= found.constant
    return Linear(Fraction(0), {}).plus(form, scale)


@dataclass(frozen=True, slots=True)
class Ranges:
    """What names are at least: sizes by a number, indices between two forms, the innermost last."""

    least: Mapping[str, int]
    indices: tuple[tuple[str, Linear, Linear], ...] = ()

    def inside(self, index: str, lower: Linear, upper: Linear) -> Ranges:
        """The ranges inside a sum."""
        return Ranges(self.least, (*self.indices, (index, lower, upper)))

    def nonnegative(self, form: Linear) -> bool:
        """Whether ``form`` is never below 0."""
        for index, lower, upper in reversed(self.indices):
            coefficient = form.coefficient(index)
            if coefficient:
                form = form.without(index).plus(lower if coefficient > 0 else upper, coefficient)
        value = form.constant
        for name, coefficient in form.parts.items():
            if coefficient < 0 or name not in self.least:
                return False
            value += coefficient * self.least[name]
        return value >= 0

    def is_integer(self, form: Linear) -> bool:
        """Whether ``form`` is an integer throughout."""
        known = self.least.keys() | {index for index, _, _ in self.indices}
        whole = all(value.denominator == 1 for value in (form.constant, *form.parts.values()))
        return whole and form.parts.keys() <= known
