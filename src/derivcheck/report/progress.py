"""A progress bar on the error stream, for work that takes longer than a second."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, Timer
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # rich is imported only once the bar is shown
    from rich.progress import Progress

_PATIENCE = 1.0


class _Bar:
    def __init__(self, total: int) -> None:
        self.total = total
        self.done = 0
        self.bar: Progress | None = None
        self.closed = False
        self.lock = Lock()

    def show(self) -> None:
        from rich.console import Console
        from rich.progress import Progress

        with self.lock:
            if self.closed:
                return
            self.bar = Progress(console=Console(file=sys.stderr), transient=True)
            self.bar.add_task("Checking", total=self.total, completed=self.done)
            self.bar.start()

    def advance(self) -> None:
        with self.lock:
            self.done += 1
            if self.bar is not None:
                self.bar.advance(self.bar.task_ids[0])

    def close(self) -> None:
        with self.lock:
            self.closed = True
            if self.bar is not None:
                self.bar.stop()


@contextmanager
def progress(total: int) -> Iterator[Callable[[], None]]:
    """A function to call after each piece of work; the bar appears only on a terminal, and only after a second."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    bar = _Bar(total)
    timer = Timer(_PATIENCE, bar.show)
    timer.daemon = True
    timer.start()
    try:
        yield bar.advance
    finally:
        timer.cancel()
        bar.close()
