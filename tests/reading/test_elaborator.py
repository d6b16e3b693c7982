from __future__ import annotations

import pytest

from derivcheck.engine.evaluation.entries import Entries
from tests.reading.sample import reason, side, term, value

MATRICES = r"Let $A, B \in \mathbb{R}^{2 \times 2}$ and $u, v \in \mathbb{R}^2$."
VALUES = {
    "A": Entries((2, 2), [1, 2, 3, 4]),
    "B": Entries((2, 2), [0, 1, 1, 0]),
    "u": Entries((2,), [1, 2]),
    "v": Entries((2,), [3, -1]),
}


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"u^\top v", 1),
        (r"u \cdot v", 1),
        (r"\langle u, v \rangle", 1),
        (r"u^T A v", 1 * 1 + 2 * 5),
        (r"\|u\|^2", 5),
        (r"\|u\|_1", 3),
        (r"\|v\|_\infty", 3),
        (r"\|A\|_F^2", 30),
        (r"\operatorname{tr}(AB)", 5),
        (r"\det(A)", -2),
        ("|A|", -2),
        ("A_{1,2}", 2),
        ("u_2", 2),
        (r"\mathbf{1}^\top u", 3),
        (r"\operatorname{tr}(I_2)", 2),
        (r"\sum_i u_i v_i", 1),
        (r"\max_i u_i", 2),
        (r"u^\top (A^{-1} A) v", 1),
        (r"(u \odot v)^\top u", -1),
        (r"u^\top \operatorname{diag}(v) u", -1),
    ],
)
def test_linear_algebra_means_what_it_says(latex: str, expected: int) -> None:
    """Products, norms, traces, determinants, entries, ones and the identity."""
    assert value(latex, MATRICES, VALUES) == expected


@pytest.mark.parametrize(
    "latex", ["u v", "A u^\\top", "A + u", "A + 1", "u^{-1}", r"\frac{1}{A}", r"\operatorname{tr}(u)"]
)
def test_declared_shapes_that_do_not_conform_clash(latex: str) -> None:
    """The clash is a finding with the words for a message."""
    clash = side(latex, r"Let $A \in \mathbb{R}^{n \times n}$ and $u, v \in \mathbb{R}^n$.").clash
    assert clash is not None
    assert not clash.error.inferred
    assert clash.error.found


@pytest.mark.parametrize(
    ("latex", "prose", "code"),
    [
        (r"\infty", "", "D406"),
        ("z", r"Let $z \in \mathbb{C}$.", "D408"),
        ("(1, 2, \\dots)", "", "D409"),
        (r"\sum x", "", "D406"),
        (r"e^{A}", MATRICES, "D406"),
        (r"\exp(A)", MATRICES, "D406"),
        (r"\sin(A)", MATRICES, "D406"),
        (r"f \circ g", "Let $f(x) := x$ and $g(x) := 2x$.", "D406"),
    ],
)
def test_what_has_no_meaning_yet_is_refused(latex: str, prose: str, code: str) -> None:
    """Nothing is guessed silently."""
    assert reason(latex, prose) == code


def test_conventions_are_said() -> None:
    """What was read by convention is listed."""
    from derivcheck.check import check_step

    said = " ".join(check_step(r"\log(e^{x})", "x", scope=r"Let $x \in \mathbb{R}$.").read_as)
    assert "natural logarithm" in said
    assert "Euler" in said


def test_undeclared_bold_letters_are_vectors_and_matrices() -> None:
    """Lower case a vector, upper case a matrix, the rest real numbers."""
    assert len(term(r"\mathbf{w}").shape) == 1
    assert len(term(r"\mathbf{W}").shape) == 2
    assert term("w").shape == ()


def test_a_declared_e_is_not_eulers_number() -> None:
    """Nor is a declared I the identity matrix."""
    assert value("e^2", r"Let $e \in \mathbb{R}$.", {"e": 3}) == 9
    assert value("I + 1", r"Let $I \in \mathbb{R}$.", {"I": 3}) == 4


def test_functions_are_applied_and_differentiated() -> None:
    """f(2), f'(2), f''(2) and f of a vector, entry by entry."""
    prose = r"Let $f(x) := x^3$ and $u \in \mathbb{R}^2$."
    assert [value(latex, prose) for latex in ("f(2)", "f'(2)", "f''(2)")] == [8, 12, 12]
    found = value("f(u)", prose, {"u": Entries((2,), [1, 2])})
    assert isinstance(found, Entries)
    assert found.data == [1, 8]


def test_a_parameter_hides_a_variable_of_its_name() -> None:
    """The x in f(x) := x + y is not the x of the scope."""
    assert value("f(y) + x", r"Let $x, y \in \mathbb{R}$ and $f(x) := x + y$.", {"x": 100, "y": 1}) == 102


def test_sums_bind_their_index() -> None:
    """The same letter outside is another one; nested sums may share it."""
    assert value(r"\sum_{i=1}^3 i \sum_{i=1}^2 i") == 18
    assert value(r"k \sum_{k=1}^3 k", r"Let $k \in \mathbb{R}$.", {"k": 10}) == 60


@pytest.mark.parametrize(("c", "expected"), [(1, 1), (2, 0)])
def test_an_indicator_counts(c: int, expected: int) -> None:
    """It is 1 where its relation holds and 0 elsewhere."""
    assert value(r"\mathbb{1}[c = 1]", r"Let $c \in \{1, \dots, C\}$.", {"c": c}) == expected


@pytest.mark.parametrize(("x", "expected"), [(-2, 0), (0, 0), (3, 3)])
def test_cases_take_the_first_that_applies(x: int, expected: int) -> None:
    """The last row may be for all else."""
    latex = r"\begin{cases} x & x > 0 \\ 0 & x \le 0 \end{cases}"
    assert value(latex, r"Let $x \in \mathbb{R}$.", {"x": x}) == expected


@pytest.mark.parametrize("latex", [r"\prod_{i=1}^{n} u", r"\max_{i} u_i v"])
def test_a_product_or_maximum_over_an_index_is_one_of_numbers(latex: str) -> None:
    """Vectors can be added, not multiplied or compared."""
    assert reason(latex, rf"{MATRICES} Let $n \in \mathbb{{N}}$.") == "D410"
