"""Capitals that nothing is said of may be matrices: below exponentials and dots, and as functions, too."""

from __future__ import annotations

import pytest

from derivcheck.results import Verdict
from tests.soundness.asking import verdicts

FALSE = [
    ("", r"e^{A+B} = e^A e^B"),
    ("", r"e^{A + B} = e^B e^A"),
    ("", r"\exp(A+B) = \exp(A)\exp(B)"),
    ("", r"e^A B e^{-A} = B"),
    ("", r"\log(AB) = \log A + \log B"),
    ("", r"\frac{d}{dt} A(t)^2 = 2 A(t) A'(t)"),
    ("", r"\frac{d}{dt} A(t)^2 = 2 A \dot A"),
    ("", r"\frac{d}{dt} A^2 = 2 A \frac{dA}{dt}"),
    ("", r"\frac{d}{dt} A^2 = 2 A \dot A"),
    ("", r"\frac{d}{dt} A(t)^{-1} = -A(t)^{-2} A'(t)"),
    ("", r"\frac{d}{dt} e^{A(t)} = A'(t) e^{A(t)}"),
    ("", r"A(t) B(t) = B(t) A(t)"),
    ("", r"U(t) H = H U(t)"),
    ("", r"R(\theta) R(\phi) = R(\phi) R(\theta)"),
    ("", r"\hat H ψ = ψ \hat H"),
    (r"Let $A(t), B(t)$ be matrices.", r"\frac{d}{dt} (A(t) B(t)) = A'(t) B(t) + B'(t) A(t)"),
    (r"Let $A : \mathbb{R} \to \mathbb{R}^{n \times n}$.", r"\frac{d}{dt} A(t)^2 = 2 A(t) A'(t)"),
    (r"Let $A : \mathbb{R} \to \mathbb{R}^{n \times n}$.", r"\frac{d}{dt} A(t)^{-1} = -A(t)^{-2} A'(t)"),
    ("", r"\frac{d}{dt} x^2 = x \dot x"),
]

TRUE = [
    ("", r"e^{x + y} = e^y e^x"),
    ("", r"e^{kt + C} = e^C e^{kt}"),
    ("", r"\frac{d}{dx} F(x) G(x) = F'(x) G(x) + F(x) G'(x)"),
    ("", r"\frac{d}{dt} A e^{kt} = k A e^{kt}"),
    (r"Let $A, B \in \mathbb{R}$.", r"e^{A+B} = e^A e^B"),
    (r"Let $A : \mathbb{R} \to \mathbb{R}^{n \times n}$.", r"\frac{d}{dt} A(t)^2 = A(t) A'(t) + A'(t) A(t)"),
    (r"Let $A : \mathbb{R} \to \mathbb{R}^{n \times n}$.", r"\frac{d}{dt} A(t)^{-1} = -A(t)^{-1} A'(t) A(t)^{-1}"),
    ("", r"\frac{d}{dt} x^2 = 2 x \dot x"),
    ("", r"\frac{d}{dt} \log x = \frac{\dot x}{x}"),
    ("", r"\frac{d}{dt} \left(\frac{1}{2} m \dot x^2\right) = m \dot x \ddot x"),
]


@pytest.mark.parametrize(("scope", "step"), FALSE)
def test_what_holds_of_numbers_alone_is_not_proved(scope: str, step: str) -> None:
    """Matrices do not commute, not even with their own derivatives."""
    assert Verdict.PROVED not in verdicts(f"{scope}\n\n$$ {step} $$")


@pytest.mark.parametrize(("scope", "step"), TRUE)
def test_what_holds_of_matrices_or_of_declared_numbers_is_proved(scope: str, step: str) -> None:
    """Nothing is lost where the readings agree, or where the text says which is meant."""
    assert verdicts(f"{scope}\n\n$$ {step} $$") == [Verdict.PROVED]
