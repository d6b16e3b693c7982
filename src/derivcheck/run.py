"""Checks several files, one after the other or several at once, into one report."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from derivcheck.paths import STANDARD_INPUT
from derivcheck.report.words import message
from derivcheck.results import File, Trouble

if TYPE_CHECKING:  # the engine is imported only when there is something to check
    from concurrent.futures import ProcessPoolExecutor

    from derivcheck.check import Settings


ENOUGH_FILES = 4
"""From how many files on several processes pay, unless a number of them was asked for."""


@contextmanager
def checking(paths: Sequence[str], settings: Settings, stdin_format: str) -> Iterator[Iterable[File]]:
    """The results of all files, in the order of the paths, each as soon as it is there."""
    work = partial(_check_one, settings=settings, stdin_format=stdin_format)
    jobs = settings.jobs or (_cores() if len(paths) >= ENOUGH_FILES else 1)
    if min(jobs, len(paths)) <= 1 or STANDARD_INPUT in paths:
        yield map(work, paths)
        return
    with _processes(min(jobs, len(paths))) as executor:
        # The largest first, so that no process is left alone with it at the end.
        waiting = {path: executor.submit(work, path) for path in sorted(set(paths), key=_size, reverse=True)}
        yield (waiting[path].result() for path in paths)


def _processes(count: int) -> ProcessPoolExecutor:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    if sys.platform != "linux":
        return ProcessPoolExecutor(count, mp_context=get_context("spawn"))
    # A fork has the engine imported already; no thread (of the progress bar, say) may run when it is made.
    import derivcheck.check  # noqa: F401

    return ProcessPoolExecutor(count, mp_context=get_context("fork"))


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0


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
