from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derivcheck.engine.systems.base import Undefined
from derivcheck.engine.systems.field import draw_primes
from tests.engine.sample import field

BOUNDED = settings(max_examples=30, derandomize=True, deadline=None, database=None)
seeds = st.integers(0, 2**32)


@pytest.mark.parametrize("seed", ["a", "b", "c"])
def test_the_primes_are_what_the_method_needs(seed: str) -> None:
    """The prime p is 3 modulo 4, q divides p − 1, r divides p + 1, and the generators have these orders."""
    primes = draw_primes(seed)
    assert primes.p % 4 == 3
    assert (primes.p - 1) % primes.q == 0
    assert (primes.p + 1) % primes.r == 0
    assert primes.g != 1
    assert pow(primes.g, primes.q, primes.p) == 1
    assert sum(part * part for part in primes.u) % primes.p == 1


def test_different_seeds_give_different_primes() -> None:
    """No run rests on one fixed prime, and the same seed gives the same."""
    assert len({draw_primes(str(seed)).p for seed in range(8)}) == 8
    assert draw_primes("0") is draw_primes("0")


@BOUNDED
@given(seeds)
def test_exponentials_and_circular_functions_obey_their_algebra(seed: int) -> None:
    """exp(a + b) = exp a · exp b; cos² + sin² = 1; cos(a + b) by the addition theorem."""
    system, source = field(), random.Random(seed)
    a, b = system.random(source), system.random(source)
    exp_a, exp_b, exp_sum = (system.function("exp", v) for v in (a, b, a + b))
    cos_a, cos_b, cos_sum = (system.function("cos", v) for v in (a, b, a + b))
    sin_a, sin_b = (system.function("sin", v) for v in (a, b))
    assert system.value(exp_sum - exp_a * exp_b) == 0
    assert system.value(cos_a * cos_a + sin_a * sin_a - 1) == 0
    assert system.value(cos_sum - cos_a * cos_b + sin_a * sin_b) == 0


@BOUNDED
@given(seeds)
def test_a_root_squares_to_its_argument_and_is_positive(seed: int) -> None:
    """The root that is taken is a square itself; a number that is no square has none."""
    system, source = field(), random.Random(seed)
    value = system.random(source)
    root = system.function("sqrt", value * value)
    assert system.value(root * root - value * value) == 0
    assert system.sign(root) == 1
    with pytest.raises(Undefined):
        system.function("sqrt", -value * value)


@BOUNDED
@given(seeds)
def test_the_sign_is_multiplicative(seed: int) -> None:
    """As that of real numbers is, with −1 negative; small whole numbers are positive."""
    system, source = field(), random.Random(seed)
    a, b = system.random(source), system.random(source)
    assert system.sign(a * b) == system.sign(a) * system.sign(b)
    assert system.sign(system.element(-1)) == -1
    assert all(system.sign(system.element(k)) == 1 for k in range(1, 17))


def test_a_hash_depends_on_the_value_only() -> None:
    """Equal arguments give equal results, others give others; the key makes another function."""
    system = field("one")
    assert system.function("log", 5) == system.function("log", system.element(7) - 2)
    assert system.function("log", 5) != system.function("log", 6)
    assert system.function("log", 5) != system.function("arctan", 5)
    assert system.value(system.element(system.function("log", 1))) == 0


def test_a_maximum_moves_with_a_shift_only() -> None:
    """max(x + c) = max x + c; nothing else is known of it."""
    system, source = field(), random.Random(3)
    values = [system.random(source) for _ in range(3)]
    shift = system.random(source)
    moved = system.maximum([value + shift for value in values])
    assert system.value(moved - system.maximum(values[::-1]) - shift) == 0
    assert system.value(system.maximum([2 * value for value in values]) - 2 * system.maximum(values)) != 0
