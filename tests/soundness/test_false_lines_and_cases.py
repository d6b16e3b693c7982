"""Nothing is proved by lines that do not hold, cases that are over, or what is said of something else."""

from __future__ import annotations

import pytest

from derivcheck.check import check_text
from derivcheck.results import Verdict

TEXTS = [
    r"""Let $a, b \in \mathbb{R}$. Suppose not, i.e. suppose $a > b$. This leads to a contradiction. Therefore

$$ a - b > 0 $$""",
    r"""Let $x \in \mathbb{R}$. If $x > 0$ then we are done; otherwise,

$$ |x| = x $$""",
    r"""Let $x, y \in \mathbb{R}$ such that at least one of $x > 0$, $y > 0$ holds.

$$ |x| = x $$""",
    r"""Let $x \in \mathbb{R}$. If $x > 0$, fine; if not,

$$ |x| = x $$""",
    r"""Let $x \in \mathbb{R}$. If $x > 0$ does not hold, then

$$ |x| = x $$""",
    r"""Let $a, b \in \mathbb{R}$. Assume the opposite, $a > b$; we get a contradiction. Consequently,

$$ b - a < 0 $$""",
    r"""Let $a, b \in \mathbb{R}$. Suppose $a > b$. Then we reach a contradiction, so this case is impossible. It
follows that

$$ b - a < 0 $$""",
    r"""Let $A, S \in \mathbb{R}^{n\times n}$. Here $S$, unlike $A$, is symmetric.

$$ A^\top = A $$""",
    r"""Let $x, y \in \mathbb{R}$. It is not the case that

$$ x = y $$

Then

$$ x - y = 0 $$""",
    r"""Let $f(x) = x^2$ for $x > 0$ and $f(x) = 0$ otherwise.

$$ f(-1) = 1 $$""",
    r"""Let $y = 3x$ in the noiseless case. With noise,

$$ y - 3x = 0 $$""",
    r"""Let $x \in \mathbb{R}$.

$$ \begin{aligned} |x| &= x && \text{if } x \ge 0 \\ |x| &= x && \text{if } x < 0 \end{aligned} $$""",
    r"""Let $x \in \mathbb{R}$.

$$ \begin{aligned} |x| &= x && (x \ge 0) \\ |x|^3 &= x^3  \end{aligned} $$""",
    r"""Let $x \in \mathbb{R}$.

$$ \begin{aligned} \sqrt{x^2} &= x && \text{for } x \ge 0 \\ \sqrt{x^2} + 1 &= x + 1 && \text{for } x < 0
\end{aligned} $$""",
    r"""Let $A, B \in \mathbb{R}^{n\times n}$.

$$ \begin{aligned} AB &= BA && \text{if both are diagonal} \\ ABA &= A^2B && \text{in general} \end{aligned} $$""",
    r"""Let $A, B \in \mathbb{R}^{n\times n}$.

$$ \begin{aligned} AB &= BA && \text{if } A \text{ is a multiple of } I \\ ABA &= A^2B && \text{in general}
\end{aligned} $$""",
    r"""Let $x, y \in \mathbb{R}$. We never have

$$ x = y $$

So

$$ x - y = 0 $$""",
    r"""Let $x, y \in \mathbb{R}$. Is it true that

$$ x = y $$

No.

$$ x - y = 0 $$""",
    r"""Let $x, y \in \mathbb{R}$. Contrast this with the case

$$ x = y $$

Here

$$ x - y = 0 $$""",
    r"""Let $x, y \in \mathbb{R}$. Consider the special case

$$ x = y $$

In general

$$ x - y = 0 $$""",
    r"""Let $A, B\in\mathbb{R}^{n\times n}$. Suppose one of $A$ and $B$ is symmetric.

$$ (AB)^\top = BA $$""",
    r"""Let $A, B\in\mathbb{R}^{n\times n}$. Suppose $A$ or $B$ is symmetric.

$$ A^\top = A $$""",
    r"""Let $A, B\in\mathbb{R}^{n\times n}$. At least one of $A$, $B$ is symmetric.

$$ B^\top = B $$""",
    r"""Let $B\in\mathbb{R}^{n\times n}$. Were $B$ symmetric, life would be easier.

$$ B^\top = B $$""",
    r"""Let $B\in\mathbb{R}^{n\times n}$. If $n = 1$, $B$ is symmetric.

$$ B^\top = B $$""",
    r"""Let $B\in\mathbb{R}^{n\times n}$. The sparsity pattern of $B$ is symmetric.

$$ B^\top = B $$""",
    r"""Let $B\in\mathbb{R}^{n\times n}$. The spectrum of $B$ is symmetric.

$$ B^\top = B $$""",
    r"""Suppose first that $x \ge 0$. Then

$$ |x| = x $$

If on the other hand $x < 0$, then

$$ |x| = x $$""",
    r"""Let $p(x) = \lambda e^{-\lambda x}$ for $x \ge 0$, and $0$ otherwise, $\lambda > 0$.

$$ p(-1) = \lambda e^{\lambda} $$""",
    r"""Assume $x > y$, since otherwise we swap them. In either case

$$ x - y > 0 $$""",
    r"""We set $a = 1$ in all experiments. The theory holds for any $a$.

$$ a^2 = 1 $$""",
    r"""Suppose there is no $x$ with $x > 1$.

$$ x > 1 $$

$$ x + 1 > 2 $$""",
    r"""Let $A, B\in\mathbb{R}^{n\times n}$.

$$ \begin{aligned} AB &= BA \\ ABA &= A^2B \end{aligned} $$""",
    r"""Let $B\in\mathbb{R}^{n\times n}$. The graph of $B$ is symmetric.

$$ B^\top = B $$""",
    r"""Let $B\in\mathbb{R}^{n\times n}$. The kernel of $B$ is symmetric.

$$ B^\top = B $$""",
    r"""Let $B\in\mathbb{R}^{n\times n}$. The square of $B$ is symmetric.

$$ B^\top = B $$""",
    r"""Let $B\in\mathbb{R}^{n\times n}$. The leading block of $B$ is positive definite.

$$ B^\top = B $$""",
    r"""Let $B\in\mathbb{R}^{n\times n}$. The columns of $B$ are orthogonal.

$$ B^\top B = I $$""",
    r"""Let $\Sigma_1, \Sigma_2$ be positive definite matrices.

$$ \Sigma_1\Sigma_2 = \Sigma_2\Sigma_1 $$""",
    r"""Let $x = x(t) \in \mathbb{R}^n$.

$$ \frac{d}{dt} \|x\|^2 = x^\top \frac{dx}{dt} $$""",
    r"""Let $x = x(t) \in \mathbb{R}^n$.

$$ \frac{d}{dt} \|x\|^2 = 0 $$""",
    r"""Let $K = K(\theta) \in \mathbb{R}^{n\times n}$ be a positive definite matrix that depends on
$\theta\in\mathbb{R}$.

$$ \operatorname{tr} \left(K^{-1}\frac{\partial K}{\partial\theta}\right) = 0 $$""",
    r"""Let $y = y(t) \in \mathbb{R}$.

$$ \frac{d}{dt} y^2 = y \frac{dy}{dt} $$""",
    r"""Let $\Sigma = \Sigma(\theta) \in \mathbb{R}^{n \times n}$ be positive definite and $y \in \mathbb{R}^n$.

$$ \frac{\partial}{\partial \theta} \log \det \Sigma = 2 \operatorname{tr} \left( \Sigma^{-1} \frac{\partial
\Sigma}{\partial \theta} \right) $$""",
    r"""Let $L = L(w) \in \mathbb{R}$ be a loss and $w \in \mathbb{R}^d$.

$$ \nabla_w L^2 = L \nabla_w L $$""",
    r"""Let $y = y(x) \in \mathbb{R}$ and $z = z(y) \in \mathbb{R}$.

$$ \frac{dz}{dx} = \frac{dz}{dy} + \frac{dy}{dx} $$""",
    r"""Let $z = z(w) \in \mathbb{R}$ with $w \in \mathbb{R}^d$ and $\ell(z) = \log(1+e^{-z})$.

$$ \nabla_w \ell(z) = \frac{1}{1+e^z} \nabla_w z $$""",
    r"""Let $A \in \mathbb{R}^{n\times n}$ and $x = x(t) \in \mathbb{R}^n$ with $\frac{dx}{dt} = A x$.

$$ \frac{d}{dt}\left(x^\top x\right) = x^\top A x $$""",
    r"""Let $W \in \mathbb{R}^{m\times d}$, $h = h(x) \in \mathbb{R}^d$ and $z = W h$.

$$ \frac{\partial z}{\partial x} = 2 W \frac{\partial h}{\partial x} $$""",
    r"""Let $x, a > 0$.

$$ x = a \implies x^2 = 2 a x = 2 a^2 $$""",
    r"""Let $x, a > 0$.

$$ x = a \iff x^2 = 2 a x = 2 a^2 $$""",
    r"""Let $S$ be symmetric and $u^\top u = 1$.

$$ S u = \lambda u \implies u^\top S^2 u = \lambda u^\top u = \lambda $$""",
    r"""Let $\lambda, x \in \mathbb{R}$.

$$ x + \lambda = 0 \iff x^2 = \lambda = -x $$""",
    r"""Let $N$ be a Poisson random variable with mean $\lambda$ and let $X_i$ be i.i.d. with mean $\mu$.

$$ \mathbb{E}\left[\sum_{i=1}^N X_i\right] = N \mu $$""",
]


@pytest.mark.parametrize("text", TEXTS)
def test_its_last_step_is_not_proved(text: str) -> None:
    """Every text ends with a false statement; what its words mean may not be understood, and then nothing is proved."""
    steps = [step for derivation in check_text(text).derivations for step in derivation.steps]
    assert steps
    assert steps[-1].verdict is not Verdict.PROVED
