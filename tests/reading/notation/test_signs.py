from __future__ import annotations

from derivcheck.documents import Fragment
from derivcheck.reading.notation.signs import enumerated, with_sign


def test_signs_keep_their_places() -> None:
    """A sign put in for ± stands where ± stood."""
    changed = with_sign(Fragment.plain(r"a \pm b \mp c", 10), upper=True)
    assert changed.text == "a + b - c"
    assert [changed.offsets[k] for k in (0, 2, 4, 6, 8)] == [10, 12, 16, 18, 22]
    assert with_sign(Fragment.plain(r"x_\pm + e^{\pm t}"), upper=False).text == "x_2 + e^{- t}"


def test_numbered_values_are_those_of_one_unknown() -> None:
    """Beside an equation in x, x₁ and x₂ are its values; beside one in x₁ they are symbols of their own."""
    listed = enumerated(Fragment.plain("x_1 = 2, x_{2} = 3"), Fragment.plain("x^2 - 5x + 6 = 0"))
    assert listed is not None
    assert listed.text.replace(" ", "") == "x=2,x=3"
    assert enumerated(Fragment.plain("x_1 = 2, x_2 = 3"), Fragment.plain("x_1 + x_2 = 5")) is None
    assert enumerated(Fragment.plain("x_1 = 2"), Fragment.plain("x = 2")) is None
