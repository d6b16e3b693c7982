"""Sets of real numbers with rational ends: the line cut at breakpoints into points and open intervals."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

End = Fraction | None


@dataclass(frozen=True, slots=True)
class Cell:
    """The point ``low`` = ``high``, or the open interval between them; ``None`` is infinity."""

    low: End
    high: End

    @property
    def is_point(self) -> bool:
        """Whether the cell is one number."""
        return self.low is not None and self.low == self.high

    @property
    def sample(self) -> Fraction:
        """A number in the cell."""
        if self.low is None and self.high is None:
            return Fraction(0)
        if self.low is None:
            return (self.high or Fraction(0)) - 1
        return self.low + 1 if self.high is None else (self.low + self.high) / 2


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring cells, and the points missing among them."""

    cells: tuple[Cell, ...]
    missing: tuple[Fraction, ...]


def cut(breakpoints: Iterable[Fraction]) -> list[Cell]:
    """The line cut at ``breakpoints``, from left to right."""
    ends: list[Fraction] = sorted(set(breakpoints))
    cells: list[Cell] = []
    before: End = None
    for end in ends:
        cells += [Cell(before, end), Cell(end, end)]
        before = end
    return [*cells, Cell(before, None)]


def runs(cells: list[Cell], holds: Callable[[Cell], bool]) -> list[Run]:
    """The runs of cells on which ``holds``; one missing point between two intervals does not end a run."""
    found: list[Run] = []
    current: list[Cell] = []
    missing: list[Fraction] = []
    kept = [holds(cell) for cell in cells]
    for place, cell in enumerate(cells):
        if kept[place]:
            current.append(cell)
        elif cell.is_point and current and kept[place + 1]:
            missing.append(cell.sample)
        elif current:
            found.append(Run(tuple(current), tuple(missing)))
            current, missing = [], []
    if current:
        found.append(Run(tuple(current), tuple(missing)))
    return found
