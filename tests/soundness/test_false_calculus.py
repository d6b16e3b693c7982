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


@pytest.mark.parametrize(("left", "right", "scope"), INTEGRALS + LIMITS)
def test_a_false_step_of_calculus_is_not_proved(left: str, right: str, scope: str) -> None:
    """Refuted where a value shows it, unproved where no value exists; never proved."""
    assert verdict(left, "=", right, scope) is not Verdict.PROVED
