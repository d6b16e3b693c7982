r"""What goes to 0 as a variable grows: :math:`x^s e^{g(x)}` where the polynomial g falls, or s < 0 and there is no g.

An exponential wins over every power, so that the sign of g's leading coefficient settles it, whatever s is.
"""

from __future__ import annotations

from derivcheck.engine.algebra.expanding import NoClosedForm, coefficients_in
from derivcheck.engine.algebra.sums import flat_factors, mentions, opposite, summands, total
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.terms.nodes import ONE, Apply, Limit, Symbol, Term


def vanishes(limit: Limit, bounds: Bounds) -> bool:
    """Whether every summand of what a limit at infinity is taken of is certain to go to 0."""
    at_infinity = limit.point is None and limit.side == 1 and not limit.body.shape
    return at_infinity and all(_decays(part, limit.variable, bounds) for part in summands(limit.body))


def _decays(part: Term, variable: str, bounds: Bounds) -> bool:
    """Whether a product of constants, powers of the variable and exponentials goes to 0."""
    powers: list[Term] = []
    exponents: list[Term] = []
    for factor in flat_factors(part):
        if not mentions(factor, variable):
            continue
        match factor:
            case Symbol():
                powers.append(ONE)
            case Apply(operator="power", arguments=(Symbol(), exponent)) if not mentions(exponent, variable):
                powers.append(exponent)
            case Apply(operator="exp", arguments=(exponent,)):
                exponents.append(exponent)
            case _:
                return False
    if not exponents:
        return bool(powers) and bounds.positive(opposite(total(powers)))
    try:
        coefficients = coefficients_in(total(exponents), variable)
    except NoClosedForm:
        return False
    if coefficients is None or len(coefficients) == 1:
        return False
    return bounds.positive(opposite(coefficients[-1]))
