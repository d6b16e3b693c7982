"""A notation to which a text gives a meaning of its own has not the usual one."""

from __future__ import annotations

import pytest

from derivcheck.check import check_text
from derivcheck.results import Verdict

TEXTS = [
    r"""Let $\pi$ be a policy.

$$ \cos \pi = -1 $$""",
    r"""Let $I$ be the Fisher information matrix of size $d\times d$ and $v \in \mathbb{R}^d$.

$$ I v = v $$""",
    r"""We write $\log$ for $\log_{10}$.

$$ \log e = 1 $$""",
    r"""Let $\|\cdot\|$ denote the 1-norm, $x \in \mathbb{R}^n$.

$$ \|x\|^2 = x^\top x $$""",
    r"""Let $\|x\|$ be an arbitrary norm on $\mathbb{R}^n$.

$$ \|x\|^2 = x^\top x $$""",
    r"""Let $A \circ B$ denote the matrix product $A, B \in \mathbb{R}^{n \times n}$.

$$ A \circ B = B \circ A $$""",
    r"""Let $[x]$ denote the integer part of $x \in \mathbb{R}$.

$$ [x] + [y] = [x + y] $$""",
    r"""Let $\{x\}$ denote the fractional part of $x$.

$$ \{x\} = x $$""",
    r"""Let $A^{-1}$ denote the generalised inverse of $A\in \mathbb{R}^{n\times n}$.

$$ A A^{-1} = I $$""",
    r"""Let $u, v\in\mathbb{R}^n$, and let $u \otimes v$ denote the elementwise product.

$$ \|u \otimes v\| = \|u\|\|v\| $$""",
    r"""Let $A \otimes B$ be the elementwise product of $A, B\in \mathbb{R}^{n\times n}$.

$$ (A \otimes B)^{-1} = A^{-1}\otimes B^{-1} $$""",
    r"""Let $I$ be an interval and $x \in \mathbb{R}^n$.

$$ I x = x $$""",
    r"""Let $I$ be the inertia tensor.

$$ I \omega = \omega $$""",
    r"""Let $\langle u, v\rangle$ be an indefinite inner product.

$$ \langle u, u\rangle = \|u\|^2 $$""",
    r"""Let $A^\dagger$ be the Drazin inverse of $A \in \mathbb{R}^{n\times n}$.

$$ A A^\dagger A = A $$""",
    r"""Let $A^+$ denote the positive part of the symmetric matrix $A\in\mathbb{R}^{n\times n}$.

$$ A A^+ A = A $$""",
    r"""Let $A\in\mathbb{R}^{n\times n}$ be symmetric with respect to the inner product defined by $M$.

$$ A^\top = A $$""",
    r"""Let $B\in\mathbb{R}^{n\times n}$. The inverse of $B$ is diagonal.

$$ B^\top = B $$""",
    r"""Let $\|\cdot\|$ be the 1-norm and $x, y\in\mathbb{R}^n$.

$$ \|x + y\|^2 = \|x\|^2 + 2x^\top y + \|y\|^2 $$""",
    r"""We use the inner product $\langle u, v\rangle = u^\top W v$ with $W \succ 0$.

$$ \langle u, v\rangle = u^\top v $$""",
    r"""We write $\log$ for the logarithm to base $10$.

$$ \log e = 1 $$""",
    r"""We write $\log$ for $\log_2$.

$$ \log e = 1 $$""",
    r"""Let $\pi$ be a policy and $\pi_0$ another.

$$ \sin \pi = 0 $$""",
    r"""Let $\pi$ be the prior probability of class 1.

$$ \pi > 3 $$""",
    r"""Let $\|\cdot\|$ be any norm on $\mathbb{R}^d$ and $x, y \in \mathbb{R}^d$.

$$ \|x+y\|^2 = \|x\|^2 + 2x^\top y + \|y\|^2 $$""",
    r"""Let $x, y \in \mathbb{R}^d$, where $\|\cdot\|$ denotes the $\ell_1$ norm.

$$ \|x+y\|^2 = \|x\|^2 + 2x^\top y + \|y\|^2 $$""",
    r"""Let $\|\cdot\|$ be a norm and $x, y\in\mathbb{R}^n$.

$$ \|x - y\|^2 + \|x + y\|^2 = 2 \|x\|^2 + 2 \|y\|^2 $$""",
    r"""Let $\|x\| = \max_i |x_i|$ for $x \in \mathbb{R}^n$.

$$ \|x\|^2 = x^\top x $$""",
    r"""Let $\|x\|$ denote the maximum norm and $x \in \mathbb{R}^n$.

$$ \|x\|^2 = x^\top x $$""",
    r"""Let $K \succ 0$ and $\|x\|_K = \sqrt{x^\top K x}$ for $x \in\mathbb{R}^n$. Write $\|x\| = \|x\|_K$.

$$ \|x\|^2 = x^\top x $$""",
    r"""The norm is $\|x\| = \sum_{i=1}^n |x_i|$ for $x\in\mathbb{R}^n$.

$$ \frac12 \nabla_x \|x\|^2 = x $$""",
    r"""Let $\langle x, y\rangle = x^\top K y$ with $K \succ 0$ and $x,y\in\mathbb{R}^n$.

$$ \langle x, y\rangle = x^\top y $$""",
    r"""Let $\langle\cdot,\cdot\rangle$ be an inner product with Gram matrix $K$ and $x,y\in\mathbb{R}^n$.

$$ \langle x, y\rangle = x^\top y $$""",
    r"""Let $\langle f, g\rangle = \int f(x) g(x) dx$ and $f, g \in \mathbb{R}^n$.

$$ \langle f, g\rangle = f^\top g $$""",
    r"""Let $A * B$ denote the elementwise product of $n \times n$ matrices $A$ and $B$.

$$ (A * B)^\top = B^\top A^\top $$""",
    r"""Let $A * B$ denote the convolution of $A$ and $B$.

$$ A * B = AB $$""",
    r"""Let $a, b$ be words over an alphabet, where $ab$ denotes concatenation.

$$ ab = ba $$""",
    r"""Let $\sigma$ and $\epsilon$ be the stress and strain tensors.

$$ \sigma\epsilon = \epsilon\sigma $$""",
    r"""Let $f(x) := x^2$. Here we use $f(x) = x^4$ instead.

$$ f(2) = 4 $$""",
    r"""Let $f(x) := x^2$. The loss is now

$$ f(x) = x^4 $$

so

$$ f(2) = 4 $$""",
    r"""Define

$$ f(x) = x^2 \quad (x \ge 0), \qquad f(x) = -x^2 \quad (x < 0). $$

$$ f(-1) = 1 $$""",
    r"""Let $f: \mathbb{R}\to\mathbb{R}$ be convex on $[0,1]$.

$$ f\left(\frac{x+y}{2}\right) \le \frac{f(x)+f(y)}{2} $$""",
    r"""Let $f : \mathbb{R}\to\mathbb{R}$ be convex for $x > 0$.

$$ f\left(\frac{x+y}{2}\right) \le \frac{f(x)+f(y)}{2} $$""",
    r"""Let $X \sim\mathcal{N}(0,1)$. In this section we condition on $X > 0$.

$$ \mathbb{E}[X] = 0 $$""",
    r"""The load is $q(x) = q_0$ on the left half and vanishes on the right half of $[0, L]$.

$$ \int_0^L q(x)\,dx = q_0 L $$""",
    r"""Angles are in degrees.

$$ \frac{d}{dx}\sin x = \cos x $$""",
    r"""Let $\bar x$ denote the median of $x_1,\dots,x_n$.

$$ \sum_{i=1}^n (x_i - \bar x) = 0 $$""",
    r"""Let $\operatorname{Var}(X)$ denote the sample variance.

$$ \operatorname{Var}(X) = \mathbb{E}[X^2] - \mathbb{E}[X]^2 $$""",
    r"""All vectors are row vectors. Let $x, y \in \mathbb{R}^n$.

$$ x^\top y = y^\top x $$""",
    r"""Indices start at $0$. Let $x \in \mathbb{R}^n$.

$$ \sum_{i=1}^n x_i = \mathbf{1}^\top x $$""",
    r"""We use the Einstein summation convention.

$$ \delta_{ij} \delta_{ij} = \delta_{ij} $$""",
    r"""We sum over repeated indices. Let $u \in \mathbb{R}^n$.

$$ \frac{\partial}{\partial u_k} u_i u_i = 0 \quad (i \ne k) $$""",
    r"""Let $\binom{n}{k}$ denote the Stirling number of the second kind.

$$ \binom{n}{k} = \frac{n!}{k!(n-k)!} $$""",
    r"""Let $\operatorname{tr}(A)$ denote the trace norm of $A \in\mathbb{R}^{n\times n}$.

$$ \operatorname{tr}(A + B) = \operatorname{tr}(A) + \operatorname{tr}(B) $$""",
]

