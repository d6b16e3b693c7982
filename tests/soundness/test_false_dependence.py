r"""What is said to depend on a variable is no constant where that moves; a function is none where it stands bare."""

from __future__ import annotations

import pytest

from derivcheck.results import Verdict
from tests.soundness.asking import verdicts

SAID = [
    r"Here $\lambda$ depends on $x$.",
    r"Note that $\lambda$, which may depend smoothly on $x$, is positive.",
    r"Here $\lambda$ varies with $x$.",
    r"Both $\mu$ and $\lambda$ implicitly depend on the inputs $x$ and $z$.",
    r"We suppress the dependence of $\lambda$ on $x$.",
    r"The rate $\lambda$ is determined by $x$.",
    r"Here $\lambda$ depends on $t$, and $t$ depends on $x$.",
    r"Here $\lambda = \lambda(x)$.",
    r"Here $\lambda$ is a smooth function of $x$.",
]
FALSE = [
    r"\frac{d}{dx} (\lambda x) = \lambda",
    r"\int_0^1 \lambda \, dx = \lambda",
    r"h(x) + \lambda = h(x) + \text{const}",
    r"\arg\max_x (h(x) + \lambda) = \arg\max_x h(x)",
]


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("formula", FALSE)
def test_what_depends_on_a_variable_moves_with_it(said: str, formula: str) -> None:
    """Whatever the words are that say so, before the formula or behind it."""
    for text in (f"{said}\n\n$$ {formula} $$\n", f"$$ {formula} $$\n\n{said}\n"):
        assert verdicts(text)[-1] is not Verdict.PROVED


MEMBERS = [
    (r"The weights $w_i$ depend on $\theta$.", r"\frac{\partial}{\partial \theta} \sum_i w_i \theta = \sum_i w_i"),
    (r"Let $w \in \mathbb{R}^n$ depend on $t$.", r"\frac{d}{dt} (w^\top w) = 0"),
    # A function that is written with its argument elsewhere stands bare for its value.
    (r"The gain is $g(x)$.", r"\frac{d}{dx} (g x) = g"),
    (r"Let $f(x) := x^2 + g(x)$.", r"f'(x) = 2x + g"),
    (r"Let $m := h(x) + 1$.", r"m = 1 + h x"),
    (r"Suppose $f(x) = f(y)$.", r"x f(x) = y f(x)"),
    (r"The density is $p(x)$, and $v = p(1 - p)$.", r"p(x) = p x"),
]


@pytest.mark.parametrize(("scope", "formula"), MEMBERS)
def test_functions_are_no_factors(scope: str, formula: str) -> None:
    """Nor are the members of a family that depends on something constants."""
    assert verdicts(f"{scope}\n\n$$ {formula} $$\n")[-1] is not Verdict.PROVED


TRUE = [
    (r"Here $y$ depends on $x$.", r"\frac{d}{dx} y^2 = 2 y \frac{dy}{dx}"),
    (r"Here $\lambda$ does not depend on $x$.", r"\frac{d}{dx} (\lambda x) = \lambda"),
    (r"Here $\lambda$ depends on $t$.", r"\frac{d}{dx} (\lambda x) = \lambda"),
    (r"Suppose $L$ depends on $z$, and $z$ depends on $w$.", r"\frac{dL}{dw} = \frac{dL}{dz} \frac{dz}{dw}"),
    (r"Let $L$ depend on $w$ through $z$.", r"\frac{dL}{dw} = \frac{dL}{dz} \frac{dz}{dw}"),
    (r"Let $L := x^2$, which depends on $x$.", r"2 L = 2 x^2"),
    (r"Let $v := p(1 - p)$.", r"v = p - p^2"),
    (r"The area depends on $\pi (r + s)$.", r"2 \pi r = \pi r + \pi r"),
]


@pytest.mark.parametrize(("scope", "formula"), TRUE)
def test_true_steps_of_what_depends_on_something(scope: str, formula: str) -> None:
    """The product rule and the chain rule hold for it."""
    assert verdicts(f"{scope}\n\n$$ {formula} $$\n")[-1] is Verdict.PROVED


def test_a_constant_that_moves_is_refuted() -> None:
    """Where y is a function of x by its formula, its derivative is no 0."""
    assert verdicts("Let $y = y(x)$.\n\n" + r"$$ \frac{d}{dx} y^2 = 0 $$" + "\n")[-1] is not Verdict.PROVED


WRITTEN_AS_FUNCTIONS = [
    r"\frac{d}{dt} x(t)^2 = 2 x(t)",
    r"\frac{d}{dx} y(x)^2 = 2 y(x)",
    r"\frac{\partial}{\partial x} f(x, y(x)) = \frac{d}{dx} f(x, y(x))",
    r"\partial_x (u v) = u \, \partial_x v",
    r"\frac{d}{dt} (y z) = y \frac{dz}{dt}",
    r"f * g = f g",
]


@pytest.mark.parametrize("step", WRITTEN_AS_FUNCTIONS)
def test_what_is_written_as_a_function_is_no_factor(step: str) -> None:
    """A letter before a lone letter in brackets, or beside another function, moves with the variable."""
    assert verdicts(f"$$ {step} $$")[0] is not Verdict.PROVED


def test_partial_and_total_derivatives_differ() -> None:
    """Where y moves with x, only the total derivative follows it."""
    said = "Let $y$ be a function of $x$."
    step = r"\frac{\partial}{\partial x} f(x, y) = \frac{d}{dx} f(x, y)"
    assert verdicts(f"{said}\n\n$$ {step} $$") == [Verdict.UNPROVED]


TWO_WAYS = [
    ("Let $f$ be a function of $x$ and $y$, where $y = x^2$.", r"\frac{\partial f}{\partial x} = \frac{df}{dx}"),
    ("Let $f$ be a function of $x$ and $y$. The number $y$ depends on $x$.", r"\partial_x f = \frac{df}{dx}"),
    (
        "Let $L$ be a function of $y$ and $w$, and $y = w^2$.",
        r"\partial_w L = 2 w \frac{\partial L}{\partial y}",
    ),
]


@pytest.mark.parametrize(("said", "step"), TWO_WAYS)
def test_what_depends_in_two_ways_has_no_one_slope(said: str, step: str) -> None:
    """A partial derivative by what moves another variable leaves that one where it is."""
    assert verdicts(f"{said}\n\n$$ {step} $$") == [Verdict.UNPROVED]


def test_the_chain_rule_of_a_trajectory() -> None:
    """What is written as a function is one."""
    assert verdicts(r"$$ \frac{d}{dt} x(t)^2 = 2 x(t) x'(t) $$") == [Verdict.PROVED]
