"""Numbers: a coefficient or an exponent that is half, twice, one more, one less."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from derivcheck.reading import syntax as s
from derivcheck.reading.edits.material import Edit, Material
from derivcheck.reading.edits.pieces import Piece, number, plus, times
from derivcheck.reading.edits.sites import Site

MOST_NAMES = 4
# Dropping the exponent, the summand or the factor says the same.
USELESS = {"exponent": 1, "terms": 0, "factors": 1}


def edits(site: Site, material: Material) -> Iterator[Edit]:
    """Another number in its place; a bound of a sum or an exponent shifted by one."""
    node = site.node
    if isinstance(node, s.Num) and "indices" not in {key[0] for _, key in site.path}:
        yield from (
            Edit(2 + k, site, number(value))
            for k, value in enumerate(_neighbours(node.value))
            if value != USELESS.get(site.role)
        )
        if node.value == 1 and site.role != "lower":
            rank = 9 if site.role == "top" else 4
            yield from (Edit(rank, site, Piece(name, s.Name(name))) for name in material.sizes)
        if node.value == 1 and site.role == "top":
            yield from (Edit(8, site, Piece(name, s.Name(name))) for name in material.names[:MOST_NAMES])
    if site.role in ("exponent", "above") and isinstance(node, (s.Name, s.Sum, s.Product)):
        yield Edit(6, site, plus(site.piece, "+", number(1)))
        yield Edit(6, site, plus(site.piece, "-", number(1)))
        if site.role == "exponent":
            yield Edit(8, site, times(number(2), site.piece))
    if isinstance(node, s.Name) and site.is_value and site.closed and site.role != "above":
        yield Edit(6, site, number(1))
        yield Edit(7, site, number(0))
    if isinstance(node, s.Frac) and isinstance(node.top, s.Num) and isinstance(node.bottom, s.Num):
        value = node.top.value / node.bottom.value if node.bottom.value else Fraction(0)
        near = (1 - value, value + 1, value - 1, *((-1 / value,) if value else ()))
        yield from (Edit(9, site, number(wanted)) for wanted in near if wanted)


def _neighbours(value: Fraction) -> tuple[Fraction, ...]:
    """The numbers that are easily written for another one, likelier ones first."""
    half = (value / 2,) if value.denominator == 1 and value.numerator % 2 == 0 else ()
    wanted = dict.fromkeys(
        Fraction(v) for v in (2 * value, *half, value + 1, value - 1, 1, 2, 0, value * value, 4 * value, 3, value / 2)
    )
    return tuple(v for v in wanted if v != value and v >= 0)
