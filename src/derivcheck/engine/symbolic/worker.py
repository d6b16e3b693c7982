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

PATIENCE = 1.5
"""Seconds that a task may take at the most, whatever the step has left."""

LEAST = 0.2
START = 60.0
"""Seconds that the import of SymPy may take."""


def ask(task: str, *arguments: Any, deadline: Deadline | None = None) -> Any:
    """The answer of a function of :mod:`tasks`, or None where it does not come in time."""
    deadline = deadline or Deadline(START)
    left = min(PATIENCE, deadline.left())
    if left < LEAST:
        deadline.miss()
        return None
    try:
        pool = _pool()
        future = pool.schedule(_run, args=(task, arguments), timeout=left)
    except (BrokenExecutor, OSError, MemoryError):
        # Where no process can be started, SymPy has no answers.
        deadline.miss()
        return None
    began = time.perf_counter()
    try:
        # The task may have to wait for the import of SymPy, and the step waits no longer than it may take.
        return future.result(deadline.left())
    except TooLate:
        deadline.miss()
        future.cancel()  # type: ignore[no-untyped-call]  # pebble is typed in part
        # If the process was killed, the next one gets ready meanwhile.
        pool.schedule(_import, timeout=START)
        return None
    except (ProcessExpired, BrokenExecutor, MemoryError, RecursionError):
        deadline.miss()
        return None
    finally:
        deadline.waited(time.perf_counter() - began)


@cache
def _pool() -> ProcessPool:
    """One process for the whole run, kept: it takes longer to import SymPy than to answer most questions."""
    pool = ProcessPool(max_workers=1, initializer=_confine)
    # A process that checks files waits for its children when it ends, so this one has to be ended before.
    Finalize(None, _end, (pool,), exitpriority=1)
    pool.schedule(_import, timeout=START)
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
