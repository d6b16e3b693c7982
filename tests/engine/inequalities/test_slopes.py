"""Inequalities in one variable: what signs of derivatives prove, and what they must leave alone."""

from __future__ import annotations

import pytest

from derivcheck import check_step
from derivcheck.engine.algebra.sums import product, total
from derivcheck.engine.inequalities.slopes import NAMES, Line, never_negative
from derivcheck.results import Verdict
from derivcheck.terms.nodes import ONE, ZERO, Apply, Number, Symbol, Term, number
from derivcheck.terms.scope import Claim

X = Symbol("x")
LINE = Line(X, ())
RIGHT = Line(X, (Claim(X, r"\ge", ZERO),))

PROVED = [
    (r"\tanh x", r"x", r"Let $x \ge 0$."),
    (r"\sin x", r"x", r"Let $x \ge 0$."),
    (r"1 - \frac{x^2}{2}", r"\cos x", ""),
    (r"x - \frac{x^3}{6}", r"\sin x", r"Let $x \ge 0$."),
    (r"x e^{-x}", r"\frac{1}{e}", ""),
    (r"x e^{-x}", r"\frac{2}{5}", ""),
    (r"-x \log x", r"\frac{1}{e}", ""),
    (r"-p \log p - (1-p) \log(1-p)", r"\log 2", r"Let $0 < p < 1$."),
    (r"\max(0, x)", r"\log(1 + e^x)", ""),
    (r"\log(1 + e^x)", r"\max(0, x) + \log 2", ""),
    (r"\cosh x", r"e^{x^2/2}", ""),
    (r"|\tanh x|", r"|x|", ""),
    (r"\arctan x", r"x", r"Let $x \ge 0$."),
    (r"1 + x + \frac{x^2}{2}", r"e^x", r"Let $x \ge 0$."),
]


@pytest.mark.parametrize(("left", "right", "scope"), PROVED)
def test_signs_of_derivatives_prove(left: str, right: str, scope: str) -> None:
    """Touching points, kinks, ends of the line, and gaps whose smallest place is no simple number."""
    step = check_step(left, right, r"\le", scope)
    assert step.verdict is Verdict.PROVED
    assert step.evidence["error"] == "none"
    assert any(name in step.message for name in NAMES)


FALSE = [
    (r"\tanh x", r"x", ""),
    (r"\sin x", r"x", ""),
    (r"1 - \frac{x^2}{3}", r"\cos x", ""),
    (r"x e^{-x}", r"0.3678", ""),
    (r"\cosh x", r"e^{x^2/3}", ""),
    (r"-p \log p - (1-p) \log(1-p)", r"0.69", r"Let $0 < p < 1$."),
    (r"1 + x + \frac{x^2}{2}", r"e^x", ""),
    # A pole, or what is undefined between two parts of the domain, must not be stepped over.
    (r"0", r"\frac{1}{x}", ""),
    (r"1 - x", r"\frac{1}{x}", ""),
    (r"-1", r"\frac{1}{x - 3}", r"Let $x \ge 0$."),
    (r"-x", r"\frac{1}{x^2 - 2}", ""),
    (r"\log|x|", r"x - 1", r"Let $x \ne 0$."),
    (r"\log(x^2)", r"2 x - 2", ""),
    (r"x", r"\tan x", r"Let $x \ge 0$."),
    (r"\log(x^2 - 1)", r"x + 5", ""),
    # So narrow that no sample meets it.
    (r"10^{-10}", r"(x - \pi)^2", ""),
    (r"10^{-30}", r"e^{-x}", r"Let $x \ge 0$."),
]


@pytest.mark.parametrize(("left", "right", "scope"), FALSE)
def test_false_inequalities_in_one_variable_are_not_proved(left: str, right: str, scope: str) -> None:
    """Whether or not a counterexample is found."""
    assert check_step(left, right, r"\le", scope).verdict is not Verdict.PROVED


def power(base: Term, exponent: int) -> Term:
    """A whole power."""
    return Apply("power", (base, number(exponent)))


REFUSED: list[tuple[Term, Line, tuple[Term, ...], bool]] = [
    # 1/x + 2 from 1 on: true to the right, but not to the left.
    (total([power(X, -1), number(2)]), LINE, (ONE,), False),
    # x² touches 0.
    (power(X, 2), LINE, (ZERO,), True),
    # No anchor, and one that is not on the line.
    (power(X, 2), LINE, (), False),
    (total([power(X, 2), ONE]), RIGHT, (number(-1),), False),
    # The box between the anchors has a root.
    (total([power(X, 2), number(-1)]), LINE, (number(-2), number(2)), False),
    # Increasing to the right, but negative there.
    (total([X, number(-5)]), RIGHT, (ZERO,), False),
    # A function that is not elementary.
    (total([Apply("gamma", (X,)), ONE]), RIGHT, (ONE,), False),
]


@pytest.mark.parametrize(("term", "line", "anchors", "strict"), REFUSED)
def test_wrong_points_prove_nothing(term: Term, line: Line, anchors: tuple[Term, ...], strict: bool) -> None:  # noqa: FBT001
    """A certificate is checked, wherever it comes from."""
    assert not never_negative(term, line, anchors, strict=strict)


def test_right_points_prove() -> None:
    """The same points where they fit."""
    gap = total([power(X, 2), product([number(-1), X]), Number(ONE.value / 2)])
    assert never_negative(gap, LINE, (ZERO, ONE), strict=True)


def test_large_derivatives_are_given_up() -> None:
    """Polynomials that would not fit into memory are not multiplied out."""
    left = r"|x| - e^{-x} \cosh x + \frac{1}{4} \sin x \sin x"
    right = r"\tanh(x) e^{x} + x^2 + \frac{1}{3} \log(1 + x^2) \tanh x"
    assert check_step(left, right, "<").verdict is not Verdict.PROVED
