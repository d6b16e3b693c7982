"""What the engine answers about a step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from derivcheck.engine.question import Question
from derivcheck.engine.refuting.refuter import Point
from derivcheck.results import Verdict
from derivcheck.terms.nodes import Term

if TYPE_CHECKING:
    from derivcheck.engine.proving.premises import Multiple

Fact: TypeAlias = "tuple[str, tuple[Term, ...]]"
"""A theorem about inequalities, and the terms it is applied to."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """Why a step should hold, for the kernel to check; ``kind`` names the kernel's check.

    ``rule`` is the theorem that an inequality rests on, with the terms it is applied to in ``instance``; where it takes
    several, ``facts`` are all of them. ``multiples`` are those of the assumptions that a step follows from, with their
    coefficients.
    """

    strategy: str
    kind: str
    rule: str = ""
    instance: tuple[Term, ...] = ()
    facts: tuple[Fact, ...] = ()
    multiples: tuple[tuple[Term, Multiple], ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict with its code, the facts that its message needs, and what it rests on.

    ``about`` is the question that was settled in place of the one that was asked, where there is one: the point and the
    conditions are its own. A proof is ``unconditional`` where a side that is undefined has been accounted for.
    """

    verdict: Verdict
    code: str
    facts: Mapping[str, str] = field(default_factory=dict)
    strategy: str | None = None
    evidence: Mapping[str, object] = field(default_factory=dict)
    conditions: tuple[Term, ...] = ()
    point: Point | None = None
    about: Question | None = None
    unconditional: bool = False
