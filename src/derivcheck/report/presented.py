"""Results as people read them: names in words, numbers without superfluous digits.

The engine names what it made itself: ``w:z`` for the weights of the cells of an integration variable z, ``z-values``
for the numbers that the outcomes of z stand for, ``|z|`` for how many outcomes there are, ``?3`` for an inferred size,
and ``p(x,z) unnormalised`` for the numbers that, divided by their weighted sum, are a density. This is the one place
where such names become words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import prod

from derivcheck.report.values import inline
from derivcheck.report.words import condition, message
from derivcheck.results import Counterexample, CounterexampleValue, Derivation, File, Report, Step, Table

_SIDES_DIFFER = "D201"
_INFERRED = "?"
_WEIGHTS = "w:"
_NUMBERS = "-values"
_RAW = " unnormalised"
_DECIMAL = re.compile(r"-?\d+(?:\.\d+(?:[eE][-+]?\d+)?|[eE][-+]?\d+)")
# Balls are shown by their middles: what is this small is zero up to the error of the arithmetic.
_NOTHING = 1e-30


def presented(report: Report) -> Report:
    """The report with readable counterexamples; what is readable already stays as it is."""
    return replace(report, files=tuple(_file(file) for file in report.files))


def _file(file: File) -> File:
    return replace(file, derivations=tuple(_derivation(derivation) for derivation in file.derivations))


def _derivation(derivation: Derivation) -> Derivation:
    return replace(derivation, steps=tuple(presented_step(step) for step in derivation.steps))


def presented_step(step: Step) -> Step:
    """The step with a readable counterexample, which its message repeats, and assumptions on the reader's symbols."""
    step = replace(step, assumptions=tuple(_assumptions(step.assumptions)))
    if step.counterexample is None:
        return step
    shown = presented_counterexample(step.counterexample)
    if step.code != _SIDES_DIFFER:
        return replace(step, counterexample=shown)
    facts = {"left": inline(shown.left), "right": inline(shown.right), "relation": step.relation}
    said = message(step.code, facts)
    if holds_if := step.evidence.get("holds_if"):
        said = f"{said} {condition([str(latex) for latex in holds_if])}"  # type: ignore[attr-defined]
    return replace(step, counterexample=shown, message=said)


def _assumptions(assumptions: Sequence[str]) -> Iterator[str]:
    """The assumptions, without those about what stands for a reader's symbol."""
    for assumption in assumptions:
        name = assumption.partition(": ")[0]
        if not name.startswith(_WEIGHTS) and not name.endswith(_NUMBERS):
            yield assumption.replace(_RAW, "", 1) if name.endswith(_RAW) else assumption


def presented_counterexample(counterexample: Counterexample) -> Counterexample:
    """The counterexample with names in words and tidy numbers."""
    values: dict[str, CounterexampleValue] = {}
    given = _put_in(counterexample.values)
    for name, value in given.items():
        shown, readable = _named(name, value, given)
        values[shown] = tidy(readable)
    sizes = {name: size for name, size in counterexample.sizes.items() if not name.startswith(_INFERRED)}
    left, right = tidy(counterexample.left), tidy(counterexample.right)
    if left == right:  # they differ in what tidying takes away
        left, right = counterexample.left, counterexample.right
    return Counterexample(sizes, values, left, right)


def _put_in(values: Mapping[str, CounterexampleValue]) -> dict[str, CounterexampleValue]:
    """The values, with an array in the place of a variable that stands for one, where no density speaks of it."""
    found = dict(values)
    for label, table in values.items():
        variable = label.removesuffix(_NUMBERS)
        place = values.get(variable)
        spoken = any("(" in name and variable in name for name in values)
        if label == variable or spoken or not isinstance(place, str) or isinstance(table, (str, Mapping)):
            continue
        if place.isdigit() and table and not isinstance(table[int(place) - 1], str):
            found[variable] = table[int(place) - 1]
            del found[label]
    return found


def _named(
    name: str, value: CounterexampleValue, values: Mapping[str, CounterexampleValue]
) -> tuple[str, CounterexampleValue]:
    """A name in words, and the value in the form that the words promise."""
    if name.startswith(_WEIGHTS):
        variable = name.removeprefix(_WEIGHTS)
        return f"weights of {variable}", _column(variable, f"weight of {variable}", value)
    if name.endswith(_NUMBERS):
        variable = name.removesuffix(_NUMBERS)
        return f"numbers of {variable}", _column(variable, f"number of {variable}", value)
    if name.endswith(_RAW):
        density = name.removesuffix(_RAW)
        return density, _normalised(density, value, values)
    return name, value


def _column(variable: str, head: str, value: CounterexampleValue) -> CounterexampleValue:
    if isinstance(value, (str, Mapping)):
        return value
    return {"columns": [variable, head], "rows": [[str(place), entry] for place, entry in enumerate(value, 1)]}


def _normalised(density: str, value: CounterexampleValue, values: Mapping[str, CounterexampleValue]) -> Table:
    """The density's table: each number over the weighted sum of those with the same variables behind the bar."""
    before, _, behind = density[density.rindex("(") + 1 : -1].partition("|")
    variables = [variable for variable in [*before.split(","), *behind.split(",")] if variable]
    free = len(before.split(","))
    entries = dict(_entries(value))
    weights = [values.get(f"{_WEIGHTS}{variable}") for variable in variables[:free]]
    sums: dict[tuple[int, ...], Fraction] = {}
    for place, entry in entries.items():
        weight = prod((_weight(given, at) for given, at in zip(weights, place, strict=False)), start=Fraction(1))
        sums[place[free:]] = sums.get(place[free:], Fraction(0)) + weight * entry
    rows = [[*(str(at + 1) for at in place), str(entry / sums[place[free:]])] for place, entry in entries.items()]
    return {"columns": [*variables, density], "rows": rows}


def _weight(given: CounterexampleValue | None, at: int) -> Fraction:
    return Fraction(1) if given is None or isinstance(given, (str, Mapping)) else Fraction(str(given[at]))


def _entries(value: CounterexampleValue, place: tuple[int, ...] = ()) -> list[tuple[tuple[int, ...], Fraction]]:
    if isinstance(value, str):
        return [(place, Fraction(value))]
    if isinstance(value, Mapping):
        return []
    return [found for at, part in enumerate(value) for found in _entries(part, (*place, at))]


def tidy(value: CounterexampleValue) -> CounterexampleValue:
    """The value with 1.0 as 1 and -6.2e-61 as 0."""
    if isinstance(value, str):
        return _tidy_number(value)
    if isinstance(value, Mapping):
        return {"columns": list(value.get("columns", ())), "rows": [_tidy_row(row) for row in value.get("rows", ())]}
    return [tidy(part) for part in value]


def _tidy_row(row: object) -> list[object]:
    return [_tidy_number(str(entry)) for entry in row] if isinstance(row, Sequence) else []


def _tidy_number(text: str) -> str:
    if not _DECIMAL.fullmatch(text):
        return text
    number = float(text)
    if abs(number) < _NOTHING:
        return "0"
    return text.removesuffix(".0")
