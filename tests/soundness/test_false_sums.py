"""False steps about sizes, series and orders: off by one, empty sums, wrong starts, divergence, rough points."""

from __future__ import annotations

import pytest

from derivcheck.check import check_step
from derivcheck.results import Verdict

NATURAL = r"Let $n \in \mathbb{N}$."
FUNCTION = r"Let $f : \mathbb{R} \to \mathbb{R}$ be a function."

OFF_BY_ONE = [
    (r"\sum_{k=0}^{n} r^k", r"\frac{1-r^{n}}{1-r}", ""),
    (r"\sum_{k=1}^{n} r^k", r"\frac{1-r^{n+1}}{1-r}", ""),
    (r"\sum_{k=0}^{n-1} r^k", r"\frac{1-r^{n+1}}{1-r}", ""),
    (r"\sum_{k=1}^{n} k r^k", r"\frac{r(1-r^n)}{(1-r)^2}", ""),
    (r"\sum_{i=1}^{t} (1-b)b^{i}", r"1-b^t", ""),
    (r"\sum_{k=1}^{n} k \cdot k!", "(n+1)!", ""),
    (r"\prod_{k=1}^{n} k", "(n+1)!", ""),
    (r"\prod_{k=1}^{n-1} k", "n!", ""),
    (r"\prod_{k=1}^{n} \frac{k}{k+1}", r"\frac{1}{n}", ""),
    (r"\prod_{i=1}^{n} c x_i", r"c^{n-1} \prod_{i=1}^{n} x_i", ""),
    (r"\sum_{k=1}^{n} (f(k)-f(k-1))", "f(n) - f(1)", FUNCTION),
    (r"\sum_{k=1}^{n} f(k)", r"\sum_{k=0}^{n} f(k)", FUNCTION),
    (r"\sum_{k=1}^{n} a_k b^{n-k}", r"\sum_{k=1}^{n} a_k b^{n-k+1}", ""),
    (r"\sum_{k=1}^{n} \binom{n}{k}", "2^n", ""),
    (r"\sum_{k=0}^{n} k\binom{n}{k}", "n 2^n", ""),
    (r"\sum_{i=1}^{n}\sum_{j=1}^{i} r^j", r"\sum_{j=1}^{n}\sum_{i=j+1}^{n} r^j", ""),
    (r"\sum_{k=1}^{n}\sum_{j=1}^{k} \frac1j", r"n\sum_{k=1}^{n} \frac1k - n", ""),
    (r"1 + x + x^2 + \cdots + x^n", r"\frac{1-x^n}{1-x}", ""),
    (r"1 + 3 + 5 + \cdots + (2n+1)", "n^2", ""),
]
"""Wrong by one in a bound or an exponent."""

BASE_CASES = [
    (r"\sum_{k=1}^{n} k", r"\frac{n(n+1)}{2} + 1", ""),
    (r"\sum_{k=0}^{n} 2^k", "2^{n+1}", ""),
    (r"\sum_{k=1}^{n} k \cdot k!", "(n+1)! + 1", ""),
    (r"\prod_{k=1}^{n} \frac{k}{k+1}", r"\frac{2}{n+1}", ""),
    (r"\prod_{k=1}^{n} 2k", r"2^{n+1} n!", ""),
    (r"\sum_{k=1}^{n} (a_k - a_{k-1})", "a_n", ""),
    (r"\prod_{i=1}^{n} e^{x_i}", r"e^{1+\sum_{i=1}^n x_i}", ""),
    (r"(n-1)\sum_{k=0}^{n} r^k", r"(n-1)\left(\frac{1-r^{n+1}}{1-r} + 5\right)", ""),
    (r"(n-1)(n-2)\sum_{k=0}^{n} r^k", r"(n-1)(n-2)\left(\frac{1-r^{n+1}}{1-r} + 5\right)", ""),
    (r"(n-1)\prod_{k=1}^{n} k", r"(n-1) \cdot 2 \cdot n!", ""),
    (r"0 \cdot \sum_{k=0}^{n} r^k", "1", ""),
]
"""The step from n to n + 1 is right, and the claim is wrong from the start, or from where a factor stops hiding it."""

