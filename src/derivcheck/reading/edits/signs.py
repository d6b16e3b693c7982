"""Signs: one flipped, a difference turned round, brackets forgotten or too many."""

from __future__ import annotations

import re
from collections.abc import Iterator

from derivcheck.reading import syntax as s
from derivcheck.reading.edits.material import Edit, Material
from derivcheck.reading.edits.pieces import Level, Piece, negated, number, start_of, written
from derivcheck.reading.edits.sites import Site

FLIPPED = {"+": "-", "-": "+"}
# A sign is forgotten in an exponent more often than in an argument.
LIKELY = {"exponent": 0, "": 1, "elements": 1, "top": 1, "body": 1, "bottom": 2, "argument": 9, "arguments": 9}
INVERSE = negated(number(1)).node
SIGN = re.compile(r"[+\-−]")


def edits(site: Site, _: Material) -> Iterator[Edit]:
    """Signs of summands, of whole exponents and arguments, and brackets after a minus."""
    if not site.is_value:
        return
    node = site.node
    if isinstance(node, s.Sum) and not (site.role == "exponent" and node == INVERSE):
        # A sum rarely starts with a minus by design.
        yield from (
            Edit(int(k == 0 and sign == "+"), site, flipped(site, {k})) for k, (sign, _) in enumerate(node.terms)
        )
        if len(node.terms) > 1:
            # a factor of a product, say, as a whole
            yield Edit(10, site, flipped(site, set(range(len(node.terms)))))
        yield from (Edit(12, site, piece) for piece in _rebracketed(site, node))
    elif site.role in LIKELY and site.closed:
        yield Edit(LIKELY[site.role], site, negated(site.piece))


def flipped(site: Site, places: set[int]) -> Piece:
    """A sum with the signs at ``places`` changed."""
    node = site.node
    assert isinstance(node, s.Sum)  # noqa: S101 - for the type checker
    terms = tuple((FLIPPED[sign] if k in places else sign, child) for k, (sign, child) in enumerate(node.terms))
    text, end = "", start_of(node, site.text)
    for k, (sign, child) in enumerate(node.terms):
        start = start_of(child, site.text)
        between = site.text[end:start]
        if k in places:
            between = _resigned(between, sign, first=k == 0)
        text, end = text + between + site.text[start : child.end], child.end
    text += site.text[end : node.end]
    if len(terms) == 1 and terms[0][0] == "+":
        inner = written(terms[0][1], site.text)
        return Piece(text, inner.node, inner.level)
    return Piece(text, s.Sum(terms), Level.SUM)


def _resigned(between: str, sign: str, *, first: bool) -> str:
    if first:
        return "-" + between if sign == "+" and not SIGN.search(between) else SIGN.sub("", between, count=1).lstrip()
    return SIGN.sub(FLIPPED[sign], between, count=1)


def _rebracketed(site: Site, node: s.Sum) -> Iterator[Piece]:
    r"""``a - b + c`` as ``a - (b + c)``, and ``a - (b + c)`` as ``a - b + c``."""
    text, terms = site.text, node.terms
    for k, (sign, child) in enumerate(terms):
        start = start_of(child, text)
        if sign == "-" and k + 1 < len(terms):
            inside = Piece(text[start : node.end], s.Sum((("+", child), *terms[k + 1 :])), Level.SUM)
            group = inside.within(Level.ATOM)
            whole = text[start_of(node, text) : start] + group.text
            yield Piece(whole, s.Sum((*terms[:k], ("-", group.node))), Level.SUM)
        if sign == "-" and isinstance(child, s.Group) and isinstance(child.elements[0], s.Sum):
            inner = child.elements[0]
            parts = [
                ("-" if place == 0 and mark == "+" else mark, part) for place, (mark, part) in enumerate(inner.terms)
            ]
            if inner.terms[0][0] == "+":
                whole = text[start_of(node, text) : start] + text[inner.start : inner.end] + text[child.end : node.end]
                yield Piece(whole, s.Sum((*terms[:k], *parts, *terms[k + 1 :])), Level.SUM)
