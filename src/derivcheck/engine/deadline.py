"""When a step must end, as seen by everything that works on it."""

from __future__ import annotations

import time
from typing import ClassVar


class Deadline:
    """An end that is some seconds of this process's own work away: a busy machine changes no verdict.

    ``missed`` counts how often in this process time, or another resource of the machine, has ended some work: an
    answer that rests on that may be another one on a better day, and is not the last word.
    """

    __slots__ = ("_end", "_soonest")

    missed: ClassVar[int] = 0

    def __init__(self, seconds: float) -> None:
        self._end = time.process_time() + seconds
        # A process works no faster than the clock runs: until then it need not be asked how much it has worked.
        self._soonest = time.perf_counter() + seconds

    def left(self) -> float:
        """The seconds that are left."""
        soonest = self._soonest - time.perf_counter()
        left = soonest if soonest > 0 else self._end - time.process_time()
        if left < 0:
            self.miss()
        return left

    def waited(self, seconds: float) -> None:
        """Counts time in which another process worked for this one."""
        self._end -= seconds

    @classmethod
    def miss(cls) -> None:
        """Counts work that was ended."""
        cls.missed += 1
