"""Notebooks: the Markdown of their Markdown cells as one text, which knows where each cell begins.

All that is needed is the text of some cells, which json reads in any version of the form. nbformat would check and
convert the outputs as well, and takes longer to import (jsonschema, traitlets) than most notebooks take to check.
"""

from __future__ import annotations

import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notebook:
    """The text of all Markdown cells, and of each its number in the notebook and its first line in the text."""

    text: str
    cells: tuple[tuple[int, int], ...]


def read_notebook(text: str) -> Notebook | None:
    """The Markdown in a notebook of any version; None where the text is no notebook."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return None
    found = _cells(content)
    if found is None:
        return None
    pieces: list[str] = []
    cells: list[tuple[int, int]] = []
    line = 1
    for number, cell in enumerate(found, 1):
        source = _source(cell)
        if source is None:
            continue
        # A blank line on either side: no paragraph runs from one cell into the next.
        piece = source.encode("utf-8", "replace").decode("utf-8").rstrip("\n") + "\n\n"
        cells.append((number, line))
        pieces.append(piece)
        line += piece.count("\n")
    return Notebook("".join(pieces), tuple(cells))


def _cells(content: object) -> list[object] | None:
    """The cells in their order; before version 4 they stand in worksheets."""
    if not isinstance(content, dict):
        return None
    if isinstance(content.get("cells"), list):
        return list(content["cells"])
    sheets = content.get("worksheets")
    if not isinstance(sheets, list):
        return None
    return [cell for sheet in sheets if isinstance(sheet, dict) for cell in sheet.get("cells") or ()]


def _source(cell: object) -> str | None:
    """The text of a Markdown cell."""
    if not isinstance(cell, dict) or cell.get("cell_type") != "markdown":
        return None
    source = cell.get("source")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        return "".join(source).replace("\r\n", "\n")
    return source.replace("\r\n", "\n") if isinstance(source, str) else None
