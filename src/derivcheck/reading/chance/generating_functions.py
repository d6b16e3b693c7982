r"""Generating functions by their letters: ``M_X(t)`` is the mean of ``e^{tX}``, ``G_X(z)`` that of ``z^X``.

They are that where a text speaks of such functions and has no formula for them, or none yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from derivcheck.documents import Item, Words
from derivcheck.reading.chance.random_variables import expected
from derivcheck.reading.context import Context
from derivcheck.terms.nodes import Apply, Symbol
from derivcheck.terms.scope import Definition
from derivcheck.terms.shorthand import exp, times

KINDS = {"M": "moment", "G": "probability"}
SPEAKS = re.compile(r"\b(?P<kind>moment|probability)[- ]generating function", re.IGNORECASE)
NAME = re.compile(r"(?P<letter>[MG])_\{(?P<variable>[A-Z])\}")
ARGUMENT = Symbol("#argument")


def notice_generating(items: Iterable[Item], context: Context) -> None:
    """Looks ahead for words on generating functions."""
    for item in items:
        for found in SPEAKS.finditer(item.text) if isinstance(item, Words) else ():
            context.generating.add(found["kind"].lower())


def generating(name: str | None, context: Context) -> Definition | None:
    """The generating function of a random variable that a name stands for."""
    found = NAME.fullmatch(name or "")
    variable = None if found is None else context.chance.variables.get(found["variable"])
    if found is None or variable is None or variable.shape or variable.family:
        return None
    if KINDS[found["letter"]] not in context.generating or name in context.not_understood:
        return None
    body = exp(times(ARGUMENT, variable.symbol))
    if found["letter"] == "G":
        body = Apply("power", (ARGUMENT, variable.symbol))
    return Definition(name or "", (ARGUMENT,), expected(body))
