from dataclasses import replace

import pytest

from derivcheck.report.summary import counts, exit_code
from derivcheck.results import Report, Step, Trouble
from tests.report import samples

CASES = [
    # silence first: what must not fail
    ([], 0, 0),
    ([samples.PROVED, samples.DEFINED], 0, 0),
    ([samples.SKIPPED], 0, 0),
    ([samples.EXPECTED], 0, 0),
    # what --strict alone fails on
    ([samples.UNPROVED], 0, 1),
    ([samples.UNREAD], 0, 1),
    # what always fails
    ([samples.PROVED, samples.REFUTED], 1, 1),
    ([samples.UNEXPECTED], 1, 1),
]


@pytest.mark.parametrize(("steps", "lenient", "strict"), CASES)
def test_the_exit_code_follows_the_verdicts(steps: list[Step], lenient: int, strict: int) -> None:
    """Refuted and unexpected fail always, unproved and unread with --strict, defined and skipped never."""
    report = samples.report(*steps)
    assert (exit_code(report), exit_code(report, strict=True)) == (lenient, strict)


def test_an_internal_disagreement_fails() -> None:
    """A code D9xx gives 1 even though the step is only unproved."""
    step = replace(samples.UNPROVED, code="D901")
    assert exit_code(samples.report(step)) == 1


def test_an_unproved_step_that_is_expected_passes_strictly() -> None:
    """An expectation that is met accepts an open step."""
    step = replace(samples.UNPROVED, expected="unproved")
    assert exit_code(samples.report(step), strict=True) == 0


def test_a_refutation_where_something_else_is_expected_fails() -> None:
    """Only a refutation that is expected is accepted; "expect unproved" does not cover it."""
    assert exit_code(samples.report(replace(samples.REFUTED, expected="unproved"))) == 1


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        (Trouble("D510", "…", None), 0),
        (Trouble("D508", "…", None), 0),
        (Trouble("D509", "…", None), 1),
        (Trouble("D509", "…", None, "error"), 1),
        (Trouble("D503", "…", None, "error"), 2),
    ],
)
def test_troubles_set_the_exit_code(trouble: Trouble, code: int) -> None:
    """A note changes nothing, an unmet expectation gives 1, an error 2, in a file or outside."""
    assert exit_code(samples.report(samples.PROVED, troubles=(trouble,))) == code
    assert exit_code(Report((), (trouble,))) == code


def test_an_unusable_file_outweighs_a_refutation() -> None:
    """With both, the exit code is 2."""
    assert exit_code(samples.report(samples.REFUTED, troubles=(Trouble("D503", "…", None, "error"),))) == 2


def test_the_counts_are_those_of_all_files() -> None:
    """Each verdict is counted, and unmet expectations of steps and of files."""
    report = samples.report(samples.UNEXPECTED, samples.UNREAD, troubles=(Trouble("D509", "…", None),))
    both = Report((*report.files, samples.SIGMOID))
    assert counts(both) == {
        "proved": 3, "refuted": 2, "unproved": 0, "unread": 2, "defined": 0, "skipped": 0, "unexpected": 2
    }  # fmt: skip