EMPTY = [
    (r"\sum_{k=1}^{n-1} \frac{1}{n-1}", "1", ""),
    (r"\sum_{k=2}^{n} \frac{1}{n-1}", "1", ""),
    (r"\sum_{k=0}^{n-2} \binom{n-2}{k}", "2^{n-2}", ""),
    (r"\sum_{k=2}^{n} \frac{(n-2)!}{(k-2)!(n-k)!}", "2^{n-2}", ""),
    (r"\sum_{k=3}^{n} 1", "n-2", ""),
    (r"\sum_{k=3}^{n} r^k", r"\frac{r^3-r^{n+1}}{1-r}", ""),
    (r"\sum_{k=5}^{n} k", r"\frac{n(n+1)}{2} - 10", ""),
    (r"\prod_{k=3}^{n} k", r"\frac{n!}{2}", ""),
    (r"\sum_{k=1}^{n-1} \binom{n}{k} \frac{1}{n-1}", r"\frac{2^n-2}{n-1} + 0 \cdot n - 1", ""),
    (r"\sum_{k=m}^{n} r^k", r"\frac{r^m-r^{n+1}}{1-r}", r"Let $m, n \in \mathbb{N}$."),
    (r"\sum_{k=1}^{n} r^k", r"\sum_{k=1}^{m-1} r^k + \sum_{k=m}^{n} r^k", r"Let $m, n \in \mathbb{N}$."),
    (r"\sum_{k=0}^{n} (-1)^k\binom{n}{k}", "1", ""),
    (r"\sum_{k=0}^{n-1} (-1)^k\binom{n-1}{k}", "0", NATURAL),
]
"""True for large sizes only: a sum is empty, or its formula has a pole, at a small one."""

PARITY = [
    (r"\sum_{k=1}^{n} (-1)^k", "0", ""),
    (r"\sum_{k=1}^{n} (-1)^k", "-1", ""),
    (r"\sum_{k=1}^{n} (-1)^k k", r"\frac{n}{2}", ""),
    (r"\sum_{k=1}^{n} (-1)^k k", r"-\frac{n+1}{2}", ""),
    (r"\prod_{k=1}^{n} (-1)^k", "(-1)^n", ""),
    (r"\prod_{k=1}^{n} (-1)^k", r"(-1)^{n(n-1)/2}", ""),
    (r"(-1)^{n(n-1)/2}", "1", NATURAL),
    (r"(-1)^{n(n-1)/2}", "(-1)^n", NATURAL),
    (r"x^{n(n-1)/2}(-x)^{-n(n-1)/2}", "1", NATURAL),
    (r"\prod_{i=1}^{n} (-x_i)", r"-\prod_{i=1}^{n} x_i", ""),
    (r"\prod_{i=1}^{n} |x_i|", r"\prod_{i=1}^{n} x_i", ""),
    (r"\sum_{k=1}^{n} |k-5|", r"\frac{n(n+1)}{2} - 5n + 20", ""),
]
"""True for one parity, one sign, or from some size on."""

SERIES = [
    (r"\sum_{k=0}^{\infty} r^k", r"\frac{1}{1-r}", r"Let $r > 1$."),
    (r"\sum_{k=0}^{\infty} r^k", r"\frac{1}{1+r}", r"Let $r \in \mathbb{R}$ with $|r| < 1$."),
    (r"\sum_{k=1}^{\infty} r^k", r"\frac{1}{1-r}", ""),
    (r"\sum_{k=0}^{\infty} (-1)^k", r"\frac12", ""),
    (r"\sum_{k=0}^{\infty} 2^k", "-1", ""),
    (r"\sum_{k=1}^{\infty} \frac1k", "0", ""),
    (r"\sum_{k=1}^{\infty} \frac1k - \sum_{k=1}^{\infty} \frac{1}{k+1}", "0", ""),
    (r"\sum_{k=1}^{\infty} \left(\frac1k - \frac{1}{k+1}\right)", "0", ""),
    (r"\sum_{k=1}^{\infty} \frac{1}{k^2}", r"\frac{\pi^2}{8}", ""),
    (r"\sum_{k=1}^{\infty} \frac{x^k}{k!}", "e^x", r"Let $x \in \mathbb{R}$."),
    (r"\sum_{k=0}^{\infty} \frac{x^k}{(k+1)!}", "e^x", r"Let $x \in \mathbb{R}$."),
    (r"\sum_{k=0}^{\infty} \frac{x^{2k}}{k!}", r"\cosh x", r"Let $x \in \mathbb{R}$."),
    (r"\sum_{k=1}^{\infty} \frac{x^k}{k}", r"\log(1-x)", ""),
    (r"\sum_{k=1}^{\infty} k! x^k", "0", ""),
    (r"\sum_{k=1}^{\infty} k r^k", r"\frac{1}{(1-r)^2}", ""),
    (r"\sum_{k=0}^{\infty} \binom{k+1}{2} x^k", r"\frac{1}{(1-x)^3}", ""),
]
"""Divergent series, and wrong sums of convergent ones."""

