"""Infinite sums as rigorous balls."""

from fractions import Fraction

import flint
import pytest
from flint import arb

from derivcheck.engine.evaluation.evaluator import Evaluator
from derivcheck.engine.systems.balls import Balls
from derivcheck.engine.systems.base import NoValue, Undefined
from derivcheck.engine.systems.unknowns import Polynomials
from tests.reading.sample import term

SCOPE = r"Let $x \in \mathbb{R}$."


def ball(latex: str, x: Fraction = Fraction(0)) -> arb:
    """The value of a formula in x."""
    balls = Balls(Polynomials("test"))
    with flint.ctx.workprec(200):
        value = Evaluator(balls, {"x": balls.number(x)}).value(term(latex, SCOPE))
    assert isinstance(value, arb)
    return value


SUMS = [
    (r"\sum_{k=0}^{\infty} x^k", Fraction(1, 3), "1.5", 1e-20),
    (r"\sum_{k=0}^{\infty} x^k", Fraction(-9, 10), "0.526315789473684210526315789", 1e-20),
    (r"\sum_{k=0}^{\infty} \frac{x^k}{k!}", Fraction(3), "20.0855369231876677409285", 1e-20),
    (r"\sum_{k=1}^{\infty} \frac{x^k}{k}", Fraction(1, 2), "0.693147180559945309417232", 1e-20),
    (r"\sum_{k=1}^{\infty} \frac{1}{k^2}", Fraction(0), "1.644934066848226436472415", 1e-2),
    (r"\sum_{k=1}^{\infty} \frac{1}{k(k+1)}", Fraction(0), "1", 1e-2),
    (r"\sum_{k=1}^{\infty} \left(\frac{1}{2^k} + \frac{1}{3^k}\right)", Fraction(0), "1.5", 1e-20),
]


@pytest.mark.parametrize(("latex", "x", "expected", "width"), SUMS)
def test_a_sum_holds_its_value_and_is_narrow(latex: str, x: Fraction, expected: str, width: float) -> None:
    """The rest of the series is bounded, not guessed."""
    found = ball(latex, x)
    assert found.overlaps(arb(expected, 1e-24))
    assert float(found.rad()) < width


@pytest.mark.parametrize(
    ("latex", "x"),
    [
        (r"\sum_{k=0}^{\infty} x^k", Fraction(2)),
        (r"\sum_{k=0}^{\infty} x^k", Fraction(1)),
        (r"\sum_{k=0}^{\infty} x^k", Fraction(-1)),
        (r"\sum_{k=1}^{\infty} \frac{1}{k}", Fraction(0)),
        (r"\sum_{k=1}^{\infty} k! x^k", Fraction(1, 2)),
        (r"\sum_{k=1}^{\infty} \frac{k}{k+1}", Fraction(0)),
    ],
)
def test_a_divergent_series_has_no_value(latex: str, x: Fraction) -> None:
    """Its terms do not shrink, or no faster than 1/k."""
    with pytest.raises(Undefined):
        ball(latex, x)


@pytest.mark.parametrize("latex", [r"\sum_{k=1}^{\infty} \frac{(-1)^k}{k}", r"\sum_{k=1}^{\infty} \frac{\sin k}{k^2}"])
def test_without_a_bound_on_the_rest_there_is_no_value(latex: str) -> None:
    """Convergence that only signs bring about, and terms whose ratio is no rational function."""
    with pytest.raises(NoValue):
        ball(latex)
