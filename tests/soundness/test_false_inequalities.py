"""False inequalities that are close to true ones: a side, a sign, a premise or a factor has slipped."""

from __future__ import annotations

import pytest

from derivcheck.results import Verdict
from tests.soundness.asking import verdict

REFUTED = [
    (r"\|u+v\|", r"\ge", r"\|u\|+\|v\|", r"Let $u, v \in \mathbb{R}^n$."),
    (r"\|u+v\|", r"\le", r"\|u\|-\|v\|", r"Let $u, v \in \mathbb{R}^n$."),
    (r"\|u+v\|^2", r"\le", r"\|u\|^2+\|v\|^2", r"Let $u, v \in \mathbb{R}^n$."),
    (r"\|u+v\|", "<", r"\|u\|+\|v\|", r"Let $u, v \in \mathbb{R}^n$."),
    (r"\|x-z\|", r"\le", r"\|x-y\|-\|y-z\|", r"Let $x,y,z \in \mathbb{R}^n$."),
    (r"u^\top v", r"\ge", r"\|u\|\|v\|", r"Let $u, v \in \mathbb{R}^n$."),
    (r"u^\top v", "<", r"\|u\|\|v\|", r"Let $u, v \in \mathbb{R}^n$."),
    (r"|u^\top v|", r"\le", r"\|u\|_\infty\|v\|_\infty", r"Let $u, v \in \mathbb{R}^n$."),
    (r"u^\top v", r"\le", r"\|u\|^2\|v\|^2", r"Let $u, v \in \mathbb{R}^n$."),
    (r"\left(\sum_{i=1}^n x_i\right)^2", r"\le", r"\sum_{i=1}^n x_i^2", r"Let $x \in \mathbb{R}^n$."),
    (r"\left(\sum_{i=1}^n x_i\right)^2", r"\ge", r"\sum_{i=1}^n x_i^2", r"Let $x \in \mathbb{R}^n$."),
    (r"\left(\sum_{i=1}^n x_i\right)^2", r"\le", r"\frac1n\sum_{i=1}^n x_i^2", r"Let $x \in \mathbb{R}^n$."),
    (
        r"\operatorname{tr}(AB)",
        r"\le",
        r"\operatorname{tr}(A)\operatorname{tr}(B)",
        r"Let $A, B \in \mathbb{R}^{n \times n}$.",
    ),
    (r"\operatorname{tr}(AB)", r"\le", r"\|A^\top B\|_F", r"Let $A, B \in \mathbb{R}^{n \times n}$."),
    (r"\operatorname{tr}(A^2)", r"\ge", "0", r"Let $A \in \mathbb{R}^{n \times n}$."),
    (r"\operatorname{tr}(AA)", r"\ge", "0", r"Let $A \in \mathbb{R}^{n \times n}$."),
    (r"\operatorname{tr}(A)", r"\le", r"\|A\|_F", r"Let $A \in \mathbb{R}^{n \times n}$."),
    (r"\|AB\|_F", r"\ge", r"\|A\|_F\|B\|_F", r"Let $A \in \mathbb{R}^{m \times n}$, $B \in \mathbb{R}^{n \times k}$."),
    (r"\|AB\|_F", r"\le", r"\|A\|_F", r"Let $A \in \mathbb{R}^{n \times n}$, $B \in \mathbb{R}^{n \times n}$."),
    (r"\|Ax\|", r"\le", r"\|A\|_F", r"Let $A \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$."),
    (r"\sqrt{ab}", r"\ge", r"\frac{a+b}{2}", r"Let $a, b \ge 0$."),
    ("ab", r"\le", r"\frac{a^2+b^2}{4}", ""),
    (r"\frac{x}{y}+\frac{y}{x}", r"\ge", "2", r"Let $x, y \ne 0$."),
    (r"\frac{x}{y}+\frac{y}{x}", ">", "2", "Let $x, y > 0$."),
    (r"x+\frac1x", r"\ge", "2", ""),
    (r"x+\frac1x", ">", "2", "Let $x > 0$."),
    ("p(1-p)", r"\ge", r"\frac14", r"Let $p \in \mathbb{R}$."),
    ("e^x", r"\ge", "1+2x", ""),
    ("e^x", r"\le", "1+x", ""),
    (r"\log x", r"\ge", "x-1", "Let $x > 0$."),
    (r"\log x", r"\le", r"1-\frac1x", "Let $x > 0$."),
    (r"\log(1+x)", r"\le", "x - x^2", "Let $x > -1$."),
    (r"\tanh x", r"\le", "x", ""),
    (r"\sqrt{1+x}", r"\ge", r"1+\frac x2", r"Let $x \ge -1$."),
    (r"\sigma(x)(1-\sigma(x))", r"\le", r"\frac15", r"Let $\sigma(x) = \frac{1}{1+e^{-x}}$."),
    ("x_i", r"\ge", r"\max_j x_j", r"Let $x \in \mathbb{R}^n$."),
    ("x_i", "<", r"\max_j x_j", r"Let $x \in \mathbb{R}^n$."),
    ("x_i", r"\le", r"\min_j x_j", r"Let $x \in \mathbb{R}^n$."),
    ("x_i", r"\le", r"\max_j y_j", r"Let $x, y \in \mathbb{R}^n$."),
    ("x_i", r"\le", r"\max_j |x_j| - 1", r"Let $x \in \mathbb{R}^n$."),
    (r"\max_j x_j", r"\ge", r"\log \sum_{j=1}^n e^{x_j}", r"Let $x \in \mathbb{R}^n$."),
    (r"\max_j x_j + \log n", r"\le", r"\log \sum_{j=1}^n e^{x_j}", r"Let $x \in \mathbb{R}^n$."),
    (r"\max_j x_j", r"\le", r"\sum_{j=1}^n x_j", r"Let $x \in \mathbb{R}^n$."),
    (r"\|x\|_\infty", r"\ge", r"\|x\|_2", r"Let $x \in \mathbb{R}^n$."),
    (r"\|x\|_2", r"\ge", r"\|x\|_1", r"Let $x \in \mathbb{R}^n$."),
    (r"\|x\|_1", r"\le", r"\|x\|_2", r"Let $x \in \mathbb{R}^n$."),
    (r"n\|x\|_1", r"\le", r"\|x\|_2", r"Let $x \in \mathbb{R}^n$."),
    (r"\|x\|_2", r"\le", r"\|x\|_\infty", r"Let $x \in \mathbb{R}^n$."),
    ("x^4+1", ">", "2x^2", ""),
    ("x^4-4x+2", r"\ge", "0", ""),
    (r"x^\top A x", r"\ge", "0", r"Let $A \in \mathbb{R}^{n \times n}$, $x \in \mathbb{R}^n$."),
    (r"x^\top A x", ">", "0", r"Let $A \in \mathbb{R}^{n \times n}$ with $A \succ 0$, $x \in \mathbb{R}^n$."),
    (
        r"x^\top A B x",
        r"\ge",
        "0",
        r"Let $A, B \in \mathbb{R}^{n \times n}$ with $A \succeq 0$ and $B \succeq 0$, $x \in \mathbb{R}^n$.",
    ),
    (r"x^\top A y", r"\ge", "0", r"Let $A \in \mathbb{R}^{n \times n}$ with $A \succeq 0$, $x, y \in \mathbb{R}^n$."),
    (r"x^\top A A x", r"\ge", "0", r"Let $A \in \mathbb{R}^{n \times n}$, $x \in \mathbb{R}^n$."),
    (
        r"x^\top (A-B) x",
        r"\ge",
        "0",
        r"Let $A, B \in \mathbb{R}^{n \times n}$ with $A \succeq 0$ and $B \succeq 0$, $x \in \mathbb{R}^n$.",
    ),
    ("e^a", r"\le", "e^b", r"Let $a \ge b$."),
    ("a^2", r"\le", "b^2", r"Let $a \le b$."),
    ("ac", r"\le", "bc", r"Let $a \le b$."),
    (r"\frac1b", r"\le", r"\frac1a", r"Let $a \le b$."),
    (r"\frac1a", r"\le", r"\frac1b", r"Let $0 < a \le b$."),
    (
        r"\sum_{i=1}^r \sigma_i^2 z_i^2",
        r"\le",
        r"\sigma_1^2 \sum_{i=1}^r z_i^2",
        r"Let $\sigma_1 \ge \sigma_2 \ge \dots \ge \sigma_r$ and $z \in \mathbb{R}^r$.",
    ),
    (
        r"\sum_{i=1}^r \sigma_i^2 z_i^2",
        r"\le",
        r"\sigma_1^2 \sum_{i=1}^r z_i^2",
        r"Let $0 \le \sigma_1 \le \sigma_2 \le \dots \le \sigma_r$ and $z \in \mathbb{R}^r$.",
    ),
    (
        r"\sum_{i=1}^r \sigma_i^2 z_i^2",
        r"\le",
        r"\sigma_r^2 \sum_{i=1}^r z_i^2",
        r"Let $\sigma_1 \ge \sigma_2 \ge \dots \ge \sigma_r \ge 0$ and $z \in \mathbb{R}^r$.",
    ),
    (
        r"\sum_{i=1}^r \sigma_i z_i",
        r"\le",
        r"\sigma_1 \sum_{i=1}^r z_i",
        r"Let $\sigma_1 \ge \sigma_2 \ge \dots \ge \sigma_r \ge 0$ and $z \in \mathbb{R}^r$.",
    ),
    (
        r"\left(\sum_{i=1}^n w_i x_i\right)^2",
        r"\ge",
        r"\sum_{i=1}^n w_i x_i^2",
        r"Let $w_i \ge 0$ with $\sum_{i=1}^n w_i = 1$ and $x \in \mathbb{R}^n$.",
    ),
    (
        r"\left(\sum_{i=1}^n w_i x_i\right)^2",
        r"\le",
        r"\sum_{i=1}^n w_i x_i^2",
        r"Let $w_i \ge 0$ and $x \in \mathbb{R}^n$.",
    ),
    (
        r"\left(\sum_{i=1}^n w_i x_i\right)^2",
        r"\le",
        r"\sum_{i=1}^n w_i x_i^2",
        r"Let $w \in \mathbb{R}^n$ with $\sum_{i=1}^n w_i = 1$ and $x \in \mathbb{R}^n$.",
    ),
    (
        r"\exp\left(\sum_{i=1}^n w_i x_i\right)",
        r"\ge",
        r"\sum_{i=1}^n w_i e^{x_i}",
        r"Let $w_i \ge 0$ with $\sum_{i=1}^n w_i = 1$ and $x \in \mathbb{R}^n$.",
    ),
    (
        r"\exp\left(\sum_{i=1}^n w_i x_i\right)",
        r"\le",
        r"\sum_{i=1}^n w_i e^{x_i}",
        r"Let $w_i \ge 0$ and $x \in \mathbb{R}^n$.",
    ),
    (r"\exp\left(\sum_{i=1}^n x_i\right)", r"\le", r"\sum_{i=1}^n e^{x_i}", r"Let $x \in \mathbb{R}^n$."),
    (
        r"\frac{1}{\sum_{i=1}^n w_i x_i}",
        r"\le",
        r"\sum_{i=1}^n \frac{w_i}{x_i}",
        r"Let $w_i \ge 0$ with $\sum_{i=1}^n w_i = 1$ and $x \in \mathbb{R}^n$.",
    ),
    ("e^{t x + (1-t) y}", r"\le", "t e^x + (1-t)e^y", r"Let $t \in \mathbb{R}$."),
    ("e^{t x + (1-t) y}", r"\ge", "t e^x + (1-t)e^y", r"Let $0 \le t \le 1$."),
    ("e^{(1-t) x + t y}", r"\le", "t e^x + (1-t)e^y", r"Let $0 \le t \le 1$."),
    ("(t x + (1-t) y)^2", r"\le", "t x^2 + (1-t)y^2", "Let $t > 0$."),
    ("(t x + (1-t) y)^3", r"\le", "t x^3 + (1-t)y^3", r"Let $0 \le t \le 1$."),
    (r"\|t x + (1-t) y\|", r"\le", r"t\|x\| + (1-t)\|y\|", r"Let $t > 0$ and $x, y \in \mathbb{R}^n$."),
    (r"\|t x + (1-t) y\|", r"\le", r"t\|x\| - (1-t)\|y\|", r"Let $0 \le t \le 1$ and $x, y \in \mathbb{R}^n$."),
    (r"\max(a,b)", r"\ge", "|a|+|b|", ""),
    (r"\min(a,b)", r"\ge", r"\max(a,b)", ""),
    (r"|\sin x|", r"\le", r"\frac12", ""),
    (r"\sum_{i=1}^n x_i", r"\le", r"\sum_{i=1}^n y_i", r"Let $x, y \in \mathbb{R}^n$."),
    (r"\sum_{i=1}^n x_i y_i", r"\le", r"\sum_{i=1}^n x_i \sum_{i=1}^n y_i", r"Let $x, y \in \mathbb{R}^n$."),
    (r"\sum_{i=1}^n i x_i", r"\le", r"n \sum_{i=1}^n x_i", r"Let $x \in \mathbb{R}^n$."),
    (r"\log\left(\frac1n\sum_{i=1}^n x_i\right)", r"\le", r"\frac1n\sum_{i=1}^n \log x_i", "Let $x_i > 0$."),
    (r"\log\left(\sum_{i=1}^n x_i\right)", r"\ge", r"\sum_{i=1}^n \log x_i", "Let $x_i > 0$."),
    (r"\sum_{i=1}^n \frac{1}{x_i}", r"\le", r"\frac{n^2}{\sum_{i=1}^n x_i}", "Let $x_i > 0$."),
    (r"\sum_{i=2}^n x_i^2", r"\ge", r"\sum_{i=1}^n x_i^2", r"Let $x \in \mathbb{R}^n$."),
    (r"\sum_{i=2}^n x_i^2", ">", "0", "Let $x_i > 0$."),
    (r"\log\det A", r"\le", r"\operatorname{tr}(A) - n - 1", r"Let $A \in \mathbb{R}^{n \times n}$ with $A \succ 0$."),
    (
        r"\sum_{i=1}^n \sum_{j=1}^n x_i x_j a_{ij}",
        r"\ge",
        "0",
        r"Let $x \in \mathbb{R}^n$ and $a \in \mathbb{R}^{n \times n}$.",
    ),
    (r"\sum_{i=1}^n \sum_{j=1}^n x_i y_j", r"\ge", "0", r"Let $x, y \in \mathbb{R}^n$."),
]

