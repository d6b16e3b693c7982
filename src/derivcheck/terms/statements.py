"""Statements: claims joined by "and" and "or", as they stand on both sides of ⟹ and ⟺."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from derivcheck.terms.scope import Claim

Statement: TypeAlias = "Claim | Every | Some"


@dataclass(frozen=True, slots=True)
class Every:
    """The conjunction of its parts; without parts it is true."""

    parts: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Some:
    """The disjunction of its parts; without parts it is false."""

    parts: tuple[Statement, ...] = ()


TRUE = Every()
FALSE = Some()


def claims(statement: Statement) -> Iterator[Claim]:
    """The claims that a statement is made of."""
    if isinstance(statement, Claim):
        yield statement
        return
    for part in statement.parts:
        yield from claims(part)


def mapped(statement: Statement, change: Callable[[Claim], Claim]) -> Statement:
    """A statement with each of its claims changed."""
    if isinstance(statement, Claim):
        return change(statement)
    return replace(statement, parts=tuple(mapped(part, change) for part in statement.parts))
