"""A step with a piece that is not understood is proved only if it holds whatever the piece means."""

from __future__ import annotations

import pytest

from derivcheck.check import check_text
from derivcheck.results import Verdict

RANK = r"\operatorname{rank}"
BEST = r"\operatorname*{argmax}"
HESSIAN = r"\frac{\partial^2 L}{\partial \theta^i \theta^j}"
FALSE = [
    # The piece depends on what is differentiated, integrated, averaged over or summed over.
    rf"\frac{{d}}{{dx}} {RANK}(x) = 0",
    rf"\int_0^1 {RANK}(x) \, dx = {RANK}(x)",
    rf"\mathbb{{E}}[{RANK}(X)] = {RANK}(X)",
    rf"\sum_{{i=1}}^n {RANK}(B_i) = n {RANK}(B_i)",
    rf"\sum_{{i=1}}^n {RANK}(B_i) = \sum_{{i=1}}^n {RANK}(B_{{i+1}})",
    rf"\nabla_x ({RANK}(x) + x^2) = 2x",
    rf"\lim_{{x \to 0}} {RANK}(x) = {RANK}(x)",
    rf"\left. {RANK}(x) \right|_{{x=1}} = {RANK}(x)",
    rf"\sum_{{x \in S}} {RANK}(x) = |S| {RANK}(x)",
    rf"\max_{{i}} {RANK}(B_i) = {RANK}(B_1)",
    rf"\max_{{x \in S}} {RANK}(x) = {RANK}(x)",
    # A piece before brackets may be a function, of which the brackets hold the arguments.
    rf"{BEST}_f L(f) (a + b) = {BEST}_f L(f) (a) + {BEST}_f L(f) (b)",
    rf"{HESSIAN}(a + b) = {HESSIAN}(a) + {HESSIAN}(b)",
    # Formal differentials cancel only in one variable.
    r"\frac{\partial L}{\partial s r} \frac{\partial s r}{\partial t u} = \frac{\partial L}{\partial t u}",
    # Pieces that differ in a number or a sign alone are different pieces.
    r"p(y = 1 \mid x) = p(y = 0 \mid x)",
    rf"{RANK}(2 A) = {RANK}(3 A)",
    rf"\log \frac{{{RANK}(1)}}{{{RANK}(2)}} = 0",
    r"\operatorname{foo}(x < 1) = \operatorname{foo}(x > 1)",
    r"\operatorname{foo}(x - 1) = \operatorname{foo}(x + 1)",
    r"\operatorname{foo}(\sin x) = \operatorname{foo}(\cos x)",
    # Pieces may be matrices, or vectors.
    rf"({BEST}_s f(s)) ({BEST}_s g(s)) = ({BEST}_s g(s)) ({BEST}_s f(s))",
    rf"A {BEST}_s f(s) + A = ({BEST}_s f(s)) A + A",
    rf"(A + {BEST}_s f(s))^2 = A^2 + 2 A {BEST}_s f(s) + ({BEST}_s f(s))^2",
    rf"({BEST}_s f(s))^\top = {BEST}_s f(s)",
    r"\mathrm{TSS} \, \mathrm{ESS} = \mathrm{ESS} \, \mathrm{TSS}",
    # Dots leave out different things, infinity obeys no laws of numbers, words name no one thing.
    r"1 + 2 + \cdots + n - (1 + 5 + \cdots + k) = n - k",
    r"(3 + \ldots) - (5 + \ldots) = -2",
    r"2 \cdot \infty = \infty",
    r"\infty - \infty = 0",
    r"x + \text{const} = x + y + \text{const} - y",
    rf"x {RANK}(A) \propto x",
    rf"\arg\max_x f(x) = \arg\max_x (f(x) + {RANK}(x))",
    rf"f(x) = f(x) + {RANK}(x) + \text{{const}}",
    # What a power behind a piece means is not known either.
    rf"{RANK}(A)^2 = {RANK}(A) {RANK}(B)",
]


@pytest.mark.parametrize("step", FALSE)
def test_what_does_not_hold_for_all_meanings_is_not_proved(step: str) -> None:
    """Nor is it refuted: its author knows what is meant."""
    (derivation,) = check_text(f"Consider\n\n$$ {step} $$\n").derivations
    assert all(found.verdict not in (Verdict.PROVED, Verdict.REFUTED) for found in derivation.steps)


HIDDEN = [
    (r"L := \operatorname{rank}(x)", r"\frac{dL}{dx} = 0"),
    (r"L := \operatorname{rank}(x)", r"\int_0^1 L \, dx = L"),
    (r"L := \operatorname{rank}(B_i)", r"\sum_{i=1}^n L = n L"),
    (r"L := \operatorname{rank}(B_i)", r"\sum_{i=1}^n L = \sum_{j=1}^n L"),
    (r"L := \operatorname{rank}(X)", r"\mathbb{E}[L] = L"),
    (r"Q(x) := \operatorname{rank}(x)", r"Q(x) = Q(2x)"),
    (r"L = \operatorname{rank}(x) + x", r"\frac{dL}{dx} = 1"),
]


@pytest.mark.parametrize(("definition", "step"), HIDDEN)
def test_what_a_name_hides_is_not_forgotten(definition: str, step: str) -> None:
    """A name whose definition is not understood may depend on anything."""
    (derivation,) = check_text(f"Consider\n\n$$ {definition} $$\n\n$$ {step} $$\n").derivations
    assert derivation.steps[0].verdict is Verdict.DEFINED
    assert derivation.steps[-1].verdict not in (Verdict.PROVED, Verdict.REFUTED)
