"""When a step must end, as seen by everything that works on it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

MOST_QUESTIONS = 2
"""How many times its own time the questions of a step may take together."""

LEAST = 0.02
"""The seconds that a question gets however late it is asked: many are answered at once."""


@dataclass(slots=True, eq=False)
class Clock:
    """How many seconds each step of a run may take, and whether any of its work was ended for want of time.

    An answer that rests on that, or on another resource of the machine, may be another one on a better day, and is not
    the last word.
    """

    seconds: float
    missed: bool = False
    whole: Deadline | None = None
    """When a chain must end, however many questions it leads to."""

    @contextmanager
    def chain(self, steps: int) -> Iterator[None]:
        """Inside: the time of a chain of so many steps."""
        self.whole = Deadline(self.seconds * (1 + MOST_QUESTIONS * steps), self)
        try:
            yield
        finally:
            self.whole = None

    def deadline(self) -> Deadline:
        """When a question that is asked now must be answered."""
        left = self.seconds if self.whole is None else min(self.seconds, max(self.whole.left(), LEAST))
        return Deadline(left, self)


class Deadline:
    """An end that is some seconds of this process's own work away: a busy machine changes no verdict."""

    __slots__ = ("_clock", "_end", "_soonest")

    def __init__(self, seconds: float, clock: Clock | None = None) -> None:
        self._clock = clock
        self._end = time.process_time() + seconds
        # A process works no faster than the clock runs: until then it need not be asked how much it has worked.
        self._soonest = time.perf_counter() + seconds

    def __eq__(self, other: object) -> bool:
        """Whether two ends are of the same run: what was found out in time for one of them holds for the other."""
        same = isinstance(other, Deadline) and self._clock is other._clock
        return self is other or (same and self._clock is not None)

    def __hash__(self) -> int:
        return id(self._clock)

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

    def anew(self, seconds: float) -> Deadline:
        """Another end for work of the same run."""
        return Deadline(seconds, self._clock)

    def miss(self) -> None:
        """Has the run know that some of its work was ended."""
        if self._clock is not None:
            self._clock.missed = True
