r"""Texts in which ``\mathcal{U}(a, b)`` is the uniform distribution on the integers from a to b."""

from __future__ import annotations

import re
from collections.abc import Iterable

from derivcheck.documents import Item, Words
from derivcheck.reading.context import Context

DISCRETE = re.compile(
    r"\bdiscrete uniform\b|\buniform(?:ly)? (?:distributed )?(?:on|over) the integers\b", re.IGNORECASE
)
CONTINUOUS = re.compile(r"\bcontinuous uniform\b", re.IGNORECASE)


def notice_discrete_uniform(items: Iterable[Item], context: Context) -> None:
    """Looks ahead for words that call uniform distributions discrete; a text about both kinds is left alone."""
    said = [item.text for item in items if isinstance(item, Words)]
    if any(map(DISCRETE.search, said)):
        context.counts_uniform = not any(map(CONTINUOUS.search, said))
