"""Tails of improper integrals: where to cut them, and a proved bound on what lies beyond."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from flint import arb, fmpq

from derivcheck.engine.evaluation.entries import Value
from derivcheck.engine.systems.base import Divergent, Element, Imprecise, Unbounded
from derivcheck.engine.systems.germs import Germs, as_germ
from derivcheck.engine.systems.scales import tail_integral
from derivcheck.engine.systems.unknowns import Polynomials
from derivcheck.terms.nodes import Term

if TYPE_CHECKING:
    from derivcheck.engine.evaluation.evaluator import Budget

STARTS = (4, 10, 30, 100, 1000, 10**5, 10**8)
NEAR = (*STARTS, 10**12, 10**16)
"""Starts of the tails that singular ends become: quadrature comes closer to a point than it goes far out."""

Pick = Callable[[Element], Element]
"""Takes a component of the dual numbers that an integrand has as values."""

SMALL = arb(2) ** -42
WEIGHT = 4
"""How much more work a node is on germs than on numbers."""


@dataclass(frozen=True, slots=True)
class Integrand:
    """A term with its variable, which component of its values is meant, and what to evaluate it by."""

    body: Term
    variable: str
    pick: Pick
    values: Mapping[str, Value]
    unknowns: Polynomials
    budget: Budget

    def beyond(self, start: Fraction) -> arb:
        """An upper bound of the integral of the absolute value from ``start`` on; Imprecise where none is seen.

        Divergent where the integral itself, and no rate of it, surely is infinite.
        """
        # The evaluator's quadrature comes here.
        from derivcheck.engine.evaluation.evaluator import Evaluator, Weighted

        germs = Germs(self.unknowns, start)
        inner = Evaluator(germs, {**self.values, self.variable: germs.variable}, Weighted(self.budget, WEIGHT))
        whole = inner.value(self.body)
        germ = as_germ(self.pick(whole), start)
        if self.pick(whole) is whole and germ.has_infinite_integral():
            reason = "an integral that diverges"
            raise Divergent(reason)
        sizes = [(s, abs(arb(c))) for s, c in germ.terms.items()] + list(germ.rest.items())
        return sum((bound * tail_integral(scale, start) for scale, bound in sizes), arb(0))


def tail_start(integrand: Integrand, lower: Element | None, starts: Sequence[int] = STARTS) -> tuple[Element, arb]:
    """One of the ``starts`` beyond ``lower``, and a ball that holds the integral from there to infinity.

    Raises Unbounded where no tail is seen to be integrable.
    """
    beyond = [number for number in starts if lower is None or arb(number) > arb(lower)]
    if not beyond:
        reason = "an improper integral that begins too far out"
        raise Unbounded(reason)
    # What is bounded from some point on is bounded further out as well, and by less: where the farthest start shows
    # nothing, or too little, no other shows more.
    try:
        best = beyond[-1], integrand.beyond(Fraction(beyond[-1]))
    except Divergent:
        raise
    except Imprecise as missing:
        raise Unbounded(missing.reason) from missing
    low, high = 0, len(beyond) - 1 if best[1] < SMALL else 0
    while low < high:
        middle = (low + high) // 2
        try:
            bound = integrand.beyond(Fraction(beyond[middle]))
        except Imprecise:
            bound = arb.pos_inf()
        if bound < SMALL:
            high, best = middle, (beyond[middle], bound)
        else:
            low = middle + 1
    return fmpq(best[0]), arb(0, best[1].upper())
