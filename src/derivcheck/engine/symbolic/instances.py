"""Valuations as plain numbers, which travel to the process that SymPy runs in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq

from derivcheck.engine.evaluation.entries import Entries, Value
from derivcheck.engine.refuting.refuter import Point
from derivcheck.engine.systems.unknowns import Polynomials

Plain = int | Fraction | tuple[tuple[int, ...], tuple[int | Fraction, ...]]
"""A number, or the sizes and the entries of an array, row by row."""


@dataclass(frozen=True, slots=True)
class Instance:
    """A valuation in exact numbers, with the polynomials that stand for unknown functions."""

    values: Mapping[str, Plain]
    unknowns: Polynomials


def instances(points: Iterable[Point]) -> Iterator[Instance | None]:
    """The points whose values are exact; None for others."""
    for point in points:
        found = {name: _plain(value) for name, value in {**point.sizes, **point.values}.items()}
        exact = {name: value for name, value in found.items() if value is not None}
        yield Instance(exact, point.unknowns) if len(exact) == len(found) else None


def _plain(value: Value) -> Plain | None:
    if not isinstance(value, Entries):
        return _number(value)
    entries = [number for entry in value.data if (number := _number(entry)) is not None]
    return (value.shape, tuple(entries)) if len(entries) == len(value.data) else None


def _number(value: object) -> int | Fraction | None:
    if isinstance(value, fmpq):
        return Fraction(int(value.p), int(value.q))
    return value if isinstance(value, int) else None
