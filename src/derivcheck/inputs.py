r"""The files that a LaTeX document takes its macros from: ``\input{macros}``, its own packages, and its root.

Of those files nothing but their definitions counts. A chapter names its root in a line that editors know,
``% !TEX root = ../thesis.tex``, or as a subfile.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

LARGEST = 1_000_000
MOST = 40
_COMMENT = re.compile(r"(?<!\\)%[^\n]*")
_NAMED = re.compile(
    r"\\(?P<command>input|include|usepackage|RequirePackage|documentclass)[ \t]*(?:\[(?P<options>[^\[\]]*)\])?"
    r"[ \t]*\{(?P<names>[^{}]{1,500})\}"
)
_ROOT = re.compile(r"^[ \t]*%[ \t]*!T[eE]X[ \t]+root[ \t]*=[ \t]*(\S[^\n]*)$", re.MULTILINE)
_SUFFIXES = {"input": ".tex", "include": ".tex", "documentclass": ".cls"}


def inputs_of(path: str, text: str) -> tuple[str, ...]:
    """The texts of the files that a document names and that are there, those that others need first."""
    found: dict[Path, str] = {}
    seen = {Path(path).resolve()}
    _collect(Path(path), text, seen, found)
    return tuple(found.values())


def _collect(path: Path, text: str, seen: set[Path], found: dict[Path, str]) -> None:
    for other in _named(path, text):
        real = other.resolve()
        if real in seen or len(seen) > MOST:
            continue
        seen.add(real)
        inner = _text(other)
        if inner is not None:
            _collect(other, inner, seen, found)
            found[real] = inner


def _named(path: Path, text: str) -> Iterator[Path]:
    """The files that a text names, relative to its own folder."""
    root = _ROOT.search(text[:2000])
    if root is not None:
        yield path.parent / root[1].strip()
    for match in _NAMED.finditer(_COMMENT.sub("", text)):
        suffix = _SUFFIXES.get(match["command"], ".sty")
        names = match["names"].split(",")
        if match["command"] == "documentclass" and match["names"].strip() == "subfiles":
            names, suffix = [match["options"] or ""], ".tex"
        for name in names:
            named = path.parent / name.strip()
            yield named if named.suffix else named.with_name(named.name + suffix)


def _text(path: Path) -> str | None:
    """What a file holds, unless it is none of the author's: too large, no text, or not there."""
    try:
        if not path.is_file() or path.stat().st_size > LARGEST:
            return None
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError, ValueError):
        return None
