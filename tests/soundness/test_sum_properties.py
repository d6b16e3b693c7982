"""Random sums: telescoping ones are never refuted and mostly proved, perturbed ones never proved."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from derivcheck.check import check_step
from derivcheck.results import Verdict

BOUNDED = settings(
    max_examples=25, derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
SCOPE = r"Let $n \in \mathbb{N}$ and $f : \mathbb{R} \to \mathbb{R}$, and let $r \in \mathbb{R}$."
SIZES = range(1, 7)

# Functions of # that are defined for every whole number from 0 on.
PIECES = st.sampled_from(
    ["#", "#^2", "r^{#}", "2^{#}", "(-1)^{#}", r"\frac{1}{#+1}", r"\frac{r^{#}}{#+2}", "#!", r"f(#)", "# r^{#}"]
)
CLOSED = st.lists(st.tuples(st.sampled_from(["+", "-"]), st.integers(1, 4), PIECES), min_size=1, max_size=3)
Closed = list[tuple[str, int, str]]


def at(closed: Closed, place: str) -> str:
    """The closed form at a place."""
    return " ".join(f"{sign} {factor} {piece.replace('#', place)}" for sign, factor, piece in closed)


def difference(closed: Closed) -> str:
    """What telescopes to the closed form."""
    return rf"\left({at(closed, 'k')} - ({at(closed, '(k-1)')})\right)"


def telescoped(closed: Closed) -> tuple[str, str]:
    """Both sides of a true step."""
    return rf"\sum_{{k=1}}^{{n}} {difference(closed)}", f"{at(closed, 'n')} - ({at(closed, '0')})"


@BOUNDED
@given(CLOSED)
def test_a_telescoping_sum_is_proved(closed: Closed) -> None:
    """Induction needs nothing but the difference of its terms."""
    left, right = telescoped(closed)
    step = check_step(left, right, scope=SCOPE)
    assert step.verdict is not Verdict.REFUTED
    assert step.code != "D901"
    assert step.verdict is Verdict.PROVED, (left, right, step.message)


@BOUNDED
@given(CLOSED, st.sampled_from(["1", "n", "(-1)^n", r"\frac{1}{n}", "2^n", "n-1", "(n-1)(n-2)"]), st.integers(1, 3))
def test_a_perturbed_telescoping_sum_is_not_proved(closed: Closed, error: str, factor: int) -> None:
    """An error that vanishes at the first sizes is an error all the same."""
    left, right = telescoped(closed)
    step = check_step(left, f"{right} + {factor} {error}", scope=SCOPE)
    assert step.verdict is not Verdict.PROVED
    assert step.code != "D901"


@BOUNDED
@given(CLOSED, st.sampled_from([("0", "n"), ("2", "n"), ("1", "n-1"), ("1", "n+1"), ("3", "n")]))
def test_a_sum_over_another_range_is_not_proved(closed: Closed, bounds: tuple[str, str]) -> None:
    """The first and the last index matter, unless the terms there happen to be 0, which a small size shows."""
    _, right = telescoped(closed)
    left = rf"\sum_{{k={bounds[0]}}}^{{{bounds[1]}}} {difference(closed)}"
    step = check_step(left, right, scope=SCOPE)
    assert step.code != "D901"


@BOUNDED
@given(st.lists(st.integers(-3, 3), min_size=1, max_size=4), st.integers(1, 3), st.integers(-2, 2))
def test_a_series_is_what_its_terms_say(coefficients: list[int], start: int, error: int) -> None:
    """A polynomial times powers of 1/2 has a rational sum, which is proved, and no other one."""
    body = " ".join(f"{c:+d} k^{{{m}}}" for m, c in enumerate(coefficients))
    # ∑_{k≥0} k^m/2^k = 2, 2, 6, 26 for m = 0, 1, 2, 3.
    total = sum(c * moment for c, moment in zip(coefficients, (2, 2, 6, 26), strict=False))
    missing = [sum(c * k**m for m, c in enumerate(coefficients)) * 2 ** (8 - k) for k in range(start)]
    value = rf"\frac{{{total * 256 - sum(missing)}}}{{256}}"
    step = check_step(rf"\sum_{{k={start}}}^{{\infty}} \frac{{{body}}}{{2^k}}", f"{value} + ({error})")
    expected = Verdict.REFUTED if error else Verdict.PROVED
    assert step.verdict is expected, (body, start, step.message)
