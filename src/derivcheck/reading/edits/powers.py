"""Powers: a square or an inverse that is missing or too many, a root."""

from __future__ import annotations

import re
from collections.abc import Iterator

from derivcheck.reading import syntax as s
from derivcheck.reading.edits.material import Edit, Material
from derivcheck.reading.edits.pieces import (
    Level,
    Piece,
    absolute,
    inverse,
    level_of,
    negated,
    number,
    over,
    plus,
    raised,
    root,
    start_of,
    times,
    written,
)
from derivcheck.reading.edits.sites import Site

COMMAND = re.compile(r"\\[A-Za-z]+")
RAISED = (s.Name, s.Sub, s.Call, s.Group, s.Bars, s.Primes, s.Operator)


def edits(site: Site, _: Material) -> Iterator[Edit]:
    """Exponents dropped and put in, roots and bars taken off and put on, fractions turned over."""
    if not site.is_value:
        return
    match site.node:
        case s.Sup() as node:
            yield from _of_power(site, node)
        case s.Root(argument=inner):
            yield Edit(1, site, written(inner, site.text))
        case s.Bars(kind="|", body=inner):
            yield Edit(8, site, written(inner, site.text))
        case s.Frac() as node:
            yield from _turned(site, node)
        case s.Function() as node:
            yield from _of_function(site, node)
        case s.Sum() as node:
            yield from _of_sum(site, node)
    if isinstance(site.node, RAISED) and site.role not in {"base", "exponent"}:
        yield from _raised(site)
    if site.parent is None and isinstance(site.node, (s.Product, s.Function)):
        yield Edit(15, site, absolute(site.piece))


def _of_power(site: Site, node: s.Sup) -> Iterator[Edit]:
    yield Edit(2, site, _lowered(site, node))
    if isinstance(node.exponent, s.Num) and node.exponent.value > 1 and node.base.end < node.exponent.start:
        yield Edit(9, site, times(written(node.exponent, site.text), written(node.base, site.text)))


def _of_function(site: Site, node: s.Function) -> Iterator[Edit]:
    yield Edit(5, site, _squared(site, node))
    if site.role in {"factors", "top"}:
        yield Edit(8, site, inverse(site.piece))


def _of_sum(site: Site, node: s.Sum) -> Iterator[Edit]:
    yield from (Edit(5, site, piece) for piece in _gathered(site, node))
    if site.role == "bottom":
        yield Edit(5, site, raised(site.piece, number(2)))


def _squared(site: Site, node: s.Function) -> Piece:
    r"""The square of a function, as in ``\sin^2 x``."""
    command = COMMAND.match(site.text, node.start)
    end = command.end() if command else node.start
    square = number(2)
    text = f"{site.text[node.start : end]}^{square.text}{site.text[end : node.end]}"
    return Piece(text, s.Sup(node, square.node), Level.FACTOR)


def _raised(site: Site) -> Iterator[Edit]:
    piece = site.piece
    yield Edit(5, site, raised(piece, number(2)))
    if site.role == "argument" and not site.closed:  # log x without brackets takes little else
        return
    yield Edit(7, site, raised(piece, number(-1)))
    yield Edit(9, site, root(piece))
    yield Edit(11, site, absolute(piece))
    yield Edit(13, site, inverse(piece))


def _lowered(site: Site, node: s.Sup) -> Piece:
    """The base alone; the power of sin² x stands inside the function."""
    text, exponent = site.text, node.exponent
    caret = text.rindex("^", node.start, exponent.start)
    braced = text[caret : exponent.start].rstrip().endswith("{")
    end = text.index("}", exponent.end) + 1 if braced else exponent.end
    left = text[start_of(node, text) : caret] + text[end : node.end]
    return Piece(left, node.base, level_of(node.base))


def _turned(site: Site, node: s.Frac) -> Iterator[Edit]:
    top, bottom = written(node.top, site.text), written(node.bottom, site.text)
    yield Edit(4, site, over(bottom, top) if node.top != number(1).node else bottom)
    yield Edit(8, site, top)
    if not isinstance(node.top, s.Num):
        yield Edit(16, site, over(number(1), bottom))
    yield Edit(16, site, Piece(bottom.text, bottom.node, min(bottom.level, Level.ATOM)))


def _gathered(site: Site, node: s.Sum) -> Iterator[Piece]:
    """The square of a sum for a sum of squares, one over a sum for a sum of such fractions."""
    children = [child for _, child in node.terms]
    if len(children) < 2:
        return
    powers = [child for child in children if isinstance(child, s.Sup) and isinstance(child.exponent, s.Num)]
    fractions = [child for child in children if isinstance(child, s.Frac)]
    roots = [child for child in children if isinstance(child, s.Root)]
    if len(powers) == len(children) and len({power.exponent for power in powers}) == 1:
        exponent = written(powers[0].exponent, site.text)
        bases = [written(power.base, site.text) for power in powers]
        yield raised(_added(node, bases), exponent)
        if len(bases) == 2 and exponent == number(2):
            cross = times(number(2), times(*bases))
            yield plus(plus(written(powers[0], site.text), node.terms[1][0], cross), "+", written(powers[1], site.text))
    if len(fractions) == len(children) and len({fraction.top for fraction in fractions}) == 1:
        top = written(fractions[0].top, site.text)
        yield over(top, _added(node, [written(fraction.bottom, site.text) for fraction in fractions]))
    if len(roots) == len(children):
        yield root(_added(node, [written(child.argument, site.text) for child in roots]))


def _added(node: s.Sum, pieces: list[Piece]) -> Piece:
    """Pieces with the signs of a sum between them."""
    result = pieces[0] if node.terms[0][0] == "+" else negated(pieces[0])
    for (sign, _), piece in zip(node.terms[1:], pieces[1:], strict=True):
        result = plus(result, sign, piece)
    return result
