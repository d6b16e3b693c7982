r"""Decides ``f \propto g``: the ratio of the sides is free of the variables that they are functions of.

Those are the arguments of the function that begins the chain, before a bar, or what the text names: "as a function of
θ". With the variables taken twice, the claim is f(θ)g(θ′) = f(θ′)g(θ), which is an equation like any other.
"""

from __future__ import annotations

from dataclasses import replace

from derivcheck.checking.charity.twins import Comparison, Sides, as_functions
from derivcheck.checking.outcome import Draft
from derivcheck.engine.algebra.sums import factors_of, product, reciprocal
from derivcheck.reading import syntax as s
from derivcheck.reading.chance.densities import split_arguments
from derivcheck.reading.sides import ChainReader, Side
from derivcheck.results import Step
from derivcheck.terms.nodes import ONE, Apply, Term


def variables_of(side: Side) -> tuple[str, ...]:
    """The arguments of a call, before a bar; what stands behind it does not matter."""
    node = side.node
    if isinstance(node, s.Call) and "|" in node.separators:
        bar = node.separators.index("|")
        node = replace(node, arguments=node.arguments[: bar + 1], separators=node.separators[:bar])
    split = split_arguments(node) if isinstance(node, s.Call) else None
    return () if split is None else tuple(split[0])


def proportional(draft: Draft, terms: Sides, names: tuple[str, ...], reader: ChainReader) -> Step:
    """The step ``f ∝ g`` as functions of ``names``."""
    return as_functions(RATIO, names, draft, terms, reader)


def _ratio(here: Sides, there: Sides) -> Sides:
    """f(θ)g(θ′)/(f(θ′)g(θ)) is 1 wherever that has a value; what f and g have in common cancels."""
    first, second = _without_common(*here), _without_common(*there)
    return product([first[0], second[1], reciprocal(second[0]), reciprocal(first[1])]), ONE


def _without_common(left: Term, right: Term) -> Sides:
    """Both sides without the factors of the one that are factors of the other."""
    rest, others = [], _factors(right)
    for factor in _factors(left):
        if factor in others:
            others.remove(factor)
        else:
            rest.append(factor)
    return product(rest), product(others)


def _factors(term: Term) -> list[Term]:
    return list(factors_of(term)) if isinstance(term, Apply) and term.operator == "multiply" else [term]


RATIO = Comparison(_ratio, "D106", "D212", r"\propto", "a ratio")
