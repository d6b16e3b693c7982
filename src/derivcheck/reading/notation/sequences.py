"""Families of which the text does not say how long they are, in steps that go beyond what an array holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from derivcheck.reading.context import Context
from derivcheck.terms.nodes import Symbol
from derivcheck.terms.recurrences import WrittenOut
from derivcheck.terms.scope import Claim, Declaration
from derivcheck.terms.sequences import as_sequences
from derivcheck.terms.sizes import INFERRED


def with_sequences(written: WrittenOut, claims: Callable[[], Sequence[Claim]], context: Context) -> WrittenOut:
    """The sides and assumptions of a step with sequences for the families that have no length."""
    endless = _endless(context)
    terms = as_sequences(written.terms, endless)
    if terms == list(written.terms):
        return written
    kept = tuple(claims()) if written.assumptions is None else written.assumptions
    sides = as_sequences([*terms, *(side for c in kept for side in (c.left, c.right))], endless)
    count = len(terms)
    pairs = zip(sides[count::2], sides[count + 1 :: 2], strict=True)
    kept = tuple(replace(c, left=left, right=right) for c, (left, right) in zip(kept, pairs, strict=True))
    return replace(written, terms=tuple(sides[:count]), assumptions=kept)


def _endless(context: Context) -> frozenset[str]:
    """The families of which nothing says how many members they have, nor what those are."""
    return frozenset(
        name
        for name, known in context.symbols.items()
        if known.symbol.shape
        and isinstance(known.symbol.shape[0], Symbol)
        and known.symbol.shape[0].name.startswith(INFERRED)
        and known == Declaration(known.symbol, source=known.source)
    )
