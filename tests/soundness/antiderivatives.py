"""Standard integrals and substitutions, from which pairs of an antiderivative and its derivative are made."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

# F and f with F' = f; U stands for what is put in.
STANDARD: tuple[tuple[str, str], ...] = (
    (r"\frac{U^2}{2}", r"U"),
    (r"\frac{U^4}{4}", r"U^3"),
    (r"-\frac{1}{U}", r"\frac{1}{U^2}"),
    (r"-\frac{1}{2U^2}", r"\frac{1}{U^3}"),
    (r"\frac{2}{3} U^{3/2}", r"\sqrt{U}"),
    (r"2\sqrt{U}", r"\frac{1}{\sqrt{U}}"),
    (r"\frac{3}{4} U^{4/3}", r"U^{1/3}"),
    (r"\frac{3}{2} \left(\sqrt[3]{U}\right)^2", r"\frac{1}{\sqrt[3]{U}}"),
    (r"\frac{U^{a+1}}{a+1}", r"U^a"),
    (r"\ln|U|", r"\frac{1}{U}"),
    (r"\ln|U + b|", r"\frac{1}{U + b}"),
    (r"U \ln U - U", r"\ln U"),
    (r"\frac{1}{2} (\ln U)^2", r"\frac{\ln U}{U}"),
    (r"\ln|\ln U|", r"\frac{1}{U \ln U}"),
    (r"\frac{U^2}{2} \ln U - \frac{U^2}{4}", r"U \ln U"),
    (r"U (\ln U)^2 - 2 U \ln U + 2 U", r"(\ln U)^2"),
    (r"e^{U}", r"e^{U}"),
    (r"(U - 1) e^{U}", r"U e^{U}"),
    (r"(U^2 - 2U + 2) e^{U}", r"U^2 e^{U}"),
    (r"\frac{2^{U}}{\ln 2}", r"2^{U}"),
    (r"-\cos(U)", r"\sin(U)"),
    (r"\sin(U)", r"\cos(U)"),
    (r"-\ln|\cos(U)|", r"\tan(U)"),
    (r"\ln|\sin(U)|", r"\cot(U)"),
    (r"\ln|\sec(U) + \tan(U)|", r"\sec(U)"),
    (r"-\ln|\csc(U) + \cot(U)|", r"\csc(U)"),
    (r"\tan(U)", r"\sec^2(U)"),
    (r"-\cot(U)", r"\csc^2(U)"),
    (r"\sec(U)", r"\sec(U)\tan(U)"),
    (r"-\csc(U)", r"\csc(U)\cot(U)"),
    (r"\frac{U}{2} - \frac{\sin(2U)}{4}", r"\sin^2(U)"),
    (r"\frac{U}{2} + \frac{\sin(2U)}{4}", r"\cos^2(U)"),
    (r"\tan(U) - U", r"\tan^2(U)"),
    (r"-\cos(U) + \frac{\cos^3(U)}{3}", r"\sin^3(U)"),
    (r"\sin(U) - \frac{\sin^3(U)}{3}", r"\cos^3(U)"),
    (r"\sin(U) - U\cos(U)", r"U\sin(U)"),
    (r"\cos(U) + U\sin(U)", r"U\cos(U)"),
    (r"\frac{1}{2} e^{U}(\sin(U) - \cos(U))", r"e^{U}\sin(U)"),
    (r"\frac{1}{2} e^{U}(\sin(U) + \cos(U))", r"e^{U}\cos(U)"),
    (r"\arctan(U)", r"\frac{1}{1 + U^2}"),
    (r"\frac{1}{c}\arctan\frac{U}{c}", r"\frac{1}{c^2 + U^2}"),
    (r"\frac{1}{2}\ln(1 + U^2)", r"\frac{U}{1 + U^2}"),
    (r"\frac{1}{2}\ln\left|\frac{U - 1}{U + 1}\right|", r"\frac{1}{U^2 - 1}"),
    (r"\arcsin(U)", r"\frac{1}{\sqrt{1 - U^2}}"),
    (r"\arcsin\frac{U}{c}", r"\frac{1}{\sqrt{c^2 - U^2}}"),
    (r"-\sqrt{1 - U^2}", r"\frac{U}{\sqrt{1 - U^2}}"),
    (r"\sqrt{1 + U^2}", r"\frac{U}{\sqrt{1 + U^2}}"),
    (r"\frac{U}{2}\sqrt{1 - U^2} + \frac{1}{2}\arcsin(U)", r"\sqrt{1 - U^2}"),
    (r"\ln\left(U + \sqrt{1 + U^2}\right)", r"\frac{1}{\sqrt{1 + U^2}}"),
    (r"\ln\left|U + \sqrt{U^2 - 1}\right|", r"\frac{1}{\sqrt{U^2 - 1}}"),
    (r"\frac{U}{2}\sqrt{U^2 + 1} + \frac{1}{2}\operatorname{arsinh}(U)", r"\sqrt{U^2 + 1}"),
    (r"U\arctan(U) - \frac{1}{2}\ln(1 + U^2)", r"\arctan(U)"),
    (r"U\arcsin(U) + \sqrt{1 - U^2}", r"\arcsin(U)"),
    (r"U\arccos(U) - \sqrt{1 - U^2}", r"\arccos(U)"),
    (r"\cosh(U)", r"\sinh(U)"),
    (r"\sinh(U)", r"\cosh(U)"),
    (r"\ln\cosh(U)", r"\tanh(U)"),
    (r"\ln|\sinh(U)|", r"\coth(U)"),
    (r"\tanh(U)", r"\operatorname{sech}^2(U)"),
    (r"-\coth(U)", r"\operatorname{csch}^2(U)"),
    (r"-\operatorname{sech}(U)", r"\operatorname{sech}(U)\tanh(U)"),
    (r"2\arctan\left(e^{U}\right)", r"\operatorname{sech}(U)"),
    (r"\operatorname{arsinh}(U)", r"\frac{1}{\sqrt{U^2 + 1}}"),
    (r"\operatorname{artanh}(U)", r"\frac{1}{1 - U^2}"),
    (r"U\operatorname{artanh}(U) + \frac{1}{2}\ln(1 - U^2)", r"\operatorname{artanh}(U)"),
    (r"\ln(1 + e^{U})", r"\frac{1}{1 + e^{-U}}"),
    (r"U - \ln(1 + e^{U})", r"\frac{1}{1 + e^{U}}"),
    (r"\frac{\sqrt{\pi}}{2}\operatorname{erf}(U)", r"e^{-U^2}"),
    (r"-\frac{1}{2} e^{-U^2}", r"U e^{-U^2}"),
    (r"\frac{U|U|}{2}", r"|U|"),
    (r"\ln|U| - \frac{1}{2}\ln(1 + U^2)", r"\frac{1}{U(1 + U^2)}"),
    (r"U \operatorname{erf}(U) + \frac{1}{\sqrt{\pi}} e^{-U^2}", r"\operatorname{erf}(U)"),
)

# What is put in for U, and its derivative by x.
SUBSTITUTIONS: tuple[tuple[str, str], ...] = (
    (r"x", r"1"),
    (r"3x + 2", r"3"),
    (r"\frac{x}{2}", r"\frac{1}{2}"),
    (r"1 - 5x", r"-5"),
    (r"x^2 - 1", r"2x"),
    (r"e^{x}", r"e^{x}"),
    (r"\sin x", r"\cos x"),
    (r"a x + b", r"a"),
)

# Where nothing is defined: 1 - U² and U² - 1 have no square root at once.
NOWHERE = frozenset({(r"\frac{1}{\sqrt{U^2 - 1}}", r"\sin x")})

PROSE = r"Let $x, a, b \in \mathbb{R}$ with $a \ne -1$, and let $c > 0$."


@dataclass(frozen=True, slots=True)
class Pair:
    """A derivative to take, what it is, and something else that it is not."""

    left: str
    right: str
    wrong: str


def _put(template: str, inner: str) -> str:
    """The template with ``inner`` for U, in brackets where it is more than a letter."""
    return template.replace("U", inner if len(inner) == 1 else rf"\left({inner}\right)")


def _changed(place: int, function: str, inner: str, slope: str) -> str:
    """The right side with a slip: a factor, a sign, an exponent or a shift."""
    right = _times(_put(function, inner), slope)
    slips = (
        rf"2 \left({right}\right)",
        rf"-\left({right}\right)",
        rf"\left({right}\right)^2",
        _times(_put(function, f"{inner} + 1"), slope),
    )
    kind = place % len(slips)
    # With e^x put in, some products are 1, and a power of 1 is no slip.
    return slips[0 if kind == 2 and inner == "e^{x}" else kind]


def _times(function: str, slope: str) -> str:
    return function if slope == "1" else rf"\left({function}\right) \cdot \left({slope}\right)"


def pairs() -> list[Pair]:
    """All standard integrals with all substitutions."""
    made = []
    for place, ((antiderivative, function), (inner, slope)) in enumerate(product(STANDARD, SUBSTITUTIONS)):
        if (function, inner) in NOWHERE:
            continue
        left = rf"\frac{{d}}{{dx}} \left({_put(antiderivative, inner)}\right)"
        right = _times(_put(function, inner), slope)
        made.append(Pair(left, right, _changed(place + place // 8, function, inner, slope)))
    return made
