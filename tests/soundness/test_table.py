"""Steps that naive provers take for true; each is tried against the naive prover first, so that the test can fail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import permutations

import pytest

from derivcheck.engine.question import Question
from derivcheck.results import Verdict
from tests.soundness.asking import question, verdict, verdicts
from tests.soundness.naive import (
    even_numbers_agree,
    expanded_logs_agree,
    one_component_agrees,
    one_size_agrees,
    small_points_agree,
    some_branch_agrees,
)

NaiveProver = Callable[[Question], bool]


@dataclass(frozen=True, slots=True)
class FalseStep:
    """A false step, the naive prover that believes it, and whether a small counterexample exists."""

    name: str
    left: str
    right: str
    scope: str
    naive: NaiveProver
    refutable: bool
    relation: str = "="


def standard_identity(degree: int) -> str:
    """The alternating sum of the products of ``degree`` matrices in every order, with letters for the matrices."""
    letters = "ABCEFG"[:degree]
    terms = []
    for order in permutations(range(degree)):
        inversions = sum(order[i] > order[j] for i in range(degree) for j in range(i + 1, degree))
        terms.append(("-" if inversions % 2 else "+") + "".join(letters[k] for k in order))
    return "".join(terms).lstrip("+")


def power_sum(exponent: int) -> str:
    """∑ x_i to a power."""
    return rf"(\sum_{{i=1}}^n x_i^{{{exponent}}})"


P = {k: power_sum(k) for k in range(1, 6)}
NEWTON = (
    f"{P[1]}^5 - 10{P[1]}^3{P[2]} + 15{P[1]}{P[2]}^2 + 20{P[1]}^2{P[3]} - 20{P[2]}{P[3]} - 30{P[1]}{P[4]} + 24{P[5]}"
)
SQUARE = r"Let $A, B, C, E, F, G, X, Y \in \mathbb{R}^{n \times n}$."
TWELVE = r"\prod_{k=1}^{12} (|x_k - 100| + x_k - 100)"

STEPS = (
    FalseStep("root of a square", r"\sqrt{x^2}", "x", "", some_branch_agrees, refutable=True),
    FalseStep("far root", r"\sqrt{(x+10^6)^2}", "x + 10^6", "", small_points_agree, refutable=False),
    FalseStep("far root", r"\sqrt{(x+10^6)^2}", "x + 10^6", "", some_branch_agrees, refutable=False),
    FalseStep("twelve signs", TWELVE, "0", r"Let $x \in \mathbb{R}^{12}$.", small_points_agree, refutable=False),
    FalseStep("twelve signs", TWELVE, "0", r"Let $x \in \mathbb{R}^{12}$.", some_branch_agrees, refutable=False),
    FalseStep("log of a square", r"e^{\frac{1}{2}\log((x+10^6)^2)}", "x+10^6", "", small_points_agree, refutable=False),
    FalseStep(
        "log of a square", r"e^{\frac{1}{2}\log((x+10^6)^2)}", "x+10^6", "", expanded_logs_agree, refutable=False
    ),
    FalseStep("log of a square", r"e^{\frac{1}{2}\log(x^2)}", "x", "", expanded_logs_agree, refutable=True),
    FalseStep("commuting", "AB", "BA", SQUARE, partial(one_size_agrees, size=1), refutable=True),
    FalseStep(
        "commuting skew matrices",
        r"(X-X^\top)(Y-Y^\top)",
        r"(Y-Y^\top)(X-X^\top)",
        SQUARE,
        partial(one_size_agrees, size=2),
        refutable=True,
    ),
    FalseStep(
        "standard identity of degree 4",
        standard_identity(4),
        "0",
        SQUARE,
        partial(one_size_agrees, size=2),
        refutable=True,
    ),
    FalseStep(
        "power sums", NEWTON, "0", r"Let $x \in \mathbb{R}^n$.", partial(one_size_agrees, size=4), refutable=False
    ),
    FalseStep("power sums", NEWTON, "0", r"Let $x \in \mathbb{R}^n$.", small_points_agree, refutable=False),
    FalseStep("late maximum", r"\sum_{i=1}^n \max(0, i-20)", "0", "", small_points_agree, refutable=False),
    FalseStep("late index", r"\sum_{i=1}^n \mathbb{1}[i > 20]", "0", "", small_points_agree, refutable=False),
    FalseStep(
        "sign of a determinant", r"\det(-A)", r"\det A", SQUARE, partial(one_size_agrees, size=2), refutable=True
    ),
    FalseStep(
        "rotations only",
        r"\det Q",
        "1",
        r"Let $Q \in \mathbb{R}^{n \times n}$ with $Q^\top Q = I$.",
        partial(one_component_agrees, size=3),
        refutable=True,
    ),
    FalseStep("parity", "(-1)^n", "1", r"Let $n \in \mathbb{N}$.", even_numbers_agree, refutable=True),
)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_naive_prover_believes_it_and_derivcheck_does_not(step: FalseStep) -> None:
    """The naive prover says yes; derivcheck proves none of these, and refutes what has a small counterexample."""
    asked = question(step.left, step.relation, step.right, step.scope)
    assert step.naive(asked)
    found = verdict(step.left, step.relation, step.right, step.scope)
    assert found is not Verdict.PROVED
    if step.refutable:
        assert found is Verdict.REFUTED


def test_the_standard_identity_of_degree_six_is_not_proved() -> None:
    """It holds for 3 × 3 matrices and fails for 4 × 4."""
    asked = question(standard_identity(6), "=", "0", SQUARE)
    assert one_size_agrees(asked, 3)
    assert verdict(standard_identity(6), "=", "0", SQUARE) is not Verdict.PROVED


def test_the_orthogonal_group_has_two_components() -> None:
    """QᵀQ = I does not imply det Q = 1, whether it is written as a scope or as an implication."""
    text = "Let $Q \\in \\mathbb{R}^{n \\times n}$.\n\n$$Q^\\top Q = I \\implies \\det Q = 1$$\n"
    assert Verdict.PROVED not in verdicts(text)


def test_a_factor_that_may_vanish_is_not_divided_by() -> None:
    """The equation xy = xz gives y = z where x ≠ 0 only, although every generic solution has it."""
    text = "Let $x, y, z \\in \\mathbb{R}$.\n\n$$xy = xz \\implies y = z$$\n"
    assert verdicts(text) == [Verdict.REFUTED]
    assert verdicts(text.replace(r"\mathbb{R}$.", r"\mathbb{R}$ and $x \ne 0$.")) == [Verdict.PROVED]


@pytest.mark.parametrize("relation", [r"\le", "="])
def test_an_integral_is_no_sum_over_a_table(relation: str) -> None:
    """∫ p(x)² dx ≤ 1 holds of every table of probabilities, and of few densities."""
    scope = "Let $p(x)$ be a density."
    assert small_points_agree(question(r"\sum_x p(x)^2", r"\le", "1", scope))
    assert verdict(r"\int p(x)^2 \, dx", relation, "1", scope) is Verdict.REFUTED


def test_a_shifted_density_is_not_refuted() -> None:
    """∫ p(x − μ) dx = 1 is true, though no finite table shows it."""
    assert verdict(r"\int p(x - \mu) \, dx", "=", "1", "Let $p(x)$ be a density.") is not Verdict.REFUTED


def test_a_bijection_without_its_jacobian_is_not_proved() -> None:
    """p(y) = p(x) at y = g(x) lacks the Jacobian."""
    scope = r"Let $p(x)$ and $q(y)$ be densities, where $y = g(x)$."
    assert verdict("q(y)", "=", "p(x)", scope) is not Verdict.PROVED


def test_declared_integers_are_true_integers() -> None:
    """(−1)²ⁿ = 1 is proved, (−1)ⁿ = 1 is not."""
    scope = r"Let $n \in \mathbb{Z}$."
    assert verdict("(-1)^{2n}", "=", "1", scope) is Verdict.PROVED
    assert verdict("(-1)^n", "=", "1", scope) is Verdict.REFUTED


@pytest.mark.parametrize("seed", range(8))
def test_no_unlucky_prime_proves_a_false_step(seed: int) -> None:
    """Primes are drawn from the seed; the same false step is tried at several."""
    from derivcheck.check import Settings, check_step

    step = check_step("(x + 1)^3", "x^3 + 1", settings=Settings(seed=seed))
    assert step.verdict is Verdict.REFUTED
