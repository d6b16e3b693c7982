from __future__ import annotations

from fractions import Fraction

import pytest

from derivcheck.check import check_text
from derivcheck.results import Verdict
from derivcheck.terms.lone_rows import leaves_gaps, without_lone_rows
from derivcheck.terms.nodes import Apply, Integral, Number, Symbol

X = Symbol("x")
ZERO, ONE, TWO = (Number(Fraction(k)) for k in (0, 1, 2))
SQUARE = Apply("power", (X, TWO))
ROW = Apply("cases", (Apply("less", (ZERO, X)), SQUARE))


def test_a_row_by_itself_is_its_value() -> None:
    """It has that value wherever it has one; cases with another row stay."""
    assert without_lone_rows(Apply("add", (ROW, ONE))) == Apply("add", (SQUARE, ONE))
    both = Apply("cases", (Apply("less", (ZERO, X)), SQUARE, ZERO))
    assert without_lone_rows(both) == both


@pytest.mark.parametrize(
    ("low", "high", "gap"), [(ZERO, ONE, False), (ONE, TWO, False), (Number(Fraction(-1)), ONE, True)]
)
def test_an_integral_over_a_gap_is_told(low: Number, high: Number, gap: bool) -> None:  # noqa: FBT001 - what is expected
    """An integral from a place at which the function is not told has no value."""
    assert leaves_gaps(Integral("x", low, high, ROW)) is gap


def test_to_infinity() -> None:
    """A lower bound is met up to infinity, and not from minus infinity on."""
    assert not leaves_gaps(Integral("x", ZERO, None, ROW))
    assert leaves_gaps(Integral("x", None, ONE, ROW))


SCOPE = "Let $f(x) = x^2$ for $x > 0$.\n\n"


@pytest.mark.parametrize(
    ("step", "verdict"),
    [
        ("f(2) = 4", Verdict.PROVED),
        ("f(-1) = 1", Verdict.UNPROVED),
        (r"\int_0^1 f(x) \, dx = \frac13", Verdict.PROVED),
        (r"\int_{-1}^1 f(x) \, dx = \frac23", Verdict.UNPROVED),
        (r"\sum_{k=1}^3 f(k) = 14", Verdict.PROVED),
        (r"\sum_{k=0}^3 f(k) = 14", Verdict.UNPROVED),
        ("f(a + b) = f(a) + f(b)", Verdict.REFUTED),
    ],
)
def test_a_function_that_is_told_for_some_numbers(step: str, verdict: Verdict) -> None:
    """Where it is not told it has no value, and nothing is proved of it."""
    (derivation,) = check_text(f"{SCOPE}$$ {step} $$\n").derivations
    assert derivation.steps[-1].verdict is verdict
