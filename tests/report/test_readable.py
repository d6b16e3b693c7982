from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from derivcheck.report.readable import readable

CASES = {
    r"\frac{a}{b}": "a/b",
    r"\frac{a+b}{c d}": "(a + b)/(cd)",
    r"\frac12 x": "1/2 x",
    r"\left( \frac{1}{2} \right)^2": "(1/2)²",
    r"\frac{1}{2}^2": "(1/2)²",
    r"\frac{d\sigma}{dx} = \frac{d}{dx} (1 + e^{-x})^{-1}": "dσ/dx = d/dx (1 + e⁻ˣ)⁻¹",
    r"\frac{e^{-x}}{(1 + e^{-x})^2}": "e⁻ˣ/(1 + e⁻ˣ)²",
    r"\frac{\partial L}{\partial \hat{y}} \cdot \frac{\partial\hat y}{\partial z}": "∂L/∂ŷ · ∂ŷ/∂z",
    r"\frac{1}{\frac{1}{x}+1}": "1/(1/x + 1)",
    r"\frac{\sin x}{x}": "(sin x)/x",
    r"x^2": "x²",
    r"x_i^2": "xᵢ²",
    r"x_{t-1}": "xₜ₋₁",
    r"x^{a/b}": "x^(a/b)",
    r"\sum_{i=1}^{n} x_i": "∑ᵢ₌₁ⁿ xᵢ",
    r"-\log\sum_j e^{x_j-m}": "-log ∑ⱼ e^(xⱼ - m)",
    r"\sin^2 x+\cos^2 x=1": "sin² x + cos² x = 1",
    r"a - -b": "a - -b",
    r"(X^\top X)^{-1}X^T y": "(XᵀX)⁻¹Xᵀy",
    r"\hat{\mathbf{y}} - \bar{x}": "ŷ - x̄",
    r"X \in \mathbb{R}^{n\times d}": "X ∈ ℝ^(n × d)",
    r"D_{\mathrm{KL}}(q \,\|\, p)": "D_KL(q ‖ p)",
    r"\mathrm{KL}(q\|p)": "KL(q‖p)",
    r"\log p_\theta x": "log p_θ x",
    r"-\log \frac{a}{b} + \sin^2 \frac12": "-log(a/b) + sin²(1/2)",
    r"\sum_i \frac{a_i}{n}": "∑ᵢ aᵢ/n",
    r"\log\frac{q}{p}^2": "log (q/p)²",
    r"\sqrt{x^2} = \sqrt x": "√(x²) = √x",
    r"\sqrt[3]{x+y}": "∛(x + y)",
    r"\begin{pmatrix} a & b \\ c & -d \end{pmatrix}": "(a, b; c, -d)",
    r"\begin{cases} x & x>0 \\ 0 & \text{otherwise} \end{cases}": "{x, x > 0; 0, otherwise}",
    r"\binom{n}{k}": "C(n, k)",
    r"f'(x) \not= f''(x)": "f′(x) ≠ f′′(x)",
    r"x := y \iff a \ne b": "x := y ⟺ a ≠ b",
    r"\overset{(a)}{=}": "=",
    r"\nabla_{\mathbf{w}} L": "∇_w L",
    r"\foo{x} + \label{here} 1": "foo x + 1",
    r"a \quad \text{for all } x": "a for all x",
}


@pytest.mark.parametrize(("latex", "expected"), CASES.items())
def test_a_formula_reads_well_on_one_line(latex: str, expected: str) -> None:
    """Common notation becomes what one would write by hand."""
    assert readable(latex) == expected


@pytest.mark.parametrize(
    "latex", ["", "{", "}", "^", "_", "\\", "x_", r"\frac", r"\frac{", r"\begin", r"\end{x}", r"\sqrt["]
)
def test_broken_latex_is_accepted(latex: str) -> None:
    """An unfinished formula gives some text, not an error."""
    assert "\n" not in readable(latex)


@given(
    st.lists(
        st.sampled_from(
            [*r"{}[]^_'&~x1+=(\ ", r"\frac", r"\sqrt", r"\left", r"\begin", r"\end", "\\\\", r"\hat", r"\text"]
        )
    )
)
def test_any_string_of_commands_is_accepted(tokens: list[str]) -> None:
    """No string makes the conversion fail, and the result is a single line."""
    assert "\n" not in readable("".join(tokens))


@given(st.text())
def test_any_text_is_accepted(text: str) -> None:
    """No text makes the conversion fail."""
    readable(text)


@pytest.mark.parametrize(
    "latex", ["{" * 3000, r"\frac{" * 600, "x^" * 1900, r"\hat" * 900, "\\left" * 700, "(" * 100_000]
)
def test_a_hostile_formula_takes_no_time(latex: str) -> None:
    """Depth and length are bounded."""
    start = perf_counter()
    readable(latex)
    assert perf_counter() - start < 1
