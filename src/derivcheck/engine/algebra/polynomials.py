"""Scalar terms as quotients of polynomials over Q in their kernels, and such polynomials factored exactly.

A kernel is whatever is no sum, product or whole power: a symbol, an entry, a function value. Two kernels count as
independent, so that a factorisation found here is valid, though there may be a finer one.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from flint import Ordering, fmpq_mpoly_ctx

from derivcheck.engine.algebra.sums import product, total
from derivcheck.terms.nodes import Apply, Number, Symbol, Term, free_symbols, number

MOST_KERNELS = 10
MOST_DEGREE = 12
MOST_TERMS = 200

Monomial = tuple[tuple[Term, int], ...]
"""Kernels and their exponents, in a fixed order."""


class NotPolynomial(Exception):  # noqa: N818 - a bound that was met, not an error
    """A term with too many kernels, or of too high a degree."""


@dataclass(frozen=True, slots=True)
class Polynomial:
    """Monomials with their coefficients, none of them 0, in a fixed order."""

    monomials: tuple[tuple[Monomial, Fraction], ...]

    @property
    def constant(self) -> Fraction | None:
        """The value of a polynomial without kernels, else None."""
        if not self.monomials:
            return Fraction(0)
        return self.monomials[0][1] if self.monomials[0][0] == () and len(self.monomials) == 1 else None

    @property
    def kernels(self) -> tuple[Term, ...]:
        """All kernels, in a fixed order."""
        found = {kernel for monomial, _ in self.monomials for kernel, _ in monomial}
        return tuple(sorted(found, key=str))

    def term(self) -> Term:
        """The polynomial as a term, highest powers first."""
        parts = []
        for monomial, coefficient in sorted(self.monomials, key=_order):
            powers = [k if e == 1 else Apply("power", (k, number(e))) for k, e in monomial]
            factors: list[Term] = [Number(coefficient)] if coefficient != 1 or not powers else []
            parts.append(product([*factors, *powers]))
        return total(parts)

    def degree(self, kernel: Term) -> int:
        """The highest power of ``kernel``."""
        return max((e for monomial, _ in self.monomials for k, e in monomial if k == kernel), default=0)

    def coefficients(self, kernel: Term) -> list[Fraction] | None:
        """The coefficients by powers of ``kernel``, the constant one first; None where there are other kernels."""
        found = [Fraction(0)] * (self.degree(kernel) + 1)
        for monomial, coefficient in self.monomials:
            if any(k != kernel for k, _ in monomial):
                return None
            found[monomial[0][1] if monomial else 0] = coefficient
        return found

    def slope(self, kernel: Term) -> Term | None:
        """What stands before ``kernel``; None where the polynomial is not linear in it."""
        found: list[tuple[Monomial, Fraction]] = []
        for monomial, coefficient in self.monomials:
            rest = tuple((k, e) for k, e in monomial if k != kernel)
            if len(rest) < len(monomial):
                if (kernel, 1) not in monomial:
                    return None
                found.append((rest, coefficient))
        others = [k for k in self.kernels if k != kernel]
        if not found or (isinstance(kernel, Symbol) and any(kernel in free_symbols(other) for other in others)):
            return None
        return Polynomial(tuple(found)).term()

    def solved_for(self, kernel: Term) -> Term | None:
        """What ``kernel`` is where the polynomial is 0; None where it is not linear in it with a number before it."""
        rest: list[Term] = []
        slope: Fraction | None = None
        for monomial, coefficient in self.monomials:
            powers = dict(monomial)
            if kernel not in powers:
                rest.append(Polynomial(((monomial, coefficient),)).term())
            elif powers == {kernel: 1}:
                slope = coefficient
            else:
                return None
        others = [k for k in self.kernels if k != kernel]
        hidden = isinstance(kernel, Symbol) and any(kernel in free_symbols(other) for other in others)
        if slope is None or hidden:
            return None
        return product([Number(-1 / slope), total(rest)]) if rest else Number(Fraction(0))


def _order(entry: tuple[Monomial, Fraction]) -> tuple[int, str]:
    return -sum(e for _, e in entry[0]), str(entry[0])


@dataclass(frozen=True, slots=True)
class Factored:
    """A number times powers of different irreducible polynomials; a negative exponent stands below."""

    number: Fraction
    factors: tuple[tuple[Polynomial, int], ...]


@lru_cache(maxsize=4096)
def factored(term: Term) -> Factored:
    """``term`` in irreducible factors over Q; raises NotPolynomial where it is too large."""
    kernels = tuple(sorted(_kernels(term), key=str))
    if len(kernels) > MOST_KERNELS:
        raise NotPolynomial
    context = fmpq_mpoly_ctx.get([f"k{place}" for place in range(max(1, len(kernels)))], Ordering.lex)
    values = dict(zip(kernels, context.gens(), strict=False))
    top, bottom = _quotient(term, values, context)
    common = top.gcd(bottom)
    if common != 0:
        top, bottom = top / common, bottom / common
    if bottom == 0:
        raise NotPolynomial
    if top == 0:
        return Factored(Fraction(0), ())
    content, powers = Fraction(1), []
    for part, sign in ((top, 1), (bottom, -1)):
        number_before, factors = part.factor()
        content *= Fraction(int(number_before.p), int(number_before.q)) ** sign
        powers += [(_plain(factor, kernels), sign * int(exponent)) for factor, exponent in factors]
    return Factored(content, tuple(sorted(powers, key=str)))


def _plain(polynomial: Any, kernels: tuple[Term, ...]) -> Polynomial:
    found = []
    for exponents, coefficient in polynomial.to_dict().items():
        monomial = tuple((k, int(e)) for k, e in zip(kernels, exponents, strict=False) if e)
        found.append((monomial, Fraction(int(coefficient.p), int(coefficient.q))))
    return Polynomial(tuple(sorted(found, key=_order)))


def _whole_power(term: Term) -> int | None:
    if isinstance(term, Apply) and term.operator == "power" and isinstance(term.arguments[1], Number):
        value = term.arguments[1].value
        if value.denominator == 1 and abs(value) <= MOST_DEGREE:
            return value.numerator
    return None


def _kernels(term: Term) -> set[Term]:
    if term.shape:
        raise NotPolynomial
    if isinstance(term, Number):
        return set()
    if isinstance(term, Apply) and term.operator in ("add", "multiply"):
        return set().union(*map(_kernels, term.arguments))
    if isinstance(term, Apply) and _whole_power(term) is not None:
        return _kernels(term.arguments[0])
    return {term}


def _quotient(term: Term, values: dict[Term, Any], context: fmpq_mpoly_ctx) -> tuple[Any, Any]:
    """Numerator and denominator as polynomials of the library."""
    one = context.constant(1)
    if isinstance(term, Number):
        return context.constant(term.value.numerator) / term.value.denominator, one
    known = values.get(term)
    if known is not None:
        return known, one
    assert isinstance(term, Apply)  # noqa: S101 - anything else is a kernel
    exponent = _whole_power(term)
    if exponent is not None:
        top, bottom = _quotient(term.arguments[0], values, context)
        top, bottom = (bottom, top) if exponent < 0 else (top, bottom)
        return _bounded(top ** abs(exponent)), _bounded(bottom ** abs(exponent))
    result: tuple[Any, Any] = (one, one) if term.operator == "multiply" else (context.constant(0), one)
    for argument in term.arguments:
        above, below = _quotient(argument, values, context)
        if term.operator == "multiply":
            result = (_bounded(result[0] * above), _bounded(result[1] * below))
        else:
            result = (
                _bounded(result[0] * below + above * result[1]),
                _bounded(result[1] * below),
            )
    return result


def _bounded(polynomial: Any) -> Any:
    if len(polynomial) > MOST_TERMS or polynomial.total_degree() > MOST_DEGREE:
        raise NotPolynomial
    return polynomial
