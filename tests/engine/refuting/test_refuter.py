from __future__ import annotations

from fractions import Fraction

import pytest
from flint import arb

from derivcheck.engine.evaluation.comparison import Outcome, compare
from derivcheck.engine.evaluation.entries import Entries
from derivcheck.engine.refuting.refuter import probe, search
from tests.engine.sample import known, rational
from tests.soundness.asking import question

REAL = r"Let $x, y \in \mathbb{R}$."


@pytest.mark.parametrize("relation", ["=", r"\le", "<"])
def test_a_false_step_is_refuted_by_a_point_at_which_it_fails(relation: str) -> None:
    """The point holds both sides' values, and they break the relation."""
    findings = search(question("x^2 + 1", relation, "-1", REAL))
    assert findings.refuting is not None
    assert compare(findings.refuting.left, relation, findings.refuting.right) is Outcome.FAILS


def test_a_true_step_holds_at_three_points_or_more() -> None:
    """That is the second key to a proof."""
    findings = search(question("(x+y)^2", "=", "x^2+2xy+y^2", REAL))
    assert findings.refuting is None
    assert findings.held >= 3


def test_a_point_without_value_refutes_nothing() -> None:
    """Where a side is undefined, the step claims nothing."""
    findings = search(question(r"\log x", "=", r"\log x + 1", "Let $x < 0$."))
    assert findings.refuting is None
    assert findings.held == 0
    assert findings.undefined


def test_every_property_is_met_by_the_values() -> None:
    """Points obey bounds, signs and the symmetry of matrices."""
    scope = r"Let $p \in (0, 1)$, $x < 0$ and let $A \in \mathbb{R}^{3 \times 3}$ be symmetric."
    findings = search(question(r"p + x + \operatorname{tr}(A)", "=", "10^9", scope))
    assert findings.refuting is not None
    values = findings.refuting.values
    assert 0 < known(values, "p") < 1
    assert known(values, "x") < 0
    matrix = values["A"]
    assert isinstance(matrix, Entries)
    assert all(matrix.at((i, j)) == matrix.at((j, i)) for i in (1, 2, 3) for j in (1, 2, 3))


def test_assumptions_hold_exactly_at_a_counterexample() -> None:
    """What the scope supposes is true at the point."""
    findings = search(question("x", "=", "2", REAL + r" Assume $x \le y$."))
    assert findings.refuting is not None
    assert known(findings.refuting.values, "x") <= known(findings.refuting.values, "y")


def test_the_same_question_is_tried_at_the_same_points() -> None:
    """A run can be repeated."""
    asked = [question("x", "=", "y", REAL) for _ in range(2)]
    assert search(asked[0]).refuting == search(asked[1]).refuting


@pytest.mark.parametrize(
    ("left", "relation", "right", "outcome"),
    [
        (1, "=", 1, Outcome.HOLDS),
        (1, "=", 2, Outcome.FAILS),
        (1, "<", 1, Outcome.FAILS),
        (1, r"\le", 1, Outcome.HOLDS),
        (1, r"\ne", 1, Outcome.FAILS),
        (rational(Fraction(1, 3)), "=", rational(Fraction(1, 3)), Outcome.HOLDS),
        (Entries((2,), [1, 2]), "=", Entries((2,), [1, 3]), Outcome.FAILS),
        (Entries((2,), [1, 2]), r"\ne", Entries((2,), [1, 3]), Outcome.HOLDS),
        (Entries((2,), [0, 0]), "=", 0, Outcome.HOLDS),
    ],
)
def test_exact_values_are_compared_exactly(left: object, relation: str, right: object, outcome: Outcome) -> None:
    """Rationals decide every relation; arrays are equal entry by entry."""
    assert compare(left, relation, right) is outcome


def test_overlapping_balls_decide_nothing_exactly() -> None:
    """They agree as far as can be told, show no premise to hold, and refute nothing."""
    near, far = arb(1, 0.5), arb(10, 0.5)
    assert compare(near, "=", arb(1)) is Outcome.HOLDS
    assert compare(near, "=", arb(1), exactly=True) is Outcome.OPEN
    assert compare(near, r"\ne", arb(1)) is Outcome.OPEN
    assert compare(near, "=", far) is Outcome.FAILS
    assert compare(near, "<", far, exactly=True) is Outcome.HOLDS


def test_probes_are_valuations_that_tell_terms_apart() -> None:
    """At a probe the left side has its value, whatever the right side is; two probes differ."""
    asked = question("x^2", "=", "y + 1", "Let $x > 0$.")
    found, second = probe(asked, 0), probe(asked, 1)
    assert found is not None
    assert second is not None
    first, value = found
    assert compare(value, "=", first.value(asked.left)) is Outcome.HOLDS
    assert compare(value, "=", first.value(asked.right)) is Outcome.FAILS
    assert compare(value, "=", second[1]) is Outcome.FAILS
