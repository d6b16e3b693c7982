from __future__ import annotations

import pytest

from derivcheck.engine.proving.interpretation import Agreement, NoAgreement, interpret
from tests.soundness.asking import question

REAL = r"Let $x, y \in \mathbb{R}$."


def agrees(left: str, right: str, scope: str = REAL) -> bool:
    """Whether random interpretation finds the sides to be one function, without any expansion before."""
    asked = question(left, "=", right, scope)
    return isinstance(interpret(asked, asked.left, asked.right), Agreement)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("(x+y)^2", "x^2+2xy+y^2"),
        ("e^{x+y}", "e^x e^y"),
        (r"\sin(2x)", r"2\sin x\cos x"),
        (r"\max(x,y) + \min(x,y)", "x+y"),
        ("|x||y|", "|xy|"),
        (r"\sqrt{x}\sqrt{x}", "x"),
        (r"\frac{d}{dx} x e^x", "(1+x)e^x"),
    ],
)
def test_identities_are_found(left: str, right: str) -> None:
    """Algebra, exponentials, addition theorems, signs and derivatives hold by themselves."""
    assert agrees(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("(x+y)^2", "x^2+y^2"),
        ("e^{xy}", "e^x e^y"),
        ("|x|", "x"),
        (r"\sqrt{x^2}", "x"),
        (r"\max(x,y)", "x"),
        ("|x+y|", "|x|+|y|"),
        (r"|x||y|", "xy"),
        (r"\log(xy)", r"\log x \log y"),
        (r"\sqrt{x^2-40x+400}", "20-x"),
    ],
)
def test_no_branch_is_overlooked(left: str, right: str) -> None:
    """What holds for one sign only does not agree."""
    assert not agrees(left, right)


def test_the_reason_is_told() -> None:
    """A difference, a bound that was met, and a notation without value have codes of their own."""
    for left, right, code in (
        ("x", "y", "D301"),
        (r"\prod_{k=1}^n y", r"\prod_{k=1}^n y + 0 \prod_{k=1}^n x", "D302"),
        (r"\frac{d}{dy} \lim_{t \to 0} ty", "y", "D304"),
    ):
        asked = question(left, "=", right, REAL)
        found = interpret(asked, asked.left, asked.right)
        assert isinstance(found, NoAgreement)
        assert found.code == code


def test_a_step_can_be_repeated() -> None:
    """The same question and salt see the same points; another salt sees others and agrees as well."""
    asked = question("|x|", "=", "|x|", REAL)
    results = [interpret(asked, asked.left, asked.right, salt) for salt in ("a", "a", "b")]
    assert all(isinstance(result, Agreement) for result in results)
    assert results[0] == results[1]


def test_many_signs_are_more_than_the_budget() -> None:
    """Twenty free signs make a million branches, which is said instead of sampled."""
    asked = question(r"\prod_{k=1}^{20} |x_k - 1|", "=", r"\prod_{k=1}^{20} (x_k - 1)", r"Let $x \in \mathbb{R}^{20}$.")
    found = interpret(asked, asked.left, asked.right)
    assert isinstance(found, NoAgreement)


def test_what_differs_at_small_sizes_is_not_tried_at_large_ones() -> None:
    """A wrong identity between matrices takes a small part of the work that the right one takes."""
    scope = r"Let $X \in \mathbb{R}^{n \times d}$ have full column rank and $A \in \mathbb{R}^{d \times d}$."

    def work(right: str) -> int:
        asked = question(r"X^\top X (X^\top X)^{-1} A A A", "=", right, scope)
        interpret(asked, asked.left, asked.right)
        return asked.budget.visits

    assert work("-A A A") < work("A A A") / 4
