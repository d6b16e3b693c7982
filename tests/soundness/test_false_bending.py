"""False steps about functions that bend one way, and functions of which less is said than a step needs."""

from __future__ import annotations

import pytest

from derivcheck import check_step
from derivcheck.results import Verdict

POINTS = r" Let $x, y \in \mathbb{R}$, $0 \le t \le 1$."
VECTORS = r" Let $x, y \in \mathbb{R}^n$, $L > 0$."
CONVEX = r"Let $f : \mathbb{R} \to \mathbb{R}$ be convex." + POINTS
CONCAVE = r"Let $f : \mathbb{R} \to \mathbb{R}$ be concave." + POINTS
ANY = r"Let $f : \mathbb{R} \to \mathbb{R}$ be a function." + POINTS
SMOOTH = r"Let $f : \mathbb{R}^n \to \mathbb{R}$ be $L$-smooth." + VECTORS
QUASI = r"Let $f : \mathbb{R} \to \mathbb{R}$ be quasi-convex." + POINTS
NOT = r"Let $f : \mathbb{R} \to \mathbb{R}$ be not convex." + POINTS
LIPSCHITZ = r"Let $f : \mathbb{R}^n \to \mathbb{R}$ be $L$-Lipschitz." + VECTORS

JENSEN = (r"f(t x + (1 - t) y)", r"t f(x) + (1 - t) f(y)")
TANGENT = (r"f(x) + f'(x) (y - x)", "f(y)")
DESCENT = ("f(y)", r"f(x) + \nabla f(x)^\top (y - x) + \frac{L}{2} \|y - x\|^2")

FALSE = [
    (*JENSEN, ANY),
    (*JENSEN, CONCAVE),
    (*JENSEN, QUASI),
    (*JENSEN, NOT),
    (*JENSEN[::-1], CONVEX),
    (*TANGENT, ANY),
    (*TANGENT, CONCAVE),
    (*TANGENT[::-1], CONVEX),
    (r"f(t x + (1 - t) y)", r"(1 - t) f(x) + t f(y)", CONVEX),
    (r"f(t x + t y)", r"t f(x) + t f(y)", CONVEX),
    (r"f(2 x - y)", r"2 f(x) - f(y)", CONVEX),
    (r"f(x) + f'(y) (y - x)", "f(y)", CONVEX),
    (r"f(x) + 2 f'(x) (y - x)", "f(y)", CONVEX),
    (r"f(x) + f'(x) (y - x) + (y - x)^2", "f(y)", CONVEX),
    (r"f'(x)", r"f'(y)", CONVEX),
    (r"f(x + y)", r"f(x) + f(y)", CONVEX),
    ("f(y)", r"f(x) + \nabla f(x)^\top (y - x)", SMOOTH),
    ("f(y)", r"f(x) + \nabla f(x)^\top (y - x) + \frac{L}{4} \|y - x\|^2", SMOOTH),
    (r"f(x) + \nabla f(x)^\top (y - x)", "f(y)", SMOOTH),
    (*DESCENT, r"Let $f : \mathbb{R}^n \to \mathbb{R}$ be convex." + VECTORS),
    (*DESCENT, LIPSCHITZ),
    (*DESCENT, r"Let $f : \mathbb{R}^n \to \mathbb{R}$ be $2 L$-smooth." + VECTORS),
    (*DESCENT, r"Let $f : \mathbb{R}^n \to \mathbb{R}$ be $M$-smooth with $M > 0$." + VECTORS),
]
TRUE = [
    (*JENSEN, CONVEX),
    (*JENSEN[::-1], CONCAVE),
    (*TANGENT, CONVEX),
    (*TANGENT[::-1], CONCAVE),
    (*DESCENT, SMOOTH),
    (r"f(x) + \nabla f(x)^\top (y - x) - \frac{L}{2} \|y - x\|^2", "f(y)", SMOOTH),
]


@pytest.mark.parametrize(("left", "right", "scope"), FALSE)
def test_no_false_step_is_proved(left: str, right: str, scope: str) -> None:
    """Only what is said of a function is used."""
    assert check_step(left, right, r"\le", scope).verdict is not Verdict.PROVED


@pytest.mark.parametrize(("left", "right", "scope"), TRUE)
def test_true_steps_are_proved(left: str, right: str, scope: str) -> None:
    """What follows from the way in which a function bends."""
    assert check_step(left, right, r"\le", scope).verdict is Verdict.PROVED


@pytest.mark.parametrize(
    ("left", "right", "scope"),
    [
        ("0", "f(x)", r"Let $f : \mathbb{R} \to \mathbb{R}_{>0}$ be convex." + POINTS),
        ("0", "f'(x)", r"Let $f : \mathbb{R} \to \mathbb{R}$ be an increasing convex function." + POINTS),
    ],
)
def test_what_else_is_said_of_a_function_is_no_ground_to_refute(left: str, right: str, scope: str) -> None:
    """The functions that are drawn bend as they should, and need not be positive or increase."""
    assert check_step(left, right, r"\le", scope).verdict is not Verdict.REFUTED
