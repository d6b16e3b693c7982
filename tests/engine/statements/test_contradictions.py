from __future__ import annotations

import pytest

from derivcheck.engine.statements.contradictions import contradictory
from derivcheck.engine.statements.formulas import ABOVE, BELOW, NONZERO, NOT_BELOW, ZERO_SIGN
from derivcheck.engine.statements.ring import Poly, Ring

RING = Ring(["x", "y", "z"])
X, Y, Z = RING.generators[:3]


@pytest.mark.parametrize(
    "conditions",
    [
        [(X - Y, ABOVE), (Y - Z, ABOVE), (X - Z, BELOW)],
        [(X + Y - 1, ABOVE), (X, BELOW), (Y - 1, BELOW)],
        [(X**2 + Y**2, ZERO_SIGN), (X, NONZERO)],
        [(X**2 + Y**2 - 1, BELOW), (X - 1, ABOVE)],
        [(X * Y - 1, ZERO_SIGN), (X, ABOVE), (Y, BELOW)],
        [(X**2 + X * Y + Y**2, BELOW), (Z, ABOVE)],
        [(Z, ABOVE), (Z * X**2 + Y * X + 1, ZERO_SIGN), (Y**2 - 4 * Z, BELOW)],
    ],
)
def test_a_contradiction_is_found(conditions: list[tuple[Poly, frozenset[int]]]) -> None:
    """Sums and products of the inequalities give 0 > 0."""
    assert contradictory(conditions, RING, {})


@pytest.mark.parametrize(
    "conditions",
    [
        [(X - Y, ABOVE), (Y - Z, ABOVE), (X - Z, ABOVE)],
        [(X + Y - 1, NOT_BELOW), (X - 1, NOT_BELOW), (Y, NOT_BELOW)],
        [(X**2 + Y**2 - 1, ZERO_SIGN), (X, ABOVE)],
        [(X * Y - 1, ZERO_SIGN), (X, BELOW), (Y, BELOW)],
        [(X, NONZERO), (Y, NONZERO), (X * Y - Z, ZERO_SIGN)],
        [(Z, ABOVE), (Z * X**2 + Y * X + 1, ZERO_SIGN), (Y**2 - 4 * Z, NOT_BELOW)],
    ],
)
def test_what_has_a_solution_is_no_contradiction(conditions: list[tuple[Poly, frozenset[int]]]) -> None:
    """Each of these holds somewhere."""
    assert not contradictory(conditions, RING, {})
