from __future__ import annotations

import pytest
from flint import arb, fmpq

from derivcheck.engine.statements.cells import Condition, Root, ball_of, sign_at, solutions
from derivcheck.engine.statements.formulas import ABOVE, BELOW, ZERO_SIGN, Signs

X, SQUARE_LESS_2, CUBE_LESS_2 = (0, 1), (-2, 0, 1), (-2, 0, 0, 1)


def _solutions(*conditions: tuple[tuple[int, ...], Signs]) -> list[object]:
    return list(solutions([Condition(*condition) for condition in conditions]))


def test_every_cell_in_which_all_conditions_hold_has_a_point() -> None:
    """The inequality x² > 2 has two cells, with 2 and −2 in them."""
    assert _solutions((SQUARE_LESS_2, ABOVE)) == [2, -2]


def test_a_root_is_a_cell() -> None:
    """Of the roots of x² = 2, the one with x > 0 is the second."""
    assert _solutions((SQUARE_LESS_2, ZERO_SIGN), (X, ABOVE)) == [Root(SQUARE_LESS_2, 1)]


def test_no_cell_is_a_proof() -> None:
    """No number has x² < 2 and x > 2, nor x² + 1 = 0."""
    assert not _solutions((SQUARE_LESS_2, BELOW), ((-2, 1), ABOVE))
    assert not _solutions(((1, 0, 1), ZERO_SIGN))


def test_a_narrow_cell_is_not_missed() -> None:
    """Between √2 and 1.4142135623731 there is a rational number."""
    near = (-14142135623731, 10**13)
    found = _solutions((SQUARE_LESS_2, ABOVE), (X, ABOVE), (near, BELOW))
    assert len(found) == 1
    assert isinstance(found[0], fmpq)
    assert found[0] ** 2 > 2


def test_the_sign_at_a_root_is_exact() -> None:
    """The polynomial x² − 2 is 0 at √2, 665857x/470832 is not 1 at any root of it."""
    root = Root(SQUARE_LESS_2, 1)
    assert sign_at(SQUARE_LESS_2, root) == 0
    assert sign_at((-665857, 470832), root) == -1
    assert sign_at(CUBE_LESS_2, root) == 1


def test_balls_of_roots_hold_them() -> None:
    """The ball of √2 overlaps with the root of 2."""
    assert ball_of(Root(SQUARE_LESS_2, 1)).overlaps(arb(2).sqrt())


@pytest.mark.parametrize(
    ("coefficients", "texts"),
    [
        (SQUARE_LESS_2, [r"-\sqrt{2}", r"\sqrt{2}"]),
        ((-8, 0, 1), [r"-2\sqrt{2}", r"2\sqrt{2}"]),
        ((-1, -2, 1), [r"1 - \sqrt{2}", r"1 + \sqrt{2}"]),
        ((-1, -1, 1), [r"\frac{1 - \sqrt{5}}{2}", r"\frac{1 + \sqrt{5}}{2}"]),
        ((-3, 0, 4), [r"-\frac{\sqrt{3}}{2}", r"\frac{\sqrt{3}}{2}"]),
        (CUBE_LESS_2, ["1.25992"]),
    ],
)
def test_roots_are_written_as_a_person_would(coefficients: tuple[int, ...], texts: list[str]) -> None:
    """Square roots as such, other roots in decimals."""
    assert [str(Root(coefficients, k)) for k in range(len(texts))] == texts
