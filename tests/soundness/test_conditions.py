"""What follows from a condition is no more than that, and what is differentiated is no constant."""

from __future__ import annotations

import pytest

from derivcheck.check import check_text
from derivcheck.results import Step
from derivcheck.settings import Settings

MEAN = r"""
Let $\ell(\mu) = - \frac{1}{2 \sigma^2} \sum_{i=1}^n (x_i - \mu)^2$ with $\sigma > 0$.

$$ \frac{d\ell}{d\mu} = \frac{1}{\sigma^2} \sum_{i=1}^n (x_i - \mu) = 0 $$

"""
PARABOLA = r"""
Let $f(x) = x^2 - 2x$. Setting the derivative to zero, we get

$$ 2x - 2 = 0 $$

"""


def last(text: str) -> Step:
    """The last step of a document."""
    return check_text(text, settings=Settings(timeout=60)).derivations[-1].steps[-1]


@pytest.mark.parametrize(
    "wrong",
    [
        r"\hat{\mu} = \frac{1}{n - 1} \sum_{i=1}^n x_i",
        r"\hat{\mu} = \sum_{i=1}^n x_i",
        r"\mu = -\frac{1}{n} \sum_{i=1}^n x_i",
        r"\mu = \frac{1}{n} \sum_{i=1}^n x_i^2",
    ],
)
def test_a_wrong_solution_is_refuted(wrong: str) -> None:
    """The counterexample meets the condition."""
    step = last(f"{MEAN}$$ {wrong} $$\n")
    assert (step.verdict, step.code) == ("refuted", "D204")
    assert step.evidence["uses"] == ["line 4"]


@pytest.mark.parametrize("right", [r"\hat{\mu} = \frac{1}{n} \sum_{i=1}^n x_i", r"n \mu = \sum_{i=1}^n x_i"])
def test_a_right_solution_names_the_condition(right: str) -> None:
    """A proof that rests on a condition says so."""
    step = last(f"{MEAN}$$ {right} $$\n")
    assert (step.verdict, step.code) == ("proved", "D109")
    assert step.evidence["uses"] == ["line 4"]


@pytest.mark.parametrize("claim", ["f(x) = -1", "f''(x) = 2x", "f'(x) = x - 1", r"\frac{d}{dx} f(x) = x^2 - 1"])
def test_a_function_is_not_judged_at_the_solution(claim: str) -> None:
    """What holds at the one place where the derivative vanishes is not proved of all."""
    assert last(f"{PARABOLA}$$ {claim} $$\n").verdict != "proved"


def test_a_condition_that_holds_for_all_values_is_proved() -> None:
    """It is an identity, whatever the words around it say."""
    assert last(r"Setting this to zero: $$ (x + 1)^2 - x^2 - 2x - 1 = 0 $$").code == "D101"


def test_a_condition_ends_with_its_section() -> None:
    """Nothing of it is known further down."""
    assert last(f"# One\n{PARABOLA}# Two\n\nLet $x \\in \\mathbb{{R}}$.\n\n$$ x = 1 $$\n").verdict != "proved"


@pytest.mark.parametrize(
    "wrong",
    [
        r"\frac{dL}{d\lambda} + 1 = 1",
        r"\frac{dL}{dw} = \frac{dL}{dz}",
        r"\frac{dL}{dw} = \frac{dL}{dz} \frac{dw}{dz}",
        r"\frac{\partial L}{\partial w} = \frac{\partial L}{\partial z} + \frac{\partial z}{\partial w}",
    ],
)
def test_what_is_differentiated_is_no_constant(wrong: str) -> None:
    """An undeclared name is an unknown function of what it is differentiated by."""
    assert last(f"$$ {wrong} $$\n").verdict not in ("proved", "defined")


@pytest.mark.parametrize(
    "right",
    [
        r"\frac{dL}{dw} = \frac{dL}{dz} \frac{dz}{dw}",
        r"\frac{d}{dt}(x^2) + \frac{dx}{dt} = (2x + 1) \frac{dx}{dt}",
        r"\frac{dx}{dt} y + x \frac{dy}{dt} = \frac{d}{dt}(x y)",
    ],
)
def test_the_rules_of_differentiation_hold_for_them(right: str) -> None:
    """The chain rule and the product rule."""
    assert last(f"$$ {right} $$\n").verdict == "proved"


def test_a_system_refutes_only_together() -> None:
    """One of two equations leaves open what both of them fix."""
    rows = r"The stationary points satisfy $$ \begin{aligned} 2a + b - 3 &= 0 \\ a + 2b &= 0 \end{aligned} $$ so "
    assert last(f"{rows}\n\n$$ a = 2 $$\n").verdict == "proved"
    assert last(f"{rows}\n\n$$ a = 1 $$\n").verdict != "proved"


