"""Finite choices in a random draw (a sign, a rank), gone through one after the other so that none is missed."""

from __future__ import annotations

from dataclasses import dataclass, field

MOST_CHOICES = 256


@dataclass(slots=True)
class Choices:
    """The choices of one draw: the same again at each ``restart``, until ``advance`` goes on to the next ones."""

    script: list[tuple[int, int]] = field(default_factory=list)
    _place: int = 0

    def restart(self) -> None:
        """Makes the same choices from the first on."""
        self._place = 0

    def choose(self, count: int) -> int:
        """One of 0, …, count - 1."""
        if self._place == len(self.script):
            self.script.append((0, count))
        self._place += 1
        return self.script[self._place - 1][0]

    def advance(self) -> bool:
        """Goes on to the next combination of choices; False where there is none."""
        self._place = 0
        while self.script:
            chosen, count = self.script.pop()
            if chosen + 1 < count:
                self.script.append((chosen + 1, count))
                return True
        return False
