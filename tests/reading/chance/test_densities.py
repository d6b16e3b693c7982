from __future__ import annotations

import pytest

from derivcheck.results import Verdict
from tests.soundness.asking import verdict

JOINT = "Let $p(x, z)$ and $q(z)$ be densities."


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("p(x,z)", "p(z,x)"),
        (r"\sum_z p(x,z)", "p(x)"),
        (r"p(x \mid z)", r"\frac{p(x,z)}{p(z)}"),
        (r"\sum_x p(x \mid z)", "1"),
        (r"\mathbb{E}_{p(x)}[1]", "1"),
        (r"\mathbb{E}_{q(z)}[p(x \mid z)]", r"\sum_z q(z) p(x \mid z)"),
        (r"\int p(x) \, dx", "1"),
        (r"\int \int p(x,z) \, dx \, dz", "1"),
    ],
)
def test_marginals_conditionals_and_expectations_fit_together(left: str, right: str) -> None:
    """One joint table gives them all."""
    assert verdict(left, "=", right, JOINT) is Verdict.PROVED


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("p(x)", "p(z)"),
        ("p(z)", "q(z)"),
        (r"p(x \mid z)", r"p(z \mid x)"),
        (r"\sum_x p(x \mid z)", "p(z)"),
        (r"\sum_z p(x \mid z)", "1"),
        (r"\mathrm{KL}(q(z) \,\|\, p(z))", r"\mathrm{KL}(p(z) \,\|\, q(z))"),
    ],
)
def test_different_densities_differ(left: str, right: str) -> None:
    """Different arguments, sides of the bar and names make different functions."""
    assert verdict(left, "=", right, JOINT) is Verdict.REFUTED
