"""What a text supposes for a while: one case ends where the next begins, and a contradiction ends what led to it.

What was supposed for a case proves nothing of the next one, and what is impossible would prove everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from derivcheck.documents import Fragment
from derivcheck.reading.context import Context
from derivcheck.reading.parsing.spellings import speaks_of
from derivcheck.reading.prose.hedges import AGAINST, NEXT_CASE, REFUTES, SUPPOSES
from derivcheck.reading.records import Supposition
from derivcheck.terms.scope import Declaration, Definition

CASE_BY_IF = re.compile(
    r"\bif\b[^.;]*\b(?:on the other hand|instead|conversely)\b|\b(?:otherwise|instead|conversely),? if\b", re.IGNORECASE
)
Known = TypeVar("Known", Declaration, Definition)


@contextmanager
def supposing(words: str, context: Context) -> Iterator[None]:
    """Remembers what is known before a sentence, or the words that lead to a display, suppose more."""
    if not SUPPOSES.search(words):
        yield
        return
    symbols, definitions, claims = dict(context.symbols), dict(context.definitions), list(context.assumptions)
    yield
    declared = {name: symbols.get(name) for name, now in context.symbols.items() if symbols.get(name) is not now}
    defined = {name: definitions.get(name) for name, n in context.definitions.items() if definitions.get(name) is not n}
    added = tuple(claim for claim in context.assumptions if claim not in claims)
    if declared or defined or added:
        against = AGAINST.search(words) is not None
        context.suppositions = [*context.suppositions, Supposition(declared, defined, added, against=against)]


def end_suppositions(words: str, formulas: Sequence[Fragment], context: Context) -> frozenset[str]:
    """Takes back what does not hold any longer where a sentence begins; gives the names that may be in doubt from here.

    Words such as "now assume" may open another case, or say one thing more.
    """
    if not context.suppositions:
        return frozenset()
    if REFUTES.search(AGAINST.sub(" ", words)):
        # Without a word for what is only supposed against it, the last supposition is what turned out to be false.
        last = len(context.suppositions) - 1
        first = next((k for k, each in enumerate(context.suppositions) if each.against), last)
        _withdraw(context.suppositions[first:], context)
    case = NEXT_CASE.search(words) if SUPPOSES.search(words) or CASE_BY_IF.search(words) else None
    if case is None:
        return frozenset()
    text = " ".join(formula.text for formula in formulas)
    ended = [each for each in context.suppositions if any(speaks_of(text, name) for name in each.names)]
    names = frozenset(name for each in ended for name in each.names)
    _withdraw(ended, context)
    return frozenset() if case["other"] else names


def ended_names(before: Sequence[Supposition], context: Context) -> frozenset[str]:
    """The names of what was supposed before and is not any more: what was found of them is not known either."""
    now = set(map(id, context.suppositions))
    return frozenset(name for each in before if id(each) not in now for name in each.names)


def _withdraw(ended: Iterable[Supposition], context: Context) -> None:
    for each in reversed(list(ended)):
        _restore(context.symbols, each.declared)
        _restore(context.definitions, each.defined)
        context.assumptions = [claim for claim in context.assumptions if claim not in each.claims]
        context.suppositions = [other for other in context.suppositions if other is not each]


def _restore(known: dict[str, Known], before: dict[str, Known | None]) -> None:
    for name, value in before.items():
        if value is None:
            known.pop(name, None)
        else:
            known[name] = value
