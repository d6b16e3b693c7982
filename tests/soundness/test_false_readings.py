r"""Data that a model made stay when it varies; names that get another value, operators, limits of any function."""

from __future__ import annotations

import pytest

from derivcheck.results import Verdict
from tests.soundness.asking import verdicts

DATA = [
    r"Let $x, w, \eta \in \mathbb{R}$. We observe $y := x w + \eta$, where $\eta$ is noise.",
    r"Let $x, w, \eta \in \mathbb{R}$. The observations are" + "\n$$ y = x w + \\eta $$\n",
    r"Let $x, w, \epsilon \in \mathbb{R}$ and $y := x w + \epsilon$.",
]
MOVED = [
    r"\frac{d}{dw} (y - x w)^2 = 0",
    r"\arg\min_w ((y - x w)^2 + w^2) = \arg\min_w w^2",
]


@pytest.mark.parametrize("said", DATA)
@pytest.mark.parametrize("formula", MOVED)
def test_data_do_not_move_with_the_model(said: str, formula: str) -> None:
    """Nor is their being fixed held against a true gradient."""
    assert verdicts(f"{said}\n\n$$ {formula} $$\n")[-1] not in (Verdict.PROVED, Verdict.REFUTED)
    assert verdicts(f"{said}\n\n$$ \\frac{{d}}{{dw}} (y - x w)^2 = -2 x (y - x w) $$\n")[-1] is not Verdict.REFUTED


def test_what_a_model_predicts_moves_with_it() -> None:
    """A prediction and a sample with noise in it have derivatives by parameters."""
    model = r"Let $x, w, y \in \mathbb{R}$. The prediction for the data is $\hat{y} := x w$."
    step = r"$$ \frac{d}{dw} ((y - \hat{y})^2 + w^2) = -2 x (y - \hat{y}) + 2w $$"
    assert verdicts(f"{model}\n\n{step}\n") == [Verdict.PROVED]
    sample = r"Let $\mu, \sigma, \epsilon \in \mathbb{R}$ and $z := \mu + \sigma \epsilon$ with noise $\epsilon$."
    step = r"$$ \frac{\partial z^2}{\partial \sigma} = 2 z \epsilon $$"
    assert verdicts(f"{sample}\n\n{step}\n") == [Verdict.PROVED]


ANEW = [
    (r"Let $S := x^2$. Now let $x = 4$.", "S = 16"),
    (r"Let $S := x^2$. Set $x := 4$.", "S = 16"),
    (r"Let $x \in \mathbb{R}$ and $S := x^2$. Now set $x := y + 1$.", "S = (y + 1)^2"),
    ("Let $S := x^2$.\n" + r"$$ x \leftarrow x + 1 $$" + "\n", "S = x^2"),
]


@pytest.mark.parametrize(("scope", "formula"), ANEW)
def test_a_new_value_says_nothing_of_what_was_defined_before(scope: str, formula: str) -> None:
    """It was defined by the old one."""
    assert verdicts(f"{scope}\n\n$$ {formula} $$\n")[-1] is Verdict.UNPROVED


EXPLAINED = [
    (r"Let $S := x^2$, where $x = 4$.", "S = 16"),
    (r"Let $L := (y - \hat{y})^2$ and $\hat{y} := w x$.", "L = (y - w x)^2"),
]


@pytest.mark.parametrize(("scope", "formula"), EXPLAINED)
def test_a_late_explanation_is_no_new_value(scope: str, formula: str) -> None:
    """A definition may stand behind another one that uses it."""
    assert verdicts(f"{scope}\n\n$$ {formula} $$\n") == [Verdict.PROVED]


FALSE = [
    # Limits of functions of which nothing is said.
    ("", r"\lim_{x \to 0} f(x) = f(0)"),
    ("", r"\lim_{x \to 0} x f(x) = 0"),
    (r"Let $f : \mathbb{R} \to \mathbb{R}$ be a function.", r"\lim_{x \to 0} (f(x) + x) = f(0)"),
    (r"The function $f$ need not be continuous.", r"\lim_{x \to 0} f(x) = f(0)"),
    # Operators commute with nothing.
    (r"The operators $\hat{x}$ and $\hat{p}$ act on functions.", r"\hat{x} \hat{p} = \hat{p} \hat{x}"),
    (r"Let $L$ be a linear operator.", "f L g = g L f"),
    (r"Here $\hat{H}$ is the Hamiltonian operator.", r"\hat{H} \psi = \psi \hat{H}"),
    ("", "D(fg) = f D(g)"),
    # Notation of matrices makes capitals matrices.
    ("", r"\operatorname{vec}(AB) = \operatorname{vec}(BA)"),
    ("", r"(AB) \otimes C = (BA) \otimes C"),
]


@pytest.mark.parametrize(("scope", "formula"), FALSE)
def test_what_holds_in_special_cases_is_not_proved(scope: str, formula: str) -> None:
    """Continuous functions, numbers in place of operators, numbers in place of matrices."""
    assert verdicts(f"{scope}\n\n$$ {formula} $$\n")[-1] is not Verdict.PROVED


TRUE = [
    ("", r"\lim_{h \to 0} \frac{f(x+h) - f(x)}{h} = f'(x)"),
    ("", r"\lim_{x \to 0} (f(x) + x) = \lim_{x \to 0} (x + f(x))"),
    (r"Let $a$ be a continuous function.", r"\lim_{x \to 0} a(x)^2 = a(0)^2"),
    (r"Here $\hat{H}$ is the Hamiltonian operator.", r"\hat{H} \psi + \phi = \phi + \hat{H} \psi"),
    (r"Let $A \in \mathbb{R}^{n \times n}$ and $f, g \in \mathbb{R}^n$.", "A(f + g) = A f + A g"),
    ("", r"\operatorname{vec}(A + B) = \operatorname{vec}(A) + \operatorname{vec}(B)"),
]


@pytest.mark.parametrize(("scope", "formula"), TRUE)
def test_true_steps_of_the_same_kinds(scope: str, formula: str) -> None:
    """What is said, or holds without it, is enough."""
    assert verdicts(f"{scope}\n\n$$ {formula} $$\n") == [Verdict.PROVED]
