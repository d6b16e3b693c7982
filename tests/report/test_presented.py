from dataclasses import replace

import pytest

from derivcheck.report.presented import presented, presented_counterexample, presented_step, tidy
from derivcheck.results import Counterexample, CounterexampleValue
from tests.report import samples


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("1.0", "1"),
        ("-6.2e-61", "0"),
        ("0.25", "0.25"),
        ("1e+20", "1e+20"),
        ("-3/2", "-3/2"),
        ("-2 - 2 t^3", "-2 - 2 t^3"),
        (["1.0", "2"], ["1", "2"]),
        ([["1.0"], ["0.5"]], [["1"], ["0.5"]]),
        ({"columns": ["x"], "rows": [["2.0"]]}, {"columns": ["x"], "rows": [["2"]]}),
    ],
)
def test_a_number_has_no_superfluous_digits(value: CounterexampleValue, shown: CounterexampleValue) -> None:
    """An integer is an integer, and what vanishes is 0; all else stays."""
    assert tidy(value) == shown


def test_sides_that_tidying_would_make_equal_stay() -> None:
    """The two sides of a counterexample differ, so they may not look the same."""
    shown = presented_counterexample(Counterexample({}, {}, "0", "1e-40"))
    assert (shown.left, shown.right) == ("0", "1e-40")


def test_names_of_the_engine_become_words() -> None:
    """Weights and numbers of outcomes are tables over them, inferred sizes are left out."""
    counterexample = Counterexample({"?2": 3, "n": 1}, {"w:z": ["1", "1/2"], "z-values": ["4.0", "5"]}, "1", "2")
    shown = presented_counterexample(counterexample)
    assert shown.sizes == {"n": 1}
    assert shown.values == {
        "weights of z": {"columns": ["z", "weight of z"], "rows": [["1", "1"], ["2", "1/2"]]},
        "numbers of z": {"columns": ["z", "number of z"], "rows": [["1", "4"], ["2", "5"]]},
    }


def test_a_density_is_shown_normalised() -> None:
    """The weighted sum over all outcomes is 1."""
    values: dict[str, CounterexampleValue] = {"p(x,z) unnormalised": [["1", "1"], ["2", "1"]], "w:z": ["1", "1/2"]}
    shown = presented_counterexample(Counterexample({}, values, "1", "2"))
    assert shown.values["p(x,z)"] == {
        "columns": ["x", "z", "p(x,z)"],
        "rows": [["1", "1", "1/4"], ["1", "2", "1/4"], ["2", "1", "1/2"], ["2", "2", "1/4"]],
    }


def test_a_conditional_density_is_normalised_for_each_condition() -> None:
    """Only what stands before the bar is summed over."""
    values = {"p(x,y|z) unnormalised": [[["1", "1"]], [["1", "3"]]]}
    shown = presented_counterexample(Counterexample({}, values, "1", "2")).values["p(x,y|z)"]
    assert shown == {
        "columns": ["x", "y", "z", "p(x,y|z)"],
        "rows": [["1", "1", "1", "1/2"], ["1", "1", "2", "1/4"], ["2", "1", "1", "1/2"], ["2", "1", "2", "3/4"]],
    }


def test_the_message_shows_both_sides_as_they_are_written() -> None:
    """A vector is (4), not a list of Python."""
    step = replace(samples.EXPECTED, counterexample=Counterexample({}, {}, ["4.0"], ["-4"]))
    assert presented_step(step).message == "At the counterexample the left side is (4) and the right side is (-4)."


def test_the_message_keeps_the_missing_assumption() -> None:
    """What would make the step true is said behind the values of both sides."""
    step = replace(samples.REFUTED, evidence={"holds_if": [r"x \ge 0"]})
    assert presented_step(step).message.endswith(r"It holds if `x \ge 0`.")


def test_assumptions_are_about_what_the_reader_knows() -> None:
    """What the engine made itself is not mentioned."""
    step = replace(samples.PROVED, assumptions=("p(x,z) unnormalised: positive", "w:z: positive", "x > 0"))
    assert presented_step(step).assumptions == ("p(x,z): positive", "x > 0")


def test_presenting_twice_changes_nothing() -> None:
    """What is readable stays as it is."""
    once = presented(samples.REPORT)
    assert presented(once) == once
