"""False derivatives by arrays, differentials and determinants: the two keys agree that none of them holds."""

from __future__ import annotations

import pytest

from derivcheck.check import check_step
from derivcheck.results import Verdict

MATRICES = (
    r"Let $X, A, B \in \mathbb{R}^{n \times n}$ with $X$ invertible, $x, h \in \mathbb{R}^n$, $t \in \mathbb{R}$ and "
    r"$W \in \mathbb{R}^{n \times d}$."
)
LAYERS = (
    r"Let $W \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$, $y \in \mathbb{R}^m$, $z := W x$ and "
    r"$L := \frac{1}{2} \|z - y\|^2 + \|x\|^2$."
)

DETERMINANTS = [
    (r"\frac{\partial}{\partial X_{ij}} \log \det X", r"\det X \cdot \frac{\partial \det X}{\partial X_{ij}}"),
    (r"\nabla_X \det(X + A)", r"\det(X) X^{-\top} + \det(A) A^{-\top}"),
    (r"\nabla_X \log \det(X + A)", r"X^{-\top} + A^{-\top}"),
    (r"\nabla_X \log \det(X + A)", r"\nabla_X \log \det(X + B)"),
    (r"\nabla_X \det(X + A)", r"\nabla_X \det(X + B)"),
    (r"\frac{d}{dt} \det(X + t A)", r"\frac{d}{dt} \det(A + t X)"),
    (r"\frac{d}{dt} \det(X + t A)", "0"),
    (r"\det(X + A)", r"\det(X) + \det(A)"),
    (r"\det(X + A) \det(X - A)", r"\det(X)^2 - \det(A)^2"),
    (r"\det(X + A) - \det(X + A)^2", "0"),
    (r"\det(2X)", r"2 \det(X)"),
    (r"\nabla_X \det(2X)", r"2 \nabla_X \det(X)"),
    (r"\det(X^2)", r"\det(X)"),
    (r"\det(X^{-2})", r"\det(X)^2"),
    (r"\nabla_X \log |\det X|", r"|\det X| X^{-\top}"),
    (r"\nabla_X |\det X|", r"\det(X) X^{-\top}"),
]
"""A letter for a determinant forgets what it is the determinant of; no false step may pass for that."""

GRADIENTS = [
    (r"\nabla_x \sum_{i=1}^n \sum_{j=1}^i A_{ij} x_i x_j", r"(A + A^\top) x"),
    (r"\nabla_x \sum_{i=1}^{n-1} x_i^2", "2x"),
    (r"\nabla_x \sum_{j \ne i} x_j", r"\mathbf{1}"),
    (r"\nabla_x (x_1 x_2)", r"x_2 e_1 + x_2 e_2"),
    (r"\nabla_X (X_{1,:}^\top x)", r"x e_1^\top"),
    (r"\nabla_X \operatorname{tr}(X \odot X)", "2X"),
    (r"\frac{\partial X}{\partial X_{ij}}", r"e_j e_i^\top"),
    (r"\frac{\partial (X x)_i}{\partial X_{kl}}", r"\delta_{il} x_k"),
    (r"\nabla_W \operatorname{tr}(W^\top A W)", "2 A W"),
    (r"\nabla_x^2 (x^\top A x)^2", r"2 (A + A^\top)^2"),
    (r"A x \odot B x", r"(A \odot B) x"),
]
"""Ranges, entries and orders of factors."""

DIFFERENTIALS = [
    (r"d(X A X)", r"2 X A \, dX"),
    (r"d(X^{-1})", r"(dX)^{-1}"),
    (r"d(X A)", r"A \, dX"),
    (r"d \operatorname{tr}(X^2)", r"\operatorname{tr}((dX)^2)"),
    (r"d \|x\|", r"\frac{x^\top dx}{2 \|x\|}"),
    (r"d(x^\top A x)", r"2 (dx)^\top A \, x"),
]
"""Products that do not commute, and squares of differentials."""

CHAIN_RULE = [
    (r"dL", r"(z - y)^\top W dx"),
    (r"dL", r"(z - y)^\top dW x + 2 x^\top dx"),
    (r"dz", r"W dx + W x"),
    (r"\frac{\partial L}{\partial x}", r"W^\top (z - y)"),
    (r"\frac{\partial L}{\partial W}", r"x (z - y)^\top"),
    (r"\frac{\partial z_i}{\partial W_{jk}}", r"\delta_{ik} x_j"),
]
"""Ways to the variable that are forgotten."""

CASES = [(*case, MATRICES) for case in (*DETERMINANTS, *GRADIENTS, *DIFFERENTIALS)]


@pytest.mark.parametrize(("left", "right", "scope"), [*CASES, *((*case, LAYERS) for case in CHAIN_RULE)])
def test_a_false_derivative_is_not_proved_by_either_key(left: str, right: str, scope: str) -> None:
    """No prover says otherwise than the refuter."""
    step = check_step(left, right, scope=scope)
    assert step.verdict is not Verdict.PROVED
    assert step.code != "D901"
    assert step.verdict in (Verdict.REFUTED, Verdict.UNPROVED)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("du", r"2x \, dx"),
        (r"dx \, dy", r"r \, dr \, d\theta"),
        (r"x \, dx", r"y \, dy"),
        ("ds^2", "dx^2 + dy^2"),
        (r"d(Q^\top Q)", r"(dQ)^\top Q + Q^\top dQ"),
    ],
)
def test_what_is_no_equation_for_a_differential_proves_nothing(left: str, right: str) -> None:
    """Neither as a product with a number d, nor as a relation between free directions."""
    scope = r"Let $Q \in \mathbb{R}^{n \times n}$ with $Q^\top Q = I$."
    assert check_step(left, right, scope=scope).verdict in (Verdict.UNREAD, Verdict.UNPROVED)


@pytest.mark.parametrize(("left", "right"), [("d(x+1)", "dx + d"), ("d x", "x d"), (r"d \cdot x^2", r"d x \cdot x")])
def test_a_declared_d_is_a_number(left: str, right: str) -> None:
    """Where d is declared, dx is a product."""
    assert check_step(left, right, scope=r"Let $d, x \in \mathbb{R}$.").verdict is Verdict.PROVED
