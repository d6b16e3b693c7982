"""Processes: slips are refuted; what densities of members are elsewhere, or on average, is never taken for a number."""

from __future__ import annotations

import pytest

from derivcheck import check_text
from derivcheck.results import Verdict

CHAIN = "Let $x_1, \\dots, x_T$ be a Markov chain with joint density $p(x_1, \\dots, x_T)$."
HIDDEN = (
    "The joint distribution factorises as\n\n"
    r"$$ p(x_{1:T}, z_{1:T}) = p(z_1) \prod_{t=2}^T p(z_t \mid z_{t-1}) \prod_{t=1}^T p(x_t \mid z_t). $$"
    "\n\nLet $\\alpha_t(z_t) := p(x_{1:t}, z_t)$ and $\\beta_t(z_t) := p(x_{t+1:T} \\mid z_t)$."
)
DIFFUSION = (
    "The forward process is the Markov chain\n\n"
    r"$$ q(x_{1:T} \mid x_0) := \prod_{t=1}^T q(x_t \mid x_{t-1}) $$"
    "\n\nand the reverse process is\n\n"
    r"$$ p_\theta(x_{0:T}) := p(x_T) \prod_{t=1}^T p_\theta(x_{t-1} \mid x_t). $$"
)


def _verdict(scope: str, step: str, *, slip: bool = False) -> Verdict:
    expected = "<!-- derivcheck: expect refuted -->\n" if slip else ""
    steps = [s for d in check_text(f"{scope}\n\n{expected}$$ {step} $$\n").derivations for s in d.steps]
    return steps[-1].verdict


SLIPS = [
    (CHAIN, r"p(x_{1:T}) = \prod_{t=2}^T p(x_t \mid x_{t-1})"),
    (CHAIN, r"p(x_{1:T}) = p(x_1) \prod_{t=2}^T p(x_{t-1} \mid x_t)"),
    (CHAIN, r"p(x_{1:T}) = p(x_1) \prod_{t=2}^{T-1} p(x_t \mid x_{t-1})"),
    (CHAIN, r"\log p(x_{1:T}) = \log p(x_1) - \sum_{t=2}^T \log p(x_t \mid x_{t-1})"),
    (CHAIN, r"p(x_{t-1} \mid x_t) = \frac{p(x_t \mid x_{t-1}) p(x_t)}{p(x_{t-1})}"),
    (CHAIN, r"p(x_t \mid x_{t-1}) = p(x_{t-1} \mid x_t)"),
    (CHAIN, r"p(x_{t+1} \mid x_{t-1}) = \sum_{x_t} p(x_{t+1} \mid x_t) p(x_t)"),
    (CHAIN, r"p(x_{t+1} \mid x_{t-1}) = \sum_{x_t} p(x_{t+1} \mid x_t) p(x_{t-1} \mid x_t)"),
    (HIDDEN, r"\alpha_t(z_t) = \sum_{z_{t-1}} p(z_t \mid z_{t-1}) \alpha_{t-1}(z_{t-1})"),
    (HIDDEN, r"\alpha_t(z_t) = p(x_t \mid z_t) \sum_{z_{t-1}} p(z_{t-1} \mid z_t) \alpha_{t-1}(z_{t-1})"),
    (HIDDEN, r"\beta_t(z_t) = \sum_{z_{t+1}} \beta_{t+1}(z_{t+1}) p(z_{t+1} \mid z_t)"),
    (HIDDEN, r"p(z_t \mid x_{1:T}) = \alpha_t(z_t) \beta_t(z_t)"),
    (HIDDEN, r"p(z_t \mid x_{1:t}) = p(x_t \mid z_t) p(z_t \mid x_{1:t-1})"),
    (HIDDEN, r"p(z_t \mid x_{1:t-1}) = p(z_t \mid x_{t-1})"),
    (HIDDEN, r"p(z_t \mid z_{t-1}, x_{1:t}) = p(z_t \mid z_{t-1})"),
    (HIDDEN, r"p(x_t \mid x_{t-1}) = \sum_{z_t} p(x_t \mid z_t) p(z_t \mid z_{t-1})"),
    (DIFFUSION, r"q(x_t \mid x_{t-1}) = \frac{q(x_{t-1} \mid x_t, x_0) q(x_{t-1} \mid x_0)}{q(x_t \mid x_0)}"),
    (DIFFUSION, r"\log p_\theta(x_{0:T}) = \sum_{t=1}^T \log p_\theta(x_{t-1} \mid x_t)"),
    (DIFFUSION, r"q(x_{1:T} \mid x_0) = \prod_{t=2}^T q(x_t \mid x_{t-1})"),
]


@pytest.mark.parametrize(("scope", "step"), SLIPS)
def test_slips_are_refuted(scope: str, step: str) -> None:
    """With numbers, where the document calls it a slip; and they are not proved where it does not."""
    assert _verdict(scope, step, slip=True) is Verdict.REFUTED
    assert _verdict(scope, step) is not Verdict.PROVED


