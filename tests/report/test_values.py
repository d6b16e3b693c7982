import pytest

from derivcheck.report.values import inline, phrase, rows
from derivcheck.results import Counterexample, CounterexampleValue

TABLE = {"columns": ["x", "p(x)"], "rows": [["1", "1/4"], ["20", "3/4"]]}


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        ("-3/2", ["A = -3/2"]),
        (["1", "2"], ["A = (1, 2)"]),
        ([], ["A = ()"]),
        ([["1", "-20"], ["3", "4"]], ["A = (1, -20)", "    (3,   4)"]),
        ([["1"], ["3"]], ["A = (1)", "    (3)"]),
        ([[["1"], ["2"]]], ["A = ((1), (2))"]),
        (TABLE, ["A:", "   x  p(x)", "   1   1/4", "  20   3/4"]),
    ],
)
def test_a_value_is_shown_as_it_would_be_written(value: CounterexampleValue, lines: list[str]) -> None:
    """A scalar and a vector take one line, a matrix and a table a line for each row."""
    assert rows("A", value, str) == lines


def test_a_value_fits_on_one_line() -> None:
    """Rows are nested parentheses, a table is written out."""
    assert inline([["1", "2"], ["3", "4"]]) == "((1, 2), (3, 4))"
    assert inline(TABLE) == "table of x, p(x): 1, 1/4; 20, 3/4"


def test_a_counterexample_fits_on_one_line() -> None:
    """Where it is, and what both sides are there; a long one is cut."""
    assert phrase(Counterexample({"n": 1}, {"x": "-1"}, "1", "-1"), str) == (
        ", at n = 1, x = -1: 1 on the left, -1 on the right"
    )
    assert phrase(Counterexample({}, {}, "1", "2"), str) == ": 1 on the left, 2 on the right"
    assert len(phrase(Counterexample({}, {"x": "1" * 500}, "1", "2"), str)) == 110
