"""Derivatives of averages and of integrals to infinity, which go inside only where the integrand is dominated."""

from __future__ import annotations

import pytest
from flint import arb

from derivcheck.check import check_text
from derivcheck.engine.calculus.domination import derivatives_go_inside
from derivcheck.engine.evaluation.evaluator import Evaluator
from derivcheck.engine.systems.balls import Balls
from derivcheck.engine.systems.base import Imprecise
from derivcheck.engine.systems.unknowns import Polynomials
from derivcheck.results import Verdict
from derivcheck.terms.nodes import ONE, ZERO, Apply, Derivative, Integral, Symbol, Term
from derivcheck.terms.scope import Scope
from derivcheck.terms.shorthand import exp, minus, plus, power, times

SCOPE = (
    r"Let $\mu \in \mathbb{R}$, $\sigma > 0$, $\epsilon \sim \mathcal{N}(0, 1)$, $X \sim \mathcal{N}(\mu, \sigma^2)$. "
    r"Let $f : \mathbb{R} \to \mathbb{R}$ be smooth."
)

REFUTED = [
    r"\nabla_\mu \mathbb{E}[f(\mu + \sigma \epsilon)] = \sigma \mathbb{E}[f'(\mu + \sigma \epsilon)]",
    r"\nabla_\mu \mathbb{E}[f(\mu + \sigma \epsilon)] = f'(\mathbb{E}[\mu + \sigma \epsilon])",
    r"\nabla_\mu \mathbb{E}[f(\mu + \sigma \epsilon)] = \mathbb{E}[f(\mu + \sigma \epsilon)]",
    r"\nabla_\sigma \mathbb{E}[f(\mu + \sigma \epsilon)] = \mathbb{E}[f'(\mu + \sigma \epsilon)]",
    r"\nabla_\sigma \mathbb{E}[f(\mu + \sigma \epsilon)] = \sigma \mathbb{E}[f'(\mu + \sigma \epsilon) \epsilon]",
    r"\nabla_\sigma \mathbb{E}[f(\mu + \sigma \epsilon)] = -\mathbb{E}[f'(\mu + \sigma \epsilon) \epsilon]",
    r"\nabla_\mu \mathbb{E}[f(X)] = \mathbb{E}[f(X) (X - \mu)]",
    r"\nabla_\mu \mathbb{E}[f(X)] = \mathbb{E}[f(X) \frac{\mu - X}{\sigma^2}]",
    r"\nabla_\mu \mathbb{E}_{z \sim \mathcal{N}(\mu, \sigma^2)}[z^2] = 2 \mu + 2 \sigma",
    r"\nabla_\sigma \mathbb{E}_{z \sim \mathcal{N}(\mu, \sigma^2)}[z^2] = 2 \mu",
    r"\nabla_\sigma \mathbb{E}_{z \sim \mathcal{N}(\mu, \sigma^2)}[z^2] = 1",
    r"\mathbb{E}_{z \sim \mathcal{N}(\mu, \sigma^2)}[f(z)] = \mathbb{E}[f(\sigma + \mu \epsilon)]",
]


@pytest.mark.parametrize("step", REFUTED)
def test_slips_are_refuted(step: str) -> None:
    """With a function that falls."""
    (derivation,) = check_text(f"{SCOPE}\n\n$$ {step} $$\n").derivations
    assert [found.verdict for found in derivation.steps] == [Verdict.REFUTED]


NOT_PROVED = [
    # The first is false at a = 0, where the left side is 1; so is the last, but for f = 0. The other forgets the jump.
    r"\frac{d}{da} \int_0^\infty a^3 e^{-a^2 x} \, dx = \int_0^\infty (3 a^2 - 2 a^4 x) e^{-a^2 x} \, dx",
    r"\frac{d}{da} \int_0^\infty e^{-x^2} f(x) \operatorname{sign}(x - a) \, dx + 1 = 1",
    r"\frac{d}{da} \int_0^\infty a^3 e^{-a^2 x} f(x) \, dx = \int_0^\infty (3 a^2 - 2 a^4 x) e^{-a^2 x} f(x) \, dx",
]


@pytest.mark.parametrize("step", NOT_PROVED)
def test_derivatives_do_not_go_inside(step: str) -> None:
    """Where no integrable function is seen to bound the integrand's."""
    (derivation,) = check_text(
        f"Let $a \\in \\mathbb{{R}}$ and $f : \\mathbb{{R}} \\to \\mathbb{{R}}$.\n\n$$ {step} $$\n"
    ).derivations
    assert all(found.verdict not in (Verdict.PROVED, Verdict.REFUTED) for found in derivation.steps)


A, X = Symbol("a"), Symbol("x")


def derivative(body: Term, point: Term) -> Term:
    """That of an integral over the half-line, by a."""
    return Derivative(A, Integral("x", ZERO, None, body), point)


FADING = times(power(A, 3), exp(minus(times(power(A, 2), X))))
SINE = times(Apply("sin", (times(A, X),)), exp(minus(X)))


def test_which_integrands_are_dominated() -> None:
    """The exponent's sign has to be certain."""
    assert derivatives_go_inside(Scope(), derivative(SINE, A))
    assert derivatives_go_inside(Scope(), derivative(times(X, exp(minus(times(plus(power(A, 2), ONE), X)))), A))
    assert not derivatives_go_inside(Scope(), derivative(FADING, A))
    assert not derivatives_go_inside(Scope(), derivative(Apply("sin", (times(A, X),)), A))
    assert not derivatives_go_inside(Scope(), derivative(times(power(X, -1), exp(minus(times(A, X)))), A))


def test_a_tail_is_bounded_for_parameters_close_by() -> None:
    """Or the derivative has no value: that of ∫ a³·e^(-a²x) dx = a is 1 at 0, where the integrand's is 0."""
    balls = Evaluator(Balls(Polynomials("")), {"a": arb(0)})
    with pytest.raises(Imprecise):
        balls.value(derivative(FADING, A))
    at_zero = balls.value(derivative(SINE, A))
    assert isinstance(at_zero, arb)
    assert at_zero.overlaps(arb(1))
