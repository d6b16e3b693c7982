"""The values of a counterexample, as lines or as one short phrase."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from derivcheck.results import Counterexample, CounterexampleValue

_SHORT = 110
Formula = Callable[[str], str]


def inline(value: object) -> str:
    """A value on one line: a vector as (1, 2), a matrix as ((1, 2), (3, 4))."""
    if isinstance(value, Mapping):
        columns = ", ".join(str(column) for column in value.get("columns", ()))
        rows = "; ".join(", ".join(inline(entry) for entry in row) for row in value.get("rows", ()))
        return f"table of {columns}: {rows}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "(" + ", ".join(inline(entry) for entry in value) + ")"
    return str(value)


def rows(name: str, value: CounterexampleValue, formula: Formula) -> list[str]:
    """Lines that show ``name = value``; a matrix takes a line for each row, so does a table."""
    if isinstance(value, Mapping):
        return [f"{name}:", *(f"  {row}" for row in _table(value, formula))]
    matrix = _matrix(value)
    if matrix is None:
        return [f"{name} = {inline(value)}"]
    start = f"{name} = "
    return [(start if number == 0 else " " * len(start)) + f"({row})" for number, row in enumerate(matrix)]


def _matrix(value: CounterexampleValue) -> list[str] | None:
    """The rows of a matrix as text with its columns flush right; None for anything else."""
    if isinstance(value, (str, Mapping)) or not value:
        return None
    entries = [[inline(entry) for entry in row] for row in value if not isinstance(row, (str, Mapping))]
    return _aligned(entries, ", ") if len(entries) == len(value) else None


def _table(table: Mapping[str, Sequence[object]], formula: Formula) -> list[str]:
    head = [formula(str(column)) for column in table.get("columns", ())]
    body = [[inline(entry) for entry in row] for row in table.get("rows", ()) if isinstance(row, Sequence)]
    return _aligned([head, *body], "  ")


def _aligned(cells: Sequence[Sequence[str]], between: str) -> list[str]:
    """Rows of text with their columns flush right."""
    count = max((len(row) for row in cells), default=0)
    widths = [max(len(row[column]) for row in cells if column < len(row)) for column in range(count)]
    return [between.join(cell.rjust(width) for cell, width in zip(row, widths, strict=False)) for row in cells]


def phrase(counterexample: Counterexample, formula: Formula) -> str:
    """The counterexample as the end of a short line: where, and what both sides are there."""
    sizes = [f"{formula(name)} = {size}" for name, size in counterexample.sizes.items()]
    values = [f"{formula(name)} = {inline(value)}" for name, value in counterexample.values.items()]
    sides = f"{inline(counterexample.left)} on the left, {inline(counterexample.right)} on the right"
    where = ", ".join([*sizes, *values])
    text = f", at {where}: {sides}" if where else f": {sides}"
    return text if len(text) <= _SHORT else text[: _SHORT - 1] + "…"
