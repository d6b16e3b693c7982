r"""What words say of a law, or of a density, is of that variable, without reserve, and until something else is said."""

from __future__ import annotations

import pytest

from derivcheck.results import Verdict
from tests.soundness.asking import verdicts

OF_OTHERS = [
    (
        r"Let $X$ and $Y$ be random variables such that $X - Y$ is normal with mean $0$ and variance $2$.",
        "2",
    ),
    (r"The sum of $X$ and $Y$ is Poisson with mean $1$.", "2"),
    (r"The sum of the random variables $X$ and $Y$ is Poisson with mean $1$.", "2"),
    (r"Let $X$ be the maximum of $n$ variables, each of which is normal with mean $0$ and variance $2$.", "2"),
    (r"Let $X$ be a random variable. The limit of $X$ is a standard normal random variable.", "1"),
    (r"Let $X$ be a random variable whose square is Poisson with mean $1$.", "1"),
    (r"Let $X$ be a mixture of a normal distribution with mean $0$ and variance $2$ and a point mass.", "2"),
    (r"Let $X$ be normal with mean $0$ and variance $2$, truncated to $[0, 1]$.", "2"),
    (r"Let $X$ be Poisson with mean $1$ or binomial with parameters $n$ and $p$.", "2"),
    (r"Let $X$ be approximately normal with mean $0$ and variance $2$.", "2"),
    (r"The variable $X$ is not normally distributed with mean $0$ and variance $2$.", "2"),
    (r"Given $Y$, the variable $X$ is normally distributed with mean $Y$ and variance $1$.", "Y^2 + 1"),
    (r"Conditional on $Y$, $X$ is Poisson with mean $Y$.", "Y^2 + Y"),
    (r"Let $Y$ be a random variable, and let $X$ be Poisson with mean $Y$.", "Y^2 + Y"),
    (
        r"Let $X$ be a random variable with conditional density $f(x) = 2x$ on $[0, 1]$, given that $Y > 0$.",
        r"\frac{1}{2}",
    ),
    (r"Let $X$ have density $f(x) = x$ on $[0, 1]$.", r"\frac{1}{4}"),
    (r"Let $X$ have density $f(x) = 2x$ on $[0, 1]$. Let $X$ have density $g(x) = 3x^2$ on $[0, 1]$.", r"\frac{1}{2}"),
    (r"Let $X$ have density $f(x) = 2x$ on $[0, 1]$. Let $X$ have density $g(x) = 3x^2$ on some set.", r"\frac{1}{2}"),
    (r"Let $X$ be Poisson with mean $1$. Let $X$ be normal with mean $0$ and variance $1$.", "2"),
]


@pytest.mark.parametrize(("said", "square"), OF_OTHERS)
def test_a_law_of_something_else_is_none_of_the_variable(said: str, square: str) -> None:
    """What would follow if the words were of the variable itself is not proved."""
    step = rf"\mathbb{{E}}[X^2] = {square}"
    assert verdicts(f"{said}\n\n$$ {step} $$")[-1] is not Verdict.PROVED


CASES = [
    ("Let $x \\ge 0$.", "Let $x \\le 0$.", "|x| = x"),
    ("Let $x > 0$.", "Let $x < 0$.", "|x| = x"),
    ("Let $x \\in [0, 1]$.", "Let $x \\in [-1, 0]$.", "|x| = x"),
    ("For $0 \\le x \\le 1$,", "For $-1 \\le x \\le 0$,", "|x| = x"),
    ("Let $x > 1$.", "For all $x > 0$,", "|x - 1| = x - 1"),
    ("Let $x \\ge 1$.", "Let $x \\in \\mathbb{R}$.", "|x - 1| = x - 1"),
    ("Let $x > 1$.", "Let $x$ be a real number.", "|x - 1| = x - 1"),
    ("Let $x \\ge y$.", "Let $x \\le y$.", "|x - y| = x - y"),
    ("If $x \\ge 0$, then", "and if $x \\le 0$, then", "|x| = x"),
]


@pytest.mark.parametrize(("first", "then", "step"), CASES)
def test_two_cases_of_a_letter_are_not_added_up(first: str, then: str, step: str) -> None:
    """What holds in the first case is proved there, and not in the second one."""
    before, behind = verdicts(f"{first}\n\n$$ {step} $$\n\n{then}\n\n$$ {step} $$")
    assert before is Verdict.PROVED
    assert behind is not Verdict.PROVED


def test_what_stands_behind_a_display_is_none_of_the_next() -> None:
    """The conditions of two displays stand behind each."""
    text = "$$ |x| = x $$ if $x \\ge 0$, and $$ |x| = x $$ if $x \\le 0$."
    assert verdicts(text) == [Verdict.PROVED, Verdict.REFUTED]
