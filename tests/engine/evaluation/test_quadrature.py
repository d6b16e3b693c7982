from __future__ import annotations

import pytest
from flint import arb, fmpq

from derivcheck.engine.refuting.refuter import value_of
from derivcheck.engine.systems.base import NoValue
from derivcheck.engine.systems.unknowns import Polynomials
from tests.soundness.asking import question


def integral(latex: str, scope: str = "", **values: int | fmpq) -> arb:
    """The ball of an integral."""
    asked = question(latex, "=", "0", scope)
    found = value_of(asked.left, values, Polynomials("test"), asked)
    assert isinstance(found, arb)
    return found


@pytest.mark.parametrize(
    ("latex", "value"),
    [
        (r"\int_0^1 x^2 dx", arb(1) / 3),
        (r"\int_0^1 \sqrt{x} dx", arb(2) / 3),
        (r"\int_0^1 |x - \frac{1}{3}| dx", arb(5) / 18),
        (r"\int_0^\pi \sin x dx", arb(2)),
        (r"\int_0^1 \int_0^x x y dy dx", arb(1) / 8),
        (r"\int_{-\infty}^{\infty} e^{-x^2} dx", arb.pi().sqrt()),
        (r"\int_0^\infty x^3 e^{-x} dx", arb(6)),
        (r"\int_1^\infty \frac{1}{x^2} dx", arb(1)),
        (r"\int_0^1 \log x dx", arb(-1)),
        (r"\int_0^1 \frac{1}{\sqrt{x}} dx", arb(2)),
    ],
)
def test_the_ball_holds_the_value_and_is_narrow(latex: str, value: arb) -> None:
    """Proper, improper and singular integrals, between fixed bounds and in steps."""
    found = integral(latex)
    assert found.overlaps(value)
    assert found.rad() < 1e-4


@pytest.mark.parametrize(
    "latex", [r"\int_{-1}^1 \frac{1}{x^2} dx", r"\int_1^\infty \frac{1}{x} dx", r"\int_{-1}^1 \frac{1}{x} dx"]
)
def test_what_diverges_has_no_value(latex: str) -> None:
    """No ball is made up for it."""
    with pytest.raises(NoValue):
        integral(latex)


def test_an_integral_has_derivatives_by_its_parameters() -> None:
    """The integrand's dual numbers are integrated part by part."""
    found = integral(r"\frac{d}{da} \int_0^1 e^{a x} dx", r"Let $a \in \mathbb{R}$.", a=2)
    assert found.overlaps((arb(2).exp() + 1) / 4)
