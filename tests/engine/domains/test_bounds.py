from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derivcheck.engine.domains.bounds import Bounds, Interval
from derivcheck.engine.systems.base import NoValue
from derivcheck.terms.nodes import Apply, Number, Reduce, Symbol, Term, number
from derivcheck.terms.scope import Declaration, Domain, Scope, Trait
from tests.engine.sample import ONE, N, X, Y, add, entry, exact, function, matmul, multiply, power, rational, vector

BOUNDED = settings(max_examples=200, derandomize=True, deadline=None, database=None)

P, Q, R, K = Symbol("p"), Symbol("q"), Symbol("r"), Symbol("k")
SCOPE = Scope(
    {
        "p": Declaration(P, lower=Fraction(0), upper=Fraction(1)),
        "q": Declaration(Q, traits=frozenset({Trait.POSITIVE})),
        "r": Declaration(R, traits=frozenset({Trait.NEGATIVE})),
        "k": Declaration(K, Domain.NATURAL),
        "v": Declaration(vector()),
        "n": Declaration(N, Domain.NATURAL),
    }
)


def draw(source: random.Random) -> dict[str, object]:
    """Values that the scope allows, some of them at the ends of what it allows."""
    size = Fraction(source.choice((1, 1, 2, 30)), source.choice((1, 3, 100)))
    signed = source.choice((0, 1, -1, size, -size, 20, -20))
    return {
        "p": rational(Fraction(source.randint(1, 99), 100)),
        "q": rational(size),
        "r": rational(-size),
        "k": source.randint(1, 30),
        "x": rational(signed),
    }


LEAVES: st.SearchStrategy[Term] = st.sampled_from(
    [P, Q, R, K, X, number(0), number(2), number(-3), number(Fraction(1, 2))]
)


def _wider(inner: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    return st.one_of(
        st.builds(add, inner, inner),
        st.builds(multiply, inner, inner),
        st.builds(power, inner, st.sampled_from([-2, -1, 0, 1, 2, 3])),
        st.builds(function, st.just("abs"), inner),
        st.builds(lambda a, b: Apply("max", (a, b)), inner, inner),
    )


terms = st.recursive(LEAVES, _wider, max_leaves=6)


def inside(value: Fraction, interval: Interval) -> bool:
    """Whether a value lies in an interval, whose open ends do not belong to it."""
    above = interval.low is None or value > interval.low or (value == interval.low and not interval.low_open)
    below = interval.high is None or value < interval.high or (value == interval.high and not interval.high_open)
    return above and below


@BOUNDED
@given(terms, st.integers(0, 2**16))
def test_an_interval_holds_every_value(term: Term, seed: int) -> None:
    """At every valuation of the scope at which a term has a value, it lies in the term's interval."""
    interval = Bounds(SCOPE).of(term)
    source = random.Random(seed)
    for _ in range(20):
        try:
            value = exact(term, draw(source))
        except NoValue:
            continue
        assert inside(Fraction(str(value)), interval), (term, interval, value)


POSITIVE_TERMS = [P, Q, function("exp", X), add(ONE, power(X, 2)), add(ONE, multiply(number(-1), P)), multiply(R, R), K]
UNCERTAIN_TERMS = [
    X,
    add(X, number(20)),
    power(X, 2),
    function("abs", X),
    add(P, number(-1)),
    multiply(number(0), P),
    add(ONE, multiply(number(-1), power(P, 0))),
    add(K, number(-1)),
    entry(vector(), ONE),
    Reduce("sum", "i", ONE, number(0), ONE),
    Reduce("sum", "i", ONE, Symbol("m"), ONE, Apply("less", (Symbol("i"), number(2)))),
]


@pytest.mark.parametrize("term", POSITIVE_TERMS)
def test_what_is_surely_positive_is_known_to_be(term: Term) -> None:
    """Exponentials, squares plus one, and what is declared."""
    assert Bounds(SCOPE).positive(term)


@pytest.mark.parametrize("term", UNCERTAIN_TERMS)
def test_what_may_be_zero_or_less_is_not_called_positive(term: Term) -> None:
    """A square may vanish, a sum may be empty, an end may be reached."""
    assert not Bounds(SCOPE).positive(term)


def test_what_is_assumed_is_recorded() -> None:
    """A term taken as positive since a side takes its logarithm is reported."""
    bounds = Bounds(SCOPE, [X])
    assert bounds.positive(X)
    assert bounds.used == {X}
    assert not bounds.positive(Y)


def test_a_semidefinite_matrix_may_have_negative_entries() -> None:
    """vᵀv is not negative; an entry of vvᵀ may be."""
    v = vector()
    row = Apply("transpose", (v,), (ONE, N))
    outer = matmul(v, row, (N, N))
    bounds = Bounds(SCOPE)
    assert bounds.of(matmul(row, v, ())).nonnegative
    assert not bounds.of(outer).nonnegative
    assert not bounds.of(entry(outer, ONE, number(2))).nonnegative


@pytest.mark.parametrize("exponent", [10**6, 10**12])
def test_huge_powers_are_not_worked_out(exponent: int) -> None:
    """The interval of 2 to a huge power is found at once."""
    assert Bounds(SCOPE).positive(Apply("power", (number(2), Number(Fraction(exponent)))))
