"""Verdicts held against what an ``expect`` directive says of the next formula."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from derivcheck.documents import Directive, LineStarts, place
from derivcheck.report.words import message
from derivcheck.results import Step, Trouble


def held_against(directive: Directive, steps: Sequence[Step], starts: LineStarts) -> tuple[list[Step], list[Trouble]]:
    """The steps of a chain with what is expected of each; a trouble where that cannot be said of any one of them.

    A single word is about one step of several, whichever it is.
    """
    wanted = [word.strip() for word in directive.argument.text.split(",")]
    if len(wanted) == 1 and len(steps) > 1:
        (word,) = wanted
        missed = all(step.verdict != word for step in steps)
        found = [unmet(directive, ", ".join(step.verdict for step in steps), starts)] if missed else []
        return [replace(step, expected=word) if step.verdict == word else step for step in steps], found
    if len(wanted) != len(steps):
        return list(steps), [unmet(directive, f"{len(steps)} steps", starts)]
    return [_expecting(step, word) for step, word in zip(steps, wanted, strict=True)], []


def unmet(directive: Directive, found: str, starts: LineStarts) -> Trouble:
    """The trouble that a directive expects something else than what was found."""
    text = message("D509", {"expected": directive.argument.text.strip(), "found": found})
    return Trouble("D509", text, place(starts, directive.span), "error")


def _expecting(step: Step, word: str) -> Step:
    if step.verdict == word:
        return replace(step, expected=word)
    text = message("D509", {"expected": word, "found": step.verdict})
    return replace(step, expected=word, unexpected=True, message=f"{step.message} {text}")
