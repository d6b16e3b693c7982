"""The results of a check: the objects that the JSON report shows.

These are plain facts. How they are put into words stands in :mod:`derivcheck.report`; how they come about, in
:mod:`derivcheck.engine`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from derivcheck.formula import Formula

Table = Mapping[str, Sequence[object]]
CounterexampleValue = str | Sequence["CounterexampleValue"] | Table


class Verdict(StrEnum):
    """What a check says of a step."""

    PROVED = "proved"
    REFUTED = "refuted"
    UNPROVED = "unproved"
    UNREAD = "unread"
    DEFINED = "defined"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Place:
    """A range in a file; lines and columns count from 1, columns in code points, the end is exclusive.

    In a notebook the lines are those of all its Markdown cells as one text; ``cell`` is the number of the cell, and
    ``before`` says how many lines of the text stand before it.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    cell: int | None = None
    before: int = 0

    @property
    def line_in_words(self) -> str:
        """The number of its first line, within its cell in a notebook."""
        line = str(self.line - self.before)
        return line if self.cell is None else f"{line} of cell {self.cell}"

    def __str__(self) -> str:
        """Where it begins, as a reader looks it up."""
        line = f"{self.line - self.before}:{self.column}"
        return line if self.cell is None else f"cell {self.cell}:{line}"


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A valuation at which both sides are defined and the relation fails.

    A scalar is a string (``"-3/2"``), a vector a list, a matrix a list of rows, a table
    ``{"columns": [...], "rows": [[...], ...]}``. ``left`` and ``right`` are the sides' values there.
    """

    sizes: Mapping[str, int]
    values: Mapping[str, CounterexampleValue]
    left: CounterexampleValue
    right: CounterexampleValue


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a chain and what was found out about it.

    ``place`` is where the step stands (its right side, with the relation); ``focus`` is the part of it that a caret
    should point at, in the file (for an unread step the piece that was not understood). ``unexpected`` is true where
    an ``expect`` directive was not met by this step. ``ignored`` is the reason (which may be empty) of an author who
    knows of the finding. ``left`` and ``right`` are LaTeX that knows what it was read as: ``step.left.to_sympy()`` is
    a SymPy expression.
    """

    place: Place
    left: Formula
    relation: str
    right: Formula
    verdict: Verdict
    code: str
    message: str
    reason: str | None = None
    expected: str | None = None
    unexpected: bool = False
    focus: Place | None = None
    strategy: str | None = None
    evidence: Mapping[str, object] = field(default_factory=dict)
    conditions: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    read_as: tuple[str, ...] = ()
    counterexample: Counterexample | None = None
    suggestion: str | None = None
    seconds: float = 0.0
    ignored: str | None = None


@dataclass(frozen=True, slots=True)
class Derivation:
    """The steps of one derivation, in the order of the document."""

    title: str
    line: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something wrong with a file, or with its prose, that is no step; ``severity`` is "error" or "note".

    An error makes the exit code 2 (the file could not be used); a note does not change the exit code, except D509 (an
    unmet expectation that belongs to no single step), which counts as unexpected.
    """

    code: str
    message: str
    place: Place | None
    severity: str = "note"


@dataclass(frozen=True, slots=True)
class File:
    """What was found in one file; ``text`` is its text, so that a report can show source lines.

    It is ``final`` unless the clock, or a fault, had a say in it: another run may find more. With ``strict`` every
    claim in it has to be proved, or as expected.
    """

    path: str
    derivations: tuple[Derivation, ...]
    troubles: tuple[Trouble, ...] = ()
    text: str = ""
    final: bool = True
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in all files of a run."""

    files: tuple[File, ...]
    troubles: tuple[Trouble, ...] = ()
