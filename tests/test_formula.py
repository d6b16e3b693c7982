import pickle

import pytest
import sympy

from derivcheck import NoSympyFormError, check_step


def test_a_side_becomes_a_sympy_expression_with_the_names_of_the_document() -> None:
    """The symbols carry the author's names, their domain and the declared sign."""
    step = check_step(r"\sqrt{\theta^2} + n!", r"\theta + n!", scope=r"Let $\theta > 0$ and $n \in \mathbb{N}$.")
    theta, n = sympy.Symbol("theta", positive=True), sympy.Symbol("n", integer=True, positive=True)
    assert str(step.left) == r"\sqrt{\theta^2} + n!"
    found = step.right.to_sympy()
    assert sorted(symbol.name.lstrip("\\") for symbol in found.free_symbols) == [n.name, theta.name]
    assert all(symbol.is_positive for symbol in found.free_symbols)


def test_definitions_are_unfolded_and_derivatives_taken() -> None:
    """A defined name stands for what it was defined as."""
    step = check_step(r"\frac{d}{dx} g(x)", "2x + 3", scope="Let $g(x) := x^2 + 3x$.")
    x = sympy.Symbol("x", real=True)
    assert step.left.to_sympy() == 2 * x + 3


def test_the_derivative_of_an_unknown_function_is_one_of_sympy() -> None:
    """f'(x) is the derivative of an undefined function f."""
    step = check_step("f'(x)", r"\frac{d}{dx} f(x)", scope=r"Let $f : \mathbb{R} \to \mathbb{R}$.")
    x = sympy.Symbol("x", real=True)
    assert step.left.to_sympy().doit() == sympy.Function("f")(x).diff(x)
    assert step.right.to_sympy().doit() == step.left.to_sympy().doit()


def test_sides_stay_text_and_travel_between_processes() -> None:
    """A side compares and prints as its LaTeX, and a copy of it still becomes a SymPy expression."""
    step = check_step("(a+b)^2", "a^2 + 2ab + b^2")
    copied = pickle.loads(pickle.dumps(step))  # noqa: S301 - what was pickled a moment ago
    assert copied == step
    assert copied.left == "(a+b)^2"
    assert copied.left.to_sympy() == step.left.to_sympy()


@pytest.mark.parametrize(
    ("left", "right", "scope"),
    [("x +", "x", ""), ("A B", "B A", r"Let $A, B \in \mathbb{R}^{n \times n}$.")],
)
def test_a_side_without_a_sympy_form_says_so(left: str, right: str, scope: str) -> None:
    """A side that was not read, or an array of symbolic size, raises an error of its own."""
    with pytest.raises(NoSympyFormError, match=r"SymPy has no form|was not read"):
        check_step(left, right, scope=scope).left.to_sympy()


def test_a_statement_keeps_its_commands_apart_from_letters() -> None:
    r"""``t \ge k`` is one side of a connective, and ``\ge k`` no command of another name."""
    assert str(check_step(r"t \ge k", r"k \le t", r"\iff", "$t, k > 0$").left) == r"t\ge k"
