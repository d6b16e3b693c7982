"""Both sides of an equation in a normal form, or their logarithms where that is simpler."""

from __future__ import annotations

from derivcheck.engine.algebra.normal import logarithm, logarithm_arguments, normalise
from derivcheck.engine.algebra.special import INVERSES, as_logarithms
from derivcheck.engine.algebra.sums import factors_of
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.terms.nodes import Apply, Number, Reduce, Symbol, Term, operators, walk
from derivcheck.terms.scope import Scope


def expand_both(left: Term, right: Term, scope: Scope) -> tuple[Term, Term, frozenset[Term]]:
    """Both sides normalised, and the terms that were taken as positive since the step takes their logarithm."""
    found = operators(left) | operators(right)
    if "log" in found and not INVERSES.isdisjoint(found):
        left, right = as_logarithms(left), as_logarithms(right)
    bounds = Bounds(scope, logarithm_arguments(scope, left, right))
    left, right = _without_exponents(normalise(left, bounds), normalise(right, bounds), bounds)
    return left, right, frozenset(bounds.used)


def _without_exponents(left: Term, right: Term, bounds: Bounds) -> tuple[Term, Term]:
    """The logarithms of two positive sides, where that rids them of exponents that are no numbers.

    The logarithm takes equal values only where its arguments are equal.
    """
    if not (any(map(_has_exponent, (left, right))) and all(map(bounds.positive, (left, right)))):
        return left, right
    logarithms = [logarithm(side, bounds) for side in (left, right)]
    return (left, right) if any("log" in operators(side) for side in logarithms) else (logarithms[0], logarithms[1])


def logarithms_of(left: Term, right: Term, scope: Scope) -> tuple[Term, Term, frozenset[Term]] | None:
    """The logarithms of two sides that are positive, where one has a power whose exponent is no number, or a product.

    Powers with sizes in them, as λⁿ, are sums then in which the size is a factor.
    """
    if not any(map(_has_powers, (left, right))):
        return None
    bounds = Bounds(scope, logarithm_arguments(scope, left, right))
    if not (bounds.positive(left) and bounds.positive(right)):
        return None
    one, other = (logarithm(normalise(side, bounds), bounds) for side in (left, right))
    return one, other, frozenset(bounds.used)


def _has_powers(term: Term) -> bool:
    return any(
        _has_exponent(part) or (isinstance(part, Reduce) and part.operator == "product") for part in factors_of(term)
    )


def _has_exponent(term: Term) -> bool:
    """Whether a side is a power, or an exponential of a quotient, whose exponent is no number."""
    if isinstance(term, Apply) and term.operator == "exp":
        return any(not isinstance(part, Number) and _is_reciprocal(part) for part in walk(term.arguments[0]))
    return isinstance(term, Apply) and term.operator == "power" and not isinstance(term.arguments[1], Number)


def _is_reciprocal(term: Term) -> bool:
    return isinstance(term, Apply) and term.operator == "power" and isinstance(term.arguments[0], Symbol)
