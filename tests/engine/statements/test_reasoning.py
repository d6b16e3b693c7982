from __future__ import annotations

import pytest

from derivcheck.engine.statements.auxiliary import NotPolynomial
from derivcheck.engine.statements.reasoning import Reasoner, follows, is_impossible
from derivcheck.engine.statements.truth import Look, Observer, Truth
from tests.engine.statements.sample import inference, statement

EQUIVALENT = [
    ("x^2 = 4", "x = 2 or x = -2", ""),
    ("x^2 = 4", "x = 2", "Let $x > 0$."),
    (r"\sqrt{x+2} = x", "x = 2", ""),
    (r"|x - 1| = 2", "x = 3 or x = -1", ""),
    (r"e^{2x} = 5", r"x = \frac{\ln 5}{2}", ""),
    (r"\ln x + \ln(x-1) = \ln 6", "x = 3", ""),
    (r"2^x = 3^{x+1}", r"x = \frac{\ln 3}{\ln 2 - \ln 3}", ""),
    (r"x^2 = \pi", r"x = \sqrt{\pi} or x = -\sqrt{\pi}", ""),
    ("ax = b", r"x = \frac{b}{a}", r"Let $a \ne 0$."),
    (r"\cosh x = 1", "x = 0", ""),
    (r"\sqrt{\ln x} \ge 0", r"x \ge 1", ""),
]
DIFFERENT = [
    ("x^2 = 4", "x = 2", "", -2),
    (r"\sqrt{x+2} = x", "x + 2 = x^2", "", -1),
    ("x^2 = 3x", "x = 3", "", 0),
    (r"\frac{x^2-1}{x-1} = 2", "x + 1 = 2", "", 1),
    (r"|\ln x| \ge 0", "x = x", "", 0),
]


@pytest.mark.parametrize(("premise", "conclusion", "scope"), EQUIVALENT)
@pytest.mark.parametrize("backwards", [False, True])
def test_what_is_equivalent_follows(premise: str, conclusion: str, scope: str, *, backwards: bool) -> None:
    """In whatever order the variables are eliminated, no case is left."""
    assert follows(inference(premise, conclusion, scope), backwards=backwards)


@pytest.mark.parametrize(("premise", "conclusion", "scope", "value"), DIFFERENT)
def test_what_is_not_equivalent_has_a_point_that_shows_it(
    premise: str, conclusion: str, scope: str, value: int
) -> None:
    """One of the two directions fails at a simple number."""
    asked = inference(premise, conclusion, scope)
    assert not follows(asked, backwards=True)
    points = [Reasoner(asked).refute(converse=converse).point for converse in (False, True)]
    assert [point["x"] for point in points if point is not None] == [value]


def test_a_premise_without_solution_is_known_as_such() -> None:
    """The equation x² + 1 = 0 has none, and neither has x² = −1; x² = 1 has."""
    assert is_impossible(inference("x^2 + 1 = 0", "x^2 = -1"))
    assert not is_impossible(inference("x^2 + 1 = 0", "x^2 = 1"))


def test_roots_of_odd_degree_are_read_both_ways() -> None:
    """Whether ∛(−8) is −2 or undefined decides about ∛x = −2, so nothing is said; ∛x = 2 is x = 8 either way."""
    assert not follows(inference(r"x^{1/3} = -2", "false"), backwards=True)
    assert not follows(inference(r"x^{1/3} = -2", "x = -8"), backwards=True)
    assert follows(inference(r"x^{1/3} = 2", "x = 8"), backwards=True)


def test_a_whole_number_in_an_exponent_is_not_taken_for_a_real_one() -> None:
    """(−1)ⁿ is defined, though e^(n·log(−1)) is not."""
    with pytest.raises(NotPolynomial):
        follows(inference("(-1)^n = x", "false", r"Let $n \in \mathbb{N}$."), backwards=True)


def test_the_value_in_a_conclusion_is_assumed_to_be_defined() -> None:
    """From ax = c follows x = c/a where a is not 0; an equivalence does not hold."""
    assert follows(inference("ax = c", r"x = \frac{c}{a}", both_ways=False), backwards=True)
    assert not follows(inference("ax = c", r"x = \frac{c}{a}"), backwards=True)


def test_both_statements_are_looked_at_as_they_are_written() -> None:
    """Samples are solutions of either statement and other numbers; one that parts them is kept."""
    agreeing = Reasoner(inference("x^2 = 4", "x = 2 or x = -2")).samples()
    assert agreeing.against is None
    assert agreeing.solutions >= 2
    assert agreeing.others >= 2
    assert Reasoner(inference("x^2 = 4", "x = 2")).samples().against is not None


def test_a_side_that_is_undefined_makes_its_statement_false() -> None:
    """At 0, 1/x = 1 is false, and the look says why."""
    asked = inference(r"\frac{1}{x} = 1", "x = 1")
    look = Look()
    assert Observer({"x": 0}, asked.question).truth(statement(r"\frac{1}{x} = 1"), look) is Truth.FALSE
    assert list(look.undefined) == ["division by zero"]
