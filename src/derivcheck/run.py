"""Checks several files, one after the other or several at once, into one report."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from derivcheck.cache import findings
from derivcheck.results import File
from derivcheck.settings import Settings
from derivcheck.sources import Source, read_source

if TYPE_CHECKING:  # the engine is imported only when there is something to check
    from concurrent.futures import ProcessPoolExecutor

    from derivcheck.cache.store import Store


ENOUGH_FILES = 4
"""From how many files on several processes pay, unless a number of them was asked for."""


@contextmanager
def checking(
    paths: Sequence[str],
    settings_of: Callable[[str], Settings],
    stdin_format: str,
    jobs: int | None = None,
    store: Store | None = None,
) -> Iterator[Iterable[File]]:
    """The results of all files, in the order of the paths, each as soon as it is there.

    Without a number of jobs, files and processors give it. What the store has is not checked; it gets what was found in
    the rest.
    """
    inputs = [read_source(path, stdin_format) for path in paths]
    sources = [each for each in inputs if isinstance(each, Source)]
    settings = {source.path: settings_of(source.path) for source in sources}
    keys = {} if store is None else _keys(sources, settings)
    known = _known(sources, keys, store)
    todo = [source for source in sources if source.path not in known]

    def results(found: Iterable[bytes]) -> Iterator[File]:
        fresh = iter(found)
        for each in inputs:
            if isinstance(each, File):
                yield each
            elif each.path in known:
                yield known[each.path]
            else:
                data = next(fresh)
                file = findings.decode(data, each.path, each.text)
                if store is not None and file.final:
                    store.keep(keys[each.path], data)
                yield file

    _collect_seldom()
    jobs = min(jobs or (_cores() if len(todo) >= ENOUGH_FILES else 1), len(todo))
    if jobs <= 1:
        yield results(_findings(source, settings[source.path]) for source in todo)
        return
    with _processes(jobs) as executor:
        # The largest first, so that no process is left alone with it at the end.
        largest = sorted(todo, key=lambda source: len(source.text), reverse=True)
        waiting = {source.path: executor.submit(_findings, source, settings[source.path]) for source in largest}
        yield results(waiting[source.path].result() for source in todo)


def _collect_seldom() -> None:
    """Has Python look for garbage in circles less often: checking makes little, and what is kept is much to go through.

    A run would spend a tenth of its time on it.
    """
    gc.set_threshold(10_000, 20, 50)


def _findings(source: Source, settings: Settings) -> bytes:
    from derivcheck.check import check_source

    return findings.encode(check_source(source, settings))


def _keys(sources: Sequence[Source], settings: Mapping[str, Settings]) -> dict[str, bytes]:
    from derivcheck.cache.keys import engine_stamp, key_of

    stamp = engine_stamp()
    return {source.path: key_of(source, settings[source.path], stamp) for source in sources}


def _known(sources: Iterable[Source], keys: Mapping[str, bytes], store: Store | None) -> dict[str, File]:
    """The files whose findings are kept; what is kept and cannot be read is found anew."""
    if store is None:
        return {}
    kept = store.find(keys.values())
    known: dict[str, File] = {}
    for source in sources:
        data = kept.get(keys[source.path])
        if data is not None:
            with suppress(findings.MisshapenError):
                known[source.path] = findings.decode(data, source.path, source.text)
    return known


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
