"""Orders of magnitude and where their variable goes."""

import pytest

from derivcheck.check import check_step
from derivcheck.reading.notation.orders import limits_in
from derivcheck.results import Verdict
from derivcheck.terms.nodes import Apply
from tests.reading.sample import reason, term

REAL = r"Let $x, a \in \mathbb{R}$."


def test_an_order_knows_its_variable_and_its_point() -> None:
    """O((x-a)²) is meant as x → a."""
    found = term("O((x-a)^2)", REAL)
    assert isinstance(found, Apply)
    assert found.operator == "big-o"
    assert found.arguments[1:] == (term("x", REAL), term("a", REAL))


@pytest.mark.parametrize("latex", ["O(x^3)", r"\mathcal{O}(x)", "o(x^2)", "O(|x|)", r"O(\epsilon^2)", "O(2x^2)"])
def test_powers_of_what_vanishes_are_read(latex: str) -> None:
    """With a number before them, too."""
    assert isinstance(term(latex, REAL), Apply)


@pytest.mark.parametrize("latex", ["O(n)", "O(n^2)", r"O(\log x)", "O(1)", "O(x a)", r"O(\sqrt{x})", "O(e^x)"])
def test_other_orders_are_not_read(latex: str) -> None:
    """What counts something grows; of other functions it is not clear where they are small."""
    assert reason(latex, REAL) == "D406"


@pytest.mark.parametrize(
    "text",
    [
        r"as $x \to \infty$",
        r"for large $x$",
        r"if $x$ is large",
        r"as $x$ grows",
        r"when $x \rightarrow 1$",
        r"where $x$ is close to $1$",
        r"$|x| \to \infty$",
    ],
)
def test_a_text_says_where_a_variable_goes(text: str) -> None:
    """An order at 0 is not read then."""
    assert "x" in limits_in(text)
    assert (
        check_step("x^2", "O(x)", scope=f"Let $x \\in \\mathbb{{R}}$. We look at it {text}.").verdict is Verdict.UNREAD
    )


def test_a_limit_that_agrees_changes_nothing() -> None:
    """As x → 0 is what is meant anyway."""
    assert check_step("x^2", "O(x)", scope=r"Let $x \in \mathbb{R}$ and $x \to 0$.").verdict is Verdict.PROVED


@pytest.mark.parametrize(
    "said", ["a continuous function", "a function that is not differentiable at $0$", "a Lipschitz function"]
)
def test_a_function_that_may_have_no_derivative_is_not_expanded(said: str) -> None:
    """Being smooth is only assumed where nothing speaks against it."""
    scope = rf"Let $x \in \mathbb{{R}}$ and let $f : \mathbb{{R}} \to \mathbb{{R}}$ be {said}."
    assert check_step("f(x)", "f(0) + f'(0)x + O(x^2)", scope=scope).verdict is Verdict.UNREAD


def test_that_a_function_is_taken_as_smooth_is_said() -> None:
    """It stands among what was read by convention."""
    step = check_step("f(x)", "f(0) + f'(0)x + O(x^2)", scope=r"Let $x \in \mathbb{R}$.")
    assert step.verdict is Verdict.PROVED
    assert any("derivatives as needed" in note for note in step.read_as)
