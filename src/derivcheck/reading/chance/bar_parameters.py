r"""Parameters behind the bar of a density, as in ``\nabla_\theta \log p(x \mid \theta)``: ``p(x; \theta)`` is meant.

A name behind a bar by which is differentiated, and of which no density speaks, that is neither summed nor integrated
over nor drawn, has no distribution: the density depends on it in any way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.parsing.canonical import canonical

LETTERS = frozenset({"p", "q", "P", "f", r"\pi"})


def notice_parameters(nodes: Iterable[s.Node], context: Context) -> None:
    """Notices the parameters behind bars in the formulas of a section."""
    parts = [part for node in nodes for part in s.walk(node)]
    calls = [part for part in parts if isinstance(part, s.Call) and canonical(part.function) in LETTERS]
    around = [s.around_bar(call) for call in calls]
    behind = {name for _, given in around for name in _names(given)}
    if not behind:
        return
    moving = {name for part in parts for name in _names(_differentiated_by(part))}
    drawn = {name for points, _ in around for name in _names(points)}
    drawn |= {name for part in parts for name in _names(_ranging(part))} | context.following
    context.parameters |= (behind & moving) - drawn


def _names(nodes: Iterable[s.Node]) -> Iterator[str]:
    return (name for node in nodes if (name := canonical(node)) is not None)


def _differentiated_by(node: s.Node) -> tuple[s.Node, ...]:
    if isinstance(node, s.Nabla):
        return () if node.variable is None else (node.variable,)
    return node.variables if isinstance(node, s.Diff) else ()


def _ranging(node: s.Node) -> Iterator[s.Node]:
    """What a sum, an integral or an average goes over."""
    if isinstance(node, s.Integral):
        yield node.variable
    elif isinstance(node, s.Big):
        yield from (part for below in node.below for part in s.walk(below))
    elif isinstance(node, s.Operator) and isinstance(node.below, s.Relational):
        yield node.below.left
    elif isinstance(node, s.Operator) and node.below is not None and not isinstance(node.below, s.Call):
        yield node.below


def with_parameters(node: s.Node, context: Context) -> s.Node:
    """A formula with its parameters behind a semicolon."""
    return s.mapped(node, lambda part: _parted(part, context)) if context.parameters else node


def _parted(node: s.Node, context: Context) -> s.Node:
    if not isinstance(node, s.Call) or "|" not in node.separators or ";" in node.separators:
        return node
    before, behind = s.around_bar(node)
    parameters = [part for part in behind if canonical(part) in context.parameters]
    if not parameters or canonical(node.function) not in LETTERS:
        return node
    given = [part for part in behind if part not in parameters]
    signs = ["|", *[","] * (len(given) - 1)] if given else []
    separators = (*node.separators[: len(before) - 1], *signs, ";", *[","] * (len(parameters) - 1))
    return s.Call(node.function, (*before, *given, *parameters), separators, start=node.start, end=node.end)
