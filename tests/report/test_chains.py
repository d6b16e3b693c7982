from dataclasses import replace

import pytest

from derivcheck.formula import Formula
from derivcheck.report.chains import continues
from derivcheck.results import Place
from tests.report import samples


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$$ a = b\n   = c $$", True),
        ("$$ a = b $$\n   = c", False),
        ("\\[ a = b \\]\n \\[ b = c", False),
        ("\\begin{align} a = b \\end{align} \\begin{align} b\n= c", False),
        ("a = b \\end{aligned}\n = c", True),
        ("a = b \\\\[2pt] \\text{so}\n&= c", True),
    ],
)
def test_a_step_continues_the_last_one_of_its_display(text: str, expected: bool) -> None:  # noqa: FBT001 - a table's column
    """What ends a display or starts another parts two chains, though the formulas would fit."""
    lines = text.split("\n")
    start, end = lines[0].index("= b"), lines[1].index("= c") if "= c" in lines[1] else 0
    first = replace(samples.PROVED, left=Formula("a"), right=Formula("b"), place=Place(1, start + 1, 1, start + 4))
    second = replace(samples.PROVED, left=Formula("b"), right=Formula("c"), place=Place(2, end + 1, 2, end + 4))
    assert continues(first, second, lines) is expected


def test_a_new_left_side_starts_a_chain() -> None:
    """It is shown, wherever it stands."""
    assert not continues(samples.PROVED, samples.UNPROVED, [])


def test_a_place_outside_the_text_is_no_error() -> None:
    """Without the text, only the formulas decide."""
    assert continues(replace(samples.PROVED, right=Formula("b")), replace(samples.PROVED, left=Formula("b")), [])
