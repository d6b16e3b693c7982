r"""Texts in which the values of ``X \sim \mathrm{Cat}(\pi)`` are 1, 2, …, as far as they say which they are."""

from __future__ import annotations

import re
from collections.abc import Iterable

from derivcheck.documents import Formula, Item, Words
from derivcheck.reading.context import Context

LAW = re.compile(r"\bCat(?:egorical)?\b")
VALUED = re.compile(
    r"\b(?:values?|valued|tak(?:es?|ing)|outcomes?|one-?hot|labels?|classes|class|categor(?:y|ies)|support\w*|alphabet|"
    r"states?|symbols?|letters?|elements?|encod\w+|indicators?|index(?:ed)?|integers?|starts?|count\w*|zero)\b",
    re.IGNORECASE,
)
"""Words that may say which values a variable has."""

FROM_ONE = re.compile(r"\\\{\s*1\s*,\s*(?:2\s*,\s*)?\\[lc]?dots[cbo]?\s*,\s*[A-Za-z]\s*\\\}")


def notice_categories(items: Iterable[Item], context: Context) -> None:
    """Looks ahead for what words say of values: that they lie in a set of numbers from 1 on, and nothing else."""
    items = list(items)
    if not any(LAW.search(item.fragment.text) for item in items if isinstance(item, Formula)):
        return
    others = [item.fragment.text for item in items if isinstance(item, Formula)]
    context.counts_categories = not any(r"\{" in text and not FROM_ONE.search(text) for text in others)
    for position, item in enumerate(items):
        if isinstance(item, Words) and VALUED.search(item.text):
            behind = items[position + 1] if position + 1 < len(items) else None
            is_from_one = isinstance(behind, Formula) and FROM_ONE.fullmatch(behind.fragment.text.strip())
            if not is_from_one or len(VALUED.findall(item.text)) > 2:
                context.counts_categories = False
