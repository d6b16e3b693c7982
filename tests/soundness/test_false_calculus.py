"""False steps of calculus: jumps, poles, lost constants, exchanged limits, wrong bounds; none may be proved."""

from __future__ import annotations

import pytest

from derivcheck.results import Verdict
from tests.soundness.asking import verdict

FUNCTIONS = r"Let $f, g : \mathbb{R} \to \mathbb{R}$ be functions, $a, b, t \in \mathbb{R}$."
POSITIVE = "Let $a, b, s, t > 0$."

INTEGRALS = [
    # An antiderivative that jumps at π: true for small b only.
    (r"\int_0^b \frac{1}{2 + \cos x} dx", r"\frac{2}{\sqrt{3}} \arctan\frac{\tan(b/2)}{\sqrt{3}}", POSITIVE),
    (r"\int_{-1}^{1} \frac{1}{x^2} dx", "-2", ""),
    (r"\int_{-1}^{2} \frac{1}{x} dx", r"\log 2", ""),
    (r"\int_0^\infty \cos x \, dx", "0", ""),
    (r"\int_{-a}^{a} \frac{1}{x^2} dx", r"-\frac{2}{a}", POSITIVE),
    (r"\int_0^1 f(x) g(x) dx", r"\int_0^1 f(x) dx \int_0^1 g(x) dx", FUNCTIONS),
    (r"\left(\int_0^1 f(x) dx\right)^2", r"\int_0^1 f(x)^2 dx", FUNCTIONS),
    (r"\int_0^1 f(x) dx", r"\int_0^1 f(2x) dx", FUNCTIONS),
    (r"\int_0^1 f(x) dx", r"\int_0^1 f(x^2) dx", FUNCTIONS),
    (r"\int_a^b f(x) dx", r"\int_0^b f(x) dx + \int_0^a f(x) dx", FUNCTIONS),
    (r"\int_0^a f(x) dx", r"\int_0^a f(b-x) dx", FUNCTIONS),
    (r"\int_0^1 f'(x) g(x) dx", r"f(1) g(1) - \int_0^1 f(x) g'(x) dx", FUNCTIONS),
    (r"\frac{d}{dt} \int_0^t f(x t) dx", "f(t^2)", FUNCTIONS),
    (r"\frac{d}{dt} \int_t^1 f(x) dx", "f(t)", FUNCTIONS),
    (r"\int_{-1}^{1} \sqrt{x^2} dx", r"\int_{-1}^{1} x dx", ""),
    (r"\int_{-a}^{a} |x| dx", "0", POSITIVE),
    (r"\int_{-1}^{1} f(x^2) x \, dx", r"\int_0^1 f(u) du", FUNCTIONS),
    (r"\int_0^\infty x^{s} e^{-x} dx", r"\Gamma(s)", POSITIVE),
    (r"\int_0^\infty e^{-a x} dx", "a", POSITIVE),
    (r"\int_{-\infty}^\infty e^{-a x^2} dx", r"\frac{\pi}{a}", POSITIVE),
    (r"\int_{-\infty}^\infty e^{-a x^2} dx", r"\sqrt{\pi a}", POSITIVE),
    (r"\int_0^1 x^{a-1} (1-x)^{b-1} dx", r"\frac{\Gamma(a+b)}{\Gamma(a)\Gamma(b)}", POSITIVE),
    (r"\int_0^{2\pi} |\sin x| dx", "0", ""),
    (r"\int_0^t \int_0^x f(y) dy dx", r"\int_0^t y f(y) dy", FUNCTIONS),
    (r"\int x^2 dx", "x^3 + C", ""),
    (r"\int x e^{x} dx", r"x e^x + C", ""),
    (r"\int \frac{1}{x} dx", r"\ln x^2 + C", ""),
    (r"x \int x \, dx", r"\int x^2 dx", ""),
    (r"\int f(x) g(x) dx", r"f(x) \int g(x) dx", FUNCTIONS),
]

