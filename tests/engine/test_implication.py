from __future__ import annotations

import pytest

from derivcheck.engine.decide import decide_implication
from derivcheck.engine.implication import Implication, search_solutions
from derivcheck.results import Verdict
from derivcheck.terms.scope import Claim
from tests.engine.sample import known
from tests.soundness.asking import question

REAL = r"Let $x, y, z \in \mathbb{R}$."


def implication(premise: tuple[str, str], conclusion: tuple[str, str], *, both_ways: bool = False) -> Implication:
    """The implication between two equations in real numbers."""
    first, second = question(*_equation(premise), REAL), question(*_equation(conclusion), REAL)
    claims = (Claim(first.left, "=", first.right), Claim(second.left, "=", second.right))
    return Implication(claims[0], claims[1], first.scope, both_ways, "tests")


def _equation(sides: tuple[str, str]) -> tuple[str, str, str]:
    return sides[0], "=", sides[1]


def test_solutions_meet_the_premise_exactly() -> None:
    """At every solution that is found, x + 2y = 4 holds in rational numbers."""
    found = search_solutions(implication(("x + 2y", "4"), ("x", "17")))
    assert found.refuting is not None
    values = found.refuting.values
    assert known(values, "x") + 2 * known(values, "y") == 4


def test_a_vanishing_factor_is_looked_for() -> None:
    """The refuter tries x = 0, where xy = xz says nothing."""
    found = search_solutions(implication(("xy", "xz"), ("y", "z")))
    assert found.refuting is not None
    assert found.refuting.values["x"] == 0


def test_an_equivalence_looks_both_ways() -> None:
    """The equation x = y implies x² = y², but not the other way around."""
    forward = implication(("x", "y"), ("x^2", "y^2"))
    assert decide_implication(forward).verdict is not Verdict.REFUTED
    assert search_solutions(forward).refuting is None
    backward = decide_implication(implication(("x", "y"), ("x^2", "xy"), both_ways=True))
    assert (backward.verdict, backward.code) == (Verdict.REFUTED, "D205")


@pytest.mark.parametrize("both_ways", [False, True])
def test_a_multiplier_that_cannot_vanish_proves(*, both_ways: bool) -> None:
    """Multiplying by x² + 1 changes no solution."""
    asked = implication(("x", "y"), ("(x^2+1)x", "(x^2+1)y"), both_ways=both_ways)
    assert decide_implication(asked).verdict is Verdict.PROVED


def test_a_multiplier_that_may_vanish_proves_no_equivalence() -> None:
    """Multiplying by x − 400 adds a solution that no small number shows."""
    asked = implication(("x", "y"), ("(x-400)x", "(x-400)y"), both_ways=True)
    assert decide_implication(asked).verdict is not Verdict.PROVED


def test_a_premise_without_solution_proves_nothing() -> None:
    """The equation x² = −1 implies nothing that can be tested."""
    decision = decide_implication(implication(("x^2", "-1"), ("x", "7")))
    assert (decision.verdict, decision.code) == (Verdict.UNPROVED, "D305")
