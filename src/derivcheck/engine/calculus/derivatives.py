"""A step with its derivatives written out, which spares perturbing every entry of a matrix at every point.

Where a derivative by a matrix, or of a determinant, is written as a term, what remains is an identity between matrix
words. The refuter keeps to dual numbers, so that the two keys differentiate in different ways.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from derivcheck.engine.question import Question
from derivcheck.terms.definitions import count_nodes
from derivcheck.terms.gradients import without_derivatives
from derivcheck.terms.nodes import (
    Apply,
    Derivative,
    Number,
    Symbol,
    Term,
    bound_names,
    free_symbols,
    operators,
    rebuild,
    walk,
)

MOST_NODES = 4_000
SUMS = frozenset({"add", "multiply", "constant"})


def with_derivatives_written(question: Question) -> Iterator[Question]:
    """The question with derivatives written out, if it has any that gain by it; then as it stands."""
    if any(map(_gains, (question.left, question.right))):
        left, right = without_derivatives(question.left), without_derivatives(question.right)
        if count_nodes(left) + count_nodes(right) <= MOST_NODES:
            yield replace(question, left=left, right=right)
    yield question


@lru_cache(maxsize=2_000)
def _gains(term: Term) -> bool:
    """Whether a derivative moves many entries, goes through elimination, or is of roots that a number simplifies."""
    return any(
        isinstance(part, Derivative)
        and (part.variable.shape or "determinant" in operators(part.body) or _has_root_at_number(part))
        for part in walk(term)
    )


def _has_root_at_number(term: Derivative) -> bool:
    """Whether a derivative at a number is that of roots: at 0, √(γ² - 2t) is γ."""
    exponents = (p.arguments[1] for p in walk(term.body) if isinstance(p, Apply) and p.operator == "power")
    return isinstance(term.point, Number) and any(
        isinstance(exponent, Number) and exponent.value.denominator > 1 for exponent in exponents
    )


def without_determinants(left: Term, right: Term, *, sums_only: bool) -> tuple[Term, Term]:
    """Both sides with a letter for each determinant, or for those of sums: what holds whatever they are, holds."""
    if "determinant" not in operators(left) | operators(right):
        return left, right
    letters = _Letters(sums_only)
    return letters.of(left), letters.of(right)


class _Letters:
    """Puts letters in place of determinants; one that moves with a bound name, as below a derivative, stays."""

    def __init__(self, sums_only: bool) -> None:  # noqa: FBT001 - handed on
        self.sums_only = sums_only
        self.known: dict[Term, Term] = {}

    def of(self, term: Term, bound: frozenset[str] = frozenset()) -> Term:
        if "determinant" not in operators(term):
            return term
        if isinstance(term, Apply) and term.operator == "determinant" and not (self.sums_only and _is_word(term)):
            if bound.isdisjoint(symbol.name for symbol in free_symbols(term)):
                return self.known.setdefault(term, Symbol(f"#det{len(self.known)}"))
            return term
        inside = bound.union(bound_names(term))
        return rebuild(term, lambda part: self.of(part, inside))


def _is_word(term: Apply) -> bool:
    """Whether a determinant is that of a product, which more is known of than of a sum."""
    return SUMS.isdisjoint(operators(term))
