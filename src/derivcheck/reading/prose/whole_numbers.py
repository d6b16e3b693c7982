r"""Names that words make whole numbers: "Let $n \ge 1$ be an integer", "for integers $m \ne n$"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from derivcheck.documents import Fragment, cut_statements
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.prose.hedges import is_doubted
from derivcheck.reading.prose.lists import comma_parts
from derivcheck.reading.prose.phrases import DOMAINS, RANGES
from derivcheck.terms.nodes import Symbol
from derivcheck.terms.scope import Declaration

COMPARES = frozenset({"<", ">", r"\le", r"\ge", r"\ne"})
AHEAD = tuple(
    (re.compile(rf"(?<![\w-])(?:{pattern})\s*$", re.IGNORECASE), domain, above) for pattern, domain, above in DOMAINS
)
"""What names range over, right before them."""


def declare_whole(formula: Fragment, group: Sequence[str], words: tuple[str, str, str], context: Context) -> None:
    """What the names in a list or a comparison range over, by the words before it, the clause behind it and the lead.

    What stands behind the last of a ``group`` of names is said of all of them.
    """
    before, clause, lead = words
    behind = next(((kind, above) for pattern, kind, above in RANGES if pattern.fullmatch(clause)), None)
    found = behind or next(((kind, above) for pattern, kind, above in AHEAD if pattern.search(before)), None)
    if found is None or is_doubted(lead):
        return
    domain, above = found
    for name in dict.fromkeys((*(group if behind else ()), *_names(formula, context))):
        known = context.symbols.get(name) or Declaration(Symbol(name))
        if not known.symbol.shape and name not in context.definitions:
            lower = known.lower if above is None else Fraction(above)
            context.declare(
                replace(known, domain=domain, lower=lower, source=known.source or (before + clause).strip())
            )


def _names(formula: Fragment, context: Context) -> Iterator[str]:
    """The bare names of a formula that only lists them, or compares them with one another and with numbers."""
    for statement in cut_statements(formula):
        if not COMPARES.issuperset(statement.symbols):
            continue
        for part in (part for side in statement.sides for part in comma_parts(side)):
            try:
                name = canonical(parse(part.text, context.is_function))
            except Unread:
                continue
            if name is not None and len(name) == 1 and name.isalpha():
                yield name
