"""Without their declarations, true steps are not refuted and slips are not proved."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from derivcheck.check import Settings, check_text
from derivcheck.results import Verdict

DECLARED = re.compile(r"\s*\\in\s*\\mathbb\{R\}\^(?:\{[^{}]*\}|\w)")
FOLDERS = (Path("tests/derivations"), Path("derivations"))
DOCUMENTS = [
    path for folder in FOLDERS for path in sorted(folder.rglob("*.md")) if DECLARED.search(path.read_text("utf-8"))
]
QUICK = Settings(advice=False, slips=False)


def _verdicts(text: str) -> list[Verdict]:
    return [step.verdict for derivation in check_text(text, settings=QUICK).derivations for step in derivation.steps]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_deleted_declarations_make_no_verdict_wrong(path: Path) -> None:
    """What was proved is proved or left open, what was refuted refuted or left open."""
    text = path.read_text("utf-8")
    wrong = {(Verdict.PROVED, Verdict.REFUTED), (Verdict.REFUTED, Verdict.PROVED)}
    pairs = list(zip(_verdicts(text), _verdicts(DECLARED.sub("", text)), strict=True))
    assert not wrong & set(pairs)


SLIPS = [
    "AB = BA",
    "(A + B)^2 = A^2 + 2AB + B^2",
    "(AB)^2 = A^2 B^2",
    r"(AB)^{-1} = A^{-1} B^{-1}",
    r"(AB)^\top = A^\top B^\top",
    r"(A^\top B)^\top = A^\top B",
    r"x^\top A y = y^\top A x",
    r"\operatorname{tr}(ABC) = \operatorname{tr}(CBA)",
    r"\operatorname{tr}(AB) = \operatorname{tr} A \operatorname{tr} B",
    r"\det(A + B) = \det A + \det B",
    r"\nabla_w \|w\| = w",
    r"\nabla_x (x^\top A x) = 2 A x",
    r"\nabla_w \|Xw - y\|^2 = X^\top (Xw - y)",
    r"\|u + v\|^2 = \|u\|^2 + \|v\|^2",
    r"\|Xw\|^2 = w^\top X X^\top w",
    r"2 (X^\top X + \lambda) w = 2 X^\top X w + 2 \lambda w",
    r"(A^{-1} + B^{-1})^{-1} = A + B",
    r"\sum_i x_i^\top x_i = \sum_i x_i x_i^\top",
    r"X (X^\top X)^{-1} X^\top = I",
    r"\operatorname{tr}(I_n) = 1",
    r"(I - A)(I + B) = I - AB",
    r"A^{-1} B A = B",
    r"u v^\top = v u^\top",
    r"\log \det(A B^{-1}) = \log \det A + \log \det B",
]


@pytest.mark.parametrize("slip", SLIPS)
def test_slips_without_declarations_are_not_proved(slip: str) -> None:
    """Whatever the names may be, a slip in matrices is no theorem."""
    assert Verdict.PROVED not in _verdicts(f"$$ {slip} $$")


TRUTHS = [
    "AB + BA = BA + AB",
    "(A + B)^2 = A^2 + 2AB + B^2",
    r"X^\top Y = Y^\top X",
    r"A^{-1} B A = B",
    r"A x = x A",
    r"F G - G F = 0",
    r"\frac{A}{B} C = A \frac{C}{B}",
    r"\operatorname{tr}(I_d) = d",
    r"\frac{1}{n} \mathbf{1}^\top \mathbf{1} = 1",
    r"(x + c)^\top (x + c) = x^\top x + 2 c^\top x + c^\top c",
]


@pytest.mark.parametrize("formula", TRUTHS)
def test_what_is_true_in_one_plausible_reading_is_not_refuted(formula: str) -> None:
    """Numbers, vectors or equal sizes may have been meant."""
    assert Verdict.REFUTED not in _verdicts(f"$$ {formula} $$")
