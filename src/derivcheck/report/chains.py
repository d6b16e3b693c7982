"""Whether a step goes on with the chain of the step before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from derivcheck.results import Step

# What ends one display or starts another; a line break with its distance (``\\[2pt]``) is no bracket.
_DISPLAY = re.compile(r"\$|\\[\[\]]|\\(?:begin|end)\s*\{(?!aligned|split|gathered|alignedat)")
_LINE_BREAK = re.compile(r"\\\\")


def continues(previous: Step, step: Step, lines: Sequence[str]) -> bool:
    """Whether ``step`` starts where ``previous`` ended, in the same display of the file with these lines."""
    if previous.right != step.left:
        return False
    return not _DISPLAY.search(_LINE_BREAK.sub(" ", _between(previous, step, lines)))


def _between(previous: Step, step: Step, lines: Sequence[str]) -> str:
    first, last = previous.place.end_line - 1, step.place.line - 1
    between = list(lines[first : last + 1])
    if not between:
        return ""
    between[-1] = between[-1][: step.place.column - 1] if last < len(lines) else between[-1]
    between[0] = between[0][previous.place.end_column - 1 :]
    return "\n".join(between)
