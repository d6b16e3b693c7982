from __future__ import annotations

import pytest

from derivcheck.engine.evaluation.comparison import Outcome, compare
from derivcheck.engine.evaluation.entries import Entries
from derivcheck.engine.refuting.refuter import search
from derivcheck.engine.refuting.shrink import shrink
from tests.engine.sample import known
from tests.soundness.asking import question

REAL = r"Let $x, y \in \mathbb{R}$."


@pytest.mark.parametrize(
    ("left", "right", "scope"),
    [
        ("x^2 + y^2", "(x+y)^2", REAL),
        (r"\sqrt{x^2}", "x", REAL),
        (r"\log(x + y)", r"\log x + \log y", "Let $x > 0$ and $y > 0$."),
    ],
)
def test_a_simpler_counterexample_still_refutes(left: str, right: str, scope: str) -> None:
    """Whatever is made simpler, the sides still differ there."""
    asked = question(left, "=", right, scope)
    point = search(asked).refuting or search(asked, more=True).refuting
    assert point is not None
    simple = shrink(asked, point)
    assert compare(simple.left, "=", simple.right) is Outcome.FAILS


def test_values_are_small_whole_numbers() -> None:
    """They are ones that a person can put in by hand."""
    asked = question("x^2 + y^2", "=", "(x+y)^2", REAL)
    point = search(asked).refuting
    assert point is not None
    simple = shrink(asked, point)
    assert {known(simple.values, "x"), known(simple.values, "y")} <= {-1, 0, 1, 2}


def test_a_simpler_value_keeps_what_was_declared() -> None:
    """A positive number stays positive, one between bounds stays between them."""
    asked = question("x + p", "=", "10^9", "Let $x > 0$ and $p \\in (0, 1)$.")
    point = search(asked).refuting
    assert point is not None
    simple = shrink(asked, point)
    assert known(simple.values, "x") > 0
    assert 0 < known(simple.values, "p") < 1


def test_a_construction_is_left_alone() -> None:
    """A symmetric matrix would not stay symmetric if its entries were changed one by one."""
    asked = question("A", "=", "AA", r"Let $A \in \mathbb{R}^{2 \times 2}$ be symmetric.")
    point = search(asked).refuting
    assert point is not None
    matrix = shrink(asked, point).values["A"]
    assert isinstance(matrix, Entries)
    assert matrix.data[1] == matrix.data[2]
