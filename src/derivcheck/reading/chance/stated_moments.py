r"""Looks ahead for moments that are stated: ``E(\varepsilon) = 0`` and ``V(\varepsilon) = \sigma^2 I`` tell of chance.

A function is no constant: who says in prose that E(ε) is 0 speaks of the mean of something random.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from derivcheck.documents import Formula, Item, Words, cut_statements
from derivcheck.reading.chance.random_variables import declare_random
from derivcheck.reading.context import Context
from derivcheck.reading.names import EXPECTED
from derivcheck.reading.parsing.spellings import speaks_of

MOMENT = re.compile(r"\s*(?P<sign>[EV])\s*(?:\\left)?\(\s*(?P<name>[A-Za-z]|\\[a-z]+)\s*(?:\\right)?\)\s*")

VARIANCES = re.compile(r"\bvariances?\b", re.IGNORECASE)


def notice_moments(items: Iterable[Item], context: Context) -> None:
    """Takes for random what the prose states the mean of, and V for the variance where it states one with it."""
    for item in items:
        if isinstance(item, Words) and VARIANCES.search(item.text):
            context.moments.add("V")
        for statement in cut_statements(item.fragment) if isinstance(item, Formula) else ():
            found = MOMENT.fullmatch(statement.sides[0].text) if statement.symbols == ["="] else None
            if found is None or speaks_of(statement.sides[1].text, found["name"]):
                continue
            context.moments.add(found["sign"])
            is_new = found["name"] not in context.chance.variables and not context.is_told(found["name"])
            if found["sign"] == EXPECTED and is_new and not context.is_told(EXPECTED):
                declare_random(context, found["name"], noticed=True)
