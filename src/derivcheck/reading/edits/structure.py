"""Sums and products: a summand or factor too many, one operation written for another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from derivcheck.reading import syntax as s
from derivcheck.reading.edits.material import Edit, Material
from derivcheck.reading.edits.pieces import Level, Piece, bare, level_of, number, over, plus, start_of, times, written
from derivcheck.reading.edits.sites import Site

ONE = number(1).node
SIGNS_OF_PRODUCTS = {r"\cdot": r"\\cdot(?![A-Za-z])", r"\times": r"\\times(?![A-Za-z])", "*": r"\*"}


def edits(site: Site, material: Material) -> Iterator[Edit]:
    """Parts dropped, and sums, products, differences and quotients written for one another."""
    node = site.node
    if not site.is_value:
        return
    if isinstance(node, s.Sum):
        yield from (
            Edit(6 + _needed(child, site, material), site, piece)
            for (_, child), piece in zip(node.terms, _without_a_summand(site, node), strict=False)
        )
        yield from _other_operation(site, node)
    elif isinstance(node, s.Product):
        yield from (
            Edit(5 + _needed(child, site, material), site, piece)
            for child, piece in zip(node.factors, _without_a_factor(site, node), strict=True)
        )
        yield from _sums(site, node)
    elif isinstance(node, s.Frac):
        top, bottom = written(node.top, site.text), written(node.bottom, site.text)
        yield Edit(3 if _is_log(node.top) and _is_log(node.bottom) else 12, site, plus(top, "-", bottom))
        yield Edit(14, site, times(top.within(Level.FACTOR), bottom.within(Level.FACTOR)))
    elif site.role in ("factors", "terms", "top", "bottom", "arguments", "elements") and not isinstance(node, s.Num):
        yield Edit(8, site, plus(number(1), "-", site.piece))
        yield Edit(15, site, plus(number(1), "+", site.piece))


def _needed(child: s.Node, site: Site, material: Material) -> int:
    """How much less likely it is that a part is one too many, for standing on the left side as well."""
    return 4 if written(child, site.text).text in material.left_texts else 0


def _is_log(node: s.Node) -> bool:
    return isinstance(node, s.Function) and node.name == "log"


def _without_a_summand(site: Site, node: s.Sum) -> Iterator[Piece]:
    text, terms = site.text, node.terms
    if len(terms) < 2:
        return
    for k in range(len(terms)):
        rest = (*terms[:k], *terms[k + 1 :])
        if k == 0:
            after = text[terms[0][1].end : node.end].lstrip()
            left = after[1:].lstrip() if terms[1][0] == "+" else after
        else:
            left = text[start_of(node, text) : terms[k - 1][1].end] + text[terms[k][1].end : node.end]
        if len(rest) == 1 and rest[0][0] == "+":
            yield Piece(left, rest[0][1], level_of(rest[0][1]))
        else:
            yield Piece(left, s.Sum(rest), Level.SUM)


def _without_a_factor(site: Site, node: s.Product) -> Iterator[Piece]:
    """The product without each of its factors in turn."""
    text, factors = site.text, node.factors
    for k in range(len(factors)):
        rest = (*factors[:k], *factors[k + 1 :])
        dropped = max(k - 1, 0)
        operators = node.operators[:dropped] + node.operators[dropped + 1 :]
        if k == 0:
            left = text[start_of(factors[1], text) : node.end]
        else:
            left = text[start_of(node, text) : factors[k - 1].end] + text[factors[k].end : node.end]
        if len(rest) == 1:
            yield (
                bare(Piece(left, rest[0], level_of(rest[0])))
                if site.closed
                else Piece(left, rest[0], level_of(rest[0]))
            )
        else:
            yield Piece(left, s.Product(rest, operators), Level.PRODUCT)


def _other_operation(site: Site, node: s.Sum) -> Iterator[Edit]:
    """A product for a sum, a quotient for a difference, u for 1 - u."""
    if len(node.terms) > 2 and all(sign == "+" for sign, _ in node.terms):
        yield Edit(9, site, _multiplied(site, node))
    (first_sign, first), (sign, second) = node.terms[0], node.terms[-1]
    if len(node.terms) != 2 or first_sign == "-":
        return
    left, right = written(first, site.text), written(second, site.text)
    in_log = any(_is_log(parent) for parent, _ in site.path[-2:])
    if ONE not in (first, second):
        yield Edit(3 if in_log else 9, site, times(left, right))
    if sign == "-":
        yield Edit(3 if in_log else 9, site, over(left, right))
        # 1 - u is seldom turned round, and where it is, an overall sign is the likelier slip.
        plain = not isinstance(first, s.Num) and not isinstance(second, s.Num)
        yield Edit(0 if plain and len(site.path) else 2, site, plus(right, "-", left))
        if first == ONE:
            yield Edit(5, site, right)


def _multiplied(site: Site, node: s.Sum) -> Piece:
    """The product of all summands."""
    pieces = [written(child, site.text).within(Level.FACTOR) for _, child in node.terms]
    result = pieces[0]
    for piece in pieces[1:]:
        result = times(result, piece)
    return result


def _sums(site: Site, node: s.Product) -> Iterator[Edit]:
    """A sum for a product of two, and for a quotient inside a logarithm a difference."""
    for k, operator in enumerate(node.operators):
        if operator in SIGNS_OF_PRODUCTS and len(node.factors) > 2:
            yield Edit(10, site, _split(site, node, k))
    if len(node.factors) == 2 and not any(isinstance(factor, s.Num) for factor in node.factors):
        left, right = (written(factor, site.text) for factor in node.factors)
        yield Edit(10, site, plus(left, "+", right))
        yield Edit(11, site, over(left, right))
        yield Edit(14, site, plus(left, "-", right))


def _split(site: Site, node: s.Product, k: int) -> Piece:
    """A product with the product sign behind factor k made a plus."""
    text = site.text
    left, right = node.factors[: k + 1], node.factors[k + 1 :]
    start, middle = start_of(node, text), node.factors[k].end
    after = re.sub(SIGNS_OF_PRODUCTS[node.operators[k]], "+", text[middle : node.end], count=1)
    sides = (
        part[0] if len(part) == 1 else s.Product(part, operators)
        for part, operators in ((left, node.operators[:k]), (right, node.operators[k + 1 :]))
    )
    return Piece(text[start:middle] + after, s.Sum(tuple(("+", side) for side in sides)), Level.SUM)
