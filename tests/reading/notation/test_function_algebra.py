"""Functions made of functions, values at a point, conditions, and functions that prose names."""

import pytest

from derivcheck import check_step
from derivcheck.results import Step, Verdict

FUNCTIONS = r"Let $f, g : \mathbb{R} \to \mathbb{R}$ be smooth functions and $x, a \in \mathbb{R}$."


def _asked(left: str, right: str, scope: str) -> Step:
    return check_step(left, right, "=", scope)


SAME = [
    (r"(f \circ g)(x)", "f(g(x))", FUNCTIONS),
    (r"(f + g)'(x)", "f'(x) + g'(x)", FUNCTIONS),
    (r"(fg)^{(2)}(x)", "f''(x) g(x) + 2 f'(x) g'(x) + f(x) g''(x)", FUNCTIONS),
    (r"\frac{df}{dx}(a)", "f'(a)", FUNCTIONS),
    (r"\left. f(x) g(x) \right|_{x=a}", "f(a) g(a)", FUNCTIONS),
    (r"f'(x)|_{x=a}", "f'(a)", FUNCTIONS),
    (r"\left. xy \right|_{x=2, y=3}", "6", r"Let $x, y \in \mathbb{R}$."),
    (r"\left. y \right|_{x=2}", "5", r"Let $x \in \mathbb{R}$ and $y := x^2 + 1$."),
    (r"\dot x", r"-\sin t", r"Let $t \in \mathbb{R}$ and $x := \cos t$."),
    (r"\ddot q(t)", r"-q(t)", r"Let $t \in \mathbb{R}$ and $q(t) := \cos t$."),
    (r"\frac{d}{dx} y(x)^2", r"2 y(x) y'(x)", r"Let $x \in \mathbb{R}$ and let $y(x)$ be a smooth function."),
    (
        r"\left\{\begin{array}{ll} x & x > 0 \\ -x & x \le 0 \end{array}\right.",
        "|x|",
        r"Let $x \in \mathbb{R}$.",
    ),
    (
        r"\begin{cases} 1 & \text{if } x \ge 0 \text{ and } x \le 1, \\ 0 & \text{otherwise.} \end{cases}",
        r"\mathbb{1}[0 \le x \le 1]",
        r"Let $x \in \mathbb{R}$.",
    ),
    (r"\mathbb{1}_{\{x > 0\}}", r"[x > 0]", r"Let $x \in \mathbb{R}$."),
    (
        (
            r"\frac{\partial}{\partial x} \frac{\partial U}{\partial x}"
            r" + \frac{\partial}{\partial y} \frac{\partial U}{\partial y}"
        ),
        r"\frac{\partial^2 U}{\partial x^2} + \frac{\partial^2 U}{\partial y^2}",
        r"Let $U : \mathbb{R}^2 \to \mathbb{R}$ be a smooth function and $x, y \in \mathbb{R}$.",
    ),
    (
        r"\frac{\partial}{\partial x} U(x, y)",
        r"\frac{\partial U}{\partial x}",
        r"Let $U : \mathbb{R}^2 \to \mathbb{R}$ be a smooth function and $x, y \in \mathbb{R}$.",
    ),
    ("B(a, b)", r"\frac{\Gamma(a)\Gamma(b)}{\Gamma(a+b)}", "Let $a, b > 0$ and let $B$ be the beta function."),
    (
        r"\Phi(x) + \Phi(-x)",
        "1",
        r"Let $x \in \mathbb{R}$, where $\Phi$ is the cdf of the standard normal distribution.",
    ),
]


@pytest.mark.parametrize(("left", "right", "scope"), SAME)
def test_what_is_meant_is_read(left: str, right: str, scope: str) -> None:
    """Each notation stands for what a reader takes it to be."""
    assert _asked(left, right, scope).verdict is Verdict.PROVED


DOUBTFUL = [
    (r"x f(x)|_{x=a}", "a f(a)", FUNCTIONS, "D404"),
    (r"(f^{-1})(x)", "x", FUNCTIONS, "D323"),
    ("f", "0", r"Let $f : \mathbb{R}^2 \to \mathbb{R}$ and $x \in \mathbb{R}$.", "D323"),
    ("n!!", "n!", r"Let $n \in \mathbb{N}$.", "D323"),
    (r"\sqrt[n]{x}", "x", r"Let $n \in \mathbb{N}$ and $x \in \mathbb{R}$.", "D323"),
]


@pytest.mark.parametrize(("left", "right", "scope", "code"), DOUBTFUL)
def test_what_is_not_clear_is_not_guessed(left: str, right: str, scope: str, code: str) -> None:
    """A bar behind a product is asked about; an inverse function, a function without arguments are left as they are."""
    step = _asked(left, right, scope)
    assert (step.verdict, step.code) == (Verdict.UNREAD if code == "D404" else Verdict.UNPROVED, code)


def test_a_letter_is_a_special_function_only_where_the_text_says_so() -> None:
    """B(a + 1, b) is no beta function by its looks."""
    step = _asked("B(a+1, b)", r"\frac{a}{a+b} B(a, b)", "Let $a, b > 0$.")
    assert step.verdict not in (Verdict.PROVED, Verdict.REFUTED)


def test_a_partial_derivative_by_the_other_variable_is_another() -> None:
    """The variables of U are those of its call."""
    scope = r"Let $U : \mathbb{R}^2 \to \mathbb{R}$ be a smooth function and $x, y \in \mathbb{R}$."
    step = _asked(r"\frac{\partial}{\partial x} U(x, y)", r"\frac{\partial U}{\partial y}", scope)
    assert step.verdict is Verdict.REFUTED
