"""Sums and integrals that are compared place by place: slips in bounds, signs and weights are not proved."""

from __future__ import annotations

import pytest

from derivcheck.results import Verdict
from tests.soundness.asking import verdicts

SCOPE = (
    r"Let $n \in \mathbb{N}$, $0 < p < 1$, $0 < q < 1$, $a, b, c, s > 0$, $m, t \in \mathbb{R}$, "
    r"and let $\psi$ be the digamma function."
)

BINOMIAL = r"\binom{n}{x} p^x (1-p)^{n-x}"

FALSE = [
    # Another upper or lower bound, an index that is off by one.
    rf"\sum_{{x=0}}^n {BINOMIAL} \ln p = \sum_{{x=1}}^n {BINOMIAL} \ln p",
    rf"\sum_{{x=0}}^n {BINOMIAL} x = \sum_{{x=0}}^{{n}} {BINOMIAL} (x + 1)",
    r"\sum_{x=0}^n \ln \Gamma(n - x + 1) = \sum_{x=0}^n \ln \Gamma(n - x + 2)",
    r"\sum_{x=0}^n \ln (n - x + 1) = \sum_{x=0}^n \ln (n + x + 1)",
    # A factor that depends on the place comes out.
    r"\sum_{x=0}^n x p^x = n \sum_{x=0}^n p^x",
    # What is left is not the same at every place.
    r"\sum_{x=0}^n \ln \frac{p^x}{q^x} = \sum_{x=0}^n (n - x) \ln \frac{p}{q} + n \ln \frac{p}{q}",
    r"\int_0^\infty x^{a-1} e^{-bx} \ln x \, dx = \frac{\Gamma(a)}{b^a} (\psi(a + 1) - \ln b)",
    r"\int_0^\infty x^{a-1} e^{-bx} \ln (c x) \, dx = \frac{\Gamma(a)}{b^a} (\psi(a) - \ln b - \ln c)",
    r"\int_0^\infty x^{a-1} e^{-bx^2} \ln x \, dx = \frac{\Gamma(a/2)}{2 b^{a/2}} (\psi(a/2) - \ln b)",
    r"\int_0^1 x^{a-1} (1-x)^{b-1} \ln x \, dx = \mathrm{B}(a, b) (\psi(b) - \psi(a+b))",
    r"\int_{-\infty}^\infty e^{-s x^2 + t x} \, dx = \sqrt{\frac{\pi}{s}} e^{t^2 / (2 s)}",
    r"\int_{-\infty}^\infty x e^{-s x^2 + t x} \, dx = \sqrt{\frac{\pi}{s}} e^{t^2 / (4 s)} \frac{t}{s}",
    r"\int_{-\infty}^\infty (x - m)^2 e^{-(x-m)^2 / (2s)} \, dx = \sqrt{2 \pi s} s^2",
    r"\int_{-\infty}^\infty x^3 e^{-x^2} \, dx = \sqrt{\pi}",
    # A convergent whole of divergent parts, and a weight that may be 0.
    r"\int_0^\infty (\ln (1 + x) - \ln x) \, dx = 0",
    r"\int_{-\infty}^\infty t e^{-t^2 x^2} \, dx = \sqrt{\pi}",
    r"\int_0^\infty \ln (e^x) \, dx = 0",
]


@pytest.mark.parametrize("step", FALSE)
def test_a_slip_is_not_proved(step: str) -> None:
    """What differs at one place, by one factor or in a bound is refuted or stays open."""
    assert Verdict.PROVED not in verdicts(f"{SCOPE}\n\n$$ {step} $$\n")


def test_a_name_at_the_end_that_counts_something_stays_what_it_is() -> None:
    """Within a sum up to n there may be another one up to n."""
    step = r"\sum_{x=0}^n \sum_{y=0}^n \ln \Gamma(n - x + y + 1) = \sum_{x=0}^n \sum_{y=0}^x \ln \Gamma(n - x + y + 1)"
    assert Verdict.PROVED not in verdicts(f"{SCOPE}\n\n$$ {step} $$\n")


def test_a_condition_of_convergence_is_kept() -> None:
    """Without a sign of s, Gauss's integral is one only where it converges."""
    step = r"\int_{-\infty}^\infty e^{-s x^2} \, dx = \sqrt{\frac{\pi}{s}}"
    assert verdicts(f"Let $s \\in \\mathbb{{R}}$.\n\n$$ {step} $$\n") == [Verdict.PROVED]
