"""Sums and products of terms: put together flat, and taken apart into summands and coefficients."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from derivcheck.terms.nodes import ONE, ZERO, Apply, Number, Term, free_symbols, number


def product(factors: list[Term]) -> Term:
    """The product of scalar factors."""
    flat = [factor for each in factors for factor in factors_of(each) if factor != ONE]
    if not flat:
        return ONE
    return flat[0] if len(flat) == 1 else Apply("multiply", tuple(flat), flat[-1].shape)


def total(parts: list[Term]) -> Term:
    """The sum of terms."""
    flat: list[Term] = []
    for part in parts:
        flat.extend(part.arguments if isinstance(part, Apply) and part.operator == "add" else (part,))
    flat = [part for part in flat if part != ZERO]
    if not flat:
        return ZERO
    return flat[0] if len(flat) == 1 else Apply("add", tuple(flat), flat[0].shape)


def mentions(term: Term, index: str) -> bool:
    """Whether ``index`` is free in ``term``."""
    return any(symbol.name == index for symbol in free_symbols(term))


def factors_of(term: Term) -> tuple[Term, ...]:
    """The factors of a product, those of products in it included, or the term alone."""
    if not (isinstance(term, Apply) and term.operator == "multiply"):
        return (term,)
    return tuple(factor for argument in term.arguments for factor in factors_of(argument))


def flat_factors(term: Term, times: Fraction = ONE.value) -> Iterator[Term]:
    """The factors of a whole power of ``term``, those of whole powers in it on their own."""
    if isinstance(term, Apply) and term.operator == "multiply":
        for factor in term.arguments:
            yield from flat_factors(factor, times)
        return
    exponent = term.arguments[1] if isinstance(term, Apply) and term.operator == "power" else None
    if isinstance(term, Apply) and isinstance(exponent, Number) and exponent.value.denominator == 1:
        yield from flat_factors(term.arguments[0], times * exponent.value)
    elif isinstance(term, Number) and (term.value or times > 0):
        yield Number(term.value**times.numerator)
    else:
        yield term if times == 1 else Apply("power", (term, Number(times)), term.shape)


def summands(term: Term) -> tuple[Term, ...]:
    """The summands of a sum, or the term alone."""
    return term.arguments if isinstance(term, Apply) and term.operator == "add" else (term,)


def weighted_summands(term: Term, weight: Fraction = Fraction(1)) -> Iterator[tuple[Fraction, Term]]:
    """The summands of a sum with their numbers, also of one that is multiplied by a number."""
    for part in summands(term):
        number, inner = coefficient_of(part)
        if isinstance(inner, Apply) and inner.operator == "add":
            yield from weighted_summands(inner, weight * number)
        else:
            yield weight * number, inner


def split_sum(term: Term, index: str) -> tuple[list[Term], list[Term]]:
    """The summands that are free of ``index``, and the others."""
    fixed: list[Term] = []
    varying: list[Term] = []
    for part in expanded(term):
        (varying if mentions(part, index) else fixed).append(part)
    return fixed, varying


def expanded(term: Term) -> Iterator[Term]:
    """The summands of a sum, also below one number that multiplies it."""
    coefficient, inner = coefficient_of(term)
    if isinstance(inner, Apply) and inner.operator == "add":
        for part in inner.arguments:
            yield from expanded(product([Number(coefficient), part]))
    else:
        yield term


def simplest(term: Term) -> Term:
    """A sum with numbers multiplied into it and equal parts collected."""
    found: dict[Term, Fraction] = {}
    for part in expanded(term):
        coefficient, inner = coefficient_of(part)
        found[inner] = found.get(inner, Fraction(0)) + coefficient
    return total([product([Number(c), inner]) for inner, c in found.items() if c])


def opposite(term: Term) -> Term:
    """The simplest form of minus ``term``."""
    return simplest(product([number(-1), term]))


def reciprocal(term: Term) -> Term:
    """One over a scalar ``term``."""
    return Apply("power", (term, number(-1)))


def leading_sign(term: Term) -> int:
    """The sign of the first coefficient of a sum, in a fixed order of its parts."""
    parts = sorted((coefficient_of(part) for part in expanded(simplest(term))), key=lambda pair: str(pair[1]))
    return -1 if parts and parts[0][0] < 0 else 1


def coefficient_of(term: Term) -> tuple[Fraction, Term]:
    """A number and what it multiplies."""
    if isinstance(term, Apply) and term.operator == "multiply":
        numbers = [factor.value for factor in term.arguments if isinstance(factor, Number)]
        if numbers:
            value = Fraction(1)
            for factor in numbers:
                value *= factor
            return value, product([factor for factor in term.arguments if not isinstance(factor, Number)])
    return Fraction(1), term
