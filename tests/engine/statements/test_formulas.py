from __future__ import annotations

from derivcheck.engine.statements.formulas import (
    ABOVE,
    BELOW,
    NO,
    NOT_BELOW,
    YES,
    All,
    Sign,
    both,
    either,
    negation,
    possible,
    simplified,
)
from derivcheck.engine.statements.ring import Ring

RING = Ring(["x", "y"])
X, Y = RING.generators[:2]
KNOWN = {letter.key: (letter, signs) for letter, signs in ((RING.letter(X)[1], ABOVE), (RING.letter(Y)[1], NOT_BELOW))}


def test_the_signs_of_a_product_follow_from_those_of_its_letters() -> None:
    """With x > 0 and y ≥ 0, −xy is not positive, and y² not negative."""
    assert possible(RING.factors(-X * Y), KNOWN) == {-1, 0}
    assert possible(RING.factors(Y**2), {}) == {0, 1}


def test_what_is_known_simplifies() -> None:
    """Of x > 0 and y > 0, only y > 0 is left to be decided; x < 0 cannot be."""
    above = [Sign(RING.factors(poly), ABOVE) for poly in (X, Y)]
    assert simplified(both(above), KNOWN) == above[1]
    assert simplified(Sign(RING.factors(X), BELOW), KNOWN) == NO
    assert simplified(either(above), KNOWN) == YES


def test_a_negation_is_taken_inwards() -> None:
    """Not (x > 0 or y > 0) is x ≤ 0 and y ≤ 0."""
    above = [Sign(RING.factors(poly), ABOVE) for poly in (X, Y)]
    assert negation(either(above)) == All(tuple(Sign(part.factors, frozenset({-1, 0})) for part in above))
