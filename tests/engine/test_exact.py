import pytest

from derivcheck.check import Settings, check_step

EXACT = Settings(exact=True)


@pytest.mark.parametrize(
    ("left", "right", "scope"),
    [
        ("(x+1)^2", "x^2 + 2x + 1", ""),
        (r"\sin 3x", r"3 \sin x - 4 \sin^3 x", ""),
        (r"\frac{d}{dx} \tanh x", r"1 - \tanh^2 x", ""),
        (r"\frac{d}{dx} \sqrt{x^2+1}", r"\frac{x}{\sqrt{x^2+1}}", ""),
        (r"\frac{d}{dx} f(x)^2", "2 f(x) f'(x)", r"Let $f : \mathbb{R} \to \mathbb{R}$."),
        (r"\sum_{i=1}^n (x_i + 1)", r"n + \sum_{i=1}^n x_i", r"Let $x \in \mathbb{R}^n$."),
        ("x^a x^b", "x^{a+b}", "Let $x > 0$."),
        (r"(AB)^{-1}", r"B^{-1} A^{-1}", r"Let $A, B \in \mathbb{R}^{2 \times 2}$."),
    ],
)
def test_an_identity_is_confirmed_without_error(left: str, right: str, scope: str) -> None:
    """On request, the evidence of an identity over independent functions has no error bound left."""
    step = check_step(left, right, scope=scope, settings=EXACT)
    assert (step.evidence["error"], step.evidence["exact"]) == ("none", True)
    assert "exact" not in check_step(left, right, scope=scope).evidence


@pytest.mark.parametrize(
    ("left", "right", "scope"),
    [(r"|x|^2", "x^2", ""), (r"\max(x, y) + \min(x, y)", "x + y", ""), (r"e^{x/5} e^{4x/5}", "e^x", "")],
)
def test_what_cannot_be_expanded_says_why(left: str, right: str, scope: str) -> None:
    """A proof stays as it is where exact expansion does not reach, and the reason is named."""
    step = check_step(left, right, scope=scope, settings=EXACT)
    assert step.verdict == "proved"
    assert step.evidence["error"] == "none" or step.evidence["inexact"]
