"""The binomial theorem and its moments: ∑ k(k-1)⋯(k-m+1) w^k/(k!(N-k)!) = N(N-1)⋯(N-m+1) w^m (1+w)^(N-m)/N!."""

from __future__ import annotations

from fractions import Fraction

from derivcheck.engine.algebra.expanding import coefficients_in, falling, monomials
from derivcheck.engine.algebra.linear import Linear, Ranges
from derivcheck.engine.algebra.sums import product, total
from derivcheck.engine.series.summands import Factors
from derivcheck.terms.nodes import ZERO, Apply, Term, number
from derivcheck.terms.substitution import substitute

MOST_SPLIT = 3


def binomial_sum(factors: list[Term], index: str, lower: Linear, upper: Linear, ranges: Ranges) -> Term | None:
    """The closed form of the sum of the product of ``factors``, if they are powers over k!(N - k)!."""
    read = Factors(index)
    if not all(map(read.take, factors)) or read.above is None or not read.below:
        return None
    size = read.above
    behind = size.plus(upper, Fraction(-1))
    polynomial = coefficients_in(product(read.others), index)
    if polynomial is None or behind.parts or lower.parts:
        return None
    if not ranges.nonnegative(size) or not (0 <= behind.constant <= MOST_SPLIT and 0 <= lower.constant <= MOST_SPLIT):
        return None
    ratio = product(read.ratio)
    whole = monomials(total([number(1), ratio]))
    base = total(whole)
    if not ranges.nonnegative(size.plus(Linear(Fraction(len(polynomial)), {}), Fraction(-1))) and base == ZERO:
        return None
    below = Apply("power", (_gamma(size, 1), number(-1)))
    parts = [
        product([coefficient, *_falling(size, m), *[ratio] * m, _raised(base, size, m), below])
        for m, coefficient in enumerate(falling(polynomial))
    ]
    body = product(factors)
    left_out = [Linear(Fraction(k), {}) for k in range(int(lower.constant))]
    left_out += [size.plus(Linear(Fraction(k), {}), Fraction(-1)) for k in range(int(behind.constant))]
    parts += [product([number(-1), substitute(body, {index: place.term()})]) for place in left_out]
    return total(parts)


def _falling(size: Linear, count: int) -> list[Term]:
    return [size.plus(Linear(Fraction(k), {}), Fraction(-1)).term() for k in range(count)]


def _raised(base: Term, size: Linear, less: int) -> Term:
    """(1 + w)^(N - m); 0 to a power that is at least 1 is 0."""
    if base == ZERO:
        return ZERO
    return Apply("power", (base, size.plus(Linear(Fraction(less), {}), Fraction(-1)).term()))


def _gamma(form: Linear, shift: int) -> Term:
    return Apply("gamma", (form.plus(Linear(Fraction(shift), {}), Fraction(1)).term(),))