# Where equality holds at few points only, or the function is undeclared, no counterexample is found.
NOT_PROVED = [
    (r"\|x-z\|", r"\le", r"\|x+y\|+\|y-z\|", r"Let $x,y,z \in \mathbb{R}^n$."),
    ("p(1-p)", "<", r"\frac14", r"Let $p \in \mathbb{R}$."),
    ("e^x", ">", "1+x", ""),
    (r"\log x", "<", "x-1", "Let $x > 0$."),
    (r"\sigma(x)(1-\sigma(x))", "<", r"\frac14", r"Let $\sigma(x) = \frac{1}{1+e^{-x}}$."),
    (r"\mathbb{E}_{q(z)}[f(z)]^2", r"\ge", r"\mathbb{E}_{q(z)}[f(z)^2]", "Let $q(z)$ be a density."),
    (r"\mathbb{E}_{q(z)}[f(z)]^2", "<", r"\mathbb{E}_{q(z)}[f(z)^2]", "Let $q(z)$ be a density."),
    (r"\mathbb{E}_{q(z)}[f(z)]^3", r"\le", r"\mathbb{E}_{q(z)}[f(z)^3]", "Let $q(z)$ be a density."),
    (r"|\sin x|", "<", "1", ""),
    ("(1+x)^n", r"\ge", "1+nx", r"Let $n \in \mathbb{N}$."),
]


@pytest.mark.parametrize(("left", "relation", "right", "scope"), REFUTED)
def test_false_inequalities_are_refuted(left: str, relation: str, right: str, scope: str) -> None:
    """A point shows that they are false."""
    assert verdict(left, relation, right, scope) is Verdict.REFUTED


@pytest.mark.parametrize(("left", "relation", "right", "scope"), NOT_PROVED)
def test_false_inequalities_are_not_proved(left: str, relation: str, right: str, scope: str) -> None:
    """What is false at few points is not proved because it held elsewhere."""
    assert verdict(left, relation, right, scope) is not Verdict.PROVED
