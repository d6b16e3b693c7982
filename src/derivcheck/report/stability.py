"""The table of ``derivcheck stability``: formulas that are equal on paper and differ in floating point."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from derivcheck.report.lines import Line
from derivcheck.report.table import table
from derivcheck.report.terminal import Look

_HEADS = ("Name", "Formula", "Input", "Exact", "float32", "float64", "Verdict")


class Comparison(Protocol):
    """One formula at one input, exactly and in floating point."""

    @property
    def name(self) -> str:
        """What the formula is called."""

    @property
    def latex(self) -> str:
        """The formula."""

    @property
    def input(self) -> str:
        """Where it is evaluated."""

    @property
    def exact(self) -> str:
        """Its value there."""

    @property
    def float32(self) -> str:
        """What single precision makes of it."""

    @property
    def float64(self) -> str:
        """What double precision makes of it."""

    @property
    def verdict(self) -> str:
        """What is to be said of it."""


def render(comparisons: Sequence[Comparison], *, unicode: bool) -> Iterator[Line]:
    """The lines of the table."""
    look = Look(unicode=unicode)
    rows = [
        (each.name, look.formula(each.latex), each.input, each.exact, each.float32, each.float64, each.verdict)
        for each in comparisons
    ]
    yield from table(_HEADS, rows)
