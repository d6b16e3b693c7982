"""Densities of sequences: slips are refuted, and what their factors do not say is neither proved nor refuted."""

from __future__ import annotations

import pytest

from derivcheck.results import Verdict
from tests.soundness.asking import verdict

SLIPS = [
    (r"p(x_{1:T})", r"\prod_{t=1}^{T-1} p(x_t \mid x_{<t})"),
    (r"p(x_{1:T})", r"\prod_{t=2}^T p(x_t \mid x_{<t})"),
    (r"p(x_{1:T})", r"\sum_{t=1}^T p(x_t \mid x_{<t})"),
    (r"\log p(x_{1:T})", r"\prod_{t=1}^T \log p(x_t \mid x_{<t})"),
    (r"\log p(x_{1:T})", r"-\sum_{t=1}^T \log p(x_t \mid x_{<t})"),
    (r"\log p(x_{1:T})", r"\frac{1}{T} \sum_{t=1}^T \log p(x_t \mid x_{<t})"),
    (r"p(x_{\le t})", r"p(x_t \mid x_{<t}) \, p(x_{\le t})"),
    (r"p(x_{1:T})^{-1/T}", r"\exp\left( \frac{1}{T} \sum_{t=1}^T \log p(x_t \mid x_{<t}) \right)"),
    (r"p(x_{1:T})^{-1/T}", r"\exp\left( -\sum_{t=1}^T \log p(x_t \mid x_{<t}) \right)"),
    (r"p(x_1, x_2, x_3, x_4)", r"p(x_1) p(x_2 \mid x_1) p(x_3 \mid x_1, x_2)^2 p(x_4 \mid x_1, x_2, x_3)"),
    (r"\nabla_\theta \log p_\theta(y_{1:T} \mid x)", r"\prod_{t=1}^T p_\theta(y_t \mid y_{<t}, x)"),
]


@pytest.mark.parametrize(("left", "right"), SLIPS)
def test_slips_are_not_proved(left: str, right: str) -> None:
    """All but the last, whose sides have different shapes or none, by numbers."""
    found = verdict(left, "=", right)
    assert found is not Verdict.PROVED
    assert found is Verdict.REFUTED or r"\nabla" in left


OPEN = [
    (r"p(x_{1:T})", "=", r"\prod_{t=1}^T p(x_t)"),
    (r"p(x_{1:T})", "=", r"p(x_1) \prod_{t=2}^T p(x_t \mid x_{t-1})"),
    (r"q(x_{1:T} \mid x_0)", "=", r"\prod_{t=1}^T q(x_t \mid x_{t-1})"),
    (r"p(x_{0:T})", "=", r"p(x_T) \prod_{t=1}^T p(x_{t-1} \mid x_t)"),
    (r"p(x_{1:T})", "=", r"\prod_{t=1}^T p(x_t \mid x_{>t})"),
    (r"p(x_{1:T}, y_{1:T})", "=", r"\prod_{t=1}^T p(x_t \mid x_{<t})"),
    (r"\log p(x_{1:T})", r"\le", "0"),
    (r"p(x_t \mid x_{<t})", r"\le", "1"),
    (r"p(x_{1:T})", r"\ge", r"\prod_{t=1}^{T+1} p(x_t \mid x_{<t})"),
    (r"\nabla_\theta \log p_\theta(y_{1:T} \mid x)", "=", r"0"),
    (r"\sum_{t=1}^T \nabla_\theta \log p_\theta(y_t \mid y_{<t}, x)", "=", r"0"),
]


@pytest.mark.parametrize(("left", "relation", "right"), OPEN)
def test_what_its_factors_do_not_say_is_not_proved(left: str, relation: str, right: str) -> None:
    """Independence, the Markov property, marginal densities, and that probabilities are at most 1."""
    found = verdict(left, relation, right)
    assert found is not Verdict.PROVED
    assert found is not Verdict.REFUTED or r"\nabla" in left
