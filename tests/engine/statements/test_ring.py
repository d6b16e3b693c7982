from __future__ import annotations

from derivcheck.engine.statements.ring import Ring, Solved, by_powers, evaluate, substituted, variables

RING = Ring(["x", "y"])
X, Y = RING.generators[:2]


def test_letters_are_irreducible_and_have_one_form() -> None:
    """The factors of −2(x − y)²(2x − 1) are a sign and two letters, which do not depend on how it is written."""
    found = RING.factors(-2 * (X - Y) ** 2 * (2 * X - 1))
    assert found.sign == -1
    assert {(letter.key, power) for letter, power in found.powers} == {("v0 - v1", 2), ("2*v0 - 1", 1)}
    assert RING.letter(Y - X) == (-1, RING.letter(X - Y)[1])


def test_the_zero_polynomial_has_the_sign_0() -> None:
    """It has no letters."""
    assert RING.factors(X - X).sign == 0
    assert variables(X - X) == ()


def test_coefficients_are_collected_by_powers() -> None:
    """The polynomial x²y + 3x is 0 + 3x + yx²."""
    assert by_powers(X**2 * Y + 3 * X, 0) == [RING.constant(0), RING.constant(3), Y]


def test_a_substitution_keeps_the_sign_whatever_the_denominator() -> None:
    """At x = 1/y, the sign of x − 1 is that of y − y²; multiplying by y alone would lose it for negative y."""
    changed = substituted(X - 1, Solved(0, RING.constant(1), Y))
    assert [evaluate(changed, {1: value}) for value in (-2, 2)] == [-6, -2]
