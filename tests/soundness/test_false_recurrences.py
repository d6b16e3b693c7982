"""Slips about members of families that recurrences tie together, none of which may be proved."""

from __future__ import annotations

import pytest

from derivcheck.results import Verdict
from tests.soundness.asking import verdict

DESCENT = r"Let $x_k, g_k, s \in \mathbb{R}^n$ and $x_{k+1} = x_k - \eta g_k$ with $\eta > 0$."
MOMENTUM = r"Let $m_{t+1} = \beta m_t + g_t$ and $w_{t+1} = w_t - \eta m_{t+1}$ with $w_t, g_t, m_t \in \mathbb{R}^n$."
STARTED = r"Let $v_0 = 0$ and $v_t = b v_{t-1} + (1 - b) g_t$ for $t = 1, 2, \dots$, with real numbers $b$ and $g_t$."
FALLING = r"Let $f_k \ge 0$ with $f_{k+1} \le (1 - r) f_k$ for real numbers $f_k$, and $0 < r < 1$."
NEWTON = (
    r"Let $Q \in \mathbb{R}^{n \times n}$ be symmetric positive definite, $c \in \mathbb{R}^n$, and "
    r"$y_{k+1} = y_k - Q^{-1} (Q y_k + c)$ with $y_k \in \mathbb{R}^n$."
)
COUPLED = r"Let $y_k = x_k + b (x_k - x_{k-1})$ and $x_{k+1} = y_k - a g_k$, where $x_k, g_k \in \mathbb{R}^n$."

BACKWARDS = r"Let $A_t = d_t + c A_{t+1}$ with real numbers $A_t$, $d_t$ and $c$."
BELOW = r"Let $h_1, \dots, h_{T+1} \in \mathbb{R}$ and $h^* \in \mathbb{R}$ with $h_t \ge h^*$ for all $t$."
POWERS = r"Let $x_{k+1} = (1 - \eta) x_k$ for $k = 0, 1, 2, \dots$ with $x_k \in \mathbb{R}$ and $\eta \in \mathbb{R}$."
DOUBLED = r"Let $a_1 = 2$ and $a_t = 2 a_{t-1} + 2$ for $t \ge 2$."

FALSE = [
    ("A_{t+1}", "=", "d_t + c A_t", BACKWARDS),
    ("A_t", "=", "d_t + c^2 A_{t+2}", BACKWARDS),
    (r"\sum_{t=1}^T (h_t - h_{t+1})", r"\le", "h_1 + h^*", BELOW),
    (r"h_{T+1}", r"\le", "h^*", BELOW),
    ("x_k", "=", r"(1 - \eta)^{k+1} x_0", POWERS),
    (r"x_{k+1} - s", "=", r"x_k - s + \eta g_k", DESCENT),
    (r"x_{k+2}", "=", r"x_k - 2 \eta g_k", DESCENT),
    (r"x_{k+2}", "=", r"x_k - \eta (g_k + g_{k+2})", DESCENT),
    (r"x_{k+1} - x_k", "=", r"x_k - x_{k-1}", DESCENT),
    (r"g_{k+1}", "=", "g_k", DESCENT),
    (r"\|x_{k+1} - s\|^2", "=", r"\|x_k - s\|^2 + \eta^2 \|g_k\|^2", DESCENT),
    (r"\|x_{k+1} - s\|^2", r"\le", r"\|x_k - s\|^2", DESCENT),
    (r"\sum_{k=1}^T (x_{k+1} - x_k)", "=", "x_T - x_1", DESCENT),
    (r"w_{t+1}", "=", r"w_t - \eta g_t - \eta \beta m_{t+1}", MOMENTUM),
    (r"w_{t+1} - w_t", "=", r"\beta (w_t - w_{t-1}) + \eta g_t", MOMENTUM),
    (r"m_{t+2}", "=", r"\beta^2 m_t + g_t + g_{t+1}", MOMENTUM),
    (r"v_2", "=", r"(1 - b) (g_1 + g_2)", STARTED),
    (r"v_1", "=", "g_1", STARTED),
    (r"v_t", "=", r"(1 - b) \sum_{i=1}^t b^{i} g_i", STARTED),
    (r"v_t", "=", r"(1 - b) \sum_{i=0}^t b^{t-i} g_i", STARTED),
    (r"v_t", "=", r"\sum_{i=1}^t b^{t-i} g_i", STARTED),
    (r"v_t", "=", r"(1 - b) \sum_{i=1}^{t-1} b^{t-i} g_i", STARTED),
    (r"v_t - g_t", "=", r"(1 - b) \sum_{i=1}^t b^{t-i} g_i", STARTED),
    (r"v_t", "=", r"1 - b^t", STARTED),
    (r"v_t", "=", r"(1 - b^t) g_t", STARTED),
    ("a_t", "=", r"2^{t+1} - 2 + (t - 1)(t - 2)", DOUBLED),
    ("a_t", "=", r"2^t", DOUBLED),
    ("x_k", "=", r"(1 - k \eta) x_0", POWERS),
    ("x_k", "=", r"x_0 - \eta \sum_{j=0}^{k-1} x_0", POWERS),
    ("x_k", "=", r"(1 - \eta)^k x_1", POWERS),
    ("x_k - s", "=", r"x_0 - s - k \eta g_k", DESCENT),
    ("x_k", "=", r"x_0 - \eta \sum_{j=1}^{k} g_j", DESCENT),
    ("y_k", "=", r"y_0 - k Q^{-1} c", NEWTON),
    (r"v_t", "=", r"b^2 v_{t-2} + (1 - b) (g_t + g_{t-1})", STARTED),
    (r"f_{k+2}", r"\le", r"(1 - r)^3 f_k", FALLING),
    (r"f_k", r"\le", r"(1 - r) f_{k+1}", FALLING),
    (r"f_{k+1}", r"\ge", r"f_k", FALLING),
    (r"y_{k+1}", "=", r"Q^{-1} c", NEWTON),
    (r"y_{k+1}", "=", r"y_k", NEWTON),
    (r"x_{k+1} - x_k", "=", r"(1 + b) (x_k - x_{k-1}) - a g_k", COUPLED),
    (r"y_k - x_k", "=", r"b (x_{k+1} - x_k)", COUPLED),
    (r"\sum_{t=0}^{n-1} V_{t+1}", "=", r"\sum_{t=0}^{n-1} V_t", r"Let $n \in \mathbb{N}$ and $V_t \in \mathbb{R}$."),
    (
        r"\sum_{t=0}^{n-1} (V_{t+1} - V_t)",
        "=",
        r"V_{n-1} - V_0",
        r"Let $n \in \mathbb{N}$ and $V_t \in \mathbb{R}^d$.",
    ),
]

