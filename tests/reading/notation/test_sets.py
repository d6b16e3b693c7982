from __future__ import annotations

from fractions import Fraction

import pytest

from derivcheck.reading.notation.sets import read_set
from derivcheck.terms.scope import Domain, Trait


@pytest.mark.parametrize(
    ("latex", "sizes"),
    [
        (r"\mathbb{R}", ()),
        (r"\mathbb{R}^n", ("n",)),
        (r"\mathbb{R}^{n \times d}", ("n", "d")),
        (r"\mathbb{R}_{+}^{d}", ("d",)),
        (r"\R^{m\times n}", ("m", "n")),
        ("ℝ", ()),
    ],
)
def test_real_sets_have_their_sizes(latex: str, sizes: tuple[str, ...]) -> None:
    """Numbers, vectors and matrices."""
    found = read_set(latex)
    assert found is not None
    assert found.domain is Domain.REAL
    assert found.sizes == sizes


@pytest.mark.parametrize(
    ("latex", "trait"),
    [
        (r"\mathbb{R}_+", Trait.NONNEGATIVE),
        (r"\mathbb{R}_{++}", Trait.POSITIVE),
        (r"\mathbb{R}_{>0}", Trait.POSITIVE),
        (r"\Delta^{K-1}", Trait.PROBABILITY),
        (r"\mathbb{S}^n_{++}", Trait.POSITIVE_DEFINITE),
    ],
)
def test_sets_with_a_property_say_it(latex: str, trait: Trait) -> None:
    """Half lines, the simplex and symmetric matrices."""
    found = read_set(latex)
    assert found is not None
    assert trait in found.traits


@pytest.mark.parametrize(
    ("latex", "bounds"),
    [
        ("(0,1)", (0, 1, None, None)),
        ("[0,1]", (None, None, 0, 1)),
        ("(-1,1]", (-1, None, None, 1)),
        ("[0.5,\\infty)", (None, None, Fraction(1, 2), None)),
        ("]0,1[", (0, 1, None, None)),
    ],
)
def test_intervals_have_open_and_closed_ends(latex: str, bounds: tuple[Fraction | int | None, ...]) -> None:
    """An end belongs to the interval or it does not."""
    found = read_set(latex)
    assert found is not None
    assert (found.lower, found.upper, found.at_least, found.at_most) == bounds


def test_sets_without_zero() -> None:
    """A number is not 0 then; that an array is not says nothing of its entries."""
    numbers, vectors = read_set(r"\mathbb{R} \setminus \{0\}"), read_set(r"\mathbb{R}^n \setminus \{ 0 \}")
    assert numbers is not None
    assert vectors is not None
    assert numbers.traits == {Trait.NONZERO}
    assert not vectors.traits
    assert vectors.sizes == ("n",)


@pytest.mark.parametrize(
    "latex", [r"\mathbb{C}", r"\mathbb{R} \setminus \{1\}", r"\{1, 2\}", "S", r"\mathbb{S}^{n-1}", r"\mathbb{Q}", ""]
)
def test_other_sets_are_not_guessed(latex: str) -> None:
    """A set that is not known is None: complex numbers, the sphere, anything."""
    assert read_set(latex) is None
