"""Terms as polynomials in their kernels, and inequalities between them that contradict each other."""

from fractions import Fraction

import pytest

from derivcheck.engine.algebra.polynomials import NotPolynomial, factored
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.engine.domains.feasible import Constraint, contradict
from derivcheck.terms.nodes import Apply, Symbol, Term, number
from derivcheck.terms.scope import Declaration, Scope, Trait

x, y, z = Symbol("x"), Symbol("y"), Symbol("z")


def minus(left: Term, right: Term) -> Term:
    """The difference."""
    return Apply("add", (left, Apply("multiply", (number(-1), right))))


def test_a_difference_of_squares_has_two_factors() -> None:
    """Factors are irreducible over the rationals, with their powers."""
    found = factored(minus(Apply("power", (x, number(2))), Apply("power", (y, number(2)))))
    assert len(found.factors) == 2
    assert {power for _, power in found.factors} == {1}


def test_what_cancels_is_nothing() -> None:
    """A polynomial that is 0 for every value is the number 0."""
    square = Apply("power", (Apply("add", (x, number(1))), number(2)))
    written_out = Apply("add", (Apply("power", (x, number(2))), Apply("multiply", (number(2), x)), number(1)))
    assert factored(minus(square, written_out)).number == 0


def test_a_denominator_has_a_negative_power() -> None:
    """What is divided by stands among the factors."""
    found = factored(Apply("power", (minus(x, number(1)), number(-1))))
    assert [power for _, power in found.factors] == [-1]


def test_a_linear_factor_is_solved_only_for_what_stands_nowhere_else() -> None:
    """E^x - x is not solved for x, since x is hidden in e^x."""
    (hidden, _), *_ = factored(minus(Apply("exp", (x,)), x)).factors
    assert hidden.solved_for(x) is None
    (plain, _), *_ = factored(minus(x, y)).factors
    solution = plain.solved_for(x)
    assert solution is not None
    assert factored(minus(solution, y)).number == 0


def test_what_is_too_large_is_refused() -> None:
    """The degree is bounded."""
    with pytest.raises(NotPolynomial):
        factored(Apply("multiply", (Apply("power", (Apply("add", (x, y, z)), number(7))),) * 2))


def _positive(term: Term, *, strict: bool = True) -> Constraint:
    found = factored(term)
    (factor, _), *_ = found.factors
    assert found.number == Fraction(1)
    return Constraint(factor, strict=strict)


def test_a_circle_of_inequalities_contradicts_itself() -> None:
    """X > y > z > x is impossible; without the last it is not."""
    chain = [_positive(minus(x, y)), _positive(minus(y, z))]
    opposite = Constraint(
        type(chain[0].polynomial)(tuple((m, -c) for m, c in _positive(minus(x, z)).polynomial.monomials)), strict=True
    )
    assert contradict([*chain, opposite], Bounds(Scope()))
    assert not contradict(chain, Bounds(Scope()))


def test_equality_is_no_contradiction_unless_strict() -> None:
    """X - y ≥ 0 and y - x ≥ 0 hold where x = y."""
    one = _positive(minus(x, y), strict=False)
    other = Constraint(type(one.polynomial)(tuple((m, -c) for m, c in one.polynomial.monomials)), strict=False)
    assert not contradict([one, other], Bounds(Scope()))
    assert contradict([Constraint(one.polynomial, strict=True), other], Bounds(Scope()))


def test_the_scope_counts() -> None:
    """X + 1 is not negative for positive x."""
    scope = Scope({"x": Declaration(x, traits=frozenset({Trait.POSITIVE}))})
    sum_ = _positive(Apply("add", (x, number(1))))
    negative = Constraint(type(sum_.polynomial)(tuple((m, -c) for m, c in sum_.polynomial.monomials)), strict=True)
    assert contradict([negative], Bounds(scope))
    assert not contradict([negative], Bounds(Scope()))
