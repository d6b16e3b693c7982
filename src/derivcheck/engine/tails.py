"""Tails of improper integrals: where to cut them, and a proved bound on what lies beyond."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from flint import arb, fmpq

from derivcheck.engine.entries import Value
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
    # The evaluator's quadrature comes here.
    from derivcheck.engine.evaluator import Evaluator

    body, variable, pick = integrand
    best: tuple[Element, arb] | None = None
    for number in starts:
        if lower is not None and not arb(number) > arb(lower):
            continue
        start = Fraction(number)
        germs = Germs(unknowns, start)
        try:
            germ = as_germ(pick(Evaluator(germs, {**values, variable: germs.variable}).value(body)), start)
            sizes = [(s, abs(arb(c))) for s, c in germ.terms.items()] + list(germ.rest.items())
            total = sum((bound * tail_integral(scale, start) for scale, bound in sizes), arb(0))
        except Imprecise:
            continue
        best = fmpq(number), arb(0, total.upper())
        if total < SMALL:
            break
    if best is None:
        reason = "an improper integral whose tail is not bounded"
        raise Imprecise(reason)
    return best
