from dataclasses import replace

import pytest

from derivcheck.report.evidence import describe
from tests.report import samples


@pytest.mark.parametrize(
    ("evidence", "text"),
    [
        ({"points": 1, "sizes": [], "error": "below 2^-100"}, "1 random point; error below 2^{-100}"),
        ({"points": 2, "sizes": [{"?3": 5}, {"?3": 6}]}, "2 random points"),
        (
            {"points": 0, "error": "none", "valuations": 3},
            "both sides have the same normal form; no difference at 3 valuations",
        ),
        ({"rank": ["1", "2"]}, "rank (1, 2)"),
    ],
)
def test_evidence_is_said_in_words(evidence: dict[str, object], text: str) -> None:
    """Figures that say nothing are left out, figures that are not known are shown as they are."""
    assert describe(replace(samples.PROVED, evidence=evidence), str) == f"By random interpretation: {text}"


def test_a_counterexample_needs_no_other_evidence() -> None:
    """It is shown by itself."""
    assert describe(replace(samples.REFUTED, strategy="counterexample"), str) == ""
