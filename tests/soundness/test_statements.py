"""Equivalences of statements: wrong ones are never proved, true ones never refuted, whatever roots they have."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derivcheck.results import Verdict
from tests.soundness.asking import verdict

WRONG = (
    ("x^2 = 4", "x = 2", ""),
    ("x^2 = 4", "x = 2 \\text{ and } x = -2", ""),
    ("x^2 = 4", "x = \\pm 2 \\text{ or } x = 3", ""),
    ("x^2 = 4", "x \\in \\{2\\}", ""),
    ("x^2 = 4", "\\text{no solution}", ""),
    ("x^2 = -4", "x = \\pm 2", ""),
    ("x^2 = x", "x = 1", ""),
    ("x^2 = 10^6 x", "x = 10^6", ""),
    ("x^2 = 10^{-6} x", "x = 0", ""),
    ("(x - 400)(x + 1) = 0", "x = -1", ""),
    ("x^3 = x", "x = \\pm 1", ""),
    ("x^3 = 2x", "x^2 = 2", ""),
    ("x^4 = 4", "x = \\sqrt{2}", ""),
    ("(x^2 - 2)(x - 1) = 0", "x = 1", ""),
    ("(x^2 - 2)(x^2 - 3) = 0", "x^2 = 2", ""),
    ("(x^2 - x - 1)(x - 5) = 0", "x = 5", ""),
    ("x^5 - x - 1 = 0", "x = 1", ""),
    ("x^5 - x - 1 = 0", "\\text{no solution}", ""),
    ("(x - 1)^2 = 0", "x = 1 \\text{ or } x = -1", ""),
    ("\\frac{x^2 - 1}{x - 1} = 0", "x^2 = 1", ""),
    ("\\frac{x - 1}{x^2 - 1} = 1", "x - 1 = x^2 - 1", ""),
    ("\\frac{1}{x} = \\frac{1}{x}", "0 = 0", ""),
    ("\\frac{x}{x} = 1", "x \\in \\mathbb{R}", ""),
    ("\\sqrt{x} = -2", "x = 4", ""),
    ("\\sqrt{x + 2} = x", "x + 2 = x^2", ""),
    ("\\sqrt{x^2} = x", "x \\in \\mathbb{R}", ""),
    ("\\sqrt{x^2 - 200x + 10000} = x - 100", "x \\in \\mathbb{R}", ""),
    ("\\sqrt{x - 1} \\sqrt{x - 2} = 0", "x = 1 \\text{ or } x = 2", ""),
    ("\\sqrt{x} \\ge 0", "x \\in \\mathbb{R}", ""),
    ("|x| = x", "x > 0", ""),
    ("|x - 3| = 2", "x = 5", ""),
    ("|x - 3| = -2", "x = 1", ""),
    ("|x| < 1", "x < 1", ""),
    ("|x| + |x - 2| = 2", "x = 0 \\text{ or } x = 2", ""),
    ("x^2 < 1", "x < 1", ""),
    ("x^2 < 1", "-1 \\le x \\le 1", ""),
    ("x^2 < 2", "-\\sqrt{2} < x \\le \\sqrt{2}", ""),
    ("x^2 > 0", "x > 0", ""),
    ("x^2 \\ge 0", "x \\ne 0", ""),
    ("-x < 1", "x < -1", ""),
    ("\\frac{1}{x} > 1", "x < 1", ""),
    ("\\frac{1}{x} \\le 1", "x \\ge 1", ""),
    ("\\frac{x - 1}{x - 2} \\ge 0", "x \\le 1 \\text{ or } x \\ge 2", ""),
    ("(x - 1)(x - 2)(x - 3) > 0", "x > 3", ""),
    ("(x - 1)^2 (x - 2) \\ge 0", "x \\ge 2", ""),
    ("e^x = 2", "x = e^2", ""),
    ("e^{2x} = e^x", "e^x = 0", ""),
    ("e^{2x} - 5e^x + 6 = 0", "x = \\ln 2", ""),
    ("\\ln(x^2) = 2", "x = e", ""),
    ("\\ln(x^2) = 2 \\ln x", "x \\ne 0", ""),
    ("\\ln x = \\ln(-x)", "x = 0", ""),
    ("2^x = 3", "x = \\frac{\\ln 2}{\\ln 3}", ""),
    ("2^x > 0", "x > 0", ""),
    ("\\log_2 x + \\log_2(x - 2) = 3", "x^2 - 2x - 8 = 0", ""),
    ("x^2 = 2", "x = \\pm 1.41421356", ""),
    ("x = \\sqrt{2}", "x = \\frac{665857}{470832}", ""),
    ("x^2 = 4", "x = 2", "Let $x \\ge -2$."),
    ("x^2 = 4", "x = -2", "Let $x > 0$."),
    ("x y = x z", "y = z", ""),
    ("x y = 0", "x = 0", ""),
    ("x^2 = y^2", "x = y", ""),
    ("x^2 = y^2", "x = y \\text{ and } x = -y", ""),
    ("x^3 = x y^2", "x = \\pm y", ""),
    ("a x = b", "x = \\frac{b}{a}", ""),
    ("a x < b", "x < \\frac{b}{a}", "Let $a \\ne 0$."),
    ("x < y", "x^2 < y^2", ""),
    ("x < y", "\\frac{1}{x} > \\frac{1}{y}", ""),
    ("x y > 0", "x > 0 \\text{ and } y > 0", ""),
    ("a x^2 + b x + c = 0", "x = \\frac{-b \\pm \\sqrt{b^2 - 4ac}}{2a}", ""),
    ("a x^2 + b x + c = 0", "x = \\frac{-b \\pm \\sqrt{b^2 + 4ac}}{2a}", "Let $a \\ne 0$."),
    ("a x^2 = c", "x = \\sqrt{\\frac{c}{a}}", "Let $a > 0$ and $c > 0$."),
    ("x + y = 2, x - y = 0", "x = 1", ""),
    ("x + y = 2, 2x + 2y = 4", "x = 1, y = 1", ""),
    ("x + y = 2, x + y = 3", "x = 1, y = 1", ""),
    ("\\sin x = 0", "x = 0", ""),
    ("\\sin^2 x = 1", "\\sin x = 1", ""),
)


@pytest.mark.parametrize(("left", "right", "scope"), WRONG, ids=[f"{a} ⟺ {b} {c}" for a, b, c in WRONG])
def test_a_wrong_equivalence_is_not_proved(left: str, right: str, scope: str) -> None:
    """A root too many or too few, a sign not seen to, a value at which one side is undefined."""
    assert verdict(left, r"\iff", right, scope) is not Verdict.PROVED
    assert verdict(right, r"\iff", left, scope) is not Verdict.PROVED


def test_most_wrong_equivalences_are_refuted() -> None:
    """Nearly all of them have a counterexample that is found."""
    refuted = [verdict(left, r"\iff", right, scope) is Verdict.REFUTED for left, right, scope in WRONG]
    assert sum(refuted) >= len(WRONG) - 1


ROOTS = st.lists(st.fractions(min_value=-9, max_value=9, max_denominator=4), min_size=1, max_size=4, unique=True).map(
    sorted
)


def _latex(value: Fraction) -> str:
    sign = "-" if value < 0 else ""
    if value.denominator == 1:
        return str(value)
    return rf"{sign}\frac{{{abs(value.numerator)}}}{{{value.denominator}}}"


def _expanded(roots: list[Fraction]) -> str:
    """The polynomial with these roots, multiplied out."""
    coefficients = [Fraction(1)]
    for root in roots:
        shifted = [Fraction(0), *coefficients]
        coefficients = [a - root * b for a, b in zip(shifted, [*coefficients, Fraction(0)], strict=True)]
    terms = [f"({_latex(c)}) x^{{{k}}}" if k else f"({_latex(c)})" for k, c in enumerate(coefficients)]
    return " + ".join(terms)


def _solved(roots: list[Fraction]) -> str:
    return r" \text{ or } ".join(f"x = {_latex(root)}" for root in roots) or r"\text{no solution}"


@settings(max_examples=25, deadline=None)
@given(ROOTS)
def test_the_roots_of_a_polynomial_are_its_solutions(roots: list[Fraction]) -> None:
    """The equation with all of its roots is an equivalence, which is proved."""
    assert verdict(f"{_expanded(roots)} = 0", r"\iff", _solved(roots)) is Verdict.PROVED


@settings(max_examples=25, deadline=None)
@given(ROOTS, st.data())
def test_a_root_too_few_is_refuted(roots: list[Fraction], data: st.DataObject) -> None:
    """Without one of the roots, the solution lost is the counterexample."""
    lost = data.draw(st.sampled_from(roots))
    kept = [root for root in roots if root != lost]
    assert verdict(f"{_expanded(roots)} = 0", r"\iff", _solved(kept)) is Verdict.REFUTED


@settings(max_examples=25, deadline=None)
@given(ROOTS, st.fractions(min_value=-9, max_value=9, max_denominator=4))
def test_a_root_too_many_is_refuted(roots: list[Fraction], extra: Fraction) -> None:
    """With a number that is no root, the equivalence is refuted, and ⟹ still proved."""
    if extra in roots:
        return
    equation, more = f"{_expanded(roots)} = 0", _solved([*roots, extra])
    assert verdict(equation, r"\iff", more) is Verdict.REFUTED
    assert verdict(equation, r"\implies", more) is Verdict.PROVED


@settings(max_examples=25, deadline=None)
@given(ROOTS)
def test_the_sign_of_a_polynomial_alternates(roots: list[Fraction]) -> None:
    """A product of different linear factors is positive right of its last root and between every other pair."""
    product = "".join(f"(x - ({_latex(root)}))" for root in roots)
    ends = [*reversed(roots)]
    parts = [f"x > {_latex(ends[0])}"]
    parts += [
        f"{_latex(ends[k + 1])} < x < {_latex(ends[k])}" if k + 1 < len(ends) else f"x < {_latex(ends[k])}"
        for k in range(1, len(ends), 2)
    ]
    claim = r" \text{ or } ".join(parts)
    assert verdict(f"{product} > 0", r"\iff", claim) is Verdict.PROVED
    assert verdict(rf"{product} \ge 0", r"\iff", claim) is Verdict.REFUTED
