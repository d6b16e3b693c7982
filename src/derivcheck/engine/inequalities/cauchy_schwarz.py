"""The inequality of Cauchy and Schwarz for sums of any depth."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from derivcheck.engine.algebra.expanding import tidied
from derivcheck.engine.algebra.sums import flat_factors, product, total
from derivcheck.engine.inequalities.theorem import Inapplicable, Theorem
from derivcheck.terms.nodes import Apply, Number, Reduce, Term, number

NAME = "Cauchy–Schwarz"


def apply(summation: Term, first: Term, second: Term) -> Theorem:
    """∑ m ≤ √(∑ p) √(∑ q) where m² = pq and p, q ≥ 0 (Hardy, Littlewood and Pólya, Theorem 7).

    All three sums run over the same indices.
    """
    (ranges, m), (ranges_p, p), (ranges_q, q) = map(taken_apart, (summation, first, second))
    if not ranges or not ranges == ranges_p == ranges_q or not same(product([m, m]), product([p, q])):
        raise Inapplicable
    roots = product([Apply("power", (side, Number(Fraction(1, 2)))) for side in (first, second)])
    return Theorem(total([roots, product([number(-1), summation])]), nonnegative=(p, q))


def taken_apart(term: Term) -> tuple[list[tuple[str, Term]], Term]:
    """The ranges of nested sums over 1 to a size, and what is summed."""
    ranges: list[tuple[str, Term]] = []
    while isinstance(term, Reduce) and term.operator == "sum" and term.condition is None and term.lower == number(1):
        ranges.append((term.index, term.upper))
        term = term.body
    return ranges, term


def summed(ranges: Sequence[tuple[str, Term]], body: Term) -> Term:
    """Nested sums over 1 to a size each."""
    for index, upper in reversed(ranges):
        body = Reduce("sum", index, number(1), upper, body)
    return body


def same(one: Term, other: Term) -> bool:
    """Whether two products have the same factors; |u|² counts as u²."""
    return plain_powers(one) == plain_powers(other)


def plain_powers(term: Term) -> Term:
    """A product with equal factors put together; |u|² counts as u²."""
    factors: list[Term] = []
    for factor in flat_factors(tidied(term)):
        match factor:
            case Apply("power", (Apply("abs", (inner,)), Number(value=exponent))) if exponent % 2 == 0:
                factors.append(Apply("power", (inner, Number(exponent))))
            case _:
                factors.append(factor)
    return tidied(product(factors))
