r"""Sums over arrays as numbers of their own: what :math:`n/\lambda = \sum_i x_i` says of λ, it says for any total.

A statement that holds for every value of its sums holds for those that they have. Sums are drawn apart before, so that
:math:`\sum_i (x_i - \mu)` and :math:`\sum_i x_i` speak of the same total.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product as choices

from derivcheck.engine.algebra.sums import mentions, product, total
from derivcheck.engine.domains.bounds import Bounds, Interval
from derivcheck.engine.statements.inference import Inference
from derivcheck.terms.apart import lettered
from derivcheck.terms.latex import to_latex
from derivcheck.terms.nodes import ONE, Apply, Number, Reduce, Symbol, Term, free_symbols, rebuild, walk
from derivcheck.terms.scope import Claim, Declaration, Trait
from derivcheck.terms.statements import mapped

MOST_FACTORS = 3
MOST_SUMMANDS = 32


def with_totals_as_numbers(inference: Inference) -> Inference | None:
    """The same question with each sum over arrays a number; None where it has none, or they are not drawn apart."""
    numbers: dict[Term, Symbol] = {}

    def written(term: Term) -> Term:
        if isinstance(term, Reduce):
            return total([_as_number(part, numbers) for part in _drawn_apart(term)])
        # What looks at other values of names, as a derivative does, keeps its sums as they are.
        return rebuild(term, written) if isinstance(term, Apply) else term

    def changed(claim: Claim) -> Claim:
        return replace(claim, left=written(claim.left), right=written(claim.right))

    premise, conclusion = mapped(inference.premise, changed), mapped(inference.conclusion, changed)
    if not numbers:
        return None
    bounds = Bounds(inference.scope)
    known = {symbol.name: _declared(symbol, bounds.of(part)) for part, symbol in numbers.items()}
    scope = replace(inference.scope, declarations={**inference.scope.declarations, **known})
    return replace(inference, premise=premise, conclusion=conclusion, scope=scope)


def _declared(symbol: Symbol, interval: Interval) -> Declaration:
    """A number with the sign that the total has for certain."""
    signs = ((interval.positive, Trait.POSITIVE), (interval.negative, Trait.NEGATIVE))
    traits = [trait for holds, trait in signs if holds]
    if not traits and interval.nonnegative:
        traits = [Trait.NONNEGATIVE]
    return Declaration(symbol, traits=frozenset(traits))


def _as_number(part: Term, numbers: dict[Term, Symbol]) -> Term:
    """A summand with the sum in it as a number."""
    if isinstance(part, Reduce):
        return numbers.setdefault(part, Symbol(to_latex(lettered(part))))
    return rebuild(part, lambda inner: _as_number(inner, numbers)) if isinstance(part, Apply) else part


def _drawn_apart(term: Reduce) -> Iterator[Term]:
    """The sum as a sum of sums, each times what does not depend on its index."""
    is_plain = term.operator == "sum" and term.condition is None and term.lower == ONE
    summands = list(_summands(term.body)) if is_plain else [[term.body]]
    if len(summands) > MOST_SUMMANDS:
        summands = [[term.body]]
    for factors in summands:
        outside = [factor for factor in factors if is_plain and not mentions(factor, term.index)]
        inside = [factor for factor in factors if factor not in outside]
        within = replace(term, body=product(inside)) if inside else term.upper
        yield product([*outside, within])


def _summands(term: Term) -> Iterator[list[Term]]:
    """The factors of each summand, with products of sums multiplied out."""
    match term:
        case Apply(operator="add", arguments=parts):
            for part in parts:
                yield from _summands(part)
        case Apply(operator="multiply", arguments=factors) if not term.shape:
            for chosen in choices(*(list(_summands(factor)) for factor in factors)):
                yield [factor for factors in chosen for factor in factors]
        case Apply(operator="power", arguments=(Apply(operator="add") as base, Number(value=exponent))) if (
            exponent.denominator == 1 and 1 < exponent <= MOST_FACTORS
        ):
            yield from _summands(Apply("multiply", (base,) * int(exponent)))
        case _:
            yield [term]


def is_about_numbers(inference: Inference) -> bool:
    """Whether no array is left outside the sums."""
    sides = (inference.question.left, inference.question.right)
    return inference.is_scalar and not any(s.shape for side in sides for part in walk(side) for s in free_symbols(part))
