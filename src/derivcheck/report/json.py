"""The JSON report: one object, whose form is part of the interface."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence

from derivcheck._version import __version__
from derivcheck.report.summary import answers, counts
from derivcheck.results import Counterexample, Derivation, File, Report, Step

_DECIMALS_OF_SECONDS = 6


def render(report: Report, *, ascii_only: bool = False) -> str:
    """The report as JSON text, with a line end."""
    document: dict[str, object] = {
        "derivcheck": __version__,
        "files": [_file(file) for file in report.files],
        "summary": dict(counts(report)),
    }
    if heard := answers(report):
        document["witness"] = {"sympy": dict(heard)}
    return json.dumps(document, ensure_ascii=ascii_only, indent=2, allow_nan=False) + "\n"


def _file(file: File) -> dict[str, object]:
    return {"path": file.path, "derivations": [_derivation(derivation) for derivation in file.derivations]}


def _derivation(derivation: Derivation) -> dict[str, object]:
    return {
        "title": derivation.title,
        "line": derivation.line,
        "steps": [step_object(step) for step in derivation.steps],
    }


def step_object(step: Step) -> dict[str, object]:
    """A step as the JSON report shows it."""
    return {
        "line": step.place.line - step.place.before,
        "column": step.place.column,
        "end_line": step.place.end_line - step.place.before,
        "end_column": step.place.end_column,
        "left": step.left,
        "relation": step.relation,
        "right": step.right,
        "reason": step.reason,
        "expected": step.expected,
        "verdict": step.verdict.value,
        "code": step.code,
        "message": step.message,
        "strategy": step.strategy,
        "evidence": plain(step.evidence),
        "conditions": list(step.conditions),
        "assumptions": list(step.assumptions),
        "read_as": list(step.read_as),
        "counterexample": None if step.counterexample is None else _counterexample(step.counterexample),
        "suggestion": step.suggestion,
        "seconds": round(step.seconds, _DECIMALS_OF_SECONDS),
        **({} if step.place.cell is None else {"cell": step.place.cell}),
        **({} if step.ignored is None else {"ignored": step.ignored}),
    }


def _counterexample(counterexample: Counterexample) -> dict[str, object]:
    return {
        "sizes": dict(counterexample.sizes),
        "values": {name: plain(value) for name, value in counterexample.values.items()},
        "left": plain(counterexample.left),
        "right": plain(counterexample.right),
    }


def plain(value: object) -> object:
    """A value made of what JSON knows; anything else, infinities included, becomes its text."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, (Sequence, set, frozenset)):
        return [plain(part) for part in value]
    return str(value)
