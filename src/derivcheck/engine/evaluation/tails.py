"""Tails of improper integrals: where to cut them, and a proved bound on what lies beyond."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from flint import arb, fmpq

from derivcheck.engine.evaluation.entries import Value
from derivcheck.engine.systems.base import Element, Imprecise
from derivcheck.engine.systems.germs import Germs, as_germ
from derivcheck.engine.systems.scales import tail_integral
from derivcheck.engine.systems.unknowns import Polynomials
from derivcheck.terms.nodes import Term

STARTS = (4, 10, 30, 100, 1000, 10**5, 10**8)
NEAR = (*STARTS, 10**12, 10**16)
"""Starts of the tails that singular ends become: quadrature comes closer to a point than it goes far out."""

Pick = Callable[[Element], Element]
"""Takes a component of the dual numbers that an integrand has as values."""

SMALL = arb(2) ** -42


def tail_start(
    integrand: tuple[Term, str, Pick],
    values: Mapping[str, Value],
    lower: Element | None,
    unknowns: Polynomials,
    starts: Sequence[int] = STARTS,
) -> tuple[Element, arb]:
    """One of the ``starts`` beyond ``lower``, and a ball that holds the integral from there to infinity.

    ``integrand`` is a term with its variable, and which component of its values is meant.

    Raises Imprecise where no tail is seen to be integrable.
    """
    beyond = [number for number in starts if lower is None or arb(number) > arb(lower)]
    if not beyond:
        reason = "an improper integral that begins too far out"
        raise Imprecise(reason)
    # What is bounded from some point on is bounded further out as well, and by less: where the farthest start shows
    # nothing, or too little, no other shows more.
    farthest = _bound(integrand, values, Fraction(beyond[-1]), unknowns)
    best = beyond[-1], farthest
    if farthest < SMALL:
        for number in beyond[:-1]:
            try:
                bound = _bound(integrand, values, Fraction(number), unknowns)
            except Imprecise:
                continue
            if bound < SMALL:
                best = number, bound
                break
    return fmpq(best[0]), arb(0, best[1].upper())


def _bound(
    integrand: tuple[Term, str, Pick], values: Mapping[str, Value], start: Fraction, unknowns: Polynomials
) -> arb:
    """An upper bound of the integral of the absolute value from ``start`` on; raises Imprecise where none is seen."""
    # The evaluator's quadrature comes here.
    from derivcheck.engine.evaluation.evaluator import Evaluator

    body, variable, pick = integrand
    germs = Germs(unknowns, start)
    germ = as_germ(pick(Evaluator(germs, {**values, variable: germs.variable}).value(body)), start)
    sizes = [(s, abs(arb(c))) for s, c in germ.terms.items()] + list(germ.rest.items())
    return sum((bound * tail_integral(scale, start) for scale, bound in sizes), arb(0))
