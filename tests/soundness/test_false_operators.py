"""Operators commute with nothing, whether words call them so or their hats; hats of estimates are numbers."""

from __future__ import annotations

import pytest

from derivcheck.results import Verdict
from tests.soundness.asking import verdicts

FALSE = [
    ("", r"\hat{H} \psi = \psi \hat{H}"),
    (r"Let $\hat{x}$ and $\hat{p}$ be position and momentum.", r"\hat{x} \hat{p} = \hat{p} \hat{x}"),
    (r"The Hamiltonian is $\hat{H}$.", r"\hat{H} \psi^2 = \psi \hat{H} \psi"),
    (r"The Hamiltonian is $\hat H$.", r"\hat H (a + b) = a \hat H + b \hat H"),
    ("We study the wave function.", r"(\hat{A} + \hat{B})^2 = \hat{A}^2 + 2 \hat{A} \hat{B} + \hat{B}^2"),
    ("We compute the commutator.", r"\hat{a} \hat{b} - \hat{b} \hat{a} = 0"),
    ("", r"D u = u D"),
    ("", r"\Delta u v = u \Delta v"),
    ("The derivative $D$ acts on functions.", r"D u v = v D u"),
    ("Write $D = d/dx$ for differentiation.", r"D x v = v D x"),
    (r"With $L = -\frac{d^2}{dx^2}$,", r"L u v = v L u"),
    ("Let $S$ be the shift, $S f(x) = f(x+1)$.", r"S x v = v S x"),
    ("", "V[X + Y] = V[X] + V[Y]"),
    ("", r"S[\rho_1 + \rho_2] = S[\rho_1] + S[\rho_2]"),
    ("", r"\mathcal{F}[f g] = f \mathcal{F}[g]"),
    ("", r"\mathcal{L}\{f g\} = f \mathcal{L}\{g\}"),
    ("", r"\mathcal{A} \mathcal{B} = \mathcal{B} \mathcal{A}"),
    ("", "A_i A_j = A_j A_i"),
    ("", "Q_k R_k = R_k Q_k"),
    ("Let $a$ and $b$ be elements of a group.", "ab = ba"),
    ("Let $x$ and $y$ be non-commuting variables.", "xy = yx"),
    ("Let $s$ and $t$ be linear maps.", "st = ts"),
    ("", "(f * g)(x) = f(x) g(x)"),
    (r"Let $\mathcal{L}$ be the generator of the diffusion.", r"\mathcal{L} f g = f \mathcal{L} g"),
]

TRUE = [
    ("", r"\mathbb{V}[aX + b] = a^2 \mathbb{V}[X]"),
    ("", "N [1 - x] = N - N x"),
    ("", "x_i x_j = x_j x_i"),
    (
        r"Let $\hat{\theta}$ be an estimate.",
        r"(\hat{\theta} - \theta)^2 = \hat{\theta}^2 - 2 \theta \hat{\theta} + \theta^2",
    ),
    (r"Let $\hat{\theta} \in \mathbb{R}$ be an estimate.", r"\hat{\theta} a - a \hat{\theta} = 0"),
    (r"With $\hat{y} = w x$,", r"(\hat{y} - y)^2 = \hat{y}^2 - 2 y \hat{y} + y^2"),
    ("", r"\hat{a} \hat{b} + \hat{b} c = \hat{b} (\hat{a} + c)"),
    (r"Let $D \in \mathbb{R}$ be a diffusion constant.", r"D u = u D"),
    ("", r"\frac{d}{dx} (V x + x^2) = V + 2 x"),
    ("Let $g = \\frac{d}{dx} x^2$.", r"g x = x g"),
]


@pytest.mark.parametrize(("scope", "step"), FALSE)
def test_operators_do_not_commute(scope: str, step: str) -> None:
    """What they act on stands behind them."""
    assert verdicts(f"{scope}\n\n$$ {step} $$") == [Verdict.UNPROVED]


@pytest.mark.parametrize(("scope", "step"), TRUE)
def test_estimates_are_numbers(scope: str, step: str) -> None:
    """A hat alone says nothing."""
    assert verdicts(f"{scope}\n\n$$ {step} $$") == [Verdict.PROVED]
