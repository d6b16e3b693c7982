"""Steps that follow from other lines: where one of these is refuted in the end, nothing is proved by it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from derivcheck.report.words import message
from derivcheck.results import Step, Verdict

BROKEN = "D328"


def broken(steps: Sequence[Step]) -> dict[int, Step]:
    """The steps of a derivation, by their identity, that were proved from lines which do not hold.

    A line of which it is still open whether it holds may be a condition, and what follows from it is proved under it.
    """
    found: dict[int, Step] = {}
    while True:
        false = [*_refuted(steps), *(step for step in steps if id(step) in found)]
        new = {id(step): _left_open(step, used) for step, used in _resting(steps, false) if id(step) not in found}
        if not new:
            return found
        found |= new


def _refuted(steps: Iterable[Step]) -> list[Step]:
    return [step for step in steps if step.verdict is Verdict.REFUTED and step.relation == "="]


def _resting(steps: Sequence[Step], false: Sequence[Step]) -> Iterator[tuple[Step, str]]:
    """The proved steps that use lines on which earlier steps are false, with such a line."""
    order = {id(step): position for position, step in enumerate(steps)}
    for step in steps:
        if step.verdict is Verdict.PROVED and step.expected is None and "uses" in step.evidence:
            earlier = (other for other in false if order[id(other)] < order[id(step)])
            lines = {f"line {other.place.line_in_words}": other.place.line_in_words for other in earlier}
            uses = step.evidence["uses"]
            used = next((lines[line] for line in uses if line in lines), None) if isinstance(uses, list) else None
            if used is not None:
                yield step, used


def _left_open(step: Step, line: str) -> Step:
    said = message(BROKEN, {"line": line})
    return replace(step, verdict=Verdict.UNPROVED, code=BROKEN, message=said, strategy=None, evidence={}, conditions=())
