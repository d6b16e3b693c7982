"""False steps about scalar functions: branches, domains, periods, parity, poles, bases and degrees of roots."""

import pytest

from derivcheck.results import Verdict
from tests.soundness.asking import verdict

SCOPE = r"Let $x, y, a, b \in \mathbb{R}$, $n, m \in \mathbb{Z}$ and $k \in \mathbb{N}$."

REFUTED = [
    (r"\Gamma(x+1)\,\mathbb{1}[x = 0]", "0"),
    (r"\Gamma(x+4)\,\mathbb{1}[x = -1]", "0"),
    (r"\mathbb{1}[x > 0] + \mathbb{1}[x < 0]", r"1"),
    (r"\mathbb{1}[x \ge y]", r"\mathbb{1}[x > y]"),
    (r"\mathbb{1}[x \ge 97]", r"\mathbb{1}[x > 97]"),
    (r"\operatorname{sign}(x - 1000)^2", r"1"),
    (r"\operatorname{sign}(x)\operatorname{sign}(y)", r"\operatorname{sign}(x + y)"),
    (r"\operatorname{sign}(e^x - 1)^2", r"1"),
    (r"\begin{cases} x & x \le 12345 \\ x + 1 & x > 12346 \\ x & 12345 < x \le 12346 \end{cases}", r"x"),
    (r"|x - 17| + |x + 17|", r"34"),
    (r"|x - 10^6|", r"x - 10^6"),
    (r"\max(x, 10^6)", r"10^6"),
    (r"\max(x, y)", r"\max(x, y, 10^6)"),
    (r"\min(\max(x, -50), 50)", r"x"),
    (r"\frac{d}{dx} |x^2 - 1|", r"2x"),
    (r"\frac{d}{dx} \max(0, x)^2", r"2x"),
    (r"\frac{d}{dx} |x - 8|", r"1"),
    (r"\frac{d}{dx} (x - a)|x - a|", r"2|x - a| + \mathbb{1}[x = a]"),
    (r"\sqrt[3]{x^3}", r"|x|"),
    (r"\sqrt[3]{-x}", r"\sqrt[3]{x}"),
    (r"\sqrt[4]{x^4}", r"x"),
    (r"\sqrt[6]{x^6}", r"x"),
    (r"\sqrt[6]{x^2}", r"\sqrt[3]{x}"),
    (r"\sqrt[3]{x + y}", r"\sqrt[3]{x} + \sqrt[3]{y}"),
    (r"(x^2)^{1/4}", r"\sqrt{x}^{1} + \mathbb{1}[x = 0]"),
    (r"(x^2)^{a}", r"x^{2a} + \mathbb{1}[x > 5]"),
    (r"\sqrt[4]{x^2}", r"\sqrt[2]{x} + 0 \cdot \ln(-x)"),
    (r"\sqrt[4]{(x - 5)^2}^2", r"x - 5"),
    (r"(-1)^n", r"1"),
    (r"(-1)^n", r"(-1)^{n+1}"),
    (r"(-1)^{n^2}", r"1"),
    (r"(-1)^{n(n+1)}", r"-1"),
    (r"(-1)^{n m}", r"(-1)^n"),
    (r"(-1)^{n + m}", r"(-1)^{n m}"),
    (r"\cos(n\pi)", r"1"),
    (r"\sin\left(n\frac{\pi}{2}\right)", r"0"),
    (r"\cos\left(\frac{n\pi}{2}\right)", r"\cos(n \pi)"),
    (r"\sin(x + n\pi)", r"\sin x"),
    (r"\tan(x + \frac{\pi}{2})", r"\tan x"),
    (r"\cos(x + \pi)", r"\cos x"),
    (r"\sin(a\pi)", r"0"),
    (r"\cos(2 \pi x)", r"1"),
    (r"\sin(\arcsin x + \pi)", r"x"),
    (r"\arcsin(\sin x)", r"x"),
    (r"\arccos(\cos x)", r"x"),
    (r"\arctan(\tan x)", r"x"),
    (r"\arctan x + \arctan\frac{1}{x}", r"\frac{\pi}{2}"),
    (r"\arctan x + \arctan y", r"\arctan\frac{x+y}{1-xy}"),
    (r"2 \arctan x", r"\arctan\frac{2x}{1-x^2}"),
    (r"2 \arcsin x", r"\arcsin(2x\sqrt{1-x^2})"),
    (r"\cos\frac{x}{2}", r"\sqrt{\frac{1+\cos x}{2}}"),
    (r"\sin\frac{x}{2}", r"\sqrt{\frac{1-\cos x}{2}}"),
    (r"\sinh\frac{x}{2}", r"\sqrt{\frac{\cosh x - 1}{2}}"),
    (r"\sqrt{\sin^2 x}", r"\sin x"),
    (r"\sqrt{1 - \cos^2 x}", r"\sin x"),
    (r"\operatorname{arcosh}(\cosh x)", r"x"),
    (r"\operatorname{arsinh}(x)", r"\operatorname{arcosh}(\sqrt{1+x^2})"),
    (r"\ln(x^2)", r"2 \ln x + \mathbb{1}[x > 40]"),
    (r"\frac{1}{2} \ln (x-9)^2 + \ln|x - 9|", r"2 \ln(x-9) + |x - 9| - (x - 9) + \mathbb{1}[x > 77]"),
    (r"\ln|x|", r"\frac{1}{2} \ln(x^2) + \operatorname{sign}(x) - \frac{x}{|x|} + \mathbb{1}[x = 5]"),
    (r"\ln |x + y|", r"\ln |x| + \ln |y|"),
    (r"\log_2(x + 8)", r"\log_2 x + 3"),
    (r"\log_{10} x", r"\ln x"),
    (r"\log_{1/2} x", r"\log_2 x"),
    (r"\log_a x", r"\log_x a"),
    (r"x^a", r"a^x"),
    (r"\Gamma(x + 1)", r"(x+1) \Gamma(x)"),
    (r"\Gamma(x) \Gamma(1 - x)", r"\frac{\pi}{\sin x}"),
    (r"\Gamma(2x)", r"2 \Gamma(x)"),
    (r"\Gamma(x + \frac{1}{2})", r"\sqrt{x} \Gamma(x)"),
    (r"\Gamma\left(-\frac{1}{2}\right)", r"2\sqrt{\pi}"),
    (r"\Gamma(x - 1)", r"(x - 1) \Gamma(x)"),
    (r"(2k)!", r"2 k!"),
    (r"(k!)^2", r"(k^2)!"),
    (r"\binom{2k}{k}", r"2 \binom{k}{k}"),
    (r"\binom{k+1}{2}", r"\frac{k (k-1)}{2}"),
    (r"\frac{(k+1)!}{(k-1)!}", r"k (k-1)"),
    (r"(2k)!!", r"(2k)!"),
    (r"(2k+1)!!", r"(2k)!!"),
    (r"|k - 1|", r"k + 1"),
    (r"\max(k, 5)", r"k"),
    (r"\operatorname{sign}(k - 30)", r"1"),
    (r"\mathbb{1}[k > 30]", r"1"),
    (r"\mathbb{1}[n = 7]", r"0"),
    (r"|n|", r"n"),
    (r"\sqrt{n^2}", r"n"),
    (r"\frac{|x|}{x}", r"1"),
    (r"\operatorname{erf}(-x)", r"\operatorname{erf}(x)"),
    (r"\operatorname{erf}(x)^2", r"\operatorname{erf}(x^2)"),
    (r"\operatorname{sgn}(x)\, x", r"x"),
    (r"\max(x, y) - \min(x, y)", r"x - y"),
    (r"\max(x^2, y^2)", r"\max(x, y)^2"),
    (r"\max(a x, a y)", r"a \max(x, y)"),
    (r"|x|^3", r"x^3"),
    (r"[x > 0]", r"[x^3 > 0] + [x = 100]"),
    (r"\begin{cases} \frac{\sin x}{x} & x \ne 0 \\ 0 & x = 0 \end{cases} \cdot x", r"\sin x + [x = 0]"),
    (r"\begin{cases} 1 & x > y \\ 0 & x \le y \end{cases}", r"\begin{cases} 1 & x \ge y \\ 0 & x < y \end{cases}"),
    (r"\max(0, x)", r"\frac{x + \sqrt{x^2}}{2} + \mathbb{1}[x = 1/3]"),
    (r"\left. \frac{d}{dx} x^2 \right|_{x=3}", r"2x"),
    (r"\left. x^2 y \right|_{x=2}", r"2y"),
    (r"\frac{d}{dx} x^n", r"x^{n-1}"),
    (r"\frac{d}{dx} a^x", r"x a^{x-1}"),
    (r"\sqrt{\sqrt{(x+10^6)^2}}^2", r"x+10^6"),
    (r"\sqrt[4]{(x+10^6)^4}", r"x+10^6"),
    (r"\sqrt[3]{\sqrt{(x+10^6)^6}}", r"x+10^6"),
    (r"\sqrt{x^2+2\cdot 10^6 x+10^{12}}", r"x + 10^6"),
    (r"e^{\frac12 \ln (x+10^6)^2}", r"x+10^6"),
    (r"e^{\ln|x+10^6|}", r"x+10^6"),
    (r"\arctan\sqrt{(x+10^6)^2}", r"\arctan(x+10^6)"),
    (r"\operatorname{erf}|x+10^6|", r"\operatorname{erf}(x+10^6)"),
    (r"\sqrt[3]{|x+10^6|}", r"\sqrt[3]{x+10^6}"),
    (r"\operatorname{sign}(x+10^6)", r"1 + \frac{x+10^6}{|x+10^6|} - \operatorname{sign}(x+10^6)"),
    (r"\max(0, x - 10^6)", r"0"),
]

