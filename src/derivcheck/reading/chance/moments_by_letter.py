r"""Moments by the letters that everybody gives them: ``\mu_X``, ``\sigma_X``, ``\sigma_{XY}``, ``\rho_{XY}``."""

from __future__ import annotations

from fractions import Fraction

from derivcheck.reading import syntax as s
from derivcheck.reading.chance.random_variables import covariance, expected
from derivcheck.reading.elaborator import Elaborator
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.terms import build
from derivcheck.terms.nodes import Term, number

MEANINGS = {
    (r"\mu", 1): "the mean of {}",
    (r"\sigma", 1): "the standard deviation of {}",
    (r"\sigma", 2): "the covariance of {}",
    (r"\rho", 2): "the correlation of {}",
}


def moment(e: Elaborator, node: s.Sub) -> Term | None:
    """The moment of random variables that a letter with their names below it is, where nothing else is said of it."""
    names = [canonical(index) or "" for index in node.indices]
    letter, whole = canonical(node.base) or "", canonical(node) or ""
    meaning = MEANINGS.get((letter, len(names)))
    known = e.context.chance.variables
    if meaning is None or not all(name in known and not (known[name].family or known[name].shape) for name in names):
        return None
    if e.context.declared(whole) or whole in e.context.definitions or whole in e.context.not_understood:
        return None
    variables = [known[name].symbol for name in names]
    e.note(whole, meaning.format(" and ".join(names)))
    if letter == r"\mu":
        return expected(variables[0])
    tied = covariance(e, variables[0], variables[-1])
    if letter == r"\sigma" and len(names) > 1:
        return tied
    if letter == r"\sigma":
        return build.power(tied, number(Fraction(1, 2)), e.sizes)
    spread = build.scale(*(covariance(e, each, each) for each in variables))
    return build.divide(tied, build.power(spread, number(Fraction(1, 2)), e.sizes), e.sizes)


def is_letter_of(node: s.Node, operator: str, name: str) -> bool:
    r"""Whether a formula is only the letter of a moment, as ``\sigma_X^2`` of a variance: it says nothing new."""
    squared = isinstance(node, s.Sup) and node.exponent == s.Num(Fraction(2))
    letter = node.base if isinstance(node, s.Sup) and squared else node
    wanted = (r"\sigma", True) if operator == "variance" else (r"\mu", False)
    return (
        isinstance(letter, s.Sub)
        and (canonical(letter.base), squared) == wanted
        and ([canonical(index) for index in letter.indices] == [name])
    )
