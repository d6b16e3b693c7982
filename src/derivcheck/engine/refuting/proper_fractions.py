"""Valuations at which power series converge."""

from __future__ import annotations

from fractions import Fraction

from derivcheck.engine.refuting.valuations import SmallNumbers, contradicts
from derivcheck.engine.systems.base import Element
from derivcheck.terms.scope import Declaration, Domain, Trait


class ProperFractions(SmallNumbers):
    """Mostly numbers between -1 and 1, where power series converge."""

    def real(self, declaration: Declaration) -> Element:
        """A proper fraction where the declaration leaves the choice, and a small number now and then."""
        free = declaration.domain is Domain.REAL and declaration.lower is None and declaration.upper is None
        if not free or contradicts(declaration) or self.source.randrange(4) == 0:
            return super().real(declaration)
        parts = self.source.choice((2, 3, 4))
        value = Fraction(self.source.randrange(1, parts), parts)
        signed = declaration.traits & {Trait.POSITIVE, Trait.NONNEGATIVE, Trait.PROBABILITY}
        negative = Trait.NEGATIVE in declaration.traits or (not signed and self.source.randrange(2))
        return self.exactly(-value if negative else value)
