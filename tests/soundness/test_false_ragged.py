"""False steps about rows of different lengths."""

import pytest

from derivcheck.check import check_text
from derivcheck.results import Verdict

FALSE = [
    r"\sum_{i=1}^{k} \sum_{j=1}^{n_i} a_i = \sum_{i=1}^{k} a_i",
    r"\sum_{i=1}^{k} \sum_{j=1}^{n_i} y_{ij}^2 = \sum_{i=1}^{k} n_i y_{i1}^2",
    r"\sum_{i=1}^{k} \sum_{j=1}^{n_i} y_{ij} = \sum_{i=1}^{k} n_i \sum_{j=1}^{n_i} y_{ij}",
    r"\sum_{i=1}^{k} \sum_{j=1}^{n_i} j = \sum_{i=1}^{k} n_i^2",
    r"\sum_{i=1}^{k} n_i^2 = \left( \sum_{i=1}^{k} \sum_{j=1}^{n_i} 1 \right)^2",
    r"\sum_{i=1}^{k} \sum_{j=1}^{n_i} y_{ij} = \sum_{i=1}^{k} \sum_{j=1}^{n_1} y_{ij}",
    r"\sum_{i=1}^{k} \sum_{j=1}^{n_i} y_{ij} = \sum_{j=1}^{k} \sum_{i=1}^{n_j} y_{ij}",
    r"\sum_{i=1}^{k} \sum_{j=1}^{n_i} (y_{ij} - n_i) = \sum_{i=1}^{k} \sum_{j=1}^{n_i} y_{ij} - \sum_{i=1}^{k} n_i",
    r"\sum_{i=1}^{k} \frac{1}{n_i} \sum_{j=1}^{n_i} y_{ij} = \frac{1}{n_1} \sum_{i=1}^{k} \sum_{j=1}^{n_i} y_{ij}",
    r"\sum_{i=1}^{k} \sum_{j=2}^{n_i} a_i = \sum_{i=1}^{k} n_i a_i",
    r"\prod_{i=1}^{k} \prod_{j=1}^{n_i} a_i = \prod_{i=1}^{k} a_i",
    r"\sum_{i=1}^{k} \max(n_i, 1) + \sum_{i=1}^{k} \sum_{j=1}^{n_i} 1 = 2 \sum_{i=1}^{k} n_i",
]


@pytest.mark.parametrize("step", FALSE)
@pytest.mark.parametrize("scope", ["", "There are $n$ rows in all. ", r"Let $n \in \mathbb{N}$. "])
def test_no_false_step_is_proved(step: str, scope: str) -> None:
    """Nor is a true one refuted, which is why these are left open."""
    (derivation,) = check_text(f"{scope}Consider\n\n$$ {step} $$\n").derivations
    assert all(found.verdict not in (Verdict.PROVED, Verdict.DEFINED) for found in derivation.steps)


TRUE = [
    r"\sum_{i=1}^{k} \sum_{j=1}^{n_i} \sum_{l=1}^{m_{ij}} y_{ij} = \sum_{i=1}^{k} \sum_{j=1}^{n_i} m_{ij} y_{ij}",
    r"\sum_{i=1}^{k} \sum_{j=1}^{n_i} j = \sum_{i=1}^{k} \frac{n_i (n_i + 1)}{2}",
    r"\sum_{i=1}^{k} \max(n_i, 1) = \sum_{i=1}^{k} \max(1, n_i)",
]


@pytest.mark.parametrize("step", TRUE)
def test_no_true_step_is_refuted(step: str) -> None:
    """Weights that are no whole numbers refute nothing."""
    (derivation,) = check_text(f"Consider\n\n$$ {step} $$\n").derivations
    assert all(found.verdict is not Verdict.REFUTED for found in derivation.steps)
