r"""Letters that sums over the components of a mixture run by: ``\sum_j \pi_j p(x \mid j)`` is that over k.

A density is known by the letters of its variables, and a letter that a sum binds is no news: p(x|j) below a sum over j
is p(x|k) below one over k.
"""

from __future__ import annotations

from derivcheck.reading import syntax as s
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.syntax import walk

LETTERS = frozenset("ijlm")
COMMON = "k"


def with_common_letter(node: s.Node) -> s.Node:
    """``node`` with one letter for the indices, from one number to another, at which conditional densities stand."""
    if not any(isinstance(part, s.Big) for part in walk(node)):
        return node
    return s.mapped(node, _renamed)


def _renamed(node: s.Node) -> s.Node:
    if not isinstance(node, s.Big) or node.above is None or len(node.below) != 1:
        return node
    below = node.below[0]
    name = canonical(below.left) if isinstance(below, s.Relational) and below.relation == "=" else None
    names = {part.name for part in walk(node.body) if isinstance(part, s.Name)}
    if name not in LETTERS or COMMON in names or not any(_is_given(part, name) for part in walk(node.body)):
        return node

    def changed(part: s.Node) -> s.Node:
        return s.Name(COMMON, start=part.start, end=part.end) if part == s.Name(name) else part

    return s.mapped(node, changed)


def _is_given(part: s.Node, name: str) -> bool:
    """Whether a conditional density stands at an index, before the bar or behind it."""
    return isinstance(part, s.Call) and "|" in part.separators and s.Name(name) in part.arguments
