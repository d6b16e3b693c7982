"""Baselines: what was found wrong when derivcheck came to a repository, so that only what is new is reported.

A finding is known by its document, its code and its formula, so that it is recognised wherever in the document it has
moved. A baseline is JSON, with formulas in it that a person can read.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from derivcheck.report.summary import UNUSED_SUPPRESSION as UNUSED
from derivcheck.report.summary import fails, may_be_ignored, steps_of_file
from derivcheck.report.words import message
from derivcheck.results import File, Report, Step, Trouble

_HEAD = "derivcheck-baseline-1"
"""The number is that of the form: another form has another name."""

_REASON = "baseline"

Known = Mapping[str, Counter[tuple[str, str]]]


class BaselineError(Exception):
    """A file that is no baseline; its text is the message."""


def read_baseline(path: Path) -> Known:
    """What a baseline knows: for each document how often each finding; raises BaselineError."""
    try:
        found = json.loads(path.read_text(encoding="utf-8", errors="surrogateescape"))
        return {
            document: Counter({(str(each["code"]), str(each["step"])): int(each["count"]) for each in findings})
            for document, findings in found[_HEAD].items()
        }
    except OSError as error:
        raise BaselineError(f"{path}: {error.strerror}") from None
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
        raise BaselineError(f"{path}: This is no baseline of derivcheck: {error}.") from None


def write_baseline(files: Iterable[File], path: Path, *, strict: bool) -> int:
    """Writes a baseline of all that fails in the files, and says how many steps that are; raises OSError."""
    found: dict[str, list[dict[str, object]]] = {}
    total = 0
    for file in files:
        strictly = strict or file.strict
        failing = Counter(
            _finding(step) for step in steps_of_file(file) if may_be_ignored(step) and fails(step, strict=strictly)
        )
        if failing:
            found[_name(file, path)] = [
                {"code": code, "step": step, "count": count} for (code, step), count in sorted(failing.items())
            ]
            total += failing.total()
    text = json.dumps({_HEAD: dict(sorted(found.items()))}, indent=2, ensure_ascii=False)
    # The name of a file may be any bytes.
    path.write_text(text + "\n", encoding="utf-8", errors="surrogateescape")
    return total


def with_baselines(report: Report, baseline_of: Callable[[str], str | None]) -> Report:
    """The report with what the baseline of each document knows."""
    known: dict[str, Known] = {}
    files: list[File] = []
    for file in report.files:
        path = baseline_of(file.path)
        if path is not None and path not in known:
            known[path] = read_baseline(Path(path))
        files.append(file if path is None else apply_baseline(file, known[path], Path(path)))
    return replace(report, files=tuple(files))


def apply_baseline(file: File, known: Known, path: Path) -> File:
    """The file with the steps marked that the baseline knows; what it knows and is gone is reported."""
    left = Counter(known.get(_name(file, path), Counter()))
    if not left:
        return file

    def marked(step: Step) -> Step:
        finding = _finding(step)
        if step.ignored is not None or not may_be_ignored(step) or left[finding] <= 0:
            return step
        left[finding] -= 1
        return replace(step, ignored=_REASON)

    derivations = tuple(replace(each, steps=tuple(marked(step) for step in each.steps)) for each in file.derivations)
    gone = tuple(
        Trouble(UNUSED, message(UNUSED, {"codes": code, "step": step}), None)
        for (code, step), count in sorted(left.items())
        if count > 0
    )
    return replace(file, derivations=derivations, troubles=(*file.troubles, *gone))


def _finding(step: Step) -> tuple[str, str]:
    """What a finding is known by: its code and its formula, however it is broken into lines."""
    return step.code, " ".join(f"{step.left} {step.relation} {step.right}".split())


def _name(file: File, path: Path) -> str:
    """A document's path from the folder of the baseline on."""
    try:
        return Path(os.path.relpath(Path(file.path).resolve(), path.resolve().parent)).as_posix()
    except ValueError:  # another drive
        return file.path
