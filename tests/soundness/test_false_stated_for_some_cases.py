"""What prose says of some cases only, or of some members of a family, is not relied on for all."""

from __future__ import annotations

import pytest

from derivcheck.check import check_text
from derivcheck.results import Verdict

TEXTS = [
    r"""Let $x \in \mathbb{R}$. If $x > 0$ fails, then

$$ |x| = x $$""",
    r"""Let $f(x) := x^2$. Now redefine $f(x) = x^3$.

$$ f(2) = 4 $$""",
    r"""Let $A = I$ for the moment.

$$ AB = BA $$

Let us return to general $A$. Then

$$ AB = BA $$""",
    r"""Let $a_0 = 1$ and $a_{n+1} = 2 a_n$ for $n \geq 1$.

$$ a_n = 2^n $$""",
    r"""Let $a_1 = 1$ and $a_{n+1} = 2 a_n$ for $n \ge 2$.

$$ a_n = 2^{n-1} $$""",
    r"""Let $a_0 = 1$ and $a_{n} = 2 a_{n-1}$ for even $n$.

$$ a_n = 2^n $$""",
    r"""Let $a_0 = 0$ and $a_n = a_{n-1} + n$ for $n = 1, \dots, 5$.

$$ a_n = \frac{n(n+1)}{2} $$""",
    r"""Let $a_0 = 1$ and $a_{n+1} = 2a_n$ for $n = 5, 6, \dots$.

$$ a_{n} = 2^n $$""",
    r"""Let $x_0 = 1$ and $x_{k+1} = x_k - \eta x_k$ unless $k$ is a multiple of $10$.

$$ x_k = (1-\eta)^k $$""",
    r"""Let $f(x) = x^2$ for $x > 0$.

$$ f(-1) = 1 $$""",
    r"""Let $f(x) = x^2$ for $x \in [0, 1]$, extended periodically.

$$ f(2) = 4 $$""",
    r"""Let $a_k = k$ for $k \ge 2$ and $a_1 = 5$.

$$ \sum_{k=1}^3 a_k = 6 $$""",
    r"""Let $a_k = k$ for $k \ge 2$.

$$ \sum_{k=1}^3 a_k = 6 $$""",
    r"""Let $a_k = k$ except for $k = 2$.

$$ a_2 = 2 $$""",
    r"""Let $a_k = k$ if $k$ is even and $a_k = 0$ if $k$ is odd.

$$ a_3 = 3 $$""",
    r"""Let $a_k = k$ if $k$ is even.

$$ a_3 = 3 $$""",
    r"""Let $f(x) = x$ when $x$ is rational.

$$ f(\sqrt2) = \sqrt2 $$""",
    r"""Let $f(x) = x^2$, unless $x = 0$, where $f(0) = 1$.

$$ f(0) = 0 $$""",
    r"""Let $f(x) := x^2$ on $[0, \infty)$, and let $f$ be extended to an odd function.

$$ f(-1) = 1 $$""",
    r"""Let $f(x) := x^2$ to leading order.

$$ f(2) = 4 $$""",
    r"""Let $f(x) = x^2$ almost everywhere.

$$ f(2) = 4 $$""",
    r"""Let $f$ be a function with $f(x) = x^2$ for some $x$.

$$ f(2) = 4 $$""",
    r"""Let $f(x) = x^2$ mod $3$.

$$ f(2) = 4 $$""",
    r"""Let $f(x) = x^2$ up to an additive constant.

$$ f(2) = 4 $$""",
    r"""Let $y = 3x$ plus noise.

$$ y - 3x = 0 $$""",
    r"""Let $y = 3x$ on average.

$$ y - 3x = 0 $$""",
    r"""Let $y := 3x$ if $x < 1$.

$$ y - 3x = 0 $$""",
    r"""Let $\|x\| := \sqrt{x^\top M x}$ with $M \succ 0$.

$$ \|x\|^2 = x^\top x $$""",
    r"""Let $\langle u, v\rangle = u^\top M v$ with $M\in \mathbb{R}^{n\times n}$.

$$ \langle u, v\rangle = \langle v, u \rangle $$""",
    r"""Let $\Sigma_1,\Sigma_2$ be covariance matrices.

$$ \Sigma_1\Sigma_2 = \Sigma_2 \Sigma_1 $$""",
    r"""Let $f(x) = x^2$ for $x \ge 0$ and $f(x) = -x^2$ for $x<0$.

$$ f(2) = -4 $$""",
    r"""Let $u(x) = x$ for $x < \frac12$, $u(x) = 1 - x$ for $x \ge \frac12$.

$$ \int_0^1 u(x)\,dx = \frac12 $$""",
    r"""Let $p(x) = 2x$ for $0 \le x \le 1$ and zero elsewhere.

$$ p(2) = 4 $$""",
    r"""Let $F(x) = 1 - e^{-x}$ for $x \ge 0$.

$$ F(-1) = 1 - e $$""",
    r"""The potential is $V(x) = 0$ for $|x| < a$ and infinite elsewhere, $a > 0$.

$$ V(2a) = 0 $$""",
    r"""Let $h(x) = x$ if $x \in \mathbb{Q}$ and $h(x) = 0$ if $x\notin\mathbb{Q}$.

$$ h(\pi) = \pi $$""",
    r"""Let $a_0 = 1$ and $a_{n+1} = 3a_n$ if $n$ is even.

$$ a_n = 3^n $$""",
    r"""Let $x_0 = 1$ and $x_{k+1} = x_k/2$ while $x_k > \epsilon$.

$$ x_k = 2^{-k} $$""",
    r"""Let $x\in\mathbb{R}$ with $x > 0$ with probability one half.

$$ |x| = x $$""",
    r"""Let $x_i\in\mathbb{R}$ with $x_i > 0$ for some $i$.

$$ |x_i| = x_i $$""",
    r"""Let $x_i\in\mathbb{R}$ with $x_i > 0$ for at least one $i$, $i=1,\dots,n$.

$$ \sum_{i=1}^n |x_i| = \sum_{i=1}^n x_i $$""",
    r"""Let $x_i\in\mathbb{R}$ with $x_i > 0$ for $i \le m$ where $m<n$.

$$ \sum_{i=1}^n |x_i| = \sum_{i=1}^n x_i $$""",
    r"""Let $x_i\in\mathbb{R}$ with $x_i > 0$ for almost all $i$.

$$ \sum_{i=1}^n |x_i| = \sum_{i=1}^n x_i $$""",
    r"""Let $x_i\in\mathbb{R}$ with $x_i > 0$ for all $i \geq 2$.

$$ \sum_{i=1}^n |x_i| = \sum_{i=1}^n x_i $$""",
    r"""Let $A\in\mathbb{R}^{n\times n}$ with $x^\top A x > 0$ for some $x$.

$$ x^\top A x \geq 0 $$""",
    r"""We first assume $x > y$. The assumption is then removed. In full generality,

$$ x - y > 0 $$""",
    r"""Let $x_i\in\mathbb{R}$ with $x_i = 0$ for $i > k$.

$$ \sum_{i=1}^n x_i = 0 $$""",
    r"""Let $p_i = \frac{1}{n}$ for $i \ne 1$, $i=1,\dots,n$.

$$ \sum_{i=1}^n p_i = 1 $$""",
    r"""Let $c_i = 1$ for $i \in S$, where $S \subset \{1,\dots,n\}$.

$$ \sum_{i=1}^n c_i = n $$""",
    r"""Let $z_i = 1$ if $x_i > 0$.

$$ \sum_{i=1}^n z_i = n $$""",
    r"""Let $w_k = 1/k$ for odd $k$ only.

$$ w_2 = \frac12 $$""",
    r"""Let $K(x, y) = 1$ if $x = y$.

$$ K(1, 2) = 1 $$""",
    r"""Let $\delta(x) = 0$ for $x \neq 0$.

$$ \delta(0) = 0 $$""",
    r"""Let $g(x) = x$ near $0$.

$$ g(100) = 100 $$""",
    r"""Let $v_1 = v_2$ in equilibrium. Out of equilibrium,

$$ v_1 - v_2 = 0 $$""",
    r"""Let $u = 0$ on the boundary. In the interior,

$$ u = 0 $$

$$ u^2 + u = 0 $$""",
    r"""Let $L = T - V$ where $V = 0$ initially.

$$ L = T $$""",
    r"""By default $a = 1$, but users may choose $a$ freely.

$$ a^2 = 1 $$""",
    r"""Let $a$ be a number, e.g. $a = 1$.

$$ a^2 = 1 $$""",
    r"""Let $a$ be the learning rate (default: $a := 1$).

$$ a^2 = 1 $$""",
    r"""Let $a := 1$ in Figure 2.

$$ a^2 = 1 $$""",
    r"""Let $\Sigma_1$ and $\Sigma_2$ be $d \times d$ covariance matrices.

$$ \Sigma_1\Sigma_2 = \Sigma_2\Sigma_1 $$""",
    r"""Let $x_i \ge 0$ for $i \ge 2$ .

$$ |x_1| = x_1 $$""",
    r"""Let $\lambda_i > 0$ for $i=1,\dots,r$ and $\lambda_i = 0$ for $i > r$.

$$ \sum_{i=1}^n \lambda_i = 0 $$""",
    r"""Let $\|x\|_M = \sqrt{x^\top Mx}$ and write $\|x\|$ for $\|x\|_M$.

$$ \|x\|^2 = x^\top x $$""",
]


@pytest.mark.parametrize("text", TEXTS)
def test_its_last_step_is_not_proved(text: str) -> None:
    """Every text ends with a false statement; what its words mean may not be understood, and then nothing is proved."""
    steps = [step for derivation in check_text(text).derivations for step in derivation.steps]
    assert steps
    assert steps[-1].verdict is not Verdict.PROVED
