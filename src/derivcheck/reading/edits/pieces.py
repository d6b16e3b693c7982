"""Pieces of formulas with which a side is edited: LaTeX and its syntax, made together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction

from derivcheck.reading import syntax as s

SIZING = re.compile(r"\\(?:left|middle|[bB]igg?[lrm]?)\s*$")
"""A sizing command right before a bracket, which the tokens, and so the syntax, leave out."""

FAR = 20
"""How far back a command may start that ends where one looks."""

TALL = re.compile(r"\\(?:d|t|c)?frac|\\sum|\\prod|\\int")
WORD_END = re.compile(r"\\[A-Za-z]+$")


class Level(IntEnum):
    """How tightly a piece holds together."""

    SUM = 0
    PRODUCT = 1
    FACTOR = 2
    ATOM = 3


LEVELS: dict[type[s.Node], Level] = {
    s.Sum: Level.SUM,
    s.Relational: Level.SUM,
    s.Product: Level.PRODUCT,
    s.Big: Level.PRODUCT,
    s.Integral: Level.PRODUCT,
    s.Diff: Level.PRODUCT,
    s.Nabla: Level.PRODUCT,
    s.Frac: Level.FACTOR,
    s.Sup: Level.FACTOR,
    s.Mark: Level.FACTOR,
    s.Function: Level.FACTOR,
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of LaTeX, the syntax that it should be read as, and how tightly it holds together."""

    text: str
    node: s.Node
    level: Level = Level.ATOM

    def within(self, level: Level) -> Piece:
        """The piece with brackets around it where something tighter is needed."""
        if self.level >= level:
            return self
        left, right = (r"\left(", r"\right)") if TALL.search(self.text) else ("(", ")")
        return Piece(left + self.text + right, s.Group((self.node,)), Level.ATOM)


def level_of(node: s.Node) -> Level:
    """How tightly the syntax holds together as it is written."""
    return LEVELS.get(type(node), Level.ATOM)


def start_of(node: s.Node, text: str) -> int:
    r"""Where a node starts, with the ``\left`` that belongs to its first bracket."""
    near = max(0, node.start - FAR)
    sizing = SIZING.search(text[near : node.start])
    return near + sizing.start() if sizing else node.start


def written(node: s.Node, text: str) -> Piece:
    """A node as its author wrote it."""
    return Piece(text[start_of(node, text) : node.end], node, level_of(node))


def number(value: int | Fraction) -> Piece:
    """A number; a fraction is written as one."""
    value = Fraction(value)
    if value < 0:
        return negated(number(-value))
    if value.denominator != 1:
        return over(number(value.numerator), number(value.denominator))
    return Piece(str(value.numerator), s.Num(value))


def joined(left: str, right: str) -> str:
    """Two texts side by side, kept apart where TeX or the reader would join them."""
    if left[-1:].isdigit() and (right[:1].isdigit() or right.startswith("\\frac")):
        return left + r"\cdot " + right
    return left + (" " if WORD_END.search(left) and right[:1].isalpha() else "") + right


def negated(piece: Piece) -> Piece:
    """The piece with a minus before it, or without the one that it has."""
    if isinstance(piece.node, s.Sum) and len(piece.node.terms) == 1:
        inner = piece.node.terms[0][1]
        return Piece(piece.text.lstrip()[1:].lstrip(), inner, level_of(inner))
    inside = piece.within(Level.PRODUCT)
    return Piece("-" + inside.text, s.Sum((("-", inside.node),)), Level.SUM)


def times(left: Piece, right: Piece) -> Piece:
    """The product of two pieces, side by side; what would take the right one in stands in brackets."""
    if left.level is Level.PRODUCT and not isinstance(left.node, s.Product):
        left = left.within(Level.FACTOR)
    if right.level < Level.PRODUCT:
        right = right.within(Level.FACTOR)
    left = left.within(Level.PRODUCT)
    if isinstance(right.node, s.Num) and not isinstance(left.node, s.Num):
        left, right = right, left
    factors: list[s.Node] = []
    operators: list[str] = []
    for node in (left.node, right.node):
        operators += [""] if factors else []
        if isinstance(node, s.Product):
            factors += node.factors
            operators += node.operators
        else:
            factors.append(node)
    return Piece(joined(left.text, right.text), s.Product(tuple(factors), tuple(operators)), Level.PRODUCT)


def plus(left: Piece, sign: str, right: Piece) -> Piece:
    """The sum or, by the sign, the difference of two pieces."""
    right = right.within(Level.PRODUCT)
    terms = left.node.terms if isinstance(left.node, s.Sum) else (("+", left.node),)
    return Piece(left.text + sign + right.text, s.Sum((*terms, (sign, right.node))), Level.SUM)


def bare(piece: Piece) -> Piece:
    """The piece without brackets around all of it."""
    if isinstance(piece.node, s.Group) and len(piece.node.elements) == 1:
        inner = piece.node.elements[0]
        cut = re.fullmatch(r"(?:\\left\s*)?\((.*?)(?:\\right\s*)?\)", piece.text, re.DOTALL)
        if cut and inner.end > inner.start:
            return Piece(cut[1].strip(), inner, level_of(inner))
    return piece


def over(top: Piece, bottom: Piece) -> Piece:
    """A fraction."""
    top, bottom = bare(top), bare(bottom)
    return Piece(rf"\frac{{{top.text}}}{{{bottom.text}}}", s.Frac(top.node, bottom.node), Level.FACTOR)


def inverse(piece: Piece) -> Piece:
    """One over the piece."""
    return over(number(1), piece)


def raised(base: Piece, exponent: Piece) -> Piece:
    """A power."""
    base = base.within(Level.ATOM)
    text = exponent.text if len(exponent.text) == 1 else f"{{{exponent.text}}}"
    return Piece(f"{base.text}^{text}", s.Sup(base.node, exponent.node), Level.FACTOR)


def transposed(piece: Piece) -> Piece:
    """A transpose."""
    base = piece.within(Level.ATOM)
    return Piece(rf"{base.text}^\top", s.Mark(base.node, "transpose"), Level.FACTOR)


def root(piece: Piece) -> Piece:
    """A square root."""
    piece = bare(piece)
    return Piece(rf"\sqrt{{{piece.text}}}", s.Root(piece.node), Level.ATOM)


def absolute(piece: Piece) -> Piece:
    """An absolute value."""
    piece = bare(piece)
    return Piece(rf"\left|{piece.text}\right|", s.Bars("|", piece.node), Level.ATOM)


def applied(command: str, name: str, piece: Piece) -> Piece:
    """A named function of a piece, which stands in brackets unless it is one name or one fraction."""
    argument = piece if piece.level is Level.ATOM or isinstance(piece.node, s.Frac) else piece.within(Level.ATOM)
    return Piece(joined(command, argument.text), s.Function(name, argument.node), Level.FACTOR)


def exponential(piece: Piece) -> Piece:
    """E to the power of a piece."""
    return raised(Piece("e", s.Name("e")), bare(piece))
