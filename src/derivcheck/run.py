"""Checks several files, one after the other or several at once, into one report."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

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
    from derivcheck.check import check_file, check_text

    if path != STANDARD_INPUT:
        return check_file(path, settings=settings)
    try:
        text = sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        reason = f"{error.reason} at byte {error.start}"
        return File(path, (), (Trouble("D503", message("D503", {"reason": reason}), None, "error"),))
    return check_text(text, stdin_format, path, settings)
