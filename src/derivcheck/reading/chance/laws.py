r"""The right side of ``x \sim \mathcal{N}(\mu, \sigma^2)``, as a formula."""

from __future__ import annotations

from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse


def parse_law(text: str, context: Context) -> s.Node:
    r"""A distribution: its name stands before arguments, and what stands inside is as it is elsewhere.

    In ``\mathcal{N}(X (X^\top X)^{-1} X^\top y, \Sigma)`` no matrix is a function.
    """
    node = parse(text, lambda _: True)
    head = canonical(node.function) if isinstance(node, s.Call) else None
    return parse(text, lambda name: name == head or context.is_function(name))
