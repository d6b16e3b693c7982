"""A singular matrix has no inverse, whichever way the text says that it is singular."""

from __future__ import annotations

import pytest

from derivcheck.results import Verdict
from tests.soundness.asking import verdicts

SQUARE = r"A \in \mathbb{R}^{n \times n}"
SINGULAR = [
    f"Let ${SQUARE}$ be singular.",
    "Let $A$ be a singular matrix.",
    f"Let ${SQUARE}$ be a matrix that is not invertible.",
    "Let $A$ be a non-invertible matrix.",
    f"Let ${SQUARE}$ be a rank-deficient matrix.",
    r"Let $A$ be a square matrix with $\det A = 0$.",
    f"Let ${SQUARE}$ with $A v = 0$ for some $v \\ne 0$.",
    "Let $A$ be the zero matrix.",
]
INVERSES = [r"A^{-1} A = I", r"\det(A^{-1}) = \frac{1}{\det A}"]


@pytest.mark.parametrize("scope", SINGULAR)
@pytest.mark.parametrize("step", INVERSES)
def test_nothing_is_proved_of_an_inverse_that_does_not_exist(scope: str, step: str) -> None:
    """A step whose sides are defined nowhere is not true of everything."""
    assert Verdict.PROVED not in verdicts(f"{scope}\n\n$$ {step} $$")


REGULAR = [
    f"Let ${SQUARE}$ be nonsingular.",
    f"Let ${SQUARE}$ be a matrix that is not singular.",
    f"Let ${SQUARE}$ be invertible.",
]


@pytest.mark.parametrize("scope", REGULAR)
def test_what_is_not_singular_has_an_inverse(scope: str) -> None:
    """The denial of a denial."""
    assert verdicts(f"{scope}\n\n$$ A^{{-1}} A = I $$") == [Verdict.PROVED]


OF_SINGULAR = [
    (r"\det A = 0", Verdict.PROVED),
    (r"\det(A B) = 0", Verdict.PROVED),
    (r"(A B)^\top = B^\top A^\top", Verdict.PROVED),
    (r"A B = B A", Verdict.REFUTED),
    (r"\operatorname{tr} A = 0", Verdict.REFUTED),
    (r"A = 0", Verdict.REFUTED),
    (r"\det(A + B) = \det B", Verdict.REFUTED),
]


@pytest.mark.parametrize(("step", "expected"), OF_SINGULAR)
def test_singular_matrices_are_drawn(step: str, expected: Verdict) -> None:
    """Some row is a combination of the others, and nothing more is known."""
    scope = f"Let ${SQUARE}$ be singular and $B \\in \\mathbb{{R}}^{{n \\times n}}$."
    assert verdicts(f"{scope}\n\n$$ {step} $$") == [expected]
