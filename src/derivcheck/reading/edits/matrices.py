"""Matrices: a transpose or an inverse that is missing or too many, two factors in the wrong order."""

from __future__ import annotations

from collections.abc import Iterator

from derivcheck.reading import syntax as s
from derivcheck.reading.edits.material import Edit, Material
from derivcheck.reading.edits.pieces import (
    Level,
    Piece,
    joined,
    level_of,
    negated,
    number,
    start_of,
    times,
    transposed,
    written,
)
from derivcheck.reading.edits.sites import Site


def edits(site: Site, material: Material) -> Iterator[Edit]:
    """Transposes off and on, neighbouring factors exchanged; a scalar has neither, and its step is left alone."""
    node = site.node
    if not material.has_arrays or not site.is_value:
        return
    if isinstance(node, s.Mark) and node.mark == "transpose":
        yield Edit(2, site, written(node.base, site.text))
    if isinstance(node, (s.Name, s.Group, s.Sup)) and site.role not in {"base", "exponent"}:
        yield Edit(3, site, transposed(site.piece))
    if isinstance(node, s.Sup) and node.exponent == negated(number(1)).node:
        yield Edit(4, site, transposed(written(node.base, site.text)))
    if site.role == "terms" and isinstance(node, (s.Name, s.Num)):
        yield from (Edit(5, site, times(site.piece, _identity(name))) for name in material.sizes[:2])
    if isinstance(node, s.Product):
        yield from (Edit(7, site, piece) for piece in _completed(site, node, material))
        yield from (Edit(3, site, piece) for piece in _exchanged(site, node))


def _identity(size: str) -> Piece:
    return Piece(f"I_{size}" if len(size) == 1 else f"I_{{{size}}}", s.Sub(s.Name("I"), (s.Name(size),)))


def _completed(site: Site, node: s.Product, material: Material) -> Iterator[Piece]:
    """The product with a factor of the left side that it lacks, at each place but the first."""
    text = site.text
    for k, factor in enumerate(node.factors):
        for new in material.missing:
            if new.level >= Level.FACTOR:
                whole = joined(joined(text[start_of(node, text) : factor.end], new.text), text[factor.end : node.end])
                factors = (*node.factors[: k + 1], new.node, *node.factors[k + 1 :])
                operators = (*node.operators[:k], "", *node.operators[k:])
                yield Piece(whole, s.Product(factors, operators), Level.PRODUCT)


def _exchanged(site: Site, node: s.Product) -> Iterator[Piece]:
    text, factors = site.text, node.factors
    for k in range(len(factors) - 1):
        a, b = start_of(factors[k], text), factors[k].end
        c, d = start_of(factors[k + 1], text), factors[k + 1].end
        whole = text[start_of(node, text) : a] + text[c:d] + text[b:c] + " " + text[a:b] + text[d : node.end]
        order = (*factors[:k], factors[k + 1], factors[k], *factors[k + 2 :])
        yield Piece(whole, s.Product(order, node.operators), Level.PRODUCT)
        first, second = factors[k], factors[k + 1]
        # XᵀX for XXᵀ keeps the order of the letters and moves the mark.
        if isinstance(first, s.Mark) != isinstance(second, s.Mark):
            yield _moved(site, node, k)


def _moved(site: Site, node: s.Product, k: int) -> Piece:
    """The transpose of one factor taken to its neighbour."""
    text = site.text
    start, end = start_of(node.factors[k], text), node.factors[k + 1].end
    pair = []
    for factor in node.factors[k : k + 2]:
        if isinstance(factor, s.Mark):
            base = written(factor.base, text)
            pair.append(base)
        else:
            pair.append(transposed(written(factor, text)))
    whole = text[start_of(node, text) : start] + pair[0].text + " " + pair[1].text + text[end : node.end]
    factors = (*node.factors[:k], pair[0].node, pair[1].node, *node.factors[k + 2 :])
    return Piece(whole, s.Product(factors, node.operators), level_of(node))
