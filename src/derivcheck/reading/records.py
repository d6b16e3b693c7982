"""What a context notes of some names at once."""

from __future__ import annotations

from dataclasses import dataclass

from derivcheck.reading import syntax as s
from derivcheck.terms.independence import Factorisation
from derivcheck.terms.nodes import Term
from derivcheck.terms.processes import Block
from derivcheck.terms.scope import Claim, Declaration, Definition


@dataclass(frozen=True, slots=True)
class Outcome:
    """A variable that densities speak of: an index over finitely many values; ``measured`` if it is integrated over."""

    name: str
    size: Term
    measured: bool = False


@dataclass(frozen=True, slots=True)
class Blocks:
    """What a chain speaks of, of a process: names for its blocks, and on which others each depends.

    ``letters`` says where they were taken to stand, and ``whole`` that nothing else is there where stretches are short.
    """

    names: dict[Block, str]
    letters: dict[str, int]
    factors: Factorisation
    whole: bool


@dataclass(frozen=True, slots=True)
class Message:
    """What a name at members of sequences stands for, as it is written: for those members, and for others likewise."""

    head: s.Call
    body: s.Node


@dataclass(frozen=True, slots=True)
class Stages:
    """Where members of a sequence stand that are variables: at a letter, and at what is added to it.

    Those of the ``earliest`` stage follow from no others; some may be ``started``, from values at numbers.
    """

    letter: str
    offsets: frozenset[int]
    earliest: int
    started: bool = False


@dataclass(frozen=True, slots=True)
class Supposition:
    """What was known of names before a sentence supposed more, and what it added; ``against`` is for contradiction."""

    declared: dict[str, Declaration | None]
    defined: dict[str, Definition | None]
    claims: tuple[Claim, ...]
    against: bool = False

    @property
    def names(self) -> frozenset[str]:
        """The names that it speaks of."""
        return frozenset([*self.declared, *self.defined, *(name for claim in self.claims for name in claim.names)])
