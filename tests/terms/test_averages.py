"""Expectations written out are those of the product space, outcome by outcome."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from math import prod

import pytest
from flint import fmpq

from derivcheck.engine.evaluation.entries import Entries
from derivcheck.engine.evaluation.evaluator import Evaluator
from derivcheck.engine.systems.rationals import Rationals
from derivcheck.engine.systems.unknowns import Polynomials
from derivcheck.terms.averaging import averaged
from derivcheck.terms.chance import Chance, RandomVariable
from derivcheck.terms.nodes import ONE, Apply, Reduce, Symbol, Term, number
from derivcheck.terms.tables import NoAverage

N = Symbol("n")
X = Symbol("X", (N,))
Y = Symbol("Y", (N,))
VALUES = {"X": (Fraction(1), Fraction(-2), Fraction(3)), "Y": (Fraction(2), Fraction(5), Fraction(-1))}
WEIGHTS = {"X": (Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)), "Y": (Fraction(1, 4), Fraction(1, 4), Fraction(1, 2))}


def _family(*names: str) -> Chance:
    chance = Chance(independent=names)
    for name in names:
        chance = chance.having(RandomVariable(Symbol(name, (N,)), listed=True, family=True, identical=True))
    return chance


def _member(array: Symbol, place: Term) -> Term:
    return Apply("index", (array, place))


def _total(body: Callable[[Term], Term], index: str) -> Term:
    return Reduce("sum", index, ONE, N, body(Symbol(index)))


def _power(base: Term, exponent: int) -> Term:
    return Apply("power", (base, number(exponent)))


def _value(term: Term, length: int) -> Fraction:
    bound: dict[str, object] = {"n": length, "Ω_X": 3, "Ω_Y": 3}
    for name in ("X", "Y"):
        bound[f"{name}(ω_{name})"] = Entries((3,), [fmpq(v.numerator, v.denominator) for v in VALUES[name]])
        bound[f"P(ω_{name})"] = Entries((3,), [fmpq(w.numerator, w.denominator) for w in WEIGHTS[name]])
    value = fmpq(Evaluator(Rationals(Polynomials("test")), bound).value(term))
    return Fraction(int(value.p), int(value.q))


def _by_outcomes(function: Callable[..., Fraction], length: int, names: tuple[str, ...]) -> Fraction:
    """The expectation as a sum over all outcomes of the product space."""
    axes = [name for name in names for _ in range(length)]
    total = Fraction(0)
    for outcome in product(range(3), repeat=len(axes)):
        weight = prod(WEIGHTS[name][at] for name, at in zip(axes, outcome, strict=True))
        drawn = [VALUES[name][at] for name, at in zip(axes, outcome, strict=True)]
        total += weight * function(*(drawn[k * length : (k + 1) * length] for k in range(len(names))))
    return total


BODIES: list[tuple[Term, Callable[..., Fraction], tuple[str, ...]]] = [
    (_power(_total(lambda i: _member(X, i), "i"), 2), lambda x: Fraction(sum(x)) ** 2, ("X",)),
    (_power(_total(lambda i: _member(X, i), "i"), 3), lambda x: Fraction(sum(x)) ** 3, ("X",)),
    (
        Apply("multiply", (_member(X, ONE), _total(lambda i: _power(_member(X, i), 2), "i"))),
        lambda x: x[0] * sum(v**2 for v in x),
        ("X",),
    ),
    (
        _power(_total(lambda i: Apply("multiply", (_member(X, i), _member(Y, i))), "i"), 2),
        lambda x, y: sum(a * b for a, b in zip(x, y, strict=True)) ** 2,
        ("X", "Y"),
    ),
    (
        _total(lambda i: _total(lambda j: Apply("multiply", (_member(X, i), _member(Y, j), _member(X, j))), "j"), "i"),
        lambda x, y: sum(a * b * c for a in x for b, c in zip(y, x, strict=True)),
        ("X", "Y"),
    ),
]


@pytest.mark.parametrize("length", [1, 2, 3])
@pytest.mark.parametrize(("body", "function", "names"), BODIES)
def test_independent_members_have_the_average_over_all_outcomes(
    body: Term, function: Callable[..., Fraction], names: tuple[str, ...], length: int
) -> None:
    """Linearity, independence and the cases of equal members give the average over the whole product space."""
    term = averaged(Apply("expectation", (body,)), _family(*names))
    assert _value(term, length) == _by_outcomes(function, length, names)


def test_members_are_not_averaged_with_what_may_depend_on_them() -> None:
    """A variable outside the independent ones is none that a member's expectation could be split from."""
    chance = _family("X").having(RandomVariable(Symbol("W")))
    body = Apply("multiply", (_member(X, ONE), Symbol("W")))
    with pytest.raises(NoAverage):
        averaged(Apply("expectation", (body,)), chance)


def test_a_function_of_all_members_is_refused() -> None:
    """The maximum of a family is no product of functions of single members."""
    body = Reduce("maximum", "i", ONE, N, _member(X, Symbol("i")))
    with pytest.raises(NoAverage):
        averaged(Apply("expectation", (body,)), _family("X"))
