"""Terms of numbers as they are written: sums, products, powers, quotients, logarithms."""

from __future__ import annotations

from fractions import Fraction

from derivcheck.terms.nodes import ONE, ZERO, Apply, Number, Term, number


def plus(*terms: Term) -> Term:
    """A sum of numbers."""
    known = [term for term in terms if term != ZERO]
    return Apply("add", tuple(known)) if len(known) > 1 else (known[0] if known else ZERO)


def times(*terms: Term) -> Term:
    """A product of numbers."""
    if ZERO in terms:
        return ZERO
    known = [term for term in terms if term != ONE]
    return Apply("multiply", tuple(known)) if len(known) > 1 else (known[0] if known else ONE)


def power(base: Term, exponent: int | Fraction) -> Term:
    """A power with a number as exponent."""
    if exponent == 0:
        return ONE
    if isinstance(base, Number) and Fraction(exponent).denominator == 1 and (base.value or exponent > 0):
        return Number(base.value ** int(exponent))
    return base if exponent == 1 else Apply("power", (base, number(Fraction(exponent))))


def minus(term: Term) -> Term:
    """The negative."""
    return times(number(-1), term)


def over(top: Term, bottom: Term) -> Term:
    """A quotient."""
    return times(top, power(bottom, -1))


def is_reciprocal(term: Term) -> bool:
    """Whether a term is one over something."""
    return isinstance(term, Apply) and term.operator == "power" and term.arguments[1] == number(-1)


def log(term: Term) -> Term:
    """The natural logarithm."""
    return ZERO if term == ONE else Apply("log", (term,))


def exp(term: Term) -> Term:
    """The exponential."""
    return Apply("exp", (term,))


def gamma(term: Term) -> Term:
    """The gamma function."""
    return Apply("gamma", (term,))


def log_gamma(term: Term) -> Term:
    """The logarithm of the gamma function."""
    return log(gamma(term))


def digamma(term: Term) -> Term:
    """The derivative of the logarithm of the gamma function."""
    return Apply("digamma", (term,))


def logistic(exponent: Term) -> Term:
    """σ of a number."""
    return over(ONE, plus(ONE, exp(minus(exponent))))


def logit(probability: Term) -> Term:
    """The number whose σ a probability is."""
    return log(over(probability, plus(ONE, minus(probability))))


def under_logistic(term: Term) -> Term | None:
    """The number z of which a term, written as ``logistic`` writes it, is σ(z)."""
    match term:
        case Apply(
            operator="power", arguments=(Apply(operator="add", arguments=(_, Apply(operator="exp") as part)), _)
        ):
            (inner,) = part.arguments
            exponent = inner.arguments[-1] if isinstance(inner, Apply) and inner.operator == "multiply" else inner
            return exponent if term == logistic(exponent) else None
    return None