def test_a_row_follows_from_the_row_above() -> None:
    """The unknown is what the rows say, and a row that contradicts the one above is refuted."""
    rows = r"$$ \begin{aligned} 5v + 4 &= 14 \\ 5v &= 10 \\ v &= %s \end{aligned} $$"
    assert last(rows % "2").code == "D109"
    assert last(rows % "5").code == "D204"


WEIGHTED = r"""
Let $X \in \mathbb{R}^{n \times d}$ have full column rank, let $y \in \mathbb{R}^n$, and $J(\beta) = \|y - X\beta\|^2$.

$$ \nabla J(\beta) = -2 X^\top (y - X\beta) $$

%s

$$ %s $$
"""


def test_words_set_the_last_derivative_to_zero() -> None:
    """The equation itself is seldom written once more."""
    normal = r"X^\top X \beta = X^\top y"
    assert last(WEIGHTED % ("Setting the gradient to zero gives", normal)).code == "D109"
    assert last(WEIGHTED % (r"Setting $\nabla J(\beta) = 0$ gives", normal)).code == "D109"
    assert last(WEIGHTED % ("Setting the gradient to zero gives", r"X^\top X \beta = 2 X^\top y")).verdict != "proved"
    assert last(WEIGHTED % ("The rows satisfy", normal)).verdict != "proved"


@pytest.mark.parametrize("claim", [r"\mathbb{E}[x_1] = x_1", r"\operatorname{Var}(x_1) = 0"])
def test_observations_are_random_under_an_average(claim: str) -> None:
    """Values of a distribution of which nothing is known are no constants there."""
    text = r"Let $x_1, \ldots, x_n$ be observations of a geometric distribution."
    assert last(f"{text}\n\n$$ {claim} $$\n").verdict != "proved"


@pytest.mark.parametrize(
    "right",
    [
        r"\frac{n}{\lambda} - \sum_{i=1}^n x_i = 0 \implies \lambda = \frac{n}{\sum_{i=1}^n x_i}",
        r"\frac{n}{\lambda} - \sum_{i=1}^n \log x_i = 0 \implies \lambda = \frac{n}{\sum_{i=1}^n \log x_i}",
        r"\frac{n}{p} - \frac{\sum_{i=1}^n (x_i - 1)}{1 - p} = 0 \implies p = \frac{n}{\sum_{i=1}^n x_i}",
        r"\sum_{i=1}^n (x_i - a)^2 = n a^2 \implies \sum_{i=1}^n x_i^2 = 2 a \sum_{i=1}^n x_i",
    ],
)
def test_sums_over_arrays_are_any_numbers(right: str) -> None:
    """What follows for every value of a sum follows."""
    assert last(f"$$ {right} $$\n").verdict == "proved"


@pytest.mark.parametrize(
    "wrong",
    [
        r"\frac{n}{\lambda} - \sum_{i=1}^n x_i = 0 \implies \lambda = \frac{\sum_{i=1}^n x_i}{n}",
        r"\frac{n}{p} - \frac{\sum_{i=1}^n (x_i - 1)}{1 - p} = 0 \implies p = \frac{n}{\sum_{i=1}^n (x_i - 1)}",
        r"\sum_{i=1}^n x_i = 0 \implies \sum_{i=1}^n x_i^2 = 0",
        r"\sum_{i=1}^n x_i = n \implies \frac{d}{da} \sum_{i=1}^n a x_i = 0",
        r"a = 1 \implies \frac{d}{da} \sum_{i=1}^n a^2 x_i = \sum_{i=1}^n x_i",
        r"\sum_{i=1}^n (x_i - a)^2 = n a^2 \implies \sum_{i=1}^n x_i^2 = a \sum_{i=1}^n x_i",
    ],
)
def test_no_more_follows_from_sums_than_is_so(wrong: str) -> None:
    """Different sums are different numbers, and a derivative looks into its sum."""
    assert last(f"$$ {wrong} $$\n").verdict != "proved"


@pytest.mark.parametrize("slip", ["(x - 1)^2 = x^2 - 1", "(x + 1)(x - 1) = x^2 - x", "2(x + 1) = x + 3"])
def test_a_slip_in_an_identity_is_no_conclusion(slip: str) -> None:
    """What also holds at the solution was meant for all values where a small edit makes it so."""
    assert last(f"{PARABOLA}Expanding, we see that $$ {slip} $$\n").verdict != "proved"
