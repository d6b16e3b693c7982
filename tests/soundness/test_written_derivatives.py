"""Derivatives that are written out as terms have the values that dual numbers have, at random points and sizes."""

from __future__ import annotations

import random

import pytest

from derivcheck.engine.evaluation.entries import Entries, Value
from derivcheck.engine.evaluation.evaluator import Evaluator
from derivcheck.engine.question import Question
from derivcheck.engine.refuting.valuations import Residues, draw_values
from derivcheck.engine.systems.field import Field, draw_primes
from derivcheck.terms.gradients import without_derivatives
from derivcheck.terms.nodes import Derivative, Term, walk
from tests.soundness.asking import question

SCOPE = (
    r"Let $x, a, b \in \mathbb{R}^n$, $X, A, B \in \mathbb{R}^{n \times n}$, $W, M \in \mathbb{R}^{n \times m}$, "
    r"$u, v \in \mathbb{R}^m$, $t, c \in \mathbb{R}$ and let $f : \mathbb{R} \to \mathbb{R}$ be a function."
)

DERIVATIVES = [
    r"\nabla_x (x^\top A x + a^\top x)",
    r"\nabla_x (x^\top A x)^3",
    r"\nabla_x \frac{a^\top x}{1 + x^\top x}",
    r"\nabla_x \log(1 + e^{a^\top x})",
    r"\nabla_x \sum_{i=1}^n f(x_i)",
    r"\nabla_x \sum_{i=1}^n \sum_{j=1}^n A_{ij} x_i x_j",
    r"\nabla_x \sum_{i=1}^n \sum_{j=1}^i A_{ij} x_i x_j",
    r"\nabla_x \sum_{i=1}^n \sum_{j \ne i} A_{ij} x_i x_j^2",
    r"\nabla_x \sum_{i=1}^{n-1} (x_{i+1} - x_i)^2",
    r"\nabla_x \sum_{i=1}^n (A x)_i^3",
    r"\nabla_x \sum_{i=1}^n \Big( x_i - \frac{1}{n} \sum_{j=1}^n x_j \Big)^3",
    r"\nabla_x (x_1 x_2 \, a^\top x)",
    r"\nabla_x (a^\top \tanh(A x + b))",
    r"\nabla_x (f(A x)^\top B f(x))",
    r"\nabla_x (a^\top \operatorname{softmax}(A x))",
    r"\nabla_x \|A x - b\|^4",
    r"\nabla_x (a^\top (x \odot x \odot b))",
    r"\nabla_x (a^\top \operatorname{diag}(x) A x)",
    r"\nabla_x \operatorname{tr}(x x^\top A x x^\top)",
    r"\nabla_X \operatorname{tr}(A X B X^\top X)",
    r"\nabla_X \det(X A + B)",
    r"\nabla_X \det(X^3)",
    r"\nabla_X \operatorname{tr}(A X^{-1} B X)",
    r"\nabla_X (a^\top X^2 b)",
    r"\nabla_X \operatorname{tr}(X^{-2})",
    r"\nabla_X \sum_{i=1}^n X_{ii}^2",
    r"\nabla_X \sum_{i=1}^n \sum_{j=1}^n A_{ij} X_{ij} X_{ji}",
    r"\nabla_X (X_{1,:}^\top a)",
    r"\nabla_X (a^\top X_{:,2})^2",
    r"\nabla_X \sum_{i=1}^n (X_{i,:}^\top a)^2",
    r"\nabla_W \|W u - a\|^2",
    r"\nabla_W \|A W - M\|_F^2",
    r"\nabla_W \operatorname{tr}((W^\top A W + I)^{-1})",
    r"\nabla_W \det(W^\top W + I)",
    r"\nabla_W \sum_{i=1}^n f((W u)_i) a_i",
    r"\nabla_W (a^\top f(W u))",
    r"\frac{\partial (A x)}{\partial x}",
    r"\frac{\partial}{\partial x} f(A x + b)",
    r"\frac{\partial}{\partial x} \operatorname{softmax}(A x)",
    r"\frac{\partial}{\partial x} \big( (x^\top x) A x \big)",
    r"\frac{\partial X}{\partial X_{ij}}",
    r"\frac{\partial (X A X)}{\partial X_{ij}}",
    r"\frac{\partial (X^{-1})_{kl}}{\partial X_{ij}}",
    r"\frac{\partial}{\partial x_j} f(x)_i",
    r"\frac{\partial^2}{\partial x_i \partial x_j} (x^\top A x)^2",
    r"\nabla_x^2 (x^\top A x)^2",
    r"\nabla_x^2 \sum_{i=1}^n f((A x)_i)",
    r"\nabla_x^2 \log(1 + e^{a^\top x})",
    r"\frac{d}{dt} \det(X + t A)",
    r"\frac{d^2}{dt^2} \det(X + t A)",
    r"\frac{d}{dt} \det(X + t A)^{-1}",
    r"\sum_{i=1}^n x_i \frac{\partial}{\partial x_i} \sum_{j=1}^n a_j x_j^2",
]


def _values(asked: Question, sizes: dict[str, int], term: Term, seed: int) -> list[int]:
    source = random.Random(seed)
    field = Field(draw_primes(f"derivatives|{seed}"), "key")
    bound = {**sizes, **{name: source.randint(1, 2) for name in asked.indices}}
    values = draw_values(asked.values, asked.declarations, bound, Residues(field, source))
    value: Value = Evaluator(field, values).value(term)
    return [field.value(part) for part in (value.data if isinstance(value, Entries) else [value])]


@pytest.mark.parametrize("latex", DERIVATIVES)
def test_a_written_derivative_has_the_values_of_dual_numbers(latex: str) -> None:
    """At two assignments of sizes; no derivative is left."""
    asked = question(latex, "=", latex, SCOPE)
    written = without_derivatives(asked.left)
    assert not any(isinstance(part, Derivative) for part in walk(written))
    for seed, (n, m) in enumerate([(2, 3), (4, 2)]):
        sizes = {name: {"n": n, "m": m}[name] for name in asked.sizes}
        assert _values(asked, sizes, asked.left, seed) == _values(asked, sizes, written, seed)


@pytest.mark.parametrize("latex", [r"\nabla_x \max(x_1, x_2)", r"\nabla_x \max_i x_i", r"\nabla_x |a^\top x|"])
def test_kinks_and_signs_are_left_to_dual_numbers_or_exact(latex: str) -> None:
    """What has no rule stays as it is."""
    asked = question(latex, "=", latex, SCOPE)
    written = without_derivatives(asked.left)
    sizes = dict.fromkeys(asked.sizes, 3)
    assert _values(asked, sizes, asked.left, 1) == _values(asked, sizes, written, 1)
