r"""Words that announce the law of a variable, which the display behind them spells out: "Let X be normal: X ∼ …".

The words are not understood by themselves, so they cast doubt on what is random; once the law that they announce is
read, nothing of it is left. Where they say more than the name of a law, as "truncated" does, the doubt remains.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from derivcheck.reading.context import Context
from derivcheck.terms.chance import Announced, Chance

ENDED = re.compile(r"[.!?]\s*$")
RESTRICTED = re.compile(
    r"\b(?:truncat|fold|condition|restrict|mixtur|shift|censor|given|only|unknown|not\b|either|inflat|compound|wrapp)",
    re.IGNORECASE,
)
"""Words that make another law of the one that they stand beside."""


def announce(names: Collection[str], words: str, before: Chance, context: Context) -> None:
    """Notes that words announced the law of ``names``; ``before`` is what was known of chance ahead of them."""
    if names and not ENDED.search(words) and not RESTRICTED.search(words):
        announced = Announced(frozenset(names), before.doubt, before.spread)
        context.chance = replace(context.chance, announced=announced)


def settle_announced(names: Collection[str], context: Context) -> None:
    """Takes the doubt of an announcement back where a display gives all ``names`` their law."""
    announced = context.chance.announced
    if announced is None:
        return
    known = {name for name in names if (v := context.chance.variables.get(name)) is not None and v.distribution}
    if announced.names <= known:
        context.chance = replace(context.chance, doubt=announced.doubt, spread=announced.spread, announced=None)