USUAL = [
    r"""Let $\operatorname{tr}(A)$ denote the trace of $A$.

$$ \operatorname{tr}(A B) = \operatorname{tr}(B A) $$""",
    r"""Let $\bar{x}$ denote the mean of $x_1, \dots, x_n$.

$$ \sum_{i=1}^n (x_i - \bar{x}) = 0 $$""",
    r"""Here $\mathbb{E}$ denotes expectation, and angles are in radians.

$$ \frac{d}{dx} \sin x = \cos x $$""",
    r"""Let $\operatorname{Cov}(X, Y)$ be the covariance of $X$ and $Y$, where $\mathbb{E}$ denotes expectation.

$$ \operatorname{Cov}(X, Y) = \mathbb{E}[X Y] - \mathbb{E}[X] \mathbb{E}[Y] $$""",
]


@pytest.mark.parametrize("text", USUAL)
def test_the_usual_meaning_stays_where_words_name_it(text: str) -> None:
    """That words speak of a notation takes nothing away."""
    steps = [step for derivation in check_text(text).derivations for step in derivation.steps]
    assert steps[-1].verdict is Verdict.PROVED


@pytest.mark.parametrize("text", TEXTS)
def test_its_last_step_is_not_proved(text: str) -> None:
    """Every text ends with a false statement; what its words mean may not be understood, and then nothing is proved."""
    steps = [step for derivation in check_text(text).derivations for step in derivation.steps]
    assert steps
    assert steps[-1].verdict is not Verdict.PROVED
