"""Random expansions, held against exact power series of another library."""

from __future__ import annotations

from flint import fmpq_series
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from derivcheck.check import check_step
from derivcheck.results import Verdict

BOUNDED = settings(
    max_examples=30, derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
REAL = r"Let $x \in \mathbb{R}$."
PRECISION = 8

FACTORS = {
    "e^{#x}": lambda x: x.exp(),
    r"\sin(#x)": lambda x: x.sin(),
    r"\cos(#x)": lambda x: x.cos(),
    r"\log(1+#x)": lambda x: (1 + x).log(),
    r"\frac{1}{1-#x}": lambda x: (1 - x).inv(),
    r"\sqrt{1+#x}": lambda x: (1 + x).sqrt(),
    "(1+#x)^2": lambda x: (1 + x) * (1 + x),
}
FACTOR = st.tuples(st.sampled_from(sorted(FACTORS)), st.integers(1, 3))
PRODUCT = st.lists(FACTOR, min_size=1, max_size=2)
Product = list[tuple[str, int]]


def latex(factors: Product) -> str:
    """The product as it is written."""
    return " ".join(rf"\left({name.replace('#', str(scale))}\right)" for name, scale in factors)


def coefficients(factors: Product, order: int) -> list[str]:
    """The exact coefficients below ``order``."""
    result = fmpq_series([1], prec=PRECISION)
    for name, scale in factors:
        result *= FACTORS[name](fmpq_series([0, scale], prec=PRECISION))
    return [str(result[k]) for k in range(order)]


def polynomial(values: list[str]) -> str:
    """The polynomial with the given coefficients."""
    return " + ".join(f"({value}) x^{k}" if k else f"({value})" for k, value in enumerate(values))


@BOUNDED
@given(PRODUCT, st.integers(1, 4))
def test_an_exact_expansion_is_proved(factors: Product, order: int) -> None:
    """All coefficients below the order are right."""
    step = check_step(latex(factors), f"{polynomial(coefficients(factors, order))} + O(x^{order})", scope=REAL)
    assert step.verdict is Verdict.PROVED, step.message


@BOUNDED
@given(PRODUCT, st.integers(1, 4), st.data())
def test_an_expansion_with_one_wrong_coefficient_is_refuted(factors: Product, order: int, data: st.DataObject) -> None:
    """The coefficient that differs is rigorously something else."""
    values = coefficients(factors, order)
    wrong = data.draw(st.integers(0, order - 1))
    values[wrong] = f"{values[wrong]} + 1"
    step = check_step(latex(factors), f"{polynomial(values)} + O(x^{order})", scope=REAL)
    assert step.verdict is Verdict.REFUTED, step.message
    assert step.counterexample is not None


@BOUNDED
@given(PRODUCT, st.integers(1, 3))
def test_an_order_that_is_too_high_is_not_proved(factors: Product, order: int) -> None:
    """Unless the next coefficient happens to be 0."""
    values = coefficients(factors, order + 1)
    step = check_step(latex(factors), f"{polynomial(values[:-1])} + O(x^{order + 1})", scope=REAL)
    assert step.verdict is (Verdict.PROVED if values[-1] == "0" else Verdict.REFUTED), step.message
