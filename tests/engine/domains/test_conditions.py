"""Conditions as a person would write them, and sides that are defined nowhere."""

import pytest

from derivcheck import check_step
from derivcheck.results import Verdict

REAL = r"Let $x, y, a, b \in \mathbb{R}$."

CONDITIONS = [
    (r"\frac{x^2-1}{x-1}", "x+1", REAL, [r"x \ne 1"]),
    (r"\frac{x}{x^2-1}", r"\frac{x}{(x-1)(x+1)}", REAL, [r"x \ne -1", r"x \ne 1"]),
    (r"\frac{1}{x^2+1} - \frac{1}{x^2+1}", "0", REAL, []),
    (r"\frac{1}{1/x}", "x", REAL, [r"x \ne 0"]),
    (r"\frac{1}{x-y} - \frac{1}{y-x}", r"\frac{2}{x-y}", REAL, [r"x \ne y"]),
    (r"\frac{1}{a+b} + \frac{1}{a+b}", r"\frac{2}{a+b}", REAL, [r"a+b \ne 0"]),
    (r"\frac{x}{|x|}", r"\operatorname{sign}(x)", REAL, [r"x \ne 0"]),
    (r"\ln(x-1) + \ln(x+1)", r"\ln(x^2-1)", REAL, ["x > 1"]),
    (r"\ln\frac{x}{1-x}", r"\ln x - \ln(1-x)", REAL, ["0 < x < 1"]),
    (r"\log(xy)", r"\log x + \log y", REAL, ["x > 0", "y > 0"]),
    (r"\ln x^2", r"2 \ln|x|", REAL, [r"x \ne 0"]),
    (r"\sqrt{x-1}\sqrt{x-1}", "x-1", REAL, [r"x \ge 1"]),
    (r"\arcsin x + \arccos x", r"\frac{\pi}{2}", REAL, [r"-1 \le x \le 1"]),
    (r"\sqrt{x^2-1} + x", r"x + \sqrt{(x-1)(x+1)}", REAL, [r"x \le -1 \text{ or } x \ge 1"]),
    (r"\tan x \cos x", r"\sin x", REAL, [r"\cos x \ne 0"]),
    (r"\frac{d}{dx} \ln x", r"\frac{1}{x}", REAL, ["x > 0"]),
    (r"e^{\ln(x+y)}", "x+y", REAL, ["x+y > 0"]),
    (r"\frac{1}{x-1} - \frac{1}{x}", r"\frac{1}{x(x-1)}", "Let $x > 2$.", []),
    (r"\frac{x}{x}", "1", r"Let $x \ne 0$.", []),
    (r"\frac{1}{x-1} - \frac{1}{x}", r"\frac{1}{x(x-1)}", "Let $x > 0$.", [r"x \ne 1"]),
    (r"a - \frac{g(a)}{g'(a)}", r"\frac{a^2 + b}{2a}", REAL + " Let $g(x) = x^2 - b$.", [r"a \ne 0"]),
]


@pytest.mark.parametrize(("left", "right", "scope", "expected"), CONDITIONS)
def test_a_proof_says_where_it_holds(left: str, right: str, scope: str, expected: list[str]) -> None:
    """No condition is missing, none is said twice, none follows from the scope."""
    step = check_step(left, right, "=", scope)
    assert step.verdict is Verdict.PROVED
    assert list(step.conditions) == expected


NOWHERE = [
    (r"\log(xy)", r"\log x + \log y", "Let $x < 0$ and $y < 0$.", "right side"),
    (r"\sqrt{x}", r"x^{1/2}", "Let $x < 0$.", "left side"),
    (r"\sqrt{-x^2-1}", "x", REAL, "left side"),
    (r"\ln(x-2) + \ln(1-x)", "0", REAL, "left side"),
    (r"\ln(x-y)", r"\ln(y-x)", REAL, "at once"),
    (r"\frac{1}{x-x}", "1", REAL, "left side"),
    ("1", r"\frac{x}{(x+1)^2 - x^2 - 2x - 1}", REAL, "right side"),
    (r"\arcsin(x)", "x", "Let $x > 1$.", "left side"),
]


@pytest.mark.parametrize(("left", "right", "scope", "said"), NOWHERE)
def test_a_side_that_is_defined_nowhere_refutes(left: str, right: str, scope: str, said: str) -> None:
    """The message names the side, and that is no counterexample."""
    step = check_step(left, right, "=", scope)
    assert (step.verdict, step.code) == (Verdict.REFUTED, "D206")
    assert said in step.message
    assert step.counterexample is None


ISOLATED = [
    (r"\sqrt{-x^2}", "0", REAL),
    (r"\arcsin(1 + x^2)", r"\frac{\pi}{2} - x^2", REAL),
    (r"\ln(2\sin x - 2\cos x - 3)", "x", REAL),
    (r"\sqrt{x - 10^9}", r"\sqrt{x - 10^9} + 1", REAL),
]


@pytest.mark.parametrize(("left", "right", "scope"), ISOLATED)
def test_a_small_domain_is_not_taken_for_none(left: str, right: str, scope: str) -> None:
    """That no value was met shows nothing."""
    assert check_step(left, right, "=", scope).code != "D206"
