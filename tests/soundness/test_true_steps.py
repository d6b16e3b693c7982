"""True steps that look false to a reader who misses a word; none may be refuted."""

from __future__ import annotations

import pytest

from derivcheck.results import Verdict
from tests.soundness.asking import verdict

REAL = r"Let $x \in \mathbb{R}$."
MATRIX = r"Let $A \in \mathbb{R}^{n \times n}$."
FUNCTION = r"Let $f : \mathbb{R} \to \mathbb{R}$"

UNKNOWN_PROPERTIES = [
    ("f(-x)", "=", "f(x)", FUNCTION + " be an even function."),
    ("f(x+y)", "=", "f(x)+f(y)", FUNCTION + r" be linear and $x,y \in \mathbb{R}$."),
    (r"f(\frac{x+y}{2})", r"\le", r"\frac{f(x)+f(y)}{2}", FUNCTION + r" be convex and $x,y \in \mathbb{R}$."),
    (r"u^\top u", "=", "1", r"Let $u \in \mathbb{R}^n$ be a unit vector."),
    (r"u^\top v", "=", "0", r"Let $u, v \in \mathbb{R}^n$ be orthogonal."),
    ("P^2", "=", "P", r"Let $P \in \mathbb{R}^{n \times n}$ be a projection matrix."),
    ("P^2", "=", "P", r"Let $P \in \mathbb{R}^{n \times n}$ be idempotent."),
    (r"P^\top P", "=", "I", r"Let $P \in \mathbb{R}^{n \times n}$ be a permutation matrix."),
    ("AB", "=", "BA", r"Let $A, B \in \mathbb{R}^{n \times n}$ commute."),
    ("(-1)^n", "=", "1", "Let $n$ be an even integer."),
    ("(-1)^n", "=", "1", r"Let $n \in \mathbb{N}$ be even."),
]

PROPERTIES = [
    (r"A^\top", "=", "A", r"Let $A, B \in \mathbb{R}^{n \times n}$ be symmetric matrices."),
    (r"Q^\top Q", "=", "I", r"Let $P, Q \in \mathbb{R}^{n \times n}$ be orthogonal matrices."),
    ("|x|", "=", "x", r"Let $x, y \in \mathbb{R}$ be positive numbers."),
    ("|x|", "=", "x", "Let $x$ and $y$ be positive real numbers."),
    (r"\sum_k p_k \log \frac{p_k}{q_k}", r"\ge", "0", r"Let $p, q \in \mathbb{R}^K$ be probability vectors."),
    ("QQ", "=", "I", r"Let $Q \in \mathbb{R}^{n \times n}$ be symmetric and orthogonal."),
    (r"\det D", ">", "0", r"Let $D \in \mathbb{R}^{n \times n}$ be diagonal and positive definite."),
    ("|x_i|", "=", "x_i", r"Let $x \in [0,1]^n$."),
    ("|k|", "=", "k", r"Let $k \in \mathbb{Z}$ with $k > 0$."),
    ("|k|", "=", "-k", r"Let $k \in \mathbb{Z}$ with $k < 0$."),
    ("(n-1)(n-2)", "=", "0", r"Let $n \in \mathbb{N}$ with $n < 3$."),
    ("|xy|", "=", "xy", r"Let $x, y \in \mathbb{R}$. Assume $xy > 0$."),
    ("x^2", "=", r"x \cdot x", REAL + " Assume $x^2 > 1$."),
    (r"\sqrt{x^2}", "=", "-x", "Let $x < 0$."),
]

