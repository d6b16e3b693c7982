"""The values of a counterexample, as lines or as one short phrase."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from derivcheck.report.lines import cells
from derivcheck.results import Counterexample, CounterexampleValue, Table

_LETTER = re.compile(r"[A-Za-z\\]")
Formula = Callable[[str], str]


def inline(value: object) -> str:
    """A value on one line: a vector as (1, 2), a matrix as (1, 2; 3, 4), named values as x = 1, y = 2."""
    if isinstance(value, Mapping) and "rows" not in value:
        return ", ".join(f"{name} = {inline(entry)}" for name, entry in value.items())
    if isinstance(value, Mapping):
        columns = ", ".join(str(column) for column in value.get("columns", ()))
        rows = "; ".join(", ".join(inline(entry) for entry in row) for row in value.get("rows", ()))
        return f"table of {columns}: {rows}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        is_matrix = bool(value) and all(_is_list_of_scalars(part) for part in value)
        parts = (inline(part)[1:-1] if is_matrix else inline(part) for part in value)
        return "(" + ("; " if is_matrix else ", ").join(parts) + ")"
    return str(value)


def _is_list_of_scalars(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str) and all(isinstance(part, str) for part in value)


def _entry(value: object, formula: Formula) -> str:
    """A value on one line, with the polynomial that stands for a function set as a formula."""
    return formula(value) if isinstance(value, str) and _LETTER.search(value) and "e" not in value else inline(value)


def block(counterexample: Counterexample, formula: Formula) -> Iterator[str]:
    """Lines that show all of a counterexample: sizes, values, tables, and what both sides are there."""
    tables = {name: value for name, value in counterexample.values.items() if isinstance(value, Mapping)}
    counted = {f"|{column}|" for table in tables.values() for column in table.get("columns", ())}
    sizes = ", ".join(f"{formula(name)} = {size}" for name, size in counterexample.sizes.items() if name not in counted)
    if sizes:
        yield sizes
    for name, value in counterexample.values.items():
        if name not in tables:
            yield from rows(formula(name), value, formula)
    for table in _joined(list(tables.values())):
        yield from _constant(table, formula) or _table(table, formula)
    yield from rows("left side ", counterexample.left, formula)
    yield from rows("right side", counterexample.right, formula)


def rows(name: str, value: CounterexampleValue, formula: Formula) -> list[str]:
    """Lines that show ``name = value``; a matrix takes a line for each row, so does a table."""
    if isinstance(value, Mapping):
        return _table(value, formula)
    matrix = _matrix(value)
    if matrix is None:
        return [f"{name} = {_entry(value, formula)}"]
    start = f"{name} = "
    return [(start if number == 0 else " " * cells(start)) + f"({row})" for number, row in enumerate(matrix)]


def _matrix(value: CounterexampleValue) -> list[str] | None:
    """The rows of a matrix as text with its columns flush right; None for anything else."""
    if isinstance(value, (str, Mapping)) or not value:
        return None
    entries = [[inline(entry) for entry in row] for row in value if not isinstance(row, (str, Mapping))]
    return _aligned(entries, ", ") if len(entries) == len(value) else None


def _joined(tables: Sequence[Table]) -> list[Table]:
    """The tables, with those over the same variables side by side in one; the fewest variables first."""
    groups: dict[tuple[str, ...], tuple[list[str], dict[tuple[str, ...], list[str]]]] = {}
    for table in tables:
        *variables, head = (str(column) for column in table.get("columns", ()))
        order = sorted(range(len(variables)), key=lambda at: variables[at])
        heads, entries = groups.setdefault(tuple(variables[at] for at in order), ([], {}))
        heads.append(head)
        for *places, entry in (row for row in table.get("rows", ()) if isinstance(row, Sequence)):
            entries.setdefault(tuple(str(places[at]) for at in order), []).append(inline(entry))
    return [
        {
            "columns": [*variables, *heads],
            "rows": [[*place, *entries[place]] for place in sorted(entries, key=_numeric)],
        }
        for variables, (heads, entries) in sorted(groups.items(), key=lambda group: (len(group[0]), group[0]))
    ]


def _numeric(place: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(int(at) if at.isdecimal() else 0 for at in place)


def _constant(table: Table, formula: Formula) -> list[str]:
    """One line in the place of a table over one variable whose entries are all the same."""
    variable, *heads = (str(column) for column in table.get("columns", ()))
    entries = {inline(row[1]) for row in table.get("rows", ()) if isinstance(row, Sequence) and len(row) == 2}
    if len(heads) != 1 or len(entries) != 1:
        return []
    return [f"{formula(heads[0])} = {entries.pop()} for every {formula(variable)}"]


def _table(table: Table, formula: Formula) -> list[str]:
    head = [formula(str(column)) for column in table.get("columns", ())]
    body = [[inline(entry) for entry in row] for row in table.get("rows", ()) if isinstance(row, Sequence)]
    return _aligned([head, *body], "  ")


def _aligned(lines: Sequence[Sequence[str]], between: str) -> list[str]:
    """Rows of text with their columns flush right."""
    count = max((len(row) for row in lines), default=0)
    widths = [max(cells(row[column]) for row in lines if column < len(row)) for column in range(count)]
    return [
        between.join(" " * (width - cells(cell)) + cell for cell, width in zip(row, widths, strict=False))
        for row in lines
    ]


def phrase(counterexample: Counterexample, formula: Formula) -> str | None:
    """The counterexample as one short line: where, and what both sides are there; None if it holds tables."""
    if any(isinstance(value, Mapping) for value in counterexample.values.values()):
        return None
    sizes = [f"{formula(name)} = {size}" for name, size in counterexample.sizes.items()]
    values = [f"{formula(name)} = {_entry(value, formula)}" for name, value in counterexample.values.items()]
    sides = f"{inline(counterexample.left)} on the left, {inline(counterexample.right)} on the right"
    where = ", ".join([*sizes, *values])
    return f"at {where}: {sides}" if where else sides
