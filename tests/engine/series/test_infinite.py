"""Named power series, by the ratio of their terms."""

import pytest

from derivcheck.check import check_step
from derivcheck.results import Verdict

REAL = r"Let $x \in \mathbb{R}$."

NAMED = [
    (r"\sum_{k=0}^{\infty} x^k", r"\frac{1}{1-x}", ("|x| < 1",)),
    (r"\sum_{k=0}^{\infty} \frac{x^k}{k!}", "e^x", ()),
    (r"\sum_{k=1}^{\infty} \frac{x^k}{k}", r"-\log(1-x)", ("|x| < 1",)),
    (r"\sum_{k=0}^{\infty} (-1)^k \frac{x^{2k+1}}{(2k+1)!}", r"\sin x", ()),
    (r"\sum_{k=0}^{\infty} \frac{x^{2k+1}}{(2k+1)!}", r"\sinh x", ()),
    (r"\sum_{k=0}^{\infty} (-1)^k \frac{(2x)^{2k}}{(2k)!}", r"\cos(2x)", ()),
    (r"\sum_{k=0}^{\infty} (-1)^k \frac{x^{2k+1}}{2k+1}", r"\arctan x", ("|x| < 1",)),
    (r"\sum_{k=0}^{\infty} \binom{k+3}{3} x^k", "(1-x)^{-4}", ("|x| < 1",)),
]


@pytest.mark.parametrize(("series", "value", "inside"), NAMED)
def test_a_named_series_is_proved_where_it_converges(series: str, value: str, inside: tuple[str, ...]) -> None:
    """The radius of convergence is a condition of the proof."""
    step = check_step(series, value, scope=REAL)
    assert step.verdict is Verdict.PROVED, step.message
    assert step.strategy == "power-series"
    assert set(inside) <= set(step.conditions)


@pytest.mark.parametrize(("series", "value", "inside"), NAMED)
def test_twice_a_named_series_is_something_else(series: str, value: str, inside: tuple[str, ...]) -> None:
    """The refuter sums it with a bound on the rest."""
    del inside
    step = check_step(series, f"2 \\cdot ({value}) + 1", scope=REAL)
    assert step.verdict is Verdict.REFUTED, step.message
    assert step.counterexample is not None


def test_what_the_scope_says_of_the_radius_is_no_condition() -> None:
    """|r| < 1 is assumed already."""
    step = check_step(r"\sum_{k=0}^{\infty} r^k", r"\frac{1}{1-r}", scope=r"Let $r \in \mathbb{R}$ with $|r| < 1$.")
    assert step.verdict is Verdict.PROVED
    assert "|r| < 1" not in step.conditions


def test_linear_combinations_of_unknown_series_are_compared() -> None:
    """Constants come out, and an index may be shifted."""
    step = check_step(r"\sum_{k=0}^{\infty} \frac{c}{(k+1)^2}", r"c\sum_{k=1}^{\infty} \frac{1}{k^2}")
    assert step.verdict is Verdict.PROVED
