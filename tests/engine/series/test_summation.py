"""The canonical form of sums and products."""

from fractions import Fraction

import pytest

from derivcheck.engine.algebra.expanding import NoClosedForm
from derivcheck.engine.algebra.linear import Ranges
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.engine.series.summation import Canonical, all_folded
from derivcheck.terms.nodes import Reduce, number, walk
from tests.engine.sample import exact
from tests.soundness.asking import question

SCOPE = r"Let $n \in \mathbb{N}$ and $f : \mathbb{R} \to \mathbb{R}$, and let $r \in \mathbb{R}$."


def canonical(latex: str, least: int = 1, lower: int = 1, upper: int = 0) -> tuple[object, int]:
    """The canonical form of a formula, and how many sums are left in it."""
    posed = question(latex, "=", "0", SCOPE)
    form = Canonical("n", Ranges({"n": least}), Bounds(posed.scope), Fraction(lower), Fraction(upper), Fraction(0))
    found = form.of(posed.left)
    return found, sum(isinstance(part, Reduce) for part in walk(found))


@pytest.mark.parametrize(
    "latex",
    [
        r"\sum_{k=0}^{n} r^k",
        r"\sum_{k=1}^{n} k^2 r^{k}",
        r"\sum_{k=0}^{n} \binom{n}{k} r^k",
        r"\sum_{k=0}^{n} k\binom{n}{k}",
        r"\sum_{k=1}^{n} \sum_{j=1}^{k} r^j",
        r"\sum_{k=1}^{n} r^{n-k}",
        r"\sum_{k=n}^{n+2} f(k)",
    ],
)
def test_known_sums_are_closed_and_right_at_small_sizes(latex: str) -> None:
    """What stands in their place has the same values."""
    found, left = canonical(latex)
    assert left == 0
    original = question(latex, "=", "0", SCOPE).left
    for n in range(1, 6):
        at = {"n": n, "r": 3}
        assert exact(found, at) == exact(original, at)  # type: ignore[arg-type]


def test_the_bounds_are_brought_to_the_same_constants() -> None:
    """∑ f(k) up to n + 2 is the one up to n and two more terms."""
    assert canonical(r"\sum_{k=1}^{n+2} f(k) - f(n+1) - f(n+2)")[1] == 1
    assert canonical(r"\sum_{k=1}^{n+2} f(k)")[0] != canonical(r"\sum_{k=1}^{n} f(k)")[0]


@pytest.mark.parametrize("latex", [r"\sum_{k=1}^{n-1} \frac{1}{n-1}", r"\sum_{k=1}^{n-1} \frac{f(k)}{n-1}"])
def test_what_has_a_pole_where_the_sum_is_empty_does_not_come_out(latex: str) -> None:
    """At n = 1 the sum is 0, whatever stands in it."""
    with pytest.raises(NoClosedForm):
        canonical(latex)
    assert canonical(latex, least=2)


def test_a_sum_that_may_be_less_than_empty_stays_whole() -> None:
    """∑ from 3 to n is 0 at n = 1, where a formula for it goes on downwards."""
    assert canonical(r"\sum_{k=3}^{n} r^k")[1] == 1
    assert canonical(r"\sum_{k=3}^{n} r^k", least=2)[1] == 0


def test_numbers_are_folded() -> None:
    """Γ(5) is 24, and powers of numbers are numbers."""
    assert all_folded(question("4! + 2^3", "=", "0", SCOPE).left) == number(32)
