"""What a file holds, before any mathematics in it is looked for: its text, and which language that is in."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from derivcheck.inputs import inputs_of
from derivcheck.report.words import message
from derivcheck.results import File, Trouble

LARGEST_FILE = 10_000_000
STANDARD_INPUT = "-"
FORMATS = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdx": "markdown",
    ".qmd": "markdown",
    ".tex": "latex",
    ".rst": "rst",
}
NOTEBOOK = ".ipynb"
_OF_PACKAGES = {".sty": "latex", ".cls": "latex"}
"""What is read where it is named, and looked for nowhere."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file's text in one of the languages; ``cells`` says where the cells of a notebook begin in it.

    ``inputs`` are the texts that it takes macros from.
    """

    path: str
    text: str
    form: str = "markdown"
    cells: tuple[tuple[int, int], ...] = ()
    inputs: tuple[str, ...] = ()


def read_source(path: str, stdin_form: str = "markdown") -> Source | File:
    """What a file (or standard input) holds; a file that cannot be used is a result already, and never an exception."""
    try:
        data = _bytes_of(path)
    except OSError as error:
        return _unusable(path, "D507", {"reason": error.strerror or str(error)})
    except ValueError as error:  # a zero byte in the name
        return _unusable(path, "D507", {"reason": str(error)})
    if len(data) > LARGEST_FILE:
        limit = f"{LARGEST_FILE / 1e6:.0f} MB"
        return _unusable(path, "D504", {"size": f"more than {limit}", "limit": limit})
    text, problem = decoded(data)
    if problem:
        return _unusable(path, "D503", {"reason": problem})
    suffix = Path(path).suffix.lower()
    if suffix == NOTEBOOK:
        return _notebook(path, text)
    form = stdin_form if path == STANDARD_INPUT else (FORMATS | _OF_PACKAGES).get(suffix, "markdown")
    return Source(path, text, form, inputs=inputs_of(path, text) if form == "latex" else ())


def _bytes_of(path: str) -> bytes:
    """No more than shows that it is too much: a device may have no size and no end."""
    if path == STANDARD_INPUT:
        return sys.stdin.buffer.read(LARGEST_FILE + 1)
    with Path(path).open("rb") as stream:
        return stream.read(LARGEST_FILE + 1)


def decoded(data: bytes) -> tuple[str, str]:
    """The text of a file, or why it is none."""
    if b"\0" in data:
        return "", "it holds zero bytes"
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n"), ""
    except UnicodeDecodeError as error:
        return "", f"byte {error.start} is not UTF-8"


def _notebook(path: str, text: str) -> Source | File:
    from derivcheck.documents.notebook import read_notebook

    notebook = read_notebook(text)
    return _unusable(path, "D508", {}) if notebook is None else Source(path, notebook.text, "markdown", notebook.cells)


def _unusable(path: str, code: str, facts: dict[str, str]) -> File:
    return File(path, (), (Trouble(code, message(code, facts), None, "error"),))
