"""Steps that hold at all values of their parameters but one, where no sampled point lies: none may be proved."""

from __future__ import annotations

import pytest

from derivcheck.results import Verdict
from tests.soundness.asking import verdict

REAL = r"Let $a \in \mathbb{R}$."
AT_LEAST = r"Let $a \ge 0$."

# What each is a slip of stands among the CERTAIN below.
EXCEPTIONS = [
    # A leading coefficient that vanishes at one value of a.
    (r"\lim_{x \to \infty} \frac{(a - 7) x}{1 + (a - 7) x}", "1", REAL),
    (r"\lim_{x \to \infty} \frac{(a - 7)^2 x}{1 + (a - 7)^2 x}", "1", REAL),
    (r"\lim_{x \to 0} \frac{a}{a + x}", "1", REAL),
    (r"\lim_{x \to 0} \frac{a - \pi}{a - \pi + x}", "1", REAL),
    (r"\lim_{x \to 0} \frac{x^2}{x^2 + (a - 7)^2}", "0", REAL),
    (r"\lim_{x \to 0} \frac{|x|}{|x| + |a - 7|}", "0", REAL),
    (r"\lim_{x \to a} \frac{(a - 7)(x - a)}{(x - 7)(x - a)}", "1", REAL),
    (r"\lim_{x \to \infty} \arctan(a x)", r"\frac{\pi}{2}", REAL),
    # 0^0 is 1, and no limit of powers.
    (r"\lim_{x \to 0^+} a^x", r"a^{\lim_{x \to 0^+} x}", AT_LEAST),
    # An integrand that vanishes at one value of a.
    (r"\int_0^\infty (a - 7)^2 e^{-(a - 7)^2 x} dx", "1", REAL),
    (r"\int_0^\infty a e^{-a x} dx", "1", AT_LEAST),
    (r"\int_0^1 \frac{(a - 7)^2}{((a - 7)^2 + x)^2} dx", r"\frac{1}{(a - 7)^2 + 1}", REAL),
    (r"\int_0^\infty (|a| + a) e^{-a x} dx", "2", REAL),
    (r"\int_0^\infty (a - 7) x e^{-(a - 7)^2 x^2} dx", r"\frac{1}{2 (a - 7)}", r"Let $a \in \mathbb{R}$."),
    (r"\int_0^1 a (1 - x)^{a - 1} dx", "1", AT_LEAST),
    (r"\int_0^\infty x e^{-x^a} dx", r"\frac{1}{a} \Gamma(2 / a)", r"Let $a \ne 0$."),
    # A series that converges to 0 where its ratio is 1.
    (r"\sum_{k=0}^\infty \frac{a^2}{(1 + a^2)^k}", "1 + a^2", REAL),
    (r"\sum_{k=0}^\infty a (1 - a)^k", "1", r"Let $0 \le a < 2$."),
    (r"\sum_{k=1}^\infty a (1 - a)^{k-1}", "1", r"Let $a \in [0, 1]$."),
    (r"\sum_{k=0}^\infty (a - 1) a^k", "-1", REAL),
    (r"\sum_{k=0}^\infty (2^{-k} + a (1 - a)^k)", "3", r"Let $0 \le a < 2$."),
    # A sum up to a negative bound is empty.
    (r"\sum_{k=1}^n k", r"\frac{n (n + 1)}{2}", r"Let $n \in \mathbb{Z}$."),
    (r"\sum_{k=1}^n k^2", r"\frac{n (n + 1) (2 n + 1)}{6}", r"Let $n \in \mathbb{Z}$."),
    # A fraction that is expanded where its denominator may vanish.
    (r"\frac{a}{a + x}", "1 + O(x)", r"Let $a, x \in \mathbb{R}$."),
    (r"\frac{x}{a - 13 + x}", "O(x)", r"Let $a, x \in \mathbb{R}$."),
]

CERTAIN = [
    (r"\lim_{x \to \infty} \frac{a x}{1 + a x}", "1", "Let $a > 0$."),
    (r"\lim_{x \to 0} \frac{a}{a + x}", "1", "Let $a > 0$."),
    (r"\int_0^\infty a e^{-a x} dx", "1", "Let $a > 0$."),
    (r"\int_0^1 a (1 - x)^{a - 1} dx", "1", "Let $a > 0$."),
    (r"\int_0^\infty x e^{-x^a} dx", r"\frac{1}{a} \Gamma(2 / a)", "Let $a > 0$."),
    (r"\sum_{k=1}^\infty a (1 - a)^{k-1}", "1", r"Let $a \in (0, 1]$."),
    (r"\sum_{k=1}^n k", r"\frac{n (n + 1)}{2}", r"Let $n \ge 0$ be an integer."),
    (r"\lim_{x \to \infty} \left(1 + \frac{a}{x}\right)^x", "e^a", REAL),
    (r"\sum_{k=0}^\infty (k + 1) a^k", r"\frac{1}{(1 - a)^2}", REAL),
    (r"\frac{a}{a + x}", r"1 - \frac{x}{a} + O(x^2)", r"Let $a, x \in \mathbb{R}$."),
]


@pytest.mark.parametrize(("left", "right", "scope"), EXCEPTIONS)
def test_a_step_with_an_exceptional_parameter_is_not_proved(left: str, right: str, scope: str) -> None:
    """Refuted where the exception is met, else unproved."""
    assert verdict(left, "=", right, scope) is not Verdict.PROVED


@pytest.mark.parametrize("right", ["O(x^5)", "o(x)"])
def test_what_is_undefined_at_the_point_alone_refutes_no_expansion(right: str) -> None:
    """e^(-1/x²) goes to 0 faster than every power, and has no value at 0."""
    assert verdict("e^{-1/x^2}", "=", right, r"Let $x \in \mathbb{R}$.") is not Verdict.REFUTED


@pytest.mark.parametrize(("left", "right", "scope"), CERTAIN)
def test_without_the_exception_the_step_is_proved(left: str, right: str, scope: str) -> None:
    """What the scope or the step's own denominators exclude is no exception."""
    assert verdict(left, "=", right, scope) is Verdict.PROVED


def test_a_natural_number_that_is_solved_for_is_at_least_one() -> None:
    """0 solves x^n = 1 for n, and is none of the numbers that the step speaks of."""
    assert verdict("x^n = 1", r"\iff", "x = 1", r"Let $x > 0$ and $n \in \mathbb{N}$.") is not Verdict.REFUTED