NOT_NUMBERS = [
    (CHAIN, r"\mathbb{E}[\log p(x_t \mid x_{t-1})] = \log p(x_t \mid x_{t-1})"),
    (CHAIN, r"\mathbb{E}_{p(x_t)}[\log p(x_t \mid x_{t-1})] = \log p(x_t \mid x_{t-1})"),
    (CHAIN, r"\int p(x_t \mid x_{t-1})^2 \, dx_t = p(x_t \mid x_{t-1}) \int p(x_t \mid x_{t-1}) \, dx_t"),
    (CHAIN, r"\sum_{x_t} p(x_{1:T})^2 = p(x_{1:T}) \sum_{x_t} p(x_{1:T})"),
    (CHAIN, r"\log p(x_t \mid x_{t-1}) \le 0"),
    (DIFFUSION, r"\mathbb{E}_q[\log q(x_{1:T} \mid x_0)] = \log q(x_{1:T} \mid x_0)"),
    (DIFFUSION, r"\mathbb{E}_q[\log p_\theta(x_{0:T})]^2 = \mathbb{E}_q[\log p_\theta(x_{0:T})^2]"),
    (DIFFUSION, r"\mathbb{E}_q[x_1] = x_1"),
    (DIFFUSION, r"\mathbb{E}_q[x_1 \log q(x_1 \mid x_0)] = x_1 \mathbb{E}_q[\log q(x_1 \mid x_0)]"),
    (DIFFUSION, r"\mathbb{E}_q[q(x_{1:T} \mid x_0)] = q(x_{1:T} \mid x_0)"),
    (DIFFUSION, r"q(x_{1:T}) = \prod_{t=1}^T q(x_t \mid x_{t-1})"),
    (DIFFUSION, r"p_\theta(x_{1:T}) = p(x_T) \prod_{t=1}^T p_\theta(x_{t-1} \mid x_t)"),
    (
        "Let $p(x_{1:T}) = \\prod_{t=1}^T p(x_t \\mid x_{<t})$ and $L = \\log p(x_{1:T})$.",
        r"\mathbb{E}[L] = L",
    ),
    ("", r"\mathbb{E}[\log p(x_t \mid x_{<t})] = \log p(x_t \mid x_{<t})"),
    ("", r"\int p(x_t \mid x_{<t})^2 \, dx_t = p(x_t \mid x_{<t}) \int p(x_t \mid x_{<t}) \, dx_t"),
    ("", r"\mathbb{E}\left[\sum_t \log \pi_\theta(a_t \mid s_t)\right] = \sum_t \log \pi_\theta(a_t \mid s_t)"),
    ("", r"\sum_{t=1}^T \sum_{a_t} \pi(a_t \mid s_t)^2 = \sum_{t=1}^T \pi(a_t \mid s_t) \sum_{a_t} \pi(a_t \mid s_t)"),
]


@pytest.mark.parametrize(("scope", "step"), NOT_NUMBERS)
def test_members_that_vary_have_no_fixed_density(scope: str, step: str) -> None:
    """Averages, sums and integrals run over members; an expectation of a density is not that density."""
    assert _verdict(scope, step) is not Verdict.PROVED


NOT_FALSE = [
    (DIFFUSION, r"\mathbb{E}_q\left[ \log \frac{q(x_{1:T} \mid x_0)}{p_\theta(x_{0:T})} \right] \ge 0"),
    (DIFFUSION, r"\mathbb{E}_q\left[ \frac{q(x_{1:T} \mid x_0)}{q(x_{1:T} \mid x_0)} \right] = 1"),
    (CHAIN, r"\log p(x_t \mid x_{t-1}) \le 0"),
    (HIDDEN, r"\sum_{z_t} p(z_t \mid x_{1:T}) = 1"),
    (HIDDEN, r"p(z_t \mid z_{t-1}, x_{1:t-1}) = p(z_t \mid z_{t-1})"),
    (HIDDEN, r"p(x_{t+1:T} \mid z_t, x_{1:t}) = p(x_{t+1:T} \mid z_t)"),
]


@pytest.mark.parametrize(("scope", "step"), NOT_FALSE)
def test_what_may_hold_is_not_refuted(scope: str, step: str) -> None:
    """Divergences are not negative, masses at most 1, and what is apart in the graph is independent."""
    assert _verdict(scope, step, slip=True) is not Verdict.REFUTED


def test_a_product_that_nobody_says_is_a_claim() -> None:
    """That a density is a Markov chain's is not taken from a formula that claims it."""
    for words in ("We get", "By the chain rule, the joint distribution is", "It is not true that the model is"):
        step = r"p(x_{1:T}) = p(x_1) \prod_{t=2}^T p(x_t \mid x_{t-1})"
        assert _verdict(words, step) not in (Verdict.PROVED, Verdict.DEFINED)
        assert (
            _verdict(f"{words}\n\n$$ {step} $$\n\nThen", r"p(x_3 \mid x_2, x_1) = p(x_3 \mid x_2)")
            is not Verdict.PROVED
        )


def test_a_display_may_say_how_a_density_factorises() -> None:
    """What words lead to so is no claim, and what follows from it is proved."""
    step = r"p(x, y, z) = p(z) p(x \mid z) p(y \mid z)"
    follows = r"p(x \mid y, z) = p(x \mid z)"
    for words in ("The joint distribution factorises as", "The model is", "By conditional independence, we assume"):
        assert _verdict(words, step) is Verdict.DEFINED
        assert _verdict(f"{words}\n\n$$ {step}. $$\n\nThen", follows) is Verdict.PROVED
    assert _verdict("By the chain rule, the joint distribution is", step, slip=True) is Verdict.REFUTED
    assert _verdict(f"By the chain rule, we have\n\n$$ {step}. $$\n\nThen", follows, slip=True) is Verdict.REFUTED
