"""When a step must end, as seen by everything that works on it."""

from __future__ import annotations

import time


class Deadline:
    """An end that is some seconds away."""

    __slots__ = ("_end",)

    def __init__(self, seconds: float) -> None:
        self._end = time.perf_counter() + seconds

    def left(self) -> float:
        """The seconds that are left."""
        return self._end - time.perf_counter()
