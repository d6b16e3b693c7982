"""Slips put into the proved steps of whole documents: none is proved, and most are refuted."""

from pathlib import Path

import pytest

from benchmarks.slips import tried
from derivcheck.results import Verdict

ROOT = Path(__file__).resolve().parents[2]

# Edits that keep the value: which of two equal sums has which index; what a softmax does not see.
NO_SLIPS = frozenset(
    {
        r"\frac{\sum_{j=1}^n e^{x_j}}{\sum_{i=1}^n e^{x_i}}",
        r"\operatorname{softmax}(x + m)_i",
    }
)

DOCUMENTS = (
    "derivations/softmax/stability.md",
    "derivations/linear-regression/ridge.md",
    "tests/derivations/what-was-said-before.md",
)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_slip_in_a_document_is_proved(document: str) -> None:
    """A slip in one step is not proved by anything that the rest of the document says, and mostly refuted."""
    found = [
        (put, None if step is None else step.verdict)
        for put, step in tried(ROOT / document, each=1, seed=1)
        if put.wrong not in NO_SLIPS
    ]
    proved = [put for put, verdict in found if verdict is Verdict.PROVED]
    refuted = [put for put, verdict in found if verdict is Verdict.REFUTED]
    assert found
    assert not proved
    assert len(refuted) >= 0.7 * len(found)
