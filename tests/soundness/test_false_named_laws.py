"""Distributions with a letter: slips in parameters, in which of two is meant, in what is averaged, are not proved."""

from __future__ import annotations

import pytest

from derivcheck.results import Verdict
from tests.soundness.asking import verdicts

LAWS = r"""$$
\begin{split}
P: \; X &\sim %s \\
Q: \; X &\sim %s
\end{split}
$$"""

NORMAL = LAWS % (r"\mathcal{N}(m, v^2)", r"\mathcal{N}(k, w^2)")
GAMMA = LAWS % (r"\mathrm{Gam}(a, b)", r"\mathrm{Gam}(c, d)")
COUNTS = LAWS % (r"\mathrm{Poiss}(a)", r"\mathrm{Poiss}(b)")

FALSE = [
    (NORMAL, r"\mathrm{KL}[P||Q] = \int_{\mathcal{X}} q(x) \ln \frac{p(x)}{q(x)} \, \mathrm{d}x"),
    (NORMAL, r"\mathrm{KL}[P||Q] = \int_{\mathcal{X}} p(x) \ln \frac{q(x)}{p(x)} \, \mathrm{d}x"),
    (NORMAL, r"\left\langle (x - m)^2 \right\rangle_{q(x)} = v^2"),
    (NORMAL, r"\left\langle x^2 \right\rangle_{p(x)} = m^2"),
    (NORMAL, r"p(m) = \frac{1}{\sqrt{2 \pi} w}"),
    (GAMMA, r"\left\langle x \right\rangle_{p(x)} = \frac{b}{a}"),
    (GAMMA, r"\left\langle x \right\rangle_{\mathrm{Gam}(c, d)} = \frac{a}{b}"),
    (COUNTS, r"\sum_{x \in \mathcal{X}} p(x) \, x = b"),
    (COUNTS, r"p(X = 1) = e^{-a}"),
    (COUNTS, r"\mathrm{KL}[P||Q] = a \ln \frac{a}{b} + a - b"),
]


@pytest.mark.parametrize(("laws", "step"), FALSE)
def test_a_slip_is_not_proved(laws: str, step: str) -> None:
    """What holds of the other distribution, or the other way around, is refuted or stays open."""
    assert Verdict.PROVED not in verdicts(f"Assume two distributions $P$ and $Q$.\n\n{laws}\n\n$$ {step} $$\n")


def test_infinity_is_only_infinity_where_what_it_is_multiplied_with_is_positive() -> None:
    """With a negative factor the bounds change places."""
    step = r"\int_{-\infty/c}^{\infty/c} e^{-x^2} \, \mathrm{d}x = \sqrt{\pi}"
    assert Verdict.PROVED not in verdicts(f"Let $c \\in \\mathbb{{R}}$.\n\n$$ {step} $$\n")
    step = r"\int_{\infty - \infty}^{\infty} e^{-x^2} \, \mathrm{d}x = \sqrt{\pi}"
    assert Verdict.PROVED not in verdicts(f"$$ {step} $$\n")


def test_the_factor_of_an_expression_is_not_left_out() -> None:
    """An integral by 2u is twice the one by u."""
    for right in (r"\frac{1}{2}", "2"):
        step = rf"\int_0^1 u \, \mathrm{{d}}(2u) = {right}"
        assert Verdict.PROVED not in verdicts(f"$$ {step} $$\n")
