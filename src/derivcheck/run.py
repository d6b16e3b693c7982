"""Checks several files, one after the other or several at once, into one report."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from derivcheck.paths import STANDARD_INPUT
from derivcheck.report.words import message
from derivcheck.results import File, Trouble

if TYPE_CHECKING:  # the engine is imported only when there is something to check
    from derivcheck.check import Settings


def check_files(
    paths: Sequence[str], settings: Settings, stdin_format: str, advance: Callable[[], None]
) -> tuple[File, ...]:
    """The results of all files, in the order of the paths; ``advance`` is called after each of them."""
    work = partial(_check_one, settings=settings, stdin_format=stdin_format)
    parallel = settings.jobs > 1 and len(paths) > 1 and STANDARD_INPUT not in paths
    results = _in_parallel(work, paths, settings.jobs) if parallel else map(work, paths)
    return tuple(_counted(results, advance))


def _counted(results: Iterable[File], advance: Callable[[], None]) -> Iterator[File]:
    for result in results:
        advance()
        yield result


def _in_parallel(work: Callable[[str], File], paths: Sequence[str], jobs: int) -> Iterator[File]:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # Fresh processes: a fork copies the threads' locks of its parent (the progress bar has a thread).
    with ProcessPoolExecutor(min(jobs, len(paths)), mp_context=get_context("spawn")) as executor:
        yield from executor.map(work, paths)


def _check_one(path: str, settings: Settings, stdin_format: str) -> File:
    from derivcheck.check import check_file

    if path == STANDARD_INPUT:
        return _check_stream(sys.stdin.buffer, path, stdin_format, settings)
    if not _is_endless(path):
        return check_file(path, settings=settings)
    try:
        with Path(path).open("rb") as stream:
            return _check_stream(stream, path, "markdown", settings)
    except OSError as error:
        return _unusable(path, "D507", {"reason": error.strerror or str(error)})


def _is_endless(path: str) -> bool:
    """Whether the path is a device or a pipe, which has no size that could be asked for."""
    file = Path(path)
    return file.exists() and not file.is_file() and not file.is_dir()


def _check_stream(stream: BinaryIO, path: str, form: str, settings: Settings) -> File:
    """Checks what a stream holds, of which no more is read than a file may hold."""
    from derivcheck.check import LARGEST_FILE, check_text, decoded

    data = stream.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        limit = f"{LARGEST_FILE / 1e6:.0f} MB"
        return _unusable(path, "D504", {"size": f"more than {limit}", "limit": limit})
    text, problem = decoded(data)
    if problem:
        return _unusable(path, "D503", {"reason": problem})
    return check_text(text, form, path, settings)


def _unusable(path: str, code: str, facts: dict[str, str]) -> File:
    return File(path, (), (Trouble(code, message(code, facts), None, "error"),))
