"""Exponents that are whole numbers, and those in which a whole number is a summand."""

from __future__ import annotations

from fractions import Fraction
from math import prod as times
from typing import TYPE_CHECKING

from derivcheck.engine.algebra.sums import factors_of, product, total
from derivcheck.engine.evaluation.entries import Value, whole
from derivcheck.terms.nodes import Apply, Number, Symbol, Term, children, free_symbols
from derivcheck.terms.scope import Domain, Scope

if TYPE_CHECKING:
    # The evaluator's operators come here.
    from derivcheck.engine.evaluation.evaluator import Evaluator

WHOLE = frozenset({Domain.NATURAL, Domain.INTEGER, Domain.BINARY, Domain.SIGN_LABEL, Domain.INDEX})


def whole_exponent(evaluator: Evaluator, term: Term, value: Value) -> Value:
    """An integer such as n(n - 1)/2 as one, where the number system shows a quotient."""
    if isinstance(value, int) or not all(isinstance(evaluator.bound.get(s.name), int) for s in free_symbols(term)):
        return value
    found = _fraction(evaluator, term)
    return int(found) if found is not None and found.denominator == 1 else value


def _fraction(evaluator: Evaluator, term: Term) -> Fraction | None:
    match term:
        case Number():
            return term.value
        case Symbol():
            return Fraction(whole(evaluator.bound[term.name]))
        case Apply(operator="add" | "multiply"):
            parts = [_fraction(evaluator, argument) for argument in term.arguments]
            known = [part for part in parts if part is not None]
            if len(known) < len(parts):
                return None
            return sum(known, Fraction(0)) if term.operator == "add" else times(known, start=Fraction(1))
        case Apply(operator="power", arguments=(Number(value=base), Number(value=exponent))):
            return 1 / base if exponent == -1 and base else None
    return None


def distributed(coefficient: Fraction, term: Term) -> list[tuple[Fraction, Term]]:
    """c·(k - x)·log u as ck·log u - c·x·log u for a number k, so that a power can be told from what is left."""
    factors = factors_of(term) if isinstance(term, Apply) and term.operator == "multiply" else []
    logs = [factor for factor in factors if isinstance(factor, Apply) and factor.operator == "log"]
    sums = [factor for factor in factors if isinstance(factor, Apply) and factor.operator == "add"]
    if len(factors) != 2 or len(logs) != 1 or len(sums) != 1:
        return [(coefficient, term)]
    numbers = [part.value for part in sums[0].arguments if isinstance(part, Number)]
    rest: list[Term] = [part for part in sums[0].arguments if not isinstance(part, Number)]
    return [(coefficient * sum(numbers), logs[0]), (coefficient, product([total(rest), logs[0]]))]


def is_whole(term: Term, scope: Scope) -> bool:
    """Whether a term is declared as a whole number, or is made of such."""
    if isinstance(term, Symbol):
        declared = scope.declarations.get(term.name)
        return declared is not None and not term.shape and declared.domain in WHOLE
    if isinstance(term, Number):
        return term.value.denominator == 1
    is_made = isinstance(term, Apply) and term.operator in ("add", "multiply")
    return is_made and all(is_whole(part, scope) for part in children(term))