# False at points that are hard to meet: an irrational one, or a kink.
OPEN = [
    (r"x^{k-1}", r"x^{k-1} + \mathbb{1}[x = 0]"),
    (r"\operatorname{sign}(x^2 - 2)^2", r"1"),
    (r"\operatorname{sign}(x^3 - x - 5)^2", r"1"),
    (r"\frac{d}{dx} (x|x|)", r"2|x| + 1 - \mathbb{1}[x > 0] - \mathbb{1}[x < 0]"),
    (r"\frac{d}{dx} x^2 \operatorname{sign}(x)", r"2|x| + \mathbb{1}[x = 0]"),
    (r"\prod_{k=1}^{3} (|x - k\cdot 10^6| + x - k \cdot 10^6)", r"0"),
]

BOUNDARIES = [
    (r"\mathbb{1}[x > 0] + \mathbb{1}[x \le 0]", "1"),
    (r"\operatorname{sign}(x - 7)(x - 7)", "|x - 7|"),
    (r"\operatorname{sign}(x)^2", r"1 - \mathbb{1}[x = 0]"),
    (r"\operatorname{sign}(x^2 + x + 1)", "1"),
    (r"\frac{d}{dx} |x - a|", r"\operatorname{sign}(x - a)"),
    (r"\frac{d}{dx} |x|", r"1 - 2\,\mathbb{1}[x < 0]"),
    (r"\frac{d^2}{dx^2} x^2|x|", "6|x|"),
    (r"\max(x, y, a) + \max(-x, -y, -a)", r"\max(|x-y|, |y-a|, |x-a|)"),
    (r"\operatorname{sign}(xy)", r"\operatorname{sign}(x)\operatorname{sign}(y)"),
]


