from __future__ import annotations

import random
from fractions import Fraction

import flint
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derivcheck.engine.evaluation.entries import Entries
from derivcheck.engine.evaluation.evaluator import BUDGET, Budget, Evaluator, Weighted
from derivcheck.engine.systems.balls import Balls
from derivcheck.engine.systems.base import Imprecise, OverBudget, Undefined
from derivcheck.engine.systems.unknowns import Polynomials
from derivcheck.terms.nodes import Apply, Array, Call, Derivative, Reduce, Symbol, Term, number
from tests.engine.sample import (
    ONE,
    I,
    N,
    X,
    Y,
    add,
    entry,
    exact,
    field,
    function,
    matmul,
    matrix,
    multiply,
    number_at,
    power,
    rational,
    scalar,
    summation,
    vector,
)

BOUNDED = settings(max_examples=60, derandomize=True, deadline=None, database=None)
fractions = st.fractions(-9, 9, max_denominator=7)
coefficients = st.lists(st.integers(-5, 5), min_size=1, max_size=5)


def polynomial(numbers: list[int]) -> Term:
    """The polynomial c_0 + c_1 x + c_2 x² + …, term by term."""
    return add(*(multiply(number(c), power(X, k)) for k, c in enumerate(numbers)), number(0))


@BOUNDED
@given(coefficients, fractions)
def test_the_field_agrees_with_the_rationals(numbers: list[int], at: Fraction) -> None:
    """Reducing modulo p commutes with evaluating a polynomial."""
    system = field(exponents=False)
    found = Evaluator(system, {"x": system.number(at)}).value(polynomial(numbers))
    value = sum((Fraction(c) * at**k for k, c in enumerate(numbers)), Fraction(0))
    p = system.primes.p
    assert system.value(system.element(found)) == value.numerator * pow(value.denominator, -1, p) % p


@BOUNDED
@given(coefficients, coefficients, fractions)
def test_evaluation_is_a_homomorphism(left: list[int], right: list[int], at: Fraction) -> None:
    """The value of a sum is the sum of the values, and so for products."""
    values = {"x": rational(at)}
    a, b = number_at(polynomial(left), values), number_at(polynomial(right), values)
    assert number_at(add(polynomial(left), polynomial(right)), values) == a + b
    assert number_at(multiply(polynomial(left), polynomial(right)), values) == a * b


@BOUNDED
@given(coefficients, fractions, st.sampled_from([64, 200]))
def test_balls_contain_the_exact_value(numbers: list[int], at: Fraction, precision: int) -> None:
    """At any precision the ball of a polynomial holds its exact value."""
    with flint.ctx.workprec(precision):
        balls = Balls(Polynomials("tests"))
        found = flint.arb(scalar(Evaluator(balls, {"x": balls.number(at)}), polynomial(numbers)))
    with flint.ctx.workprec(4000):
        assert found.contains(flint.arb(number_at(polynomial(numbers), {"x": rational(at)})))


@BOUNDED
@given(coefficients, fractions)
def test_dual_numbers_differentiate_polynomials(numbers: list[int], at: Fraction) -> None:
    """The derivative of c xᵏ is c k xᵏ⁻¹."""
    slope = exact(Derivative(X, polynomial(numbers), X), {"x": rational(at)})
    assert slope == rational(sum((c * k * at ** (k - 1) for k, c in enumerate(numbers) if k), Fraction(0)))


KNOWN_DERIVATIVES = [
    ("exp", function("exp", X)),
    ("log", power(X, -1)),
    ("sin", function("cos", X)),
    ("cos", multiply(number(-1), function("sin", X))),
    ("sinh", function("cosh", X)),
    ("cosh", function("sinh", X)),
    ("tan", add(ONE, power(function("tan", X), 2))),
    ("tanh", add(ONE, multiply(number(-1), power(function("tanh", X), 2)))),
    ("arctan", power(add(ONE, power(X, 2)), -1)),
    ("arsinh", power(add(ONE, power(X, 2)), Fraction(-1, 2))),
    ("arcsin", power(add(ONE, multiply(number(-1), power(X, 2))), Fraction(-1, 2))),
]


@pytest.mark.parametrize(("name", "derivative"), KNOWN_DERIVATIVES)
def test_dual_numbers_know_the_derivatives_of_functions(name: str, derivative: Term) -> None:
    """The rules agree with the textbook in overlapping balls."""
    with flint.ctx.workprec(200):
        balls = Balls(Polynomials("tests"))
        evaluator = Evaluator(balls, {"x": balls.number(Fraction(1, 3))})
        difference = scalar(evaluator, Derivative(X, function(name, X), X)) - scalar(evaluator, derivative)
        assert flint.arb(difference).contains(0)
        assert abs(difference) < flint.arb("1e-40")


def test_nested_derivatives_do_not_mix_their_perturbations() -> None:
    """d/dx (x · d/dy (x + y)) is 1, not 2."""
    inner = Derivative(Y, add(X, Y), ONE)
    assert exact(Derivative(X, multiply(X, inner), X), {"x": rational(5)}) == 1


def test_an_empty_sum_is_zero_and_an_empty_product_one() -> None:
    """Sums and products over nothing have their neutral values; a maximum over nothing has none."""
    empty = {"n": 0}
    assert exact(summation(I), empty) == 0
    assert exact(Reduce("product", "i", ONE, N, I), empty) == 1
    with pytest.raises(Undefined):
        exact(Reduce("maximum", "i", ONE, N, I), empty)


def test_a_sum_may_have_a_condition() -> None:
    """Only indices that meet the condition are added."""
    even = Reduce("sum", "i", ONE, number(6), I, Apply("different", (I, number(3))))
    assert exact(even, {}) == 18


