"""Taylor's formula for functions of one variable, with exact coefficients where they are rational."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import factorial

from flint import arb, arb_series, fmpq

from derivcheck.engine.systems.base import Element, Imprecise, Unsupported

ORDER = 8
"""How many terms a series keeps."""

SERIES: dict[str, Callable[[arb_series], arb_series]] = {
    "exp": arb_series.exp,
    "log": arb_series.log,
    "sin": arb_series.sin,
    "cos": arb_series.cos,
    "tan": arb_series.tan,
    "arctan": arb_series.atan,
    "arcsin": arb_series.asin,
    "arccos": arb_series.acos,
    "gamma": arb_series.gamma,
    "erf": arb_series.erf,
}


def taylor(name: str, centre: Element, reach: arb) -> tuple[Sequence[Element], arb]:
    """The coefficients around a centre, and an enclosure of the one of order ``ORDER`` anywhere within ``reach`` of it.

    Unsupported for a function that is in no table, Imprecise where it has no such coefficients.
    """
    maker = SERIES.get(name)
    if maker is None:
        raise Unsupported(name)
    exact = _exact_coefficients(name, centre)
    coefficients = exact or list(maker(arb_series([arb(centre), 1], prec=ORDER)))
    wide = arb(centre) + arb(0, reach.upper())
    remainder = maker(arb_series([wide, 1], prec=ORDER + 1))[ORDER]
    if not (remainder.is_finite() and all(arb(c).is_finite() for c in coefficients)):
        reason = f"the series of {name}"
        raise Imprecise(reason)
    return coefficients, remainder


def _exact_coefficients(name: str, centre: Element) -> list[Element] | None:
    """The coefficients where they are rational, so that what cancels cancels exactly."""
    if name == "exp" and centre == 0:
        return [fmpq(1, factorial(k)) for k in range(ORDER)]
    if name == "log" and centre == 1:
        return [fmpq(0), *(fmpq((-1) ** (k + 1), k) for k in range(1, ORDER))]
    if name in ("sin", "cos") and centre == 0:
        odd = name == "sin"
        return [fmpq((-1) ** (k // 2), factorial(k)) if k % 2 == odd else fmpq(0) for k in range(ORDER)]
    if name == "arctan" and centre == 0:
        return [fmpq((-1) ** (k // 2), k) if k % 2 else fmpq(0) for k in range(ORDER)]
    return None