@pytest.mark.parametrize(("left", "right"), REFUTED)
def test_a_false_step_about_functions_is_refuted(left: str, right: str) -> None:
    """Each fails somewhere that a counterexample names."""
    assert verdict(left, "=", right, SCOPE) is Verdict.REFUTED


@pytest.mark.parametrize(("left", "right"), OPEN)
def test_a_false_step_that_is_hard_to_refute_is_not_proved(left: str, right: str) -> None:
    """Where no counterexample is met, there is no proof either."""
    assert verdict(left, "=", right, SCOPE) is not Verdict.PROVED


@pytest.mark.parametrize(("left", "right"), BOUNDARIES)
def test_a_step_that_is_true_on_its_boundaries_too_is_proved(left: str, right: str) -> None:
    """The same switches, put right, are no obstacle."""
    assert verdict(left, "=", right, SCOPE) is Verdict.PROVED


@pytest.mark.parametrize("target", [r"[0, \infty)", "(0, 1)", r"\mathbb{Z}", r"\{0, 1\}", r"\mathbb{R}_+"])
def test_a_function_with_values_in_a_smaller_set_is_not_refuted(target: str) -> None:
    """It is drawn with other values, at which the step need not hold."""
    scope = rf"Let $f : \mathbb{{R}} \to {target}$ and $x \in \mathbb{{R}}$."
    assert verdict("f(x)", "=", "f(x)^2", scope) is Verdict.UNPROVED


def test_a_function_with_values_in_an_interval_of_positive_numbers_is_positive() -> None:
    """An interval that starts at 0 says so as well as a subscript."""
    scope = r"Let $f : \mathbb{R} \to (0, \infty)$ and $x \in \mathbb{R}$."
    assert verdict("f(x)", ">", "0", scope) is Verdict.PROVED
    assert verdict("f(x)", ">", "1", scope) is Verdict.REFUTED
