r"""Rows of different lengths: ``\sum_{i=1}^k \sum_{j=1}^{n_i} y_{ij}``.

Such rows are those of a full table in which each place has a weight: 1 where j is at most n_i, and 0 elsewhere. A sum
up to n_i is the sum of a whole row with its weights, and n_i the sum of the weights. What holds for all weights that
are not negative holds for these; what fails for some may hold for these, so that nothing is refuted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Elaborator
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.terms.nodes import ONE, Symbol
from derivcheck.terms.scope import Declaration, Trait

LENGTH = re.compile(
    r"\\sum\s*(?:\\limits\s*)?_\s*\{\s*[a-z]\s*=\s*1\s*\}\s*\^\s*\{\s*(?P<name>[A-Za-z])\s*_\s*"
    r"(?:\{\s*(?P<indices>[a-z]{1,2})\s*\}|(?P<index>[a-z]))\s*\}"
)
"""A sum up to a letter with indices."""

COLUMN = s.Name("#r")
MOST_NAMES = 4


def notice_lengths(texts: Iterable[str], context: Context) -> None:
    """Looks for letters up to which sums go whose index another sum runs over."""
    for text in texts:
        for found in LENGTH.finditer(text) if len(context.ragged) < MOST_NAMES else ():
            indices = found["indices"] or found["index"]
            if all(re.search(rf"\\sum\s*_\s*\{{?\s*{index}\b", text) for index in indices):
                context.ragged[found["name"]] = len(indices)


def full_sum(e: Elaborator, node: s.Big) -> s.Node | None:
    """A sum up to n_i as one over all of row i, each place with its weight."""
    above = node.above
    if node.operator != "sum" or not isinstance(above, s.Sub) or len(node.below) != 1:
        return None
    (start,) = node.below
    if not (isinstance(start, s.Relational) and start.relation == "=" and start.right == s.Num(ONE.value)):
        return None
    weights = _weights(e, above)
    if weights is None or not isinstance(start.left, s.Name):
        return None
    weight = s.Sub(weights, (*above.indices, start.left), start=above.start, end=above.end)
    body = s.Product((weight, s.Group((node.body,))), ("",), start=node.body.start, end=node.body.end)
    return s.Big("sum", (start.left,), None, body, start=node.start, end=node.end)


def length(e: Elaborator, node: s.Sub) -> s.Node | None:
    """The length n_i as the sum of the weights in row i."""
    weights = _weights(e, node)
    if weights is None:
        return None
    weight = s.Sub(weights, (*node.indices, COLUMN), start=node.start, end=node.end)
    return s.Big("sum", (COLUMN,), None, weight, start=node.start, end=node.end)


def is_length(node: s.Sub, context: Context) -> bool:
    """Whether a name with indices is the length of a row."""
    name = canonical(node.base)
    return context.ragged.get(name or "") == len(node.indices) and isinstance(node.base, s.Name)


def _weights(e: Elaborator, node: s.Sub) -> s.Name | None:
    """The table of weights, with a column more than the length has indices."""
    if not is_length(node, e.context) or not isinstance(node.base, s.Name):
        return None
    label = f"{node.base.name}-places"
    if label not in e.context.symbols:
        table = Symbol(label, tuple(e.sizes.new() for _ in range(len(node.indices) + 1)))
        e.context.symbols[label] = Declaration(table, traits=frozenset({Trait.NONNEGATIVE}))
        e.context.unclear[label] = "rows of different lengths"
    e.note(node.base.name, "the lengths of rows")
    return s.Name(label)
