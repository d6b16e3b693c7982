r"""Notations that a text may give a meaning of its own, by how they are written: norms, products, inverses, …."""

from __future__ import annotations

import re
from fractions import Fraction

from derivcheck.reading import syntax as s

PRODUCTS = frozenset({r"\circ", r"\odot", r"\otimes", "*", r"\ast", r"\star", r"\times"})
MARKS = {"plus": "^+", "dagger": r"^\dagger", "inverse": "^{-1}", "transpose": "^T"}
BAR = r"\bar"
INDEX, KRONECKER, BY_ENTRY = "_", r"\delta_", r"\partial_"
LAW = r"\sim"
CONSTANTS = frozenset({r"\pi", "I", r"\mathbf{I}", "e", r"\mathbf{1}", r"\mathbb{1}"})
"""Names by themselves that everyone knows."""
MINUS_ONE = s.Sum((("-", s.Num(Fraction(1))),))


def notation_of(node: s.Node) -> str | None:
    """The notation that a formula is written in at its outermost; None for a name, a sum and the like."""
    match node:
        case s.Operator(name=name) | s.Function(name=name):
            return name
        case s.Sub(base=base, indices=indices) if any(isinstance(index, s.Name) for index in indices):
            return KRONECKER if base == s.Name(r"\delta") else INDEX
        case s.Diff(variables=variables) if any(notation_of(variable) == INDEX for variable in variables):
            return BY_ENTRY
        case s.Binomial():
            return "binomial"
        case s.Name(name=name):
            return BAR if name.startswith(r"\bar{") else name if name in CONSTANTS else None
    return _by_signs(node)


def _by_signs(node: s.Node) -> str | None:
    """The brackets around a formula, the sign of its product, or the mark behind it."""
    match node:
        case s.Bars(kind=r"\|", subscript=None) | s.Sup(base=s.Bars(kind=r"\|", subscript=None)):
            return r"\|"
        case s.Group(bracket=r"\langle" | "[" | r"\{" as bracket):
            return bracket
        case s.Product(operators=operators):
            return next((sign for sign in operators if sign in PRODUCTS), None)
        case s.Mark(mark=mark):
            return MARKS.get(mark)
        case s.Sup(exponent=exponent) if exponent == MINUS_ONE:
            return "^{-1}"
    return None


def speaks_of(text: str, name: str) -> bool:
    """Whether a formula may speak of a name."""
    return re.search(rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z])", text) is not None