LIMITS = [
    # True for a ≠ 0 only, which a program that knows of no special values does not see.
    (r"\lim_{x \to 0} \frac{a x + 2 x^2}{a x + x^2}", "1", FUNCTIONS),
    (r"\lim_{x \to \infty} \frac{a x + 1}{a x + 2}", "1", FUNCTIONS),
    (r"\lim_{x \to \infty} e^{-a x}", "0", r"Let $a \ge 0$."),
    (r"\int_0^\infty a e^{-a x} dx", "1", r"Let $a \ge 0$."),
    (r"\lim_{x \to 0} \frac{\sin(a x)}{b x}", r"\frac{b}{a}", FUNCTIONS),
    (r"\lim_{x \to 0} \frac{|x|}{x}", "1", ""),
    (r"\lim_{x \to 0} \frac{1}{x}", "0", ""),
    (r"\lim_{x \to \infty} \sin x", "0", ""),
    (r"\lim_{x \to 0} \frac{1 - \cos x}{x^2}", "1", ""),
    (r"\lim_{x \to \infty} \left(1 + \frac{1}{x}\right)^{2x}", "e", ""),
    (r"\lim_{x \to 0} \lim_{y \to 0} \frac{x + y}{x - y}", r"\lim_{y \to 0} \lim_{x \to 0} \frac{x + y}{x - y}", ""),
    (r"\lim_{x \to \infty} \int_0^1 x e^{-x t} dt", r"\int_0^1 \lim_{x \to \infty} x e^{-x t} dt", ""),
    (r"\lim_{x \to 0} f(x)", "f(0) + 1", FUNCTIONS),
    (r"\lim_{x \to 0^+} \mathbb{1}[x > 0]", "0", ""),
    (r"\mathbb{1}\left[\lim_{x \to 0^+} x > 0\right]", "1", ""),
    (r"\lim_{h \to 0} \frac{f(t + h) - f(t - h)}{h}", "f'(t)", FUNCTIONS),
    (r"\frac{d}{dt} \lim_{x \to 0} \frac{x t}{x + t^2}", r"\lim_{x \to 0} \frac{d}{dt} \frac{x t}{x + t}", FUNCTIONS),
    (r"\lim_{x \to 0} x^2 \cdot \lim_{x \to 0} \frac{1}{x^2}", "1", ""),
    (r"\lim_{x \to \infty} (\sqrt{x^2 + a x} - x)", "a", POSITIVE),
    (r"\lim_{x \to 0^+} x^x", "0", ""),
]

EITHER_WAY = [
    # The upper end of a range may be the smaller one.
    (r"\int_0^a |x| dx", r"\frac{a^2}{2}", FUNCTIONS),
    (r"\int_1^a |x| dx", r"\frac{a^2-1}{2}", FUNCTIONS),
    (r"\int_0^a \sqrt{x^2} dx", r"\frac{a^2}{2}", FUNCTIONS),
    (r"\int_0^a \mathbb{1}[x > 0] dx", "a", FUNCTIONS),
    (r"\int_0^a f(|x|) dx", r"\int_0^a f(x) dx", FUNCTIONS),
    (r"\int_0^a \int_0^t |s| ds \, dt", r"\frac{a^3}{6}", FUNCTIONS),
    (r"\frac12 + \int_0^a \frac12 e^{-|t|} dt", r"1 - \frac12 e^{-a}", FUNCTIONS),
    (r"\left|\int_0^a |t| dt\right|", r"\int_0^a |t| dt", FUNCTIONS),
    (r"\int_0^a |t| dt", r"\frac{a^2}{2}", "Let $a < 0$."),
]

MADE_OF = [
    # What a name is made of moves with it.
    (r"\frac{d}{ds} \log\sigma", "0", r"Let $\sigma > 0$ and $s := \sigma^2$."),
    (
        r"\frac{\partial}{\partial v}\left(-n \log\sigma - \frac{S}{2v}\right)",
        r"\frac{S}{2v^2}",
        r"Let $\sigma > 0$ and $v := \sigma^2$.",
    ),
    (r"\frac{dx}{dy}", "0", "Let $y := x^2$."),
    (r"\frac{dz}{dp}", "0", r"Let $p := \frac{1}{1 + e^{-z}}$."),
    (r"\frac{\partial r}{\partial x}", "0", r"Let $x := r \cos\theta$ and $y := r \sin\theta$."),
    (r"\frac{d}{dy}(x^2 + y^2)", "2y", r"Let $x > 0$ and $y := \log x$."),
    (r"\frac{d}{dc} \sin^2\theta", "0", r"Let $c := \cos\theta$."),
    (r"\frac{\partial \beta}{\partial T}", "0", r"Let $T := 1/\beta$."),
    (r"\frac{\partial \|x\|^2}{\partial r}", "0", r"Let $x \in \mathbb{R}^n$ and $r := \|x\|$."),
]


@pytest.mark.parametrize(("left", "relation", "right"), [("f'(x)", ">", "0"), ("f'(x)^2", ">", "0")])
def test_what_increases_strictly_may_have_no_slope(left: str, relation: str, right: str) -> None:
    """As x³ has at 0."""
    scope = "Let $f$ be differentiable and strictly increasing."
    assert verdict(left, relation, right, scope) is not Verdict.PROVED
    assert verdict("f'(x)", r"\ge", "0", scope) is Verdict.PROVED
    assert verdict("f'(x) g(x) = 0", r"\implies", "g(x) = 0", scope) is not Verdict.PROVED


@pytest.mark.parametrize(("left", "right", "scope"), INTEGRALS + LIMITS + EITHER_WAY + MADE_OF)
def test_a_false_step_of_calculus_is_not_proved(left: str, right: str, scope: str) -> None:
    """Refuted where a value shows it, unproved where no value exists; never proved."""
    assert verdict(left, "=", right, scope) is not Verdict.PROVED
