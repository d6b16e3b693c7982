r"""Operators that a text writes out as averages, as ``\Sigma(X) = \mathrm{E}[(X - \mu) (X - \mu)^\top]``.

Such a letter stands before what it is applied to, and is no factor of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from derivcheck.documents import Chain, Display, Item
from derivcheck.reading.context import Context

HEAD = re.compile(
    r"\s*(?P<name>\\(?:Sigma|Gamma|Omega|Lambda|Phi|Psi)|[A-Z]|\\(?:mathrm|operatorname|mathcal)\{[A-Za-z]+\})\s*"
    r"(?:\\left)?\s*\(\s*[A-Z]\w*\s*(?:,\s*[A-Z]\w*\s*)?(?:\\right)?\s*\)\s*"
)
AVERAGE = re.compile(r"\s*\\(?:mathrm|mathbb|operatorname)\s*\{E\}\s*(?:\\left|\\[bB]igg?l?)?\s*[\[({]")


def notice_averages(items: Iterable[Item], context: Context) -> None:
    """Makes the letters functions that displays say to be averages of capitals."""
    for item in items:
        for chain in item.chains if isinstance(item, Display) else ():
            for _, name, arguments in own_averages(chain):
                if context.is_function(name) is None:
                    context.unknown_functions[name] = arguments


def own_averages(chain: Chain) -> Iterator[tuple[int, str, int]]:
    """The equations of a chain, by their position, that write out an operator, with its name and arity."""
    for statement in chain.statements:
        for position, (left, right) in enumerate(zip(statement.sides, statement.sides[1:], strict=False)):
            head = HEAD.fullmatch(left.text)
            if head is not None and statement.relations[position].symbol == "=" and AVERAGE.match(right.text):
                name = re.sub(r"\\(?:mathrm|operatorname)\{(\w+)\}", r"\1", head["name"])
                yield position, name, left.text.count(",") + 1
