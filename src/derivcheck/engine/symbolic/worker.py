"""The process that SymPy runs in: started when a step first needs it, kept warm, killed when a task takes too long."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from concurrent.futures import TimeoutError as TooLate
from functools import cache
from importlib import import_module
from multiprocessing.util import Finalize
from typing import Any

from pebble import ProcessExpired, ProcessPool

from derivcheck.engine.deadline import Deadline

TASKS = "derivcheck.engine.symbolic.tasks"

MEMORY = 2 * 1024**3
"""How many bytes the process may use."""

PATIENCE = 3.0
"""Seconds that a task may take at the most, whatever the step has left."""

LEAST = 0.2
START = 60.0
"""Seconds that the import of SymPy may take, which no step is to blame for."""


def ask(task: str, *arguments: Any, deadline: Deadline | None = None) -> Any:
    """The answer of a function of :mod:`tasks`, or None where it does not come in time."""
    began = time.perf_counter()
    try:
        pool = _pool()
    except (TooLate, BrokenExecutor, OSError, MemoryError):
        # Where no process can be started, SymPy has no answers.
        return None
    if deadline is not None:
        deadline.forgive(time.perf_counter() - began)
    left = PATIENCE if deadline is None else min(PATIENCE, deadline.left())
    if left < LEAST:
        return None
    try:
        return pool.schedule(_run, args=(task, arguments), timeout=left).result()
    except TooLate:
        # The process was killed: the next one gets ready meanwhile.
        pool.schedule(_import, timeout=START)
        return None
    except (ProcessExpired, BrokenExecutor, MemoryError, RecursionError):
        return None


@cache
def _pool() -> ProcessPool:
    """One process for the whole run, ready: it takes longer to import SymPy than to answer most questions."""
    pool = ProcessPool(max_workers=1, initializer=_confine)
    # A process that checks files waits for its children when it ends, so this one has to be ended before.
    Finalize(None, _end, (pool,), exitpriority=1)
    pool.schedule(_import, timeout=START).result()
    return pool


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]  # pebble is typed in part
    pool.join()


def _import() -> None:
    import_module(TASKS)


def _confine() -> None:
    """Bounds the memory of the process, where the system can."""
    if sys.platform == "linux":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _run(task: str, arguments: tuple[Any, ...]) -> Any:
    function: Callable[..., Any] = getattr(import_module(TASKS), task)
    return function(*arguments)
