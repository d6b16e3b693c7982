"""Series of rational functions that telescope: simple poles at whole distances, whose residues add up to 0."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import prod

from derivcheck.engine.algebra.sums import product, total
from derivcheck.engine.series.ratios import rational
from derivcheck.terms.nodes import Apply, Number, Symbol, Term

MOST_DISTANCE = 24


@dataclass(frozen=True, slots=True)
class PartialFractions:
    """The sum of r/(k + s) over pairs (s, r)."""

    parts: tuple[tuple[Fraction, Fraction], ...]

    def term(self, index: str) -> Term:
        """The rational function."""
        return total(
            [
                product([Number(r), Apply("power", (total([Symbol(index), Number(s)]), Number(Fraction(-1))))])
                for s, r in self.parts
            ]
        )

    def sum_from(self, first: int) -> Fraction:
        """Its sum over all k from ``first`` on: what is left after telescoping."""
        start = min(s for s, _ in self.parts)
        return sum((-r / (first + start + j) for s, r in self.parts for j in range(int(s - start))), Fraction(0))


def partial_fractions(term: Term, index: str, first: int) -> PartialFractions | None:
    """The partial fractions of ``term``, where they telescope from ``first`` on."""
    found = rational(term, index)
    if found is None or found.degree > -2:
        return None
    scale = Fraction(1)
    above: list[tuple[list[Fraction], int]] = []
    poles: list[Fraction] = []
    for constant, exponent in found.constants:
        if not isinstance(constant, Number) or not constant.value:
            return None
        scale *= constant.value**exponent
    for coefficients, exponent in found.polynomials:
        numbers = [c.value for c in coefficients if isinstance(c, Number)]
        if len(numbers) < len(coefficients):
            return None
        if exponent > 0:
            above.append((numbers, exponent))
        elif exponent == -1 and len(numbers) == 2:
            poles.append(numbers[0] / numbers[1])
            scale /= numbers[1]
        else:
            return None
    apart = {s - poles[0] for s in poles}
    if len(apart) < len(poles) or any(d.denominator != 1 or abs(d) > MOST_DISTANCE for d in apart):
        return None
    if any(first + s <= 0 for s in poles):
        return None
    parts = [(s, scale * _value(above, -s) / prod((t - s for t in poles if t != s), start=Fraction(1))) for s in poles]
    return PartialFractions(tuple(parts)) if sum(r for _, r in parts) == 0 else None


def _value(polynomials: list[tuple[list[Fraction], int]], at: Fraction) -> Fraction:
    result = Fraction(1)
    for coefficients, exponent in polynomials:
        result *= sum((c * at**m for m, c in enumerate(coefficients)), Fraction(0)) ** exponent
    return result
