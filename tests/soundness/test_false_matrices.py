"""False steps about matrices: true for some ranks, sizes, components or orders of sizes only; none may be proved."""

from __future__ import annotations

import pytest

from derivcheck.results import Verdict
from tests.soundness.asking import verdict

SQUARE = r"Let $A, B, C, D \in \mathbb{R}^{n \times n}$, $u, v, x, y \in \mathbb{R}^n$, $c \in \mathbb{R}$."
ANY = r"Let $A \in \mathbb{R}^{m \times n}$, $B \in \mathbb{R}^{n \times m}$."
IDEMPOTENT = r"Let $P \in \mathbb{R}^{n \times n}$ be idempotent."
PROJECTION = r"Let $P \in \mathbb{R}^{n \times n}$ with $P^2 = P$ and $P^\top = P$."
ORTHOGONAL = r"Let $Q \in \mathbb{R}^{n \times n}$ be orthogonal."
REFLECTION = r"Let $Q \in \mathbb{R}^{n \times n}$ be symmetric and orthogonal."
COLUMNS = r"Let $U \in \mathbb{R}^{n \times k}$ have orthonormal columns."
SKEW = r"Let $S \in \mathbb{R}^{n \times n}$ be skew-symmetric."
LOWER = r"Let $L, M \in \mathbb{R}^{n \times n}$ be lower triangular, $i, j \in \{1, \dots, n\}$."
UNIT = r"Let $u \in \mathbb{R}^n$ with $\|u\| = 1$."
REGULAR = r"Let $A \in \mathbb{R}^{n \times n}$ be symmetric and invertible, $x \in \mathbb{R}^n$."
HOT = r"Let $y \in \mathbb{R}^n$ be one-hot."
ROWS = r"Let $P \in \mathbb{R}^{n \times n}$ be row-stochastic."
DEFINITE = r"Let $A, B \in \mathbb{R}^{n \times n}$ be symmetric positive definite."
EIGEN = r"Let $A \in \mathbb{R}^{n \times n}$ with $A v = \lambda v$, $v \in \mathbb{R}^n$."
TWO = r"Let $A \in \mathbb{R}^{n \times n}$ with $A u = \lambda u$, $A v = \mu v$, $u, v \in \mathbb{R}^n$."
COMMUTING = r"Let $A, B \in \mathbb{R}^{n \times n}$ with $A B = B A$."
NILPOTENT = r"Let $A \in \mathbb{R}^{n \times n}$ with $A^2 = 0$."
BLOCK = r"\det \begin{pmatrix} A & B \\ C & D \end{pmatrix}"

