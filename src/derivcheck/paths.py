"""Which files are meant by the paths of a command line."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from derivcheck.report.words import message
from derivcheck.results import Trouble
from derivcheck.sources import FORMATS, NOTEBOOK, STANDARD_INPUT

SUFFIXES = frozenset({*FORMATS, NOTEBOOK})
_SKIPPED_FOLDERS = frozenset({"build", "dist", "node_modules", "venv", "__pycache__", "site-packages"})


def find(
    paths: Iterable[str],
    takes: Callable[[str], bool] = lambda _: True,
    leaves_out: Callable[[str], bool] = lambda _: False,
) -> tuple[list[str], list[Trouble]]:
    """The files that are meant, each once and folders' files in order, and what is wrong with the paths.

    A file that is named is taken whatever its suffix, unless ``leaves_out`` says otherwise; folders give their
    documents that ``takes`` accepts, except those in hidden folders and in folders that hold other people's files
    (``node_modules``, ``build``).
    """
    files: dict[str, str] = {}
    troubles: list[Trouble] = []
    for path in paths:
        if path != STANDARD_INPUT and not os.path.lexists(path):
            troubles.append(_trouble("D507", path))
        elif not Path(path).is_dir():
            if not leaves_out(path):
                files.setdefault(_identity(path), path)
        else:
            found = [file for file in _in_folder(path, troubles) if takes(file)]
            if not found:
                troubles.append(_trouble("D506", path))
            for file in found:
                files.setdefault(_identity(file), file)
    return list(files.values()), troubles


def _trouble(code: str, path: str) -> Trouble:
    return Trouble(code, f"{path}: {message(code, {})}", None, "error")


def _identity(path: str) -> str:
    return path if path == STANDARD_INPUT else os.path.realpath(path)


def _in_folder(folder: str, troubles: list[Trouble]) -> Iterator[str]:
    def unreadable(error: OSError) -> None:
        troubles.append(Trouble("D507", f"{error.filename}: {error.strerror}", None, "error"))

    for place, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _SKIPPED_FOLDERS)
        for name in sorted(names):
            if Path(name).suffix.lower() in SUFFIXES and not name.startswith("."):
                yield os.path.normpath(Path(place) / name)
