"""Findings that the author knows of: ``derivcheck: ignore[D201] reason`` before a chain, or on a step of it.

An ignored step keeps its verdict, and neither makes a run fail nor takes room in the report. A suppression that nothing
needs any more is reported: it would hide what goes wrong next.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from derivcheck.documents import Chain, Directive, Display, Document, LineStarts, Verb, place
from derivcheck.documents.places import position
from derivcheck.report.summary import UNUSED_SUPPRESSION as UNUSED
from derivcheck.report.summary import may_be_ignored
from derivcheck.report.words import message
from derivcheck.results import Derivation, Place, Step, Trouble

_ARGUMENT = re.compile(r"\[([^\]]*)\]\s*(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Ignore:
    """A suppression: which codes, why, where it stands, and which places the steps have that it is about."""

    codes: frozenset[str]
    reason: str
    place: Place
    is_about: Callable[[Place], bool]

    def covers(self, step: Step) -> bool:
        """Whether the step is ignored."""
        return step.code in self.codes and may_be_ignored(step) and self.is_about(step.place)


def suppressed(
    derivations: Sequence[Derivation], document: Document, starts: LineStarts
) -> tuple[tuple[Derivation, ...], tuple[Trouble, ...]]:
    """The derivations with the steps marked that their author ignores, and the suppressions that nothing needs."""
    ignores = list(_ignores(document, starts))
    if not ignores:
        return tuple(derivations), ()
    used: set[_Ignore] = set()

    def marked(step: Step) -> Step:
        found = next((ignore for ignore in ignores if ignore.covers(step)), None)
        if found is None:
            return step
        used.add(found)
        return replace(step, ignored=found.reason)

    done = tuple(replace(each, steps=tuple(marked(step) for step in each.steps)) for each in derivations)
    return done, tuple(
        Trouble(UNUSED, message(UNUSED, {"codes": " or ".join(sorted(ignore.codes))}), ignore.place)
        for ignore in ignores
        if ignore not in used
    )


def _ignores(document: Document, starts: LineStarts) -> Iterator[_Ignore]:
    for derivation in document.derivations:
        waiting: list[Directive] = []
        for item in derivation.items:
            if isinstance(item, Directive) and item.verb is Verb.IGNORE:
                waiting.append(item)
            elif isinstance(item, Display):
                yield from (_on_line(directive, document.text, starts) for directive in item.ignores)
                chain = next((chain for chain in item.chains if chain.has_steps), None)
                if chain is not None:
                    about = _in_chain(chain, starts)
                    yield from (_ignore(each, starts, about) for each in waiting)
                    waiting = []
        yield from (_ignore(each, starts, _nowhere) for each in waiting)


def _on_line(directive: Directive, text: str, starts: LineStarts) -> _Ignore:
    """A suppression inside a formula is about its line, or about the next where nothing else stands on its own."""
    alone = not text[text.rfind("\n", 0, directive.span.start) + 1 : directive.span.start].strip(" \t%")
    line = place(starts, directive.span).line + alone
    return _ignore(directive, starts, lambda where: where.line <= line <= where.end_line)


def _in_chain(chain: Chain, starts: LineStarts) -> Callable[[Place], bool]:
    """Whether a step is one of a chain; where a display has columns, two chains stand in the same lines."""
    relations = [*chain.connectives, *(relation for statement in chain.statements for relation in statement.relations)]
    sides = (side for statement in chain.statements for side in (statement.whole, *statement.sides) if side is not None)
    pieces = (*(relation.fragment for relation in relations), *sides)
    begins = {position(starts, piece.span.start) for piece in pieces}
    return lambda where: (where.line, where.column) in begins


def _nowhere(_: Place) -> bool:
    """Where no chain follows, a suppression is about nothing."""
    return False


def _ignore(directive: Directive, starts: LineStarts, is_about: Callable[[Place], bool]) -> _Ignore:
    said = _ARGUMENT.fullmatch(directive.argument.text)
    codes, reason = (said[1], said[2]) if said else ("", "")
    return _Ignore(
        frozenset(code.strip().upper() for code in codes.split(",")),
        " ".join(reason.split()),
        place(starts, directive.span),
        is_about,
    )
