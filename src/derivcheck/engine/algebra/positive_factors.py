"""Sums as products of positive factors: b - bt is b(1 - t), so that its logarithm is a sum of two."""

from __future__ import annotations

from derivcheck.engine.algebra.polynomials import NotPolynomial, factored
from derivcheck.engine.algebra.sums import opposite
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.terms.nodes import Number, Term


def positive_factors(term: Term, bounds: Bounds) -> list[tuple[Term, int]]:
    """The factors of ``term``, two or more and all of them surely positive, with their powers; else none."""
    try:
        found = factored(term)
    except NotPolynomial:
        return []
    if len(found.factors) < 2:
        return []
    sign = 1 if found.number > 0 else -1
    parts: list[tuple[Term, int]] = [(Number(abs(found.number)), 1)]
    for polynomial, power in found.factors:
        factor = polynomial.term()
        if bounds.of(factor).negative:
            sign, factor = sign * (-1) ** power, opposite(factor)
        if not bounds.positive(factor):
            return []
        parts.append((factor, power))
    return parts if sign > 0 else []
