"""Data: names whose values were made by a model, as y in "we observe $y = Xw + e$", and stay when the model varies."""

from __future__ import annotations

import re
from collections.abc import Iterable

from derivcheck.documents import Display, Formula, Fragment, Item, ParagraphEnd, Words, cut_statements
from derivcheck.reading.context import Context
from derivcheck.reading.prose.definitions import head_names

SAID = re.compile(
    r"\b(?:observ\w+|data|measure[ds]?|measurements?|measuring|nois[ey]\w*|disturbances?|perturbations?)\b",
    re.IGNORECASE,
)
"""Words in a sentence by which its equations may say how data came about."""

SENTENCE_END = re.compile(r"[.!?]\s")


def notice_data(items: Iterable[Item], context: Context) -> None:
    """Notices the names that equations give values in a sentence that speaks of data or of noise."""
    said: str = ""
    waiting: list[Fragment] = []
    for item in items:
        if isinstance(item, Words):
            first, *rest = SENTENCE_END.split(item.text)
            said += first
            if rest:
                _note(said, waiting, context)
                said, waiting = rest[-1], []
        elif isinstance(item, Formula):
            waiting.append(item.fragment)
        elif isinstance(item, Display):
            waiting += [chain.fragment for chain in item.chains]
        elif isinstance(item, ParagraphEnd) and not waiting:
            continue
    _note(said, waiting, context)


def _note(said: str, formulas: list[Fragment], context: Context) -> None:
    if not SAID.search(said):
        return
    for formula in formulas:
        for statement in cut_statements(formula):
            if statement.relations and statement.relations[0].symbol in ("=", ":="):
                context.data.update(head_names(statement, context))
