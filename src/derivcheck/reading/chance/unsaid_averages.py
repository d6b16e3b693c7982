r"""Averages that do not say under which density they are taken: ``E[\log Q(z)]`` beside ``D_{KL}[Q(z) \| P(z)]``.

Where all else in a chain is taken under one density, so are they. That is a convention, so it refutes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.parsing.canonical import canonical

AVERAGES = frozenset({"expectation"})
DIVERGENCES = frozenset({"divergence"})


def with_density(nodes: Sequence[s.Node], context: Context) -> tuple[list[s.Node], s.Call | None]:
    """The sides with the density of the chain below averages of densities that have none, and that density if so."""
    operators = [part for node in nodes for part in s.walk(node) if isinstance(part, s.Operator)]
    found = {density for part in operators if (density := _density_of(part)) is not None}
    if len(found) != 1 or not any(_lacks_density(part, context) for part in operators):
        return list(nodes), None
    (density,) = found

    def completed(node: s.Node) -> s.Node:
        return replace(node, below=density) if isinstance(node, s.Operator) and _lacks_density(node, context) else node

    return [s.mapped(node, completed) for node in nodes], density


def _density_of(node: s.Operator) -> s.Call | None:
    """The density that a divergence is an average under, or that stands below an average."""
    place = node.arguments[0] if node.name in DIVERGENCES and node.arguments else None
    place = node.below if node.name in AVERAGES else place
    return place if isinstance(place, s.Call) else None


def _lacks_density(node: s.Operator, context: Context) -> bool:
    """Whether an average of densities does not say under which one it is taken, and none of it is random."""
    if node.name not in AVERAGES or node.below is not None or len(node.arguments) != 1:
        return False
    parts = s.walk(node.arguments[0])
    names = {canonical(part) for part in parts if isinstance(part, (s.Name, s.Sub))}
    densities = [
        part for part in parts if isinstance(part, s.Call) and ("|" in part.separators or _is_density(part, context))
    ]
    return bool(densities) and names.isdisjoint(context.chance.variables)


def _is_density(node: s.Call, context: Context) -> bool:
    return canonical(node.function) in context.densities
