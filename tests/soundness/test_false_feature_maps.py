"""Slips about functions with vectors for values, and about the parts of decompositions: none may be proved."""

from __future__ import annotations

import pytest

from derivcheck.check import check_step
from derivcheck.results import Verdict
from tests.soundness.asking import verdict

MAP = r"Let $\phi : \mathbb{R}^d \to \mathbb{R}^m$ be a function, $x, z \in \mathbb{R}^d$ and $a \in \mathbb{R}$."
EIGEN = r"Let $A = Q \Lambda Q^\top$ be the eigendecomposition of a symmetric matrix $A \in \mathbb{R}^{n \times n}$."
SINGULAR = (
    r"Let $A = U \Sigma V^\top$ be the SVD of $A \in \mathbb{R}^{m \times n}$, $\Sigma \in \mathbb{R}^{r \times r}$."
)
SMOOTH = (
    r"Let $f : \mathbb{R}^n \to \mathbb{R}$ be convex with $L$-Lipschitz gradient, $L > 0$, and "
    r"$x, y \in \mathbb{R}^n$."
)
HALF = (
    r"Let $f : \mathbb{R}^n \to \mathbb{R}$ be differentiable with $L$-Lipschitz gradient, and $x, y \in \mathbb{R}^n$."
)

TURNED = r"Let $\phi$ be a feature map, $w \in \mathbb{R}^m$."
COUNTED = r"Let $\pi(a) = \frac{e^{H_a}}{\sum_b e^{H_b}}$."

FALSE = [
    (
        r"\left(\sum_{i=1}^n \phi(x_i) \phi(x_i)^\top\right) w",
        "=",
        r"\left(\sum_{i=1}^n \phi(x_i)^\top \phi(x_i)\right) w",
        TURNED,
    ),
    (r"\phi(x) \phi(z)^\top", "=", r"\phi(z)^\top \phi(x)", TURNED),
    (r"\pi(x) (c - \pi(a))", "=", r"\pi(a) (c - \pi(a))", COUNTED),
    (r"\phi(x + z)", "=", r"\phi(x) + \phi(z)", MAP),
    (r"\phi(a x)", "=", r"a \phi(x)", MAP),
    (r"\|\phi(x) - \phi(z)\|^2", "=", r"\|\phi(x)\|^2 + \|\phi(z)\|^2", MAP),
    (r"\phi(x)^\top \phi(z)", "=", r"x^\top z", MAP),
    (r"\phi(x)^\top \phi(z)", r"\ge", "0", MAP),
    (r"\|\phi(x)\|", "=", "m", MAP),
    (r"\phi(x)", "=", r"\phi(z)", MAP),
    ("A", "=", r"\sum_{i=1}^n \lambda_i q_i", EIGEN),
    ("A", "=", r"\sum_{i=1}^n q_i q_i^\top", EIGEN),
    (r"q_i^\top q_j", "=", "1", EIGEN),
    (r"\lambda_1", r"\ge", r"\lambda_2", EIGEN),
    (r"\lambda_1", r"\ge", "0", EIGEN),
    (r"\operatorname{tr}(A)", "=", r"\sum_{i=1}^n \lambda_i^2", EIGEN),
    ("A", "=", r"\sum_{i=1}^r u_i v_i^\top", SINGULAR),
    (r"\|A\|_F", "=", r"\sum_{i=1}^r \sigma_i", SINGULAR),
    ("f(y)", r"\le", r"f(x) + \nabla f(x)^\top (y - x)", SMOOTH),
    ("f(y)", r"\le", r"f(x) + \nabla f(x)^\top (y - x) + \frac{L}{4} \|y - x\|^2", SMOOTH),
    ("f(y)", r"\ge", r"f(x) + \nabla f(x)^\top (y - x)", HALF),
]


@pytest.mark.parametrize(("left", "relation", "right", "scope"), FALSE)
def test_slips_are_never_proved(left: str, relation: str, right: str, scope: str) -> None:
    """A function of which nothing is said may be any, and so may the entries of a factor within its kind."""
    assert verdict(left, relation, right, scope) is not Verdict.PROVED


def test_a_counterexample_shows_each_entry_of_a_function() -> None:
    """What stands in the report gives the values that the sides are said to have."""
    step = check_step(
        r"\sum_{t=0}^{T-1} (W_{t+1} - W_t)", "W_T + W_0", "=", r"Let $T \in \mathbb{N}$ and $W_t \in \mathbb{R}^d$."
    )
    assert step.counterexample is not None
    heads = [name for name in step.counterexample.values if name.startswith("W")]
    assert heads == [f"W_{{{entry}}}(t)" for entry in range(1, step.counterexample.sizes["d"] + 1)]