NOTATIONS = [
    ("f^{(2)}(x)", "=", "6x", "Let $f(x) := x^3$."),
    ("(AB)'", "=", "B'A'", r"Let $A, B \in \mathbb{R}^{n \times n}$."),
    (r"\operatorname{tr} AB", "=", r"\operatorname{tr} BA", r"Let $A, B \in \mathbb{R}^{n \times n}$."),
    (r"\det e^{A}", "=", r"e^{\operatorname{tr}(A)}", MATRIX),
    (r"\frac{d}{dt} e^{tA}", "=", "A e^{tA}", r"Let $A \in \mathbb{R}^{n \times n}$ and $t \in \mathbb{R}$."),
    (r"\max_x x(10-x)", "=", "25", ""),
    (r"\sum_{k \ge 1} 2^{-k}", "=", "1", ""),
    (r"e^{i\pi}", "=", "-1", ""),
    (r"e^{ix}", "=", r"\cos x + i \sin x", ""),
    ("A^* A", "=", r"A^\top A", MATRIX),
    (r"\sum_i x_i + y_i", "=", r"\sum_i y_i + \sum_i x_i", ""),
    ("x²", "=", r"x \cdot x", REAL),
    (r"\int p(x - \mu) \, dx", "=", "1", "Let $p(x)$ be a density."),
]

KINKS = [
    (r"\frac{d}{dx}\operatorname{artanh}(x)", "=", r"|\frac{1}{1-x^2}|", REAL),
    (
        "f'(x)",
        "=",
        r"\begin{cases} 1 & x \ge 0 \\ 0 & x < 0\end{cases}",
        REAL + r" Let $f(x) := \begin{cases} x & x > 0 \\ 0 & x \le 0\end{cases}$.",
    ),
    (r"\frac{d}{dx}|x|", "=", r"\frac{|x|}{x}", REAL),
    (r"\frac{d}{dx}\max(0, x)", "=", r"\mathbb{1}[x > 0]", REAL),
    (r"\frac{d}{dx}\max(0, x)", "=", r"\mathbb{1}[x \ge 0]", REAL),
]

PROVABLE = [
    (r"\frac12 x + \frac12 x", "=", "x", REAL),
    (r"\frac{d}{d+1} + \frac{1}{d+1}", "=", "1", r"Let $d \in \mathbb{N}$."),
    (r"\frac{x^2-1}{x-1}", "=", "x+1", REAL),
    (r"\log(xy)", "=", r"\log x + \log y", "Let $x > 0$ and $y > 0$."),
    (r"\operatorname{tr}(AB)", "=", r"\operatorname{tr}(BA)", r"Let $A, B \in \mathbb{R}^{n \times n}$."),
    (r"\sum_{i=1}^n (2i - 1)", "=", "n^2", r"Let $n \in \mathbb{N}$."),
    (r"\sum_{i=1}^n \sum_{j=1}^n \mathbb{1}[i=j]", "=", "n", r"Let $n \in \mathbb{N}$."),
    ("|k|", "=", "k", r"Let $k \in \{1,\dots,K\}$."),
]


@pytest.mark.parametrize(("left", "relation", "right", "scope"), UNKNOWN_PROPERTIES)
def test_a_property_that_is_not_known_stops_a_refutation(left: str, relation: str, right: str, scope: str) -> None:
    """A counterexample without the property that the scope names would be none."""
    assert verdict(left, relation, right, scope) is not Verdict.REFUTED


@pytest.mark.parametrize(("left", "relation", "right", "scope"), PROPERTIES)
def test_counterexamples_have_all_the_properties_of_the_scope(left: str, relation: str, right: str, scope: str) -> None:
    """Properties in the plural, several at once, closed ends, and signs of integers count."""
    assert verdict(left, relation, right, scope) is not Verdict.REFUTED


@pytest.mark.parametrize(("left", "relation", "right", "scope"), NOTATIONS)
def test_a_notation_with_another_meaning_is_not_refuted(left: str, relation: str, right: str, scope: str) -> None:
    """What is read in one way among several is not refuted for it."""
    assert verdict(left, relation, right, scope) is not Verdict.REFUTED


@pytest.mark.parametrize(("left", "relation", "right", "scope"), KINKS)
def test_a_derivative_that_does_not_exist_refutes_nothing(left: str, relation: str, right: str, scope: str) -> None:
    """Outside the domain and at a kink, a derivative has no value."""
    assert verdict(left, relation, right, scope) is not Verdict.REFUTED


@pytest.mark.parametrize(("left", "relation", "right", "scope"), PROVABLE)
def test_what_is_plainly_true_is_proved(left: str, relation: str, right: str, scope: str) -> None:
    """The rules of soundness leave everyday steps provable."""
    assert verdict(left, relation, right, scope) is Verdict.PROVED
