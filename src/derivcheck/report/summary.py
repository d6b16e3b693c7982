"""What a run amounts to: how often each verdict was given, and the exit code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from derivcheck.results import File, Report, Step, Trouble, Verdict

UNMET_EXPECTATION = "D509"
"""What a document says of itself and does not hold: the file could be used."""

UNUSED_SUPPRESSION = "D512"
"""What hides nothing any more: it fails a strict run only."""

UNUSABLE = 2
"""The exit code of a run with a file that could not be used."""

_INTERNAL = "D9"
_NO_CLAIM = frozenset({Verdict.DEFINED, Verdict.SKIPPED})


def steps(report: Report) -> Iterator[Step]:
    """All steps of a run, in the order of the files."""
    for file in report.files:
        yield from steps_of_file(file)


def steps_of_file(file: File) -> Iterator[Step]:
    """All steps of a file, in its order."""
    for derivation in file.derivations:
        yield from derivation.steps


def troubles(report: Report) -> Iterator[Trouble]:
    """All troubles of a run: those of the files, then those that belong to none."""
    for file in report.files:
        yield from file.troubles
    yield from report.troubles


def counts(report: Report) -> Mapping[str, int]:
    """How often each verdict was given, and under "unexpected" how many expectations are not met."""
    found = dict.fromkeys((*Verdict, "unexpected"), 0)
    for step in steps(report):
        found[step.verdict] += 1
        found["unexpected"] += step.unexpected
    found["unexpected"] += sum(trouble.code == UNMET_EXPECTATION for trouble in troubles(report))
    return {str(name): count for name, count in found.items()}


def answers(report: Report) -> Mapping[str, int]:
    """How often SymPy gave each of its answers; nothing where it was not asked."""
    said = [step.evidence["witness"] for step in steps(report) if "witness" in step.evidence]
    found = [str(answer["sympy"]) for answer in said if isinstance(answer, Mapping)]
    return {name: found.count(name) for name in ("agrees", "no answer", "disagrees")} if found else {}


def as_expected(step: Step) -> bool:
    """Whether a directive expects of the step exactly what was found."""
    return step.expected == step.verdict and not step.unexpected


def may_be_ignored(step: Step) -> bool:
    """Whether a suppression or a baseline may speak of the step: neither faults of ours nor unmet expectations."""
    return not step.unexpected and not step.code.startswith(_INTERNAL)


def is_wrong(step: Step) -> bool:
    """Whether the step makes the run fail even without ``--strict``."""
    refuted = step.verdict is Verdict.REFUTED and not as_expected(step) and step.ignored is None
    return refuted or step.unexpected or step.code.startswith(_INTERNAL)


def is_open(step: Step) -> bool:
    """Whether the step makes a claim that is neither proved nor found as expected; ``--strict`` fails on it."""
    settled = step.verdict is Verdict.PROVED or step.verdict in _NO_CLAIM
    return not settled and not as_expected(step) and step.ignored is None


def fails(step: Step, *, strict: bool) -> bool:
    """Whether the step makes the run fail."""
    return is_wrong(step) or (strict and is_open(step))


def exit_code(report: Report, *, strict: bool = False) -> int:
    """0 if all is well, 1 if something is wrong (with ``strict``: or open), 2 if a file could not be used."""
    found = list(troubles(report))
    failing = [trouble for trouble in found if trouble.code == UNMET_EXPECTATION or trouble.code.startswith(_INTERNAL)]
    if any(trouble.severity == "error" and trouble not in failing for trouble in found):
        return UNUSABLE
    failed = any(fails(step, strict=strict or file.strict) for file in report.files for step in steps_of_file(file))
    superfluous = any(
        trouble.code == UNUSED_SUPPRESSION and (strict or file.strict)
        for file in report.files
        for trouble in file.troubles
    )
    return 1 if failed or failing or superfluous else 0
