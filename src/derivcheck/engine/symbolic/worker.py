"""The process that SymPy runs in: started when a step first needs it, kept warm, killed when a task takes too long."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from concurrent.futures import TimeoutError as TooLate
from functools import cache
from importlib import import_module
from typing import Any

from pebble import ProcessExpired, ProcessPool

MEMORY = 2 * 1024**3
"""How many bytes the process may use."""

PATIENCE = 3.0
"""Seconds that a task may take at the most, whatever the step has left."""

LEAST = 0.2


def ask(task: str, *arguments: Any, deadline: float | None = None) -> Any:
    """The answer of a function of :mod:`tasks`, or None where it does not come in time.

    ``deadline`` is a value of ``time.perf_counter``.
    """
    left = PATIENCE if deadline is None else min(PATIENCE, deadline - time.perf_counter())
    if left < LEAST:
        return None
    waiting = _pool().schedule(_run, args=(task, arguments), timeout=left)
    try:
        return waiting.result()
    except (TooLate, ProcessExpired, MemoryError, RecursionError):
        return None


@cache
def _pool() -> ProcessPool:
    """One process for the whole run: it takes longer to import SymPy than to answer most questions."""
    return ProcessPool(max_workers=1, initializer=_confine)


def _confine() -> None:
    """Bounds the memory of the process, where the system can."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _run(task: str, arguments: tuple[Any, ...]) -> Any:
    function: Callable[..., Any] = getattr(import_module("derivcheck.engine.symbolic.tasks"), task)
    return function(*arguments)
