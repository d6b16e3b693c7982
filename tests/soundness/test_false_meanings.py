"""What a text says in passing, of an older value, or of a name that moves with a variable, proves nothing."""

from __future__ import annotations

import pytest

from derivcheck import check_step
from derivcheck.check import check_text
from derivcheck.results import Verdict

MOVING = [
    (r"\frac{d}{dt} x_t", "0"),
    (r"\frac{d}{dt} (t \hat x_t)", r"\hat x_t"),
    (r"\frac{\partial f_x}{\partial x}", "0"),
    (r"\nabla_\theta (\theta^2 + L_\theta)", r"2\theta"),
    (r"\int_0^1 x_t \, dt", "x_t"),
    (r"\int_0^1 \operatorname{foo}_t \, dt", r"\operatorname{foo}_t"),
    (r"\int_0^1 x^{(t)} \, dt", "x^{(t)}"),
    (r"\int_0^1 \mu_t^2 \, dt", r"\mu_t^2"),
    (r"\int W_t \, dt", "W_t t"),
    (r"\int_0^1 p_\theta(x) \, d\theta", r"p_\theta(x)"),
    (r"\arg\min_\theta (L(\theta) + g_\theta)", r"\arg\min_\theta L(\theta)"),
    (r"\arg\max_x c_x f(x)", r"\arg\max_x f(x)"),
    ("f(x) + c_x", r"f(x) + \text{const}"),
]


@pytest.mark.parametrize(("left", "right"), MOVING)
def test_a_name_with_the_variable_in_its_script_moves_with_it(left: str, right: str) -> None:
    """It is a function of it that nothing is said of."""
    assert check_step(left, right, scope="Let $c_x > 0$.").verdict is not Verdict.PROVED


TRUE = [
    (r"\frac{d}{dt} (t x_t)", r"x_t + t \frac{d}{dt} x_t"),
    (r"\int_0^1 \mu_x^2 \, dx", r"\mu_x^2"),
    (r"\int_0^1 x_s \, dt", "x_s"),
    (r"\nabla_\theta (\theta^2 + L_\theta)", r"2 \theta + \nabla_\theta L_\theta"),
]


@pytest.mark.parametrize(("left", "right"), TRUE)
def test_what_holds_for_any_function_is_proved(left: str, right: str) -> None:
    """Whatever the function is."""
    assert check_step(left, right).verdict is Verdict.PROVED


PASSING = [
    "For $n = 1$ we have\n\n{}\n\nIn general,",
    "For even $n$,\n\n{}\n\nFor odd $n$,",
    "Case 1: $n > 0$.\n\n{}\n\nCase 2: $n = 0$.",
    "In one dimension,\n\n{}\n\nIn two dimensions,",
    "Suppose for contradiction that\n\n{}\n\nThat is absurd. Now",
    "One might think that\n\n{}\n\nbut in truth",
    "It is not true that\n\n{}\n\nWe have",
    "A naive estimate would be\n\n{}\n\nso",
    "We want to show that\n\n{}\n\nIndeed,",
    "It remains to show\n\n{}\n\nWe get",
    "We conjecture that\n\n{}\n\nWe get",
    "Under the null hypothesis,\n\n{}\n\nUnder the alternative,",
    "To first order,\n\n{}\n\nWe get",
    "With probability $1/2$,\n\n{}\n\nWe get",
    "Consider\n\n{}\n\nThis is false. Then",
    "Consider\n\n{}\n\nholds only if $n = 1$. In general",
    "Consider\n\n{}\n\nif and only if $n = 1$. In general",
]


@pytest.mark.parametrize("words", PASSING)
def test_what_is_said_in_passing_defines_nothing(words: str) -> None:
    """Nor is what follows from it refuted."""
    text = words.format("$$ S = x^2 $$") + "\n\n$$ S + 1 = x^2 + 1 $$\n"
    steps = [step for derivation in check_text(text).derivations for step in derivation.steps]
    assert steps[-1].verdict not in (Verdict.PROVED, Verdict.REFUTED)


CHANGED = [
    r"Now we set $S \leftarrow S + 1$.",
    "$$ S \\leftarrow S + 1 $$",
    "Let $S := y$.",
]


@pytest.mark.parametrize("change", CHANGED)
def test_a_name_that_is_given_another_value_has_lost_the_old_one(change: str) -> None:
    """What was defined or said before is no ground any more."""
    text = f"Consider\n\n$$ S = x^2 $$\n\n{change}\n\n$$ 2S = 2x^2 $$\n"
    (derivation,) = check_text(text).derivations
    assert derivation.steps[-1].verdict is not Verdict.PROVED


OPERATORS = [
    (r"\mathcal{O}(h^2) - \mathcal{O}(h^2)", "0"),
    ("O_p(1) - O_p(1)", "0"),
    (r"\tilde{O}(n) - \tilde{O}(n)", "0"),
    (r"\operatorname{div} f v", r"f \operatorname{div} v"),
    (r"\operatorname{curl} f v", r"v \operatorname{curl} f"),
    (r"A^{\mathrm{H}} A", r"A A^{\mathrm{H}}"),
    ("A^H A", "A A^H"),
]


@pytest.mark.parametrize(("left", "right"), OPERATORS)
def test_what_is_no_quantity_obeys_no_laws_of_quantities(left: str, right: str) -> None:
    """Orders of magnitude, operators, and marks that look like powers."""
    scope = r"Let $A \in \mathbb{R}^{n \times n}$."
    assert check_step(left, right, scope=scope).verdict is not Verdict.PROVED
