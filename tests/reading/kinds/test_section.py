"""What the formulas and words of a section make of its names."""

from __future__ import annotations

import pytest

from derivcheck.documents import read_document
from derivcheck.reading.context import Context
from derivcheck.reading.kinds.network import COLUMN, MATRIX
from derivcheck.reading.kinds.section import typings
from derivcheck.reading.kinds.typing import Typing


def _typings(text: str) -> list[Typing]:
    derivation = read_document(text, "markdown").derivations[-1]
    return typings(list(derivation.items), Context())


def _kinds(text: str) -> str:
    """The vectors, then the matrices, of the likeliest typing."""
    found = _typings(text)[0].names
    vectors = sorted(name for name, kind in found.items() if kind == COLUMN)
    matrices = sorted(name for name, kind in found.items() if kind == MATRIX)
    return " ".join(vectors) + " | " + " ".join(matrices)


@pytest.mark.parametrize(
    ("formula", "kinds"),
    [
        # Numbers stay numbers.
        ("(a + b)^2 = a^2 + 2ab + b^2", " | "),
        (r"\frac{d}{dx} e^{-x} = -e^{-x}", " | "),
        (r"\sum_{i=1}^n x_i y_i \le M", " | "),
        (r"(x - \mu)^2 = x^2 - 2 x \mu + \mu^2", " | "),
        # Transposes and products.
        (r"x^\top A y = y^\top A^\top x", "x y | A"),
        (r"x^T A y = y^T A^T x", "x y | A"),
        (r"\|Xw - y\|^2 = 0", "w y | X"),
        (r"\nabla_w (w^\top H w) = 2 H w", "w | H"),
        (r"\lambda x^\top x = x^\top (\lambda x)", "x | "),
        (r"\hat{w} = (X^\top X)^{-1} X^\top y", r"\hat{w} y | X"),
        (r"\operatorname{tr}(AB) = \operatorname{tr}(BA)", " | A B"),
        (r"\mathbf{A} \mathbf{x} = \mathbf{b}", r"\mathbf{b} \mathbf{x} | \mathbf{A}"),
        (r"W_1 x + b_1 = z_1 \|x\|", "b_{1} x z_{1} | W_{1}"),
        (r"u^\top (\Sigma + \sigma^2 I)^{-1} u = 1", r"u | \Sigma"),
        (r"e^{a^\top x} = 1 + s", "a x | "),
    ],
)
def test_formulas_tell_kinds(formula: str, kinds: str) -> None:
    """A name is what all its uses allow."""
    assert _kinds(f"$$ {formula} $$") == kinds


@pytest.mark.parametrize(
    ("prose", "kinds"),
    [
        ("Let $A$ be an invertible matrix.", " | A"),
        ("Let $A, B$ be symmetric.", " | A B"),
        ("The matrices $A$, $B$ and $C$ are square.", " | A B C"),
        ("Given a vector $v$ and a number $c$.", "v | "),
        ("Let $A$ be an $m \\times n$ matrix.", " | "),
        ("Let $\\lambda$ be a scalar multiple of the gradient.", " | "),
        ("The vector space $V$ is large.", " | "),
    ],
)
def test_words_tell_kinds(prose: str, kinds: str) -> None:
    """What words call a name counts; a size in words is a declaration of its own."""
    assert _kinds(f"{prose}\n\n$$ M = M $$") == kinds


def test_all_formulas_of_a_section_count() -> None:
    """A use further down tells what a name is from the start."""
    assert _kinds("$$ (A + B) C = A C + B C $$\n\nand later\n\n$$ C x = A^\\top x $$") == "x | A B C"


def test_capitals_that_are_multiplied_without_a_sign_are_read_both_ways() -> None:
    """The matrices come first."""
    first, second, *_ = _typings("$$ AB = BA $$")
    assert dict(first.names) == {"A": MATRIX, "B": MATRIX}
    assert not second.names


@pytest.mark.parametrize("formula", ["A + B = B + A", r"\frac{U}{R} = J", "(A + 1) b = A b + b", r"a A = A a"])
def test_capitals_that_may_be_numbers_are_numbers_where_it_does_not_matter(formula: str) -> None:
    """Only one reading is checked."""
    assert [dict(typing.names) for typing in _typings(f"$$ {formula} $$")] == [{}]


def test_a_point_among_samples_is_a_name_of_its_own() -> None:
    """X is no family of the x_i where both are vectors."""
    typing = _typings(r"$$ \sum_{i=1}^n \|x_i - x\|^2 = 0 $$")[0]
    assert typing.names["x"] == COLUMN
    assert typing.elements["x", 1] == COLUMN
    assert typing.apart == {"x"}


def test_a_label_among_declared_labels_is_a_name_of_its_own() -> None:
    """That each y_i is a number makes a vector of y, unless y is used as one number."""
    said = r"Let $y_i \in \{0, 1\}$." + "\n\n"
    one = _typings(said + r"$$ \nabla_w L = (w^\top x - y) x $$")[0]
    assert one.apart == {"y"}
    assert "y" not in one.names
    assert _typings(said + r"$$ y^\top X w = w^\top X^\top y $$")[0].apart == frozenset()


def test_a_definition_has_parameters_of_its_own() -> None:
    """The x of σ(x) is a number, though another x is a vector."""
    typing = _typings(
        r"Let $\sigma(x) := \frac{1}{1 + e^{-x}}$." + "\n\n" + r"$$ \sigma(w^\top x) = \sigma(x^\top w) $$"
    )[0]
    assert typing.parameters[r"\sigma", 1] != (COLUMN,)
    assert typing.names["x"] == COLUMN


def test_contradictions_are_left_out() -> None:
    """A side in which nothing fits leaves the others their kinds."""
    assert _kinds(r"$$ 2 X^\top X w + \lambda w = 2 (X^\top X + \lambda) w $$") == "w | X"
