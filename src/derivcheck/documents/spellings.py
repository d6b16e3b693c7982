"""How a text spells what others write otherwise, put in the usual way before anything is read."""

from __future__ import annotations

from dataclasses import dataclass

from derivcheck.documents.angles import with_angles
from derivcheck.documents.model import Fragment
from derivcheck.documents.primes import Primes


@dataclass(frozen=True, slots=True)
class Spellings:
    """What the signs of one text mean that have several meanings."""

    primes: Primes

    @classmethod
    def of(cls, text: str) -> Spellings:
        """What they mean in a text."""
        return cls(Primes.of(text))

    def usual(self, fragment: Fragment) -> Fragment:
        """A formula of the text as others write it; every character keeps its place."""
        return self.primes.written_out(with_angles(fragment))
