import pytest

from derivcheck.report.values import block, inline, phrase, rows
from derivcheck.results import Counterexample, CounterexampleValue, Table

TABLE: Table = {"columns": ["x", "p(x)"], "rows": [["1", "1/4"], ["20", "3/4"]]}


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        ("-3/2", ["A = -3/2"]),
        (["1", "2"], ["A = (1, 2)"]),
        ([], ["A = ()"]),
        ([["1", "-20"], ["3", "4"]], ["A = (1, -20)", "    (3,   4)"]),
        ([["1"], ["3"]], ["A = (1)", "    (3)"]),
        ([[["1"], ["2"]]], ["A = ((1), (2))"]),
        (TABLE, [" x  p(x)", " 1   1/4", "20   3/4"]),
    ],
)
def test_a_value_is_shown_as_it_would_be_written(value: CounterexampleValue, lines: list[str]) -> None:
    """A scalar and a vector take one line, a matrix and a table a line for each row."""
    assert rows("A", value, str) == lines


def test_a_value_fits_on_one_line() -> None:
    """The rows of a matrix are parted by semicolons, a table is written out."""
    assert inline([["1", "2"], ["3", "4"]]) == "(1, 2; 3, 4)"
    assert inline(TABLE) == "table of x, p(x): 1, 1/4; 20, 3/4"
    assert inline({"n": "2", "x": ["1", "2"]}) == "n = 2, x = (1, 2)"


def test_a_counterexample_fits_on_one_line() -> None:
    """Where it is, and what both sides are there; one with a table takes more."""
    assert phrase(Counterexample({"n": 1}, {"x": "-1"}, "1", "-1"), str) == (
        "at n = 1, x = -1: 1 on the left, -1 on the right"
    )
    assert phrase(Counterexample({}, {}, "1", "2"), str) == "1 on the left, 2 on the right"
    assert phrase(Counterexample({}, {"p(x)": TABLE}, "1", "2"), str) is None


def test_tables_over_the_same_variables_stand_side_by_side() -> None:
    """The order of a table's variables does not matter; how many outcomes there are, the table shows."""
    first: Table = {"columns": ["x", "z", "p(x,z)"], "rows": [["1", "1", "1/4"], ["1", "2", "3/4"]]}
    second: Table = {"columns": ["z", "x", "q(z|x)"], "rows": [["1", "1", "1/3"], ["2", "1", "2/3"]]}
    counterexample = Counterexample({"|x|": 1, "|z|": 2, "x": 1}, {"p": first, "q": second}, "1", "2")
    assert list(block(counterexample, str)) == [
        "x = 1",
        "x  z  p(x,z)  q(z|x)",
        "1  1     1/4     1/3",
        "1  2     3/4     2/3",
        "left side  = 1",
        "right side = 2",
    ]


def test_a_table_of_one_number_is_one_line() -> None:
    """Weights that are all 1 are said once."""
    table: Table = {"columns": ["z", "weight of z"], "rows": [["1", "1"], ["2", "1"]]}
    lines = list(block(Counterexample({}, {"weights of z": table}, "1", "2"), str))
    assert lines[0] == "weight of z = 1 for every z"
