from __future__ import annotations

from fractions import Fraction

import pytest

from derivcheck.check import check_step, check_text
from derivcheck.results import Verdict
from derivcheck.terms.scope import Domain, Trait
from tests.reading.sample import context

REAL = r"Let $x \in \mathbb{R}$."
MATRIX = r"Let $A \in \mathbb{R}^{n \times n}$"


@pytest.mark.parametrize(
    ("prose", "name", "traits"),
    [
        ("Let $x > 0$.", "x", {Trait.POSITIVE}),
        (REAL + " Suppose $x < 0$.", "x", {Trait.NEGATIVE}),
        (r"Let $x \in \mathbb{R}$ with $x \ne 0$.", "x", {Trait.NONZERO}),
        (r"Let $x \in \mathbb{R}_{++}$.", "x", {Trait.POSITIVE}),
        (MATRIX + " be symmetric.", "A", {Trait.SYMMETRIC}),
        (MATRIX + " be a symmetric matrix.", "A", {Trait.SYMMETRIC}),
        (MATRIX + r" with $A = A^\top$.", "A", {Trait.SYMMETRIC}),
        (MATRIX + r" and $A \succ 0$.", "A", {Trait.SYMMETRIC, Trait.POSITIVE_DEFINITE}),
        (MATRIX + " be invertible.", "A", {Trait.INVERTIBLE}),
        (MATRIX + r" with $A^\top A = I$.", "A", {Trait.ORTHOGONAL}),
        (r"Let $X \in \mathbb{R}^{n \times d}$ have full column rank.", "X", {Trait.FULL_COLUMN_RANK}),
        (r"Let $y \in \{0,1\}^K$ with $\sum_k y_k = 1$.", "y", {Trait.ONE_HOT}),
        (r"Let $x, y \in \mathbb{R}$ be positive numbers.", "y", {Trait.POSITIVE}),
        (r"Let $A, B \in \mathbb{R}^{n \times n}$ be symmetric matrices.", "A", {Trait.SYMMETRIC}),
    ],
)
def test_properties_are_read(prose: str, name: str, traits: set[Trait]) -> None:
    """As relations, as sets, and in words."""
    assert context(prose).symbols[name].traits == traits


@pytest.mark.parametrize(
    ("prose", "name"),
    [
        (REAL + " Here $x$ is not positive.", "x"),
        (REAL + " Let $x$ be a non-positive number.", "x"),
        (REAL + " Note that we do not assume $x > 0$.", "x"),
        (REAL + " The function is nice for $x > 0$.", "x"),
        (MATRIX + ", not necessarily symmetric.", "A"),
        (MATRIX + " be a nonsymmetric matrix.", "A"),
        (MATRIX + " be asymmetric.", "A"),
        (MATRIX + " be a matrix that need not be symmetric.", "A"),
        (r"Let $x \in \mathbb{R}^n$ with $x_1 > 0$.", "x"),
    ],
)
def test_negations_and_remarks_give_no_property(prose: str, name: str) -> None:
    """A property is read only where the prose gives it."""
    assert not context(prose).symbols[name].traits


@pytest.mark.parametrize(
    ("prose", "domain", "lower"),
    [
        (r"Let $k \in \mathbb{N}$.", Domain.NATURAL, None),
        (r"Let $k \in \mathbb{Z}$.", Domain.INTEGER, None),
        (r"Let $k \in \mathbb{N}$ with $k \ge 3$.", Domain.NATURAL, 2),
        (r"Let $k \in \{1, \dots, K\}$.", Domain.INDEX, None),
        (r"Let $k \in \{0, 1\}$.", Domain.BINARY, None),
        (r"Let $k \in \{-1, 1\}$.", Domain.SIGN_LABEL, None),
    ],
)
def test_domains_are_read(prose: str, domain: Domain, lower: int | None) -> None:
    """Natural numbers, integers, indices and labels."""
    declaration = context(prose).symbols["k"]
    assert (declaration.domain, declaration.lower) == (domain, lower)


def test_open_bounds_are_kept_and_closed_ones_assumed() -> None:
    """The interval (0, 1) bounds strictly; [0, 1] has its ends."""
    opened = context("Let $p \\in (0, 1)$.").symbols["p"]
    assert (opened.lower, opened.upper) == (Fraction(0), Fraction(1))
    closed = context("Let $p \\in [0, 1]$.")
    assert closed.symbols["p"].lower is None
    assert len(closed.assumptions) == 2


def test_definitions_are_told_from_assumptions() -> None:
    """After "let" an equation defines its left side, after "assume" it is supposed."""
    assert "y" in context(REAL + " Let $y = x^2$.").definitions
    assumed = context(r"Let $x, y \in \mathbb{R}$. Assume $y = x^2$.")
    assert "y" not in assumed.definitions
    assert len(assumed.assumptions) == 1


def test_what_is_not_understood_is_remembered() -> None:
    """A name from an unknown set is not taken for a real number."""
    assert "z" in context(r"Let $z \in \mathbb{C}$.").not_understood


@pytest.mark.parametrize(
    ("prose", "name"),
    [("Assume $x^2 > 1$.", "x^{2}"), ("Assume $xy > 0$.", "xy"), ("Assume $2x > 0$.", "2x")],
)
def test_a_bound_on_a_formula_is_no_declaration_of_a_name(prose: str, name: str) -> None:
    """It is an assumption about what the formula is made of."""
    found = context(r"Let $x, y \in \mathbb{R}$. " + prose)
    assert name not in found.symbols
    assert len(found.assumptions) == 1


def test_a_function_beside_a_density_is_none() -> None:
    """The word belongs to the formula next to it."""
    assert context("Let $p(x)$ be a density and let $f(x)$ be a function.").densities == {"p"}


@pytest.mark.parametrize(
    "sentence",
    [
        "It is wrong to assume that $x > 0$.",
        "What if $x > 0$?",
        "Do not put $x = 1$ here.",
        "Set $x = 1$ to see that.",
        "One may write $x = 1$ in the place of it.",
        "Let us look at $x = 1$.",
    ],
)
def test_what_is_taken_back_or_said_in_passing_is_no_assumption(sentence: str) -> None:
    """Nothing is proved by it."""
    text = f"Let $x \\in \\mathbb{{R}}$. {sentence}\n\n$$ \\sqrt{{x^2}} = x $$\n"
    steps = [step for derivation in check_text(text).derivations for step in derivation.steps]
    assert steps[0].verdict is not Verdict.PROVED


def test_a_sentence_of_formulas_alone_declares() -> None:
    """There is nothing else that it could say."""
    assert check_step(r"\sqrt{x^2}", "x", scope=r"$x > 0$, $n \in \mathbb{N}$").verdict is Verdict.PROVED
