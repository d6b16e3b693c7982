"""Functions of random variables, cases under integrals, and letters for special functions: slips are not proved."""

from __future__ import annotations

import pytest

from derivcheck.results import Verdict
from tests.soundness.asking import verdicts

EXPONENTIAL = r"Let $X \sim \mathrm{Exp}(\lambda)$ be a random variable."
UNIFORM = r"Let $X \sim \mathcal{U}(a, b)$ be a random variable."
LOG_NORMAL = r"Let $X \sim \ln \mathcal{N}(\mu, \sigma^2)$ be a random variable."
NORMAL = r"Let $X \sim \mathcal{N}(\mu, \sigma^2)$ be a random variable."
COUNT = r"Let $X \sim \mathrm{Bin}(n, p)$ be a random variable."
STEPS = r"The function is $$ f(x) = \begin{cases} 1 & \text{if} \; x < c \\ 2 & \text{if} \; x \geq c \end{cases} $$"

FALSE = [
    # Outside of the support a density is 0, and beyond its end the whole of it has been counted.
    (EXPONENTIAL, r"\int_{-\infty}^{0} \mathrm{Exp}(z; \lambda) \, \mathrm{d}z = 1"),
    (UNIFORM, r"\int_{-\infty}^{x} \mathcal{U}(z; a, b) \, \mathrm{d}z = \frac{x - a}{b - a}"),
    (UNIFORM, r"\int_{a}^{x} \mathcal{U}(z; a, b) \, \mathrm{d}z = \frac{x - a}{b - a}"),
    (UNIFORM + " Let $x > b$.", r"\int_{-\infty}^{x} \mathcal{U}(z; a, b) \, \mathrm{d}z = \frac{x - a}{b - a}"),
    (UNIFORM, r"b \ge 0"),
    # Where a boundary lies is not known.
    (STEPS, r"\int_{0}^{1} f(x) \, \mathrm{d}x = 1"),
    (STEPS + " Let $0 < c < 1$.", r"\int_{0}^{1} f(x) \, \mathrm{d}x = c"),
    (STEPS + " Let $0 < c < 1$.", r"\int_{0}^{1} f(x) \, \mathrm{d}x = 1 + c"),
    # Moments of the logarithm, and of what it is the logarithm of.
    (LOG_NORMAL, r"\mathrm{E}(X) = e^{\mu}"),
    (LOG_NORMAL, r"\mathrm{Var}(X) = e^{2 \mu + \sigma^2} (e^{\sigma^2} + 1)"),
    (LOG_NORMAL, r"\mathrm{E}((\ln X)^2) = \mu^2"),
    (
        r"Let $\sigma > 0$.",
        r"\int_0^\infty \exp\left[-\frac{(\ln x)^2}{2 \sigma^2}\right] \mathrm{d}x = \sqrt{2 \pi} \sigma",
    ),
    # What is averaged is the variable.
    (NORMAL, r"\mathrm{E}[(x - \mu)^2] = \sigma"),
    (NORMAL, r"\mathrm{h}(X) = \mathrm{E}[\ln p(x)]"),
    (COUNT, r"\mathrm{Pr}(X = 0) = p^n"),
    (COUNT, r"\mathrm{Pr}(X = 2) = \frac{n (n - 1)}{2} p^2 (1 - p)^{n}"),
    (r"Let $X \sim \mathrm{Bern}(p)$.", r"\mathrm{Pr}(X = 2) = 2 p - (1 - p)"),
    (r"Let $X \sim \chi^2(k)$.", r"\mathrm{Var}(X) = k"),
    # Letters for special functions.
    (r"Let $a > 0$, and $\Gamma(a) > 0$.", r"\psi(a + 1) = \psi(a) + a"),
    (r"Let $a, b > 0$, and $\Gamma(a) > 0$.", r"\mathrm{B}(a, b + 1) = \frac{a}{a + b} \mathrm{B}(a, b)"),
    (r"Let $a > 0$.", r"\psi(a + 1) = \psi(a) + \frac{1}{a}"),
]


@pytest.mark.parametrize(("scope", "step"), FALSE)
def test_a_slip_is_not_proved(scope: str, step: str) -> None:
    """It is refuted, or stays open."""
    assert Verdict.PROVED not in verdicts(f"{scope}\n\n$$ {step} $$\n")[-1:]


def test_a_function_is_its_own_definition_and_no_other() -> None:
    """After ``Y = g(X) = …``, g is that, and its inverse what a later line says it is."""
    text = (
        "Let $X$ be a random variable.\n\n$$ Y = g(X) = \\exp(X) $$\n\n"
        "$$ X = g^{-1}(Y) = \\ln(Y) $$\n\n$$ g^{-1}(g(2)) = 3 $$\n\n$$ g(x) = \\frac{1}{g^{-1}(x)} $$\n"
    )
    assert Verdict.PROVED not in verdicts(text)[-2:]


def test_what_cases_say_of_a_support_is_not_taken_from_other_cases() -> None:
    """Only where all else is 0, and both rows speak of the same set."""
    inside, outside = r"2 x \; , & \text{if} \; x \in \mathcal{X}", r"%s \; , & \text{if} \; x \notin \mathcal{%s}"
    rows = rf"\begin{{array}}{{rl}} {inside} \\ {outside} \end{{array}}"
    for other in (("1", "X"), ("0", "Y")):
        text = f"The function is\n\n$$ q(x) = \\left\\{{ {rows % other} \\right. $$\n\n$$ q(x) = 2 x $$\n"
        assert Verdict.PROVED not in verdicts(text)[-1:]


GENERATING = [
    r"\mathrm{E}(X) = M_X(0)",
    r"\mathrm{E}(X) = M_X'(1)",
    r"\mathrm{Var}(X) = M_X''(0)",
    r"M_X(t) = e^{t \mathrm{E}(X)}",
    r"M_X(2 t) = M_X(t)^2",
]


@pytest.mark.parametrize("step", GENERATING)
def test_a_slip_about_a_generating_function_is_not_proved(step: str) -> None:
    """It is the mean of the exponential of tX, of any X."""
    scope = "Let $X$ be a random variable with the moment-generating function $M_X(t)$."
    assert Verdict.PROVED not in verdicts(f"{scope}\n\n$$ {step} $$\n")


def test_a_letter_that_nobody_calls_a_generating_function_is_none() -> None:
    """M is any function then."""
    step = r"M_X'(0) = \mathrm{E}(X)"
    assert Verdict.PROVED not in verdicts(f"Let $X$ be a random variable.\n\n$$ {step} $$\n")