FALSE = [
    # Symmetric, but neither definite nor of one sign.
    (r"A^2", "I", REGULAR),
    (r"|\det A|", r"\det A", REGULAR),
    (r"A^{-\top}", r"-A^{-1}", REGULAR),
    (r"|x^\top A x|", r"x^\top A x", REGULAR),
    (r"x^\top A^{-1} x", r"x^\top A x", REGULAR),
    # Every rank but one.
    (r"\det P", "0", IDEMPOTENT),
    (r"\det P", "1", IDEMPOTENT),
    (r"\operatorname{tr} P", "1", IDEMPOTENT),
    (r"\operatorname{tr}(P) (\operatorname{tr}(P) - 1) (\operatorname{tr}(P) - 2)", "0", IDEMPOTENT),
    (r"P P^\top", "P", IDEMPOTENT),
    (r"\operatorname{tr}(P)^2", r"\operatorname{tr}(P)", PROJECTION),
    (r"\operatorname{tr} Q", "n", REFLECTION),
    (r"\det Q", "1", REFLECTION),
    (r"\det Q", "-1", ORTHOGONAL),
    (r"\det Q", r"\operatorname{tr} Q", ORTHOGONAL),
    ("Q^2", "I", ORTHOGONAL),
    (r"U U^\top", "I", COLUMNS),
    (r"\det(U U^\top)", "0", COLUMNS),
    (r"\operatorname{tr}(U U^\top)", "1", COLUMNS),
    # Sizes and their order.
    (r"\det S", "0", SKEW),
    (r"\det(-S)", r"-\det S", SKEW),
    (r"\det(A B)", "0", ANY),
    (r"\det(A B)", r"\det(B A)", ANY),
    (r"\det(A A^\top)", r"\det(A^\top A)", ANY),
    (r"A^2 - \operatorname{tr}(A) A + \det(A) I", "0", SQUARE),
    (r"\operatorname{adj}(A)", r"\operatorname{tr}(A) I - A", SQUARE),
    (r"\operatorname{adj}(c A)", r"c \operatorname{adj}(A)", SQUARE),
    (r"\operatorname{adj}(A + B)", r"\operatorname{adj}(A) + \operatorname{adj}(B)", SQUARE),
    (r"\det(A + u v^\top)", r"\det(A) + u^\top v", SQUARE),
    (r"\det(A + u v^\top + x y^\top)", r"\det(A)(1 + v^\top A^{-1} u)(1 + y^\top A^{-1} x)", SQUARE),
    (r"\det(I + A)", r"1 + \operatorname{tr}(A) + \det(A)", SQUARE),
    (r"\det(I + c A)", r"1 + c \operatorname{tr} A", SQUARE),
    (r"\sqrt{\det(A)^2}", r"\det A", SQUARE),
    (r"\det(A^\top B)", r"-\det(A) \det(B)", SQUARE),
    (BLOCK, r"\det(A) \det(D) - \det(B) \det(C)", SQUARE),
    (BLOCK, r"\det(A D - C B)", SQUARE),
    (r"\log\det(A + B)", r"\log\det A + \log\det B", DEFINITE),
    (r"\log\det(A B)", r"\operatorname{tr}(A + B)", DEFINITE),
    # Indices.
    ("L_{ij}", "0", LOWER),
    ("L_{21}", "0", LOWER),
    ("(L M)_{ij}", "L_{ij} M_{ij}", LOWER),
    ("y_1", "1", HOT),
    ("y_1 + y_2", "1", HOT),
    ("u_1^2", "1", UNIT),
    (r"u u^\top", "I", UNIT),
    (r"P^\top \mathbf{1}", r"\mathbf{1}", ROWS),
    (r"\det P", "1", ROWS),
    # Generalised inverses, roots, norms.
    ("A^+ A", "I", ANY),
    ("A A^+", "I", ANY),
    ("(A B)^+", "B^+ A^+", ANY),
    (r"\operatorname{tr}(A A^+)", "1", ANY),
    (r"\operatorname{tr}(A A^+)", "m", ANY),
    (r"\det(A^\top A)", "0", ANY),
    ("A^{1/2} B^{1/2}", "B^{1/2} A^{1/2}", DEFINITE),
    ("A^{1/2}", r"\frac{1}{2} A", DEFINITE),
    (r"\|A\|_2", r"\|A\|_F", ANY),
    (r"\|A\|_1", r"\|A\|_\infty", ANY),
    (r"\|A + B\|_2", r"\|A\|_2 + \|B\|_2", SQUARE),
    (r"\|A B\|_2", r"\|A\|_2 \|B\|_2", SQUARE),
    (r"\kappa(A)", r"\kappa(A^2)", SQUARE),
    ("A^+ A", "I", r"Let $A \in \mathbb{R}^{m \times n}$ have full rank."),
    # Exponents that vary.
    (r"c \log c + \log\det A", r"c - 1 + \log\det A", DEFINITE + r" Let $c > 0$."),
    (r"c \log\det A", r"\log\det(c A)", DEFINITE + r" Let $c > 0$."),
    (r"c \log\det(2 A)", r"c \log\det A + n \log 2", DEFINITE + r" Let $c > 0$."),
    # Assumed equations.
    (r"A^\top v", r"\lambda v", EIGEN),
    ("A", r"\lambda I", EIGEN),
    (r"v^\top A v", r"\lambda^2 v^\top v", EIGEN),
    ("A", "B", COMMUTING),
    (r"\lambda v", "v", EIGEN),
    (r"u^\top v", "0", TWO.replace("with", "be symmetric with")),
    (r"\lambda u", r"\mu u", TWO),
    (r"A B^\top", r"B^\top A", COMMUTING),
    ("A", "0", NILPOTENT),
    ("(I + A)^{-1}", "I + A", NILPOTENT),
    # Shapes.
    (r"\operatorname{vec}(A B)", r"(B \otimes I) \operatorname{vec}(A)", SQUARE),
    (r"\operatorname{vec}(A^\top)", r"\operatorname{vec}(A)", SQUARE),
    (r"A \otimes B", r"B \otimes A", SQUARE),
    (r"(A \otimes B)^{-1}", r"B^{-1} \otimes A^{-1}", SQUARE),
    (r"\operatorname{diag}(A B)", r"\operatorname{diag}(A) \odot \operatorname{diag}(B)", SQUARE),
    (r"\operatorname{diag}(\operatorname{diag}(A))", "A", SQUARE),
]


@pytest.mark.parametrize(("left", "right", "scope"), FALSE, ids=[f"{left} = {right}" for left, right, _ in FALSE])
def test_a_false_step_about_matrices_is_not_proved(left: str, right: str, scope: str) -> None:
    """Whatever ranks, sizes and components a prover looks at, the one that refutes is among them."""
    assert verdict(left, "=", right, scope) is not Verdict.PROVED


TRUE = [
    (r"P (I - P)", "0", IDEMPOTENT),
    (r"\det(P)^2", r"\det P", IDEMPOTENT),
    ("(I - 2P)^2", "I", PROJECTION),
    (r"|\det Q|", "1", REFLECTION),
    (r"\operatorname{tr} S", "0", SKEW),
    (r"\det(L M)", r"\prod_{i=1}^n L_{ii} M_{ii}", LOWER),
    ("L_{12}", "0", LOWER),
    (r"\sqrt{\det(A^\top A)}", r"|\det A|", SQUARE),
    (r"\det(A^\top A)", r"\det(A)^2", SQUARE),
    ("(I - A)^{-1}", "I + A", NILPOTENT),
    ("A^{-1} A", "I", EIGEN.replace("with", "be invertible with")),
    (r"\det(A) \det(A^{-1})", "1", EIGEN.replace("with", "be invertible with")),
    (r"c \log\det A + c \log\det B", r"c \log\det(A B)", DEFINITE + r" Let $c > 0$."),
    ("y_1 y_2", "0", HOT),
    (r"\|A^\top A\|_F", r"\|A A^\top\|_F", ANY),
    (r"A^\top A A^+", r"A^\top", ANY),
]


@pytest.mark.parametrize(("left", "right", "scope"), TRUE, ids=[f"{left} = {right}" for left, right, _ in TRUE])
def test_its_true_neighbour_is_never_refuted(left: str, right: str, scope: str) -> None:
    """What is true of every rank, size and component stays so."""
    assert verdict(left, "=", right, scope) is not Verdict.REFUTED
