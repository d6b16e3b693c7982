r"""Numbers that are set equal to one that everyone knows and is no fraction: ``\pi = 3.14`` gives π no new meaning."""

from __future__ import annotations

import math
import re

KNOWN = {r"\pi": math.pi, "π": math.pi, "e": math.e, r"\mathrm{e}": math.e}
NEAR = 0.2
"""How far from its value a number may be that is meant to be it: π = 0.3 is another π."""
NUMBER = re.compile(
    r"\s*(?P<top>\d+(?:\.\d+)?)\s*(?:/\s*(?P<below>\d+))?\s*(?:\\(?:ldots|dots|cdots)|\.\.\.)?\s*[.,]?\s*"
    r"|\s*\\[dt]?frac\s*\{\s*(?P<numerator>\d+)\s*\}\s*\{\s*(?P<denominator>\d+)\s*\}\s*[.,]?\s*"
)


def is_rounded(left: str, right: str) -> bool:
    """Whether an equation gives a known number another value near its own."""
    value = KNOWN.get(left.strip())
    found = NUMBER.fullmatch(right) if value is not None else None
    if value is None or found is None:
        return False
    top = float(found["top"] or found["numerator"])
    below = float(found["below"] or found["denominator"] or 1)
    return below > 0 and abs(top / below - value) < NEAR
