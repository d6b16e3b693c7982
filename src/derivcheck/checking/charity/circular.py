r"""Names that a formula cannot give a meaning to, since what it speaks of is defined by means of them.

Where a text says ``y = X\beta + \varepsilon``, that ``\varepsilon = y - X\hat\beta`` is a claim.
"""

from __future__ import annotations

from collections.abc import Iterator

from derivcheck.checking.charity.atoms import base
from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.terms.definitions import Unsettled, unfold
from derivcheck.terms.nodes import Symbol, free_symbols


def rests_on(formula: str | s.Node, name: str | None, context: Context) -> bool:
    """Whether a name, or its letter, stands in what something in a formula is defined as."""
    letter = None if name is None else base(name)
    if letter is None or not context.definitions:
        return False
    try:
        node = parse(formula, context.is_called) if isinstance(formula, str) else formula
    except Unread:
        return False
    return any(letter in found for found in _letters_behind(node, context))


def _letters_behind(node: s.Node, context: Context) -> Iterator[set[str | None]]:
    """The letters in the definitions of the names in a formula."""
    bodies = context.bodies
    spoken = {
        known for part in s.walk(node) if isinstance(part, (s.Name, s.Sub, s.Mark)) and (known := canonical(part))
    }
    for known in spoken & bodies.keys():
        try:
            yield {base(symbol.name) for symbol in free_symbols(unfold(Symbol(known), bodies))}
        except Unsettled:
            # A family that is defined by an earlier member of itself.
            yield {base(symbol.name) for symbol in free_symbols(bodies[known])}
