"""Exponents that are whole numbers although a quotient stands in them."""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

from derivcheck.engine.evaluation.entries import Value, whole
from derivcheck.terms.nodes import Apply, Number, Symbol, Term, free_symbols

if TYPE_CHECKING:
    # The evaluator's operators come here.
    from derivcheck.engine.evaluation.evaluator import Evaluator


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
            return sum(known, Fraction(0)) if term.operator == "add" else prod(known, start=Fraction(1))
        case Apply(operator="power", arguments=(Number(value=base), Number(value=exponent))):
            return 1 / base if exponent == -1 and base else None
    return None