ORDERS = [
    (r"\sqrt{x}", "O(x)", r"Let $x \ge 0$."),
    (r"|x|", "O(x^2)", r"Let $x \in \mathbb{R}$."),
    (r"|x|", "x + O(x^2)", r"Let $x \in \mathbb{R}$."),
    (r"\sqrt{x^2}", "x + O(x^2)", r"Let $x \in \mathbb{R}$."),
    (r"x\sqrt{x}", "O(x^2)", r"Let $x \ge 0$."),
    (r"\max(x, 0)", "O(x^2)", r"Let $x \in \mathbb{R}$."),
    (r"\sqrt{c+x}", r"\sqrt{c} + O(x)", r"Let $c \ge 0$ and $x \in \mathbb{R}$."),
    (r"O(x^2)", "O(x^3)", r"Let $x \in \mathbb{R}$."),
    (r"O(x^2)", "o(x^2)", r"Let $x \in \mathbb{R}$."),
    (r"x^2", "o(x^2)", r"Let $x \in \mathbb{R}$."),
    (r"o(x)", "O(x^2)", r"Let $x \in \mathbb{R}$."),
    (r"e^x", "1 + x + o(x^2)", r"Let $x \in \mathbb{R}$."),
    (r"e^x", "1 + x + O(x^3)", r"Let $x \in \mathbb{R}$."),
    (r"\sin x", "x + O(x^4)", r"Let $x \in \mathbb{R}$."),
    (r"\cos x", "1 + x^2 + O(x^3)", r"Let $x \in \mathbb{R}$."),
    (r"\frac{1}{x}", "O(1)", r"Let $x \in \mathbb{R}$."),
    (r"\frac{1}{x}", "O(x)", r"Let $x \in \mathbb{R}$."),
    (r"\log x", "O(x)", r"Let $x > 0$."),
    (r"x^2 = O(x) \text{ as } x \to \infty \quad x^2", "O(x)", r"Let $x \in \mathbb{R}$."),
    (r"n^2", "O(n)", NATURAL),
    (r"n^2", "O(n)", ""),
    (r"x^2", "O(x)", r"Let $x \in \mathbb{R}$. As $x \to \infty$, we look at squares."),
    (r"x^2", "O(x)", r"Let $x \in \mathbb{R}$ and let $x$ grow without bound."),
    (r"(1+O(x))(1+O(x))", "1 + O(x^2)", r"Let $x \in \mathbb{R}$."),
    (r"\frac{f(x+h)-f(x)}{h}", "f'(x) + O(h^2)", FUNCTION),
    (r"f(x+h)", "f(x) + f'(x) + O(h)", FUNCTION),
]
"""Orders that are too high, points that are not smooth, and variables that go elsewhere."""

FAMILIES = [
    (r"\Big(\sum_{i=1}^N y^{(i)}\Big)^2", r"N\sum_{i=1}^N (y^{(i)})^2", ""),
    (r"\Big(\sum_{i=1}^N y^{(i)}\Big)^2", r"N\sum_{i=1}^N (y^{(i)})^2", r"Let $y^{(i)} \in \mathbb{R}$."),
    (r"\Big(\sum_{k=1}^N y^{(k)}\Big)^2", r"N\sum_{k=1}^N (y^{(k)})^2", r"Let $y^{(k)} \in \mathbb{R}$."),
    (r"\Big(\sum_{k=1}^N \sigma_{z,k}\Big)^2", r"N\sum_{k=1}^N \sigma_{z,k}^2", ""),
    (r"\Big(\sum_{k=1}^N s_{x_k}\Big)^2", r"N\sum_{k=1}^N s_{x_k}^2", ""),
    (r"\Big(\sum_{s \in S} s\Big)^2", r"|S| \sum_{s \in S} s^2", ""),
    (r"\sum_{s \in S} s", r"\sum_{s \in T} s", ""),
    (r"\sum_{(u, v) \in D} u v", r"\sum_{(u, v) \in D} u \sum_{(u, v) \in D} v", ""),
    (r"\sum_{j \ne i} x_j", r"\sum_{j=1}^n x_j", r"Let $x \in \mathbb{R}^n$."),
    (r"\sum_{1 \le i < j \le n} x_i x_j", r"\sum_{i \ne j} x_i x_j", r"Let $x \in \mathbb{R}^n$."),
    (r"\sum_{1 \le i < n} x_i", r"\sum_{i=1}^n x_i", r"Let $x \in \mathbb{R}^n$."),
    (r"\sum_{j=1}^n \delta_{ij} x_j", r"x_j", r"Let $x \in \mathbb{R}^n$."),
    (r"\sum_{k=1}^n \delta_{ik} \delta_{kj}", "1", ""),
]
"""Members of families that a sum runs through, conditions on indices, and deltas."""


@pytest.mark.parametrize(
    ("left", "right", "scope"), [*OFF_BY_ONE, *BASE_CASES, *EMPTY, *PARITY, *SERIES, *ORDERS, *FAMILIES]
)
def test_a_false_step_is_not_proved_and_shows_no_disagreement(left: str, right: str, scope: str) -> None:
    """No prover says otherwise than the refuter."""
    step = check_step(left, right, scope=scope)
    assert step.verdict is not Verdict.PROVED
    assert step.code != "D901"


@pytest.mark.parametrize(("left", "right", "scope"), [*OFF_BY_ONE[:10], *BASE_CASES[:5], *EMPTY[:6], *PARITY[:6]])
def test_a_false_sum_is_refuted_at_a_small_size(left: str, right: str, scope: str) -> None:
    """The counterexample can be checked by hand."""
    step = check_step(left, right, scope=scope)
    assert step.verdict is Verdict.REFUTED
    assert step.counterexample is not None
    assert all(size <= 6 for size in step.counterexample.sizes.values())