def test_a_bound_name_hides_an_outer_one_and_gives_it_back() -> None:
    """∑ i + i uses the outer i after the sum."""
    term = add(Reduce("sum", "i", ONE, number(3), I), I)
    assert exact(term, {"i": 10}) == 16


def test_values_are_remembered_for_each_binding() -> None:
    """An inner sum that depends on the outer index is not reused for another one."""
    inner = Reduce("sum", "j", ONE, I, Symbol("j"))
    assert exact(Reduce("sum", "i", ONE, number(4), inner), {}) == 20


def test_an_index_outside_its_array_has_no_value() -> None:
    """There is no entry 0 and none behind the last."""
    values = {"n": 2, "v": Entries((2,), [1, 2])}
    assert exact(entry(vector(), number(2)), values) == 2
    for place in (0, 3):
        with pytest.raises(Undefined):
            exact(entry(vector(), number(place)), values)


def test_linear_algebra_is_exact() -> None:
    """Products, transposes, inverses, determinants and traces of a matrix with whole entries."""
    values = {"n": 2, "A": Entries((2, 2), [2, 1, 5, 3])}
    A = matrix()
    assert exact(Apply("determinant", (A,)), values) == 1
    assert exact(Apply("trace", (A,)), values) == 5
    assert exact(Apply("inverse", (A,), (N, N)), values).data == [3, -1, -5, 2]
    assert exact(Apply("transpose", (A,), (N, N)), values).data == [2, 5, 1, 3]
    assert exact(matmul(A, A, (N, N)), values).data == [9, 5, 25, 14]
    assert exact(Apply("matrix-power", (A, number(-2)), (N, N)), values).data == [14, -5, -25, 9]


def test_a_singular_matrix_has_no_inverse() -> None:
    """It is undefined there, not zero or infinite."""
    with pytest.raises(Undefined):
        exact(Apply("inverse", (matrix(),), (N, N)), {"n": 2, "A": Entries((2, 2), [1, 2, 2, 4])})


def test_a_determinant_without_pivots_is_expanded() -> None:
    """A matrix of rank one has determinant 0, an empty one 1."""
    assert exact(Apply("determinant", (matrix(),)), {"n": 2, "A": Entries((2, 2), [0, 0, 0, 4])}) == 0


def test_the_gradient_has_the_shape_of_its_variable() -> None:
    """The gradient of vᵀv is 2v."""
    v = vector()
    gradient = Derivative(v, Apply("dot", (v, v)), v)
    assert exact(gradient, {"n": 3, "v": Entries((3,), [1, -2, 3])}).data == [2, -4, 6]


def test_a_jacobian_has_rows_by_the_function() -> None:
    """The Jacobian of Av by v is A."""
    v, A = vector(), matrix()
    values = {"n": 2, "v": Entries((2,), [1, 1]), "A": Entries((2, 2), [1, 2, 3, 4])}
    assert exact(Derivative(v, matmul(A, v, (N,)), v), values).data == [1, 2, 3, 4]


@pytest.mark.parametrize("base", [-1, 0])
def test_logarithms_and_roots_have_their_real_domain(base: int) -> None:
    """The terms log 0, log(−1), √(−1) and 1/0 have no value."""
    with pytest.raises(Undefined):
        exact(function("log", X), {"x": base})
    with pytest.raises(Undefined):
        exact(power(X, -1) if base == 0 else power(X, Fraction(1, 2)), {"x": base})


@pytest.mark.parametrize("name", ["arcsin", "arccos", "artanh", "arcosh"])
def test_inverse_functions_have_their_real_domain(name: str) -> None:
    """Outside it they have no value, nor has their derivative."""
    outside = 2 if name != "arcosh" else -2
    with pytest.raises(Undefined):
        exact(Derivative(X, function(name, X), X), {"x": rational(outside)})


def test_the_absolute_value_has_no_derivative_at_zero() -> None:
    """It has one on both sides."""
    slope = Derivative(X, function("abs", X), X)
    assert [exact(slope, {"x": rational(x)}) for x in (-3, 3)] == [-1, 1]
    with pytest.raises(Undefined):
        exact(slope, {"x": rational(0)})


def test_an_unknown_function_obeys_the_chain_rule_in_the_field() -> None:
    """The derivative of f(x²) is 2x f'(x²)."""
    system = field()
    evaluator = Evaluator(system, {"x": system.random(random.Random(1))})
    square = power(X, 2)
    left = scalar(evaluator, Derivative(X, Call("f", (square,), (0,)), X))
    right = scalar(evaluator, multiply(number(2), X, Call("f", (square,), (1,))))
    assert system.value(left - right) == 0


def test_an_integral_has_no_exact_value() -> None:
    """It is left to balls, not guessed."""
    from derivcheck.terms.nodes import Integral

    with pytest.raises(Imprecise):
        exact(Integral("x", number(0), ONE, X), {})


def test_an_array_is_filled_row_by_row() -> None:
    """The entry at (i, j) is the body there."""
    body = add(multiply(number(10), I), Symbol("j"))
    term = Array(("i", "j"), (number(2), number(2)), body)
    assert exact(term, {}).data == [11, 12, 21, 22]


def test_slow_arithmetic_uses_a_budget_up_sooner() -> None:
    """What a share of a budget spends counts several times in the whole, and ends it."""
    whole = Budget()
    Weighted(whole, 8).spend(100)
    assert whole.visits == 800
    with pytest.raises(OverBudget):
        Weighted(whole, 8).spend(BUDGET // 8)


def test_a_renewed_budget_begins_anew() -> None:
    """The proof of a question has a budget of its own, whatever the search used."""
    whole = Budget()
    whole.spend(BUDGET)
    whole.renew()
    whole.spend(BUDGET)
    with pytest.raises(OverBudget):
        whole.spend(1)
