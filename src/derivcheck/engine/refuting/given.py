"""The inequalities that a scope assumes, where they bound a region with room inside."""

from __future__ import annotations

from dataclasses import dataclass

from derivcheck.engine.algebra.polynomials import NotPolynomial, Polynomial, factored
from derivcheck.engine.algebra.sums import product, total
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.engine.domains.feasible import Constraint, consistent
from derivcheck.engine.question import Question
from derivcheck.terms.nodes import Symbol, Term, number

Inequality = tuple[Term, bool]
"""A term that is positive, or where not strict (False) at least 0."""


@dataclass(frozen=True, slots=True)
class Given:
    """Linear inequalities that hold: as they are assumed, and ``inside``, all strict.

    Points that meet the strict ones come as near as one likes to any point that meets the others: together they bound
    a convex set, and it is not flat.
    """

    exact: tuple[Constraint, ...] = ()
    inside: tuple[Constraint, ...] = ()


def assumed(question: Question) -> tuple[Inequality, ...]:
    """The inequalities between scalars that the scope assumes of the question's symbols."""
    found: list[Inequality] = []
    for claim in question.assumptions:
        if claim.left.shape or claim.right.shape or claim.relation not in (r"\le", r"\ge", "<", ">"):
            continue
        larger, smaller = (claim.left, claim.right) if claim.relation in (r"\ge", ">") else (claim.right, claim.left)
        found.append((total([larger, product([number(-1), smaller])]), claim.relation in ("<", ">")))
    return tuple(found)


def given(inequalities: tuple[Inequality, ...], bounds: Bounds) -> Given:
    """What may be relied on of ``inequalities``: nothing where they leave no room."""
    exact = [c for term, strict in inequalities if (c := _linear(term, strict=strict)) is not None]
    inside = [Constraint(constraint.polynomial, strict=True) for constraint in exact]
    return Given(tuple(exact), tuple(inside)) if exact and consistent(inside, bounds) else Given()


def _linear(term: Term, *, strict: bool) -> Constraint | None:
    """A linear inequality between symbols; None for any other."""
    try:
        found = factored(term)
    except NotPolynomial:
        return None
    if len(found.factors) != 1 or found.factors[0][1] != 1:
        return None
    polynomial = found.factors[0][0]
    if found.number < 0:
        polynomial = Polynomial(tuple((monomial, -c) for monomial, c in polynomial.monomials))
    plain = all(
        len(monomial) <= 1 and all(isinstance(k, Symbol) and e == 1 for k, e in monomial)
        for monomial, _ in polynomial.monomials
    )
    return Constraint(polynomial, strict=strict) if plain else None
