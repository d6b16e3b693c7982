"""What an example supposes: "For example, let X be uniform", which holds for the paragraph, and no more."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from derivcheck.documents import Formula, Fragment, Item, ParagraphEnd, Words, cut_statements
from derivcheck.reading.chance.random_moments import doubt
from derivcheck.reading.context import Context
from derivcheck.reading.prose.definitions import head_names

OPENS = re.compile(
    r"\b(?:for (?:example|instance)|e\.g\.)[,:]?\s+(?=(?:let|take|suppose|consider|assume)\b)", re.IGNORECASE
)


DOUBT = "what an example supposes"


def example(items: Sequence[Item]) -> list[Item]:
    """The sentences of an example that lead to a formula, without the words that make them one; none without them."""
    found: list[Item] = []
    ended = False
    for item in items:
        opening = OPENS.search(item.text) if isinstance(item, Words) else None
        if isinstance(item, ParagraphEnd):
            # The formula may stand in a paragraph of its own.
            ended = True
        elif opening is not None and isinstance(item, Words):
            found, ended = [replace(item, text=item.text[opening.end() :])], False
        elif ended:
            found = []
        elif found:
            found.append(item)
    return found


def leave_open(words: str, formulas: Sequence[Fragment], context: Context) -> None:
    """Has nothing refuted of what an example speaks of: what it supposes is not known outside of it."""
    for names, formula, is_law in _said(formulas) if OPENS.search(words) else ():
        context.unclear.update(dict.fromkeys(names(context), formula.text))
        if is_law:
            doubt(DOUBT, context)


def enter(items: Sequence[Item], context: Context) -> None:
    """Takes back what was left open of the names that an example speaks of, which is about to be read."""
    for names, _, _ in _said([item.fragment for item in items if isinstance(item, Formula)]):
        for name in names(context):
            context.unclear.pop(name, None)
    if context.chance.doubt == DOUBT:
        context.chance = replace(context.chance, doubt="")


def _said(formulas: Sequence[Fragment]) -> Iterator[tuple[Callable[[Context], list[str]], Fragment, bool]]:
    """What finds the names that each statement is about, its formula, and whether it gives a distribution."""
    for formula in formulas:
        for statement in cut_statements(formula):
            is_law = any(relation.symbol == r"\sim" for relation in statement.relations)
            yield partial(head_names, statement), formula, is_law
