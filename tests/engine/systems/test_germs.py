from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from flint import arb, fmpq
from hypothesis import given
from hypothesis import strategies as st

from derivcheck.engine.evaluation.entries import Value
from derivcheck.engine.evaluation.evaluator import Evaluator
from derivcheck.engine.systems.base import Imprecise
from derivcheck.engine.systems.germs import Germ, Germs, as_germ
from derivcheck.engine.systems.scales import (
    FLAT,
    Decay,
    Exact,
    Scale,
    is_less,
    quotient,
    supremum,
    tail_integral,
    value,
)
from derivcheck.engine.systems.unknowns import Polynomials
from tests.soundness.asking import question

START = Fraction(100)
REAL = r"Let $t, a \in \mathbb{R}$."


def germ(latex: str, **values: Value) -> Germ:
    """The germ of a formula in t."""
    system = Germs(Polynomials("test"), START)
    left = question(latex, "=", "0", REAL).left
    return as_germ(Evaluator(system, {"t": system.variable, **values}).value(left), START)


def at(found: Germ, t: Fraction) -> arb:
    """The ball that a germ says holds its function's value at t."""
    total = sum((arb(c) * value(s, t) for s, c in found.terms.items()), arb(0))
    return total + arb(0, sum((b * value(s, t) for s, b in found.rest.items()), arb(0)).upper())


@pytest.mark.parametrize(
    ("latex", "exact"),
    [
        (r"\frac{1}{t + 1}", lambda t: 1 / (t + 1)),
        (r"\sqrt{t^2 + t} - t", lambda t: (t * t + t).sqrt() - t),
        (r"\log(t + 3)", lambda t: (t + 3).log()),
        (r"\sin(1/t)", lambda t: (1 / t).sin()),
        (r"e^{-t + 1/t}", lambda t: (-t + 1 / t).exp()),
        (r"\frac{1}{1 + e^{-t}}", lambda t: 1 / (1 + (-t).exp())),
        (r"t \tanh(1/t)", lambda t: t * (1 / t).tanh()),
        (r"\left(1 + \frac{2}{t}\right)^t", lambda t: (t * (1 + 2 / t).log()).exp()),
        (r"\frac{\sin t}{t}", lambda t: t.sin() / t),
        (r"\arctan t", lambda t: t.atan()),
        (r"\operatorname{erf}(\frac{t}{3} - 1)", lambda t: (t / 3 - 1).erf()),
    ],
)
def test_a_germ_encloses_its_function(latex: str, exact: Callable[[arb], arb]) -> None:
    """Beyond its start a germ with its remainder holds the value, here and further out."""
    found = germ(latex)
    for t in (START, START * 3, START * 1000):
        assert at(found, t).overlaps(exact(arb(fmpq(t.numerator, t.denominator))))


def test_a_germ_is_narrow() -> None:
    """The test above can fail: the remainder is far smaller than the function."""
    assert at(germ(r"\sqrt{t^2 + t} - t"), START).rad() < arb(10) ** -10


def test_a_remainder_that_does_not_fall_yet_is_refused() -> None:
    """At t = 100 the exponential has not yet overtaken the power; further out it has."""
    steep = Scale(Fraction(50), 0, ((Fraction(1), Fraction(1, 10)),))
    with pytest.raises(Imprecise):
        supremum(steep, START)
    assert supremum(steep, Fraction(10_000)) < 1


@pytest.mark.parametrize(
    ("scale", "exact"),
    [
        (Scale(Fraction(-2), 0, ()), Fraction(1, 100)),
        (Scale(Fraction(-3), 0, ()), Fraction(1, 20000)),
        (Scale(Fraction(0), 0, ((Fraction(1), Fraction(1)),)), Fraction(3, 10**44)),
    ],
)
def test_a_tail_is_bounded_from_above(scale: Scale, exact: Fraction) -> None:
    """The bound of the integral to infinity is no smaller than the integral."""
    assert tail_integral(scale, START) >= arb(fmpq(exact.numerator, exact.denominator)) * arb(0.99)


@pytest.mark.parametrize("scale", [FLAT, Scale(Fraction(-1), 0, ()), Scale(Fraction(-1), 1, ())])
def test_a_tail_that_diverges_has_no_bound(scale: Scale) -> None:
    """∫ dt/t has no value, and no bound is given."""
    with pytest.raises(Imprecise):
        tail_integral(scale, START)


EXPONENTS: st.SearchStrategy[Exact] = st.sampled_from([1, 2, Fraction(1, 2), 3])
RATES: st.SearchStrategy[Exact] = st.sampled_from([-2, -1, 1, Fraction(1, 3)])
DECAYS: st.SearchStrategy[Decay] = st.dictionaries(EXPONENTS, RATES).map(
    lambda decay: tuple(sorted(decay.items(), reverse=True))
)
SCALES = st.builds(Scale, st.sampled_from([-1, 0, Fraction(1, 2), 2]), st.integers(-1, 1), DECAYS)


@given(SCALES, SCALES)
def test_of_two_scales_the_one_is_less_whose_quotient_vanishes(left: Scale, right: Scale) -> None:
    """The order of scales, which is found without dividing, is that of their quotients."""
    assert is_less(left, right) == (quotient(left, right).direction() < 0)


@given(SCALES)
def test_whole_powers_are_one_scale_however_they_are_written(scale: Scale) -> None:
    """An int and the fraction with the same value make the same key."""
    assert scale._replace(power=Fraction(scale.power)) in {scale: 1}
