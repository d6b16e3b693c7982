"""Holds if: the assumption under which a refuted step is true."""

from __future__ import annotations

import pytest

from derivcheck import check_step
from derivcheck.remedies import assumptions
from derivcheck.results import Verdict

REALS = r"Let $x, y, a, b \in \mathbb{R}$."
MATRICES = r"Let $A \in \mathbb{R}^{n \times n}$ and $x, y \in \mathbb{R}^n$."


@pytest.mark.parametrize(
    ("left", "right", "relation", "scope", "assumed"),
    [
        (r"\sqrt{x^2}", "x", "=", REALS, [r"x \ge 0"]),
        ("|a-b|", "a-b", "=", REALS, [r"a \ge b"]),
        ("|x|+|y|", "x+y", "=", REALS, [r"x \ge 0", r"y \ge 0"]),
        ("x^3", "0", r"\ge", REALS, [r"x \ge 0"]),
        (r"x^\top A^\top y", r"x^\top A y", "=", MATRICES, [r"A = A^\top"]),
    ],
)
def test_the_missing_assumption_is_named(left: str, right: str, relation: str, scope: str, assumed: list[str]) -> None:
    """It stands in the evidence and in the message, and a scope that grants it makes the step true."""
    step = check_step(left, right, relation, scope)
    assert step.verdict is Verdict.REFUTED
    assert step.evidence["holds_if"] == assumed
    assert all(f"`{latex}`" in step.message for latex in assumed)
    granted = f"{scope} Let {' and '.join(f'${latex}$' for latex in assumed)}."
    assert check_step(left, right, relation, granted).verdict is Verdict.PROVED


@pytest.mark.parametrize(
    ("left", "right", "scope"),
    [
        ("(x+1)^2", "x^2+1", REALS),  # no sign helps
        (r"\sqrt{x^2}", "2x", REALS),
        ("|x|", "|y|", REALS),
        (r"\sqrt{x^2}", "x", "Let $x < 0$."),  # what contradicts the scope is no help
        ("x", "|x|", r"Let $x \ge 0$."),  # it is true
    ],
)
def test_no_assumption_is_named_for(left: str, right: str, scope: str) -> None:
    """Where nothing that is tried makes the step true, nothing is said."""
    step = check_step(left, right, scope=scope)
    assert "holds_if" not in step.evidence
    assert "holds if" not in step.message


def test_the_trials_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many symbols a step has, few assumptions are tried."""
    tried: list[str] = []

    def grant(latex: str, _: object) -> bool:
        tried.append(latex)
        return False

    monkeypatch.setattr(assumptions, "_grant", grant)
    names = [f"x_{{{k}}}" for k in range(10)]
    left = "+".join(f"|{name}|" for name in names)
    check_step(left, "1", scope=r"Let $" + ", ".join(names) + r" \in \mathbb{R}$.")
    assert len(tried) == assumptions.MOST_ASSUMPTIONS
