"""True steps and plausible slips in them: true ones are proved, no slip is, and nearly all slips are refuted."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from derivcheck.results import Verdict
from tests.soundness.asking import verdict, verdicts

REAL = r"Let $x, y, a, b \in \mathbb{R}$."
POSITIVE = "Let $x > 0$ and $y > 0$."
VECTORS = r"Let $x, y \in \mathbb{R}^n$ and $c \in \mathbb{R}$."
MATRICES = r"Let $A, B \in \mathbb{R}^{n \times n}$ and $u, v \in \mathbb{R}^n$."
LEAST_SQUARES = r"Let $X \in \mathbb{R}^{n \times d}$, $w \in \mathbb{R}^d$ and $y \in \mathbb{R}^n$."
SYMMETRIC = r"Let $S \in \mathbb{R}^{n \times n}$ be symmetric and $u \in \mathbb{R}^n$."
SIGMOID = r"Let $z \in \mathbb{R}$ and $\sigma(z) := \frac{1}{1 + e^{-z}}$."
SOFTMAX = r"Let $z \in \mathbb{R}^K$ and $p_k := \frac{e^{z_k}}{\sum_{j=1}^K e^{z_j}}$."
DENSITY = "Let $p(x, z)$ and $q(z)$ be densities."
FUNCTION = r"Let $f, g : \mathbb{R} \to \mathbb{R}$ and $t \in \mathbb{R}$."


@dataclass(frozen=True, slots=True)
class Step:
    """A true step: its left side, its right side, and right sides with a slip."""

    left: str
    right: str
    slips: tuple[str, ...]
    scope: str = REAL


STEPS = (
    Step("(a+b)^2", "a^2 + 2ab + b^2", ("a^2 + b^2", "a^2 + ab + b^2", "a^2 - 2ab + b^2", "a^2 + 2ab - b^2")),
    Step("(a-b)^3", "a^3 - 3a^2b + 3ab^2 - b^3", ("a^3 - 3a^2b - 3ab^2 - b^3", "a^3 - b^3", "a^3-3a^2b+3ab^2+b^3")),
    Step("a^2 - b^2", "(a-b)(a+b)", ("(a-b)^2", "(b-a)(a+b)", "(a-b)(a-b)")),
    Step("a^3 + b^3", "(a+b)(a^2-ab+b^2)", ("(a+b)(a^2+ab+b^2)", "(a+b)^3", "(a-b)(a^2-ab+b^2)")),
    Step(r"\frac{1}{a} + \frac{1}{b}", r"\frac{a+b}{ab}", (r"\frac{2}{a+b}", r"\frac{1}{a+b}", r"\frac{a-b}{ab}")),
    Step(r"\frac{a}{b} \cdot \frac{b}{x}", r"\frac{a}{x}", (r"\frac{x}{a}", r"\frac{ab}{x}", r"\frac{a}{bx}")),
    Step(r"\frac{x^2-1}{x-1}", "x+1", ("x-1", "x^2+1", "-x-1")),
    Step(r"\sqrt{x^2}", "|x|", ("x", "-x", "x^2")),
    Step("x^2 - 6x + 5", "(x-3)^2 - 4", ("(x-3)^2 + 4", "(x+3)^2 - 4", "(x-3)^2 - 14")),
    Step("e^{x+y}", "e^x e^y", ("e^x + e^y", "e^{xy}", "e^x e^{-y}")),
    Step("(e^x)^3", "e^{3x}", ("e^{x^3}", "e^{x+3}", "3e^x")),
    Step(r"\log(xy)", r"\log x + \log y", (r"\log x \log y", r"\log x - \log y", r"\log(x + y)"), POSITIVE),
    Step(r"\log \frac{x}{y}", r"\log x - \log y", (r"\log y - \log x", r"\frac{\log x}{\log y}"), POSITIVE),
    Step(r"\log x^3", r"3 \log x", (r"(\log x)^3", r"\frac{1}{3}\log x", r"-3\log x"), POSITIVE),
    Step(r"e^{2\log x}", "x^2", ("2x", "2^x", "x^{-2}"), POSITIVE),
    Step(r"\sqrt{xy}", r"\sqrt{x}\sqrt{y}", (r"\sqrt{x} + \sqrt{y}", "xy", r"x\sqrt{y}"), POSITIVE),
    Step(r"\sin^2 x", r"1 - \cos^2 x", (r"1 + \cos^2 x", r"\cos^2 x - 1", r"1 - \cos x")),
    Step(r"\sin(2x)", r"2 \sin x \cos x", (r"2 \sin x", r"\sin x \cos x", r"2\sin x\sin x")),
    Step(r"\cos(x+y)", r"\cos x \cos y - \sin x \sin y", (r"\cos x\cos y + \sin x\sin y", r"\cos x + \cos y")),
    Step(r"\tanh x", r"\frac{e^{2x}-1}{e^{2x}+1}", (r"\frac{e^{2x}+1}{e^{2x}-1}", r"\frac{e^{x}-1}{e^{x}+1}")),
    Step(r"\frac{d}{dx} x^5", "5x^4", ("5x^5", "x^4", "4x^5")),
    Step(r"\frac{d}{dx} (x^2+1)^3", "6x(x^2+1)^2", ("3(x^2+1)^2", "6(x^2+1)^2", "6x(x^2+1)^3")),
    Step(r"\frac{d}{dx} (x e^x)", "(1+x)e^x", ("e^x", "x e^x", "(1-x)e^x")),
    Step(r"\frac{d}{dx} \frac{1}{x}", r"-\frac{1}{x^2}", (r"\frac{1}{x^2}", r"-\frac{1}{x}", r"\log x")),
    Step(r"\frac{d}{dx} \sin(x^2)", r"2x\cos(x^2)", (r"\cos(x^2)", r"-2x\cos(x^2)", r"2\cos(x^2)")),
    Step(r"\frac{d}{dx} \log x", r"\frac{1}{x}", ("x", r"-\frac{1}{x}", r"\frac{1}{x^2}"), POSITIVE),
    Step(r"\frac{d}{dt} f(t^2)", "2t f'(t^2)", ("f'(t^2)", "2t f'(t)", "2t f(t^2)"), FUNCTION),
    Step(r"\frac{d}{dt} (f(t)g(t))", "f'(t)g(t) + f(t)g'(t)", ("f'(t)g'(t)", "f'(t)g(t) - f(t)g'(t)"), FUNCTION),
    Step(r"\frac{d\sigma}{dz}", r"\sigma(z)(1-\sigma(z))", (r"-\sigma(z)(1-\sigma(z))", r"\sigma(z)^2"), SIGMOID),
    Step(r"1 - \sigma(z)", r"\sigma(-z)", (r"-\sigma(z)", r"\sigma(z)", r"\sigma(1-z)"), SIGMOID),
    Step(r"\log \frac{\sigma(z)}{1-\sigma(z)}", "z", ("-z", r"\sigma(z)", "1-z"), SIGMOID),
    Step(
        r"\sum_{i=1}^n (x_i + y_i)",
        r"\sum_{i=1}^n x_i + \sum_{i=1}^n y_i",
        (r"\sum_{i=1}^n x_i - \sum_{i=1}^n y_i", r"\sum_{i=1}^n x_i", r"n\sum_{i=1}^n x_i"),
        VECTORS,
    ),
    Step(r"\sum_{i=1}^n c x_i", r"c \sum_{i=1}^n x_i", (r"n c \sum_{i=1}^n x_i", r"\sum_{i=1}^n x_i"), VECTORS),
    Step(r"\sum_{i=1}^n (x_i + c)", r"nc + \sum_{i=1}^n x_i", (r"c + \sum_{i=1}^n x_i", r"nc"), VECTORS),
    Step(
        r"(\sum_{i=1}^n x_i)^2",
        r"\sum_{i=1}^n \sum_{j=1}^n x_i x_j",
        (r"\sum_{i=1}^n x_i^2", r"\sum_{i=1}^n \sum_{j=1}^n x_i", r"2\sum_{i=1}^n x_i"),
        VECTORS,
    ),
    Step(r"\sum_{i=1}^n i", r"\frac{n(n+1)}{2}", (r"\frac{n(n-1)}{2}", r"\frac{n^2}{2}", "n(n+1)"), ""),
    Step(
        r"\|x - y\|^2",
        r"\|x\|^2 - 2x^\top y + \|y\|^2",
        (r"\|x\|^2 + \|y\|^2", r"\|x\|^2 - x^\top y + \|y\|^2", r"\|x\|^2 - \|y\|^2"),
        VECTORS,
    ),
    Step(r"x^\top y", r"\sum_{i=1}^n x_i y_i", (r"\sum_{i=1}^n x_i", r"\sum_{i=1}^n x_i^2", r"-y^\top x"), VECTORS),
    Step(r"\nabla_x x^\top x", "2x", ("x", "-2x", "2x + 1"), VECTORS),
    Step(r"\nabla_x \|x - y\|^2", "2(x-y)", ("2(y-x)", "x-y", "2x"), VECTORS),
    Step(r"(AB)^\top", r"B^\top A^\top", (r"A^\top B^\top", "BA", r"A B^\top"), MATRICES),
    Step(r"(AB)^{-1}", "B^{-1}A^{-1}", ("A^{-1}B^{-1}", "AB", "B^{-1}A"), MATRICES),
    Step("(A+B)^2", "A^2 + AB + BA + B^2", ("A^2 + 2AB + B^2", "A^2 + B^2", "A^2+AB-BA+B^2"), MATRICES),
    Step("(A-B)(A+B)", "A^2 + AB - BA - B^2", ("A^2 - B^2", "A^2 - AB + BA - B^2"), MATRICES),
    Step(
        r"\operatorname{tr}(AB)",
        r"\operatorname{tr}(BA)",
        (r"\operatorname{tr}(A B^\top)", r"-\operatorname{tr}(BA)"),
        MATRICES,
    ),
    Step(r"\det(AB)", r"\det(A)\det(B)", (r"\det(A) + \det(B)", r"\det(A+B)", r"-\det(A)\det(B)"), MATRICES),
    Step(r"\det(A^{-1})", r"\frac{1}{\det(A)}", (r"-\det(A)", r"\det(A)", r"\frac{1}{\det(A)^2}"), MATRICES),
    Step(r"u^\top A v", r"v^\top A^\top u", (r"v^\top A u", r"u^\top A^\top v", r"-v^\top A^\top u"), MATRICES),
    Step(r"\nabla_u u^\top A u", r"(A + A^\top)u", ("2Au", r"A^\top u", r"(A - A^\top)u"), MATRICES),
    Step(r"\nabla_u u^\top S u", "2Su", ("Su", "-2Su", "2u"), SYMMETRIC),
    Step(
        r"A^{-1} - B^{-1}", "A^{-1}(B-A)B^{-1}", ("A^{-1}(A-B)B^{-1}", "(A-B)^{-1}", "B^{-1}(A-B)A^{-1} + I"), MATRICES
    ),
    Step(
        r"\nabla_w \|Xw - y\|^2",
        r"2X^\top(Xw - y)",
        (r"X^\top(Xw - y)", r"-2X^\top(Xw - y)", r"2X^\top(y - Xw)", r"2X^\top Xw"),
        LEAST_SQUARES,
    ),
    Step(
        r"\|Xw - y\|^2",
        r"w^\top X^\top X w - 2 y^\top X w + y^\top y",
        (r"w^\top X^\top X w - y^\top X w + y^\top y", r"w^\top X^\top X w + 2 y^\top X w + y^\top y"),
        LEAST_SQUARES,
    ),
    Step(r"\nabla_w^2 \|Xw - y\|^2", r"2X^\top X", (r"X^\top X", r"-2X^\top X"), LEAST_SQUARES),
    Step(r"\sum_{k=1}^K p_k", "1", ("K", "0", r"\sum_{k=1}^K z_k"), SOFTMAX),
    Step(r"\log p_k", r"z_k - \log \sum_{j=1}^K e^{z_j}", (r"z_k + \log \sum_{j=1}^K e^{z_j}", "z_k"), SOFTMAX),
    Step(
        r"\frac{\partial p_i}{\partial z_j}",
        r"p_i(\mathbb{1}[i=j] - p_j)",
        ("p_i(1 - p_j)", r"p_i(\mathbb{1}[i=j] + p_j)", "-p_i p_j"),
        SOFTMAX + r" Let $i, j \in \{1,\dots,K\}$.",
    ),
    Step(r"\sum_x \sum_z p(x,z)", "1", ("2", "0"), DENSITY),
    Step("p(z|x)p(x)", "p(x,z)", ("p(x|z)", "p(z)p(x)", "p(x,z)p(x)"), DENSITY),
    Step("p(z|x)", r"\frac{p(x|z)p(z)}{p(x)}", (r"\frac{p(x|z)p(x)}{p(z)}", "p(x|z)p(z)", "p(x|z)"), DENSITY),
    Step(
        r"\mathbb{E}_{q(z)}[\log q(z) - \log p(z)]",
        r"\mathrm{KL}(q(z) \,\|\, p(z))",
        (r"\mathrm{KL}(p(z) \,\|\, q(z))", r"-\mathrm{KL}(q(z) \,\|\, p(z))"),
        DENSITY,
    ),
    Step(
        r"\log p(x)",
        r"\mathbb{E}_{q(z)}[\log p(x,z) - \log q(z)] + \mathrm{KL}(q(z) \,\|\, p(z|x))",
        (
            r"\mathbb{E}_{q(z)}[\log p(x,z) - \log q(z)] - \mathrm{KL}(q(z) \,\|\, p(z|x))",
            r"\mathbb{E}_{q(z)}[\log p(x,z) - \log q(z)]",
            r"\mathbb{E}_{q(z)}[\log p(x,z) + \log q(z)] + \mathrm{KL}(q(z) \,\|\, p(z|x))",
        ),
        DENSITY,
    ),
)

HARD_TO_REFUTE: frozenset[str] = frozenset()
"""Slips that differ only where small numbers do not reach; the test keeps this list short."""

IMPLICATIONS = (
    ("Aw = b", r"\implies", "w = A^{-1}b", ("w = bA^{-1}", "w = Ab", "w = -A^{-1}b")),
    ("2w - 2b = 0", r"\iff", "w = b", ("w = -b", "w = 2b", "w = 0")),
    (r"\lambda w + A w = b", r"\iff", r"(A + \lambda I)w = b", (r"(A - \lambda I)w = b", r"(A + I)w = b")),
    ("a x = c", r"\implies", r"x = \frac{c}{a}", (r"x = \frac{a}{c}", "x = c - a", "x = ac")),
)
SYSTEM = (
    r"Let $A \in \mathbb{R}^{n \times n}$ be invertible, $w, b \in \mathbb{R}^n$, $\lambda, a, c, x \in \mathbb{R}$."
)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.left)
def test_a_true_step_is_proved(step: Step) -> None:
    """A textbook step is proved as it stands."""
    assert verdict(step.left, "=", step.right, step.scope) is Verdict.PROVED


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.left)
def test_a_slip_is_never_proved_and_nearly_always_refuted(step: Step) -> None:
    """A sign, a factor, a transpose or a term too few makes a step false; so does exchanging the sides of it."""
    for slip in step.slips:
        for sides in ((step.left, slip), (slip, step.left)):
            found = verdict(sides[0], "=", sides[1], step.scope)
            assert found is not Verdict.PROVED, sides
            assert found is Verdict.REFUTED or slip in HARD_TO_REFUTE, (sides, found)


@pytest.mark.parametrize(("premise", "connective", "conclusion", "slips"), IMPLICATIONS)
def test_an_implication_is_proved_and_its_slips_are_refuted(
    premise: str, connective: str, conclusion: str, slips: tuple[str, ...]
) -> None:
    """What follows from an equation is proved; what does not has a solution that shows it."""
    assert verdicts(f"{SYSTEM}\n\n$${premise} {connective} {conclusion}$$\n") == [Verdict.PROVED]
    for slip in slips:
        assert verdicts(f"{SYSTEM}\n\n$${premise} {connective} {slip}$$\n") == [Verdict.REFUTED], slip