TRUE = [
    (r"\sum_{t=1}^T h_t", r"\ge", r"T h^*", BELOW),
    (r"h_{T+1}", r"\ge", "h^*", BELOW),
    ("x_k", "=", r"(1 - \eta)^k x_0", POWERS),
    (r"x_{k+2}", "=", r"x_k - \eta (g_k + g_{k+1})", DESCENT),
    (r"\|x_{k+1} - x_k\|^2", "=", r"\eta^2 \|g_k\|^2", DESCENT),
    (r"m_{t+2}", "=", r"\beta^2 m_t + \beta g_t + g_{t+1}", MOMENTUM),
    (r"v_2", "=", r"(1 - b) (b g_1 + g_2)", STARTED),
    (r"v_t", "=", r"(1 - b) \sum_{i=1}^t b^{t-i} g_i", STARTED),
    (r"x_k", "=", r"(1 - \eta)^{k-1} x_1", POWERS),
    (r"v_t", "=", r"b^2 v_{t-2} + (1 - b) (b g_{t-1} + g_t)", STARTED),
    (r"f_{k+2}", r"\le", r"(1 - r)^2 f_k", FALLING),
    (r"y_{k+1}", "=", r"-Q^{-1} c", NEWTON),
    (r"x_{k+1} - x_k", "=", r"b (x_k - x_{k-1}) - a g_k", COUPLED),
]


@pytest.mark.parametrize(("left", "relation", "right", "scope"), FALSE)
def test_slips_are_never_proved(left: str, relation: str, right: str, scope: str) -> None:
    """Members that are not tied together are arbitrary, and those that are follow their recurrence alone."""
    assert verdict(left, relation, right, scope) is not Verdict.PROVED


@pytest.mark.parametrize(("left", "relation", "right", "scope"), TRUE)
def test_what_follows_from_a_recurrence_is_never_refuted(left: str, relation: str, right: str, scope: str) -> None:
    """The members of a family are not taken for arbitrary numbers where a recurrence ties them together."""
    assert verdict(left, relation, right, scope) is not Verdict.REFUTED


@pytest.mark.parametrize(
    "scope",
    [
        STARTED,
        r"Let $v_t = b v_{t-1} + (1 - b) g_t$ with real numbers $b$ and $g_t$, and $v$ is initialised at zero.",
        r"Let $u_t = u_{t-1} + d$, $v_t = v_{t-1} + d$ and $u_0 = v_0 = 0$, where $g_t$ and $b$ are real numbers.",
    ],
)
def test_a_closed_form_is_not_refuted(scope: str) -> None:
    """It may hold for the one start that a text has in mind."""
    right = r"u_t" if "u_0" in scope else r"(1 - b) \sum_{i=1}^t b^{t-i} g_i"
    assert verdict("v_t", "=", right, scope) is not Verdict.REFUTED
