"""Members of families written out by the recurrences that a scope states, before a step is decided."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from derivcheck.reading.context import Context
from derivcheck.reading.notation.sequences import with_sequences
from derivcheck.terms.nodes import Term, free_symbols, operators
from derivcheck.terms.recurrences import WrittenOut, family_of, write_out
from derivcheck.terms.scope import Claim

STARTING = re.compile(r"_\{\d+\}$")
"""The script of a member at a number."""


def without_recurrences(terms: list[Term], context: Context, write: Callable[[Term], Term]) -> WrittenOut:
    """Terms with members of families written out; where they start from values that are given, none are arbitrary."""
    if not any("index" in operators(term) for term in terms):
        return WrittenOut(tuple(terms))
    recurrences = {name: replace(known, body=write(known.body)) for name, known in context.recurrences.items()}

    @cache
    def claims() -> list[Claim]:
        return [replace(c, left=write(c.left), right=write(c.right)) for c in context.assumptions]

    found = write_out(terms, recurrences, claims, lambda: context.scope().declarations, write)
    found = with_sequences(found, claims, context)
    if not recurrences:
        return found
    started = {family_of(name) for name in context.definitions if STARTING.search(name)}
    sides = [{symbol.name for symbol in free_symbols(term)} for term in found.terms]
    given = {name for name in found.declarations if family_of(name) in recurrences}
    # Where members stand that a recurrence is not followed to, nothing is refuted.
    context.unclear.update(dict.fromkeys(recurrences, "a recurrence"))
    for name in (name for side in sides for name in side if STARTING.search(name) and family_of(name) in recurrences):
        context.unclear[name] = "a starting value"
    for name in given:
        if family_of(name) in started or not all(side & given for side in sides):
            # What only one side speaks of may be what the other one says it is.
            context.unclear[name] = "a starting value"
    return found
