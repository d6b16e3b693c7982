"""The findings of a file as data, and back: exactly what the reports show, without what only Python can use.

They also travel like this between processes, so that a report looks the same whether its parts were found just now, in
another process, or in another run.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, TypeVar

from derivcheck.formula import Formula
from derivcheck.report.json import plain
from derivcheck.results import Counterexample, Derivation, File, Place, Step, Trouble, Verdict

Row = list[Any]
Made = TypeVar("Made", Step, Trouble)

_MISSHAPEN = (zlib.error, ValueError, TypeError, KeyError, RecursionError)


class MisshapenError(ValueError):
    """The data are no findings."""


def encode(file: File) -> bytes:
    """The findings of a file; its path and text are not among them."""
    found = {
        "derivations": [
            [derivation.title, derivation.line, [_row(step) for step in derivation.steps]]
            for derivation in file.derivations
        ],
        "troubles": [_row(trouble) for trouble in file.troubles],
        "final": file.final,
    }
    return zlib.compress(json.dumps(found, separators=(",", ":"), allow_nan=False).encode(), 1)


def decode(data: bytes, path: str, text: str) -> File:
    """The findings of a file with this path and text; raises MisshapenError for what :func:`encode` never made."""
    try:
        found = json.loads(zlib.decompress(data))
        derivations = tuple(
            Derivation(title, line, tuple(_object(Step, row) for row in steps))
            for title, line, steps in found["derivations"]
        )
        troubles = tuple(_object(Trouble, row) for row in found["troubles"])
        return File(path, derivations, troubles, text, bool(found["final"]))
    except _MISSHAPEN as error:
        raise MisshapenError(str(error)) from error


def _row(value: Step | Trouble | Counterexample | Place) -> Row:
    """The fields of a result in their order."""
    return [_data(getattr(value, field.name)) for field in fields(value)]


def _data(value: object) -> object:
    return _row(value) if isinstance(value, (Place, Counterexample)) else plain(value)


def _object(kind: type[Made], row: Row) -> Made:
    """The result with these fields."""
    readers = _FIELDS[kind]
    return kind(*[value if read is None else read(value) for read, value in zip(readers, row, strict=True)])


def _place(row: Row | None) -> Place | None:
    return None if row is None else Place(*row)


def _counterexample(row: Row | None) -> Counterexample | None:
    return None if row is None else Counterexample(*row)


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "place": _place,
    "focus": _place,
    "left": Formula,
    "right": Formula,
    "verdict": Verdict,
    "conditions": tuple,
    "assumptions": tuple,
    "read_as": tuple,
    "counterexample": _counterexample,
}
"""How the fields are read that are more than JSON knows."""

_FIELDS: Mapping[type, tuple[Callable[[Any], Any] | None, ...]] = {
    kind: tuple(_READERS.get(field.name) for field in fields(kind)) for kind in (Step, Trouble)
}
