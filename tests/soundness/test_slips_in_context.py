"""Slips in documents that say more of their symbols than is understood, and true steps that rest on what they say."""

import pytest

from derivcheck.check import check_text
from derivcheck.results import Step, Verdict


def _steps(text: str) -> list[Step]:
    return [step for derivation in check_text(text).derivations for step in derivation.steps]


SLIPS = {
    "a sign, of a number that a formula speaks of": r"The coin shows heads with $P(x = 1) = t$." + "\n\n"
    r"$$ -\log(t^{a}(1-t)^{b}) = a\log(t) + b\log(1-t) $$",
    "a number in a logarithm": r"The coin shows heads with $P(x = 1) = t$." + "\n\n"
    r"$$ -\log(t^{a}(1-t)^{b}) = -(a\log(t) + b\log(2-t)) $$",
    "a subscript": r"We compare $s_1 = k s_2$ with it." + "\n\n"
    r"$$ \sum_{i=1}^n (a_i + s_1 b_i) = \sum_{i=1}^n a_i + s_2 \sum_{i=1}^n b_i $$",
    "an exponent, of a variable that is only averaged": r"The error is $\mathrm{E}[(T - a)^2]$." + "\n\n"
    r"$$ \mathrm{E}[(T - a)^2] = \mathrm{E}[T^2] - 2 a \mathrm{E}[T] + a^3 $$",
    "a factor, of a variable that is only averaged": r"The error is $\mathrm{E}[(T - a)^2]$." + "\n\n"
    r"$$ \mathrm{E}[(T - a)^2] = \mathrm{E}[T^2] - 3 a \mathrm{E}[T] + a^2 $$",
    "a power, beside an equation that ties its number": "Suppose that $u(x) - w = v(x)$."
    "\n\n" + r"$$ (x + 1)^2 = x^2 + 2 x + 1 $$ $$ (x + 1)^3 = x^3 + 3 x^2 + 4 x + 1 $$",
    "a power of a mean": r"Let $z \in \mathbb{R}^n$." + "\n\n"
    r"$$ \frac{1}{n}\sum_{i=1}^n (z_i - \bar{z})^2 = \frac{1}{n}\sum_{i=1}^n z_i^2 - \bar{z} $$",
    "a factor of a mean": r"Let $z \in \mathbb{R}^n$." + "\n\n"
    r"$$ \frac{1}{n}\sum_{i=1}^n (z_i - \bar{z})^2 = \frac{1}{n}\sum_{i=1}^n z_i^2 + \bar{z}^2 $$",
    "a quantity that an earlier line gives": r"Let $a, b > 0$. Define $$ q = \frac{a}{b} $$ and consider $q$ as known."
    r" Then $$ b (q + 1) = a + b $$ $$ b^2 (q + 1) = a b + b $$",
    "a sign, of variables of which more is said": r"Let $X$ and $Y$ be random variables with finite moments." + "\n\n"
    r"$$ \operatorname{Cov}(X, Y) = \mathbb{E}[X Y] + \mathbb{E}[X] \mathbb{E}[Y] $$",
    "a number, of a kind of number": "Let $n$ be a prime number.\n\n$$ (n + 1)^2 = n^2 + 3 n + 1 $$",
    "a sign, of a kind of function": "Let $u$ be a harmonic function.\n\n$$ (u(x) + 1)^2 = u(x)^2 - 2 u(x) + 1 $$",
    "a sign in a derivative": "Let $f$ be convex.\n\n" + r"$$ \frac{d}{dx} (x^2 f(x)) = 2 x f(x) - x^2 f'(x) $$",
    "a number beside a piece that is not understood": r"We write $\Psi[q]$ for the action." + "\n\n"
    r"$$ \Psi[q] (x + 1)^2 = \Psi[q] (x^2 + 3 x + 1) $$",
    "a sign in an integral that has no value for the numbers that may be meant": r"The rate is $r$, and $s$ is small."
    "\n\n" + r"$$ \int_0^\infty e^{s x} r e^{-r x} \, dx = \int_0^\infty r e^{x (s + r)} \, dx $$",
    "a transpose that the shapes need": r"The residuals are $r = y - X b$." + "\n\n"
    r"$$ (y - X b)^\top (y - X b) = y^\top y - 2 b X^\top y + b^\top X^\top X b $$",
}


@pytest.mark.parametrize("text", SLIPS.values(), ids=SLIPS)
def test_a_slip_in_an_identity_is_refuted(text: str) -> None:
    """An identity holds whatever else is said of its symbols."""
    assert _steps(text)[-1].verdict is Verdict.REFUTED


SILENT = {
    "independence in other words": r"Knowing $X$ tells nothing of $Y$." + "\n\n"
    r"$$ \mathrm{E}[X Y] = \mathrm{E}[X] \mathrm{E}[Y] $$",
    "a variable around 0": r"The noise $Z$ has no bias." + "\n\n" + r"$$ \operatorname{Var}(Z) = \mathrm{E}[Z^2] $$",
    "a weighted mean": r"Let $\bar{z}$ be the mean of $z_1, \ldots, z_n$ under the weights $w_i$." + "\n\n"
    r"$$ \sum_{i=1}^n w_i z_i = \bar{z} $$",
    "numbers that are tied": r"Suppose $a = b + c$." + "\n\n" + r"$$ (a + 1)(a - 1) = (b + c)^2 - 1 $$",
    "numbers that are tied in words": r"The remainder $c$ of $a = b + c$ vanishes." + "\n\n"
    r"$$ (a + 1)(a - 1) = b^2 - 1 $$",
    "a factor of 1": r"We have $c = 1 + 0$ by choice." + "\n\n" + r"$$ a (a + 1) = c a^2 + a $$",
    "a law of the variable": r"Let $X \sim \mathcal{N}(m, 1)$." + "\n\n" + r"$$ X + m = 3 m - 1 $$",
    "a parameter in a formula that is not understood": r"The scale $s$ is that of $\Pi(s)$, where $m + s = \Pi(s)$."
    "\n\n" + r"$$ m + s = 2 m - s^3 + 4 $$",
    "a projection in words": r"Let $H$ be the projector on a plane." + "\n\n" + r"$$ H v + H H v = 2 H v $$",
    "an equation that chooses a matrix of a law": r"Let $e \sim \mathcal{N}(0, s^2 V)$. Consider $W$, such that"
    r" $$ W V W^\top = I_n $$",
    "independence in a sense": r"Let $X$ and $Y$ be independent in the quadrant sense." + "\n\n"
    r"$$ \operatorname{Var}(X + Y) = \operatorname{Var}(X - Y) $$",
    "a symmetry": "Let $u$ be an odd function.\n\n" + "$$ (u(-x) + 1)^2 = u(x)^2 - 2 u(x) + 1 $$",
    "a sign that is random": "Let $X$ be a random sign.\n\n" + r"$$ \mathbb{E}[X^3] = \mathbb{E}[X] $$",
    "a mirror": "Let $Q$ be a reflection.\n\n$$ Q Q x = x $$",
    "numbers of another kind": r"Let $\epsilon$ be a dual number." + "\n\n"
    r"$$ (a + b \epsilon)(a - b \epsilon) = a^2 $$",
    "rows": r"Let $x$ and $y$ be row vectors." + "\n\n" + r"$$ x y^\top + y x^\top = 2 x y^\top $$",
    "a case": r"In the first case, $$ c = a + b = 2 a $$ and hence $$ c + a = 3 a $$",
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_what_holds_by_what_is_said_is_not_refuted(text: str) -> None:
    """What words say is no slip, whether they are understood or not."""
    assert all(step.verdict is not Verdict.REFUTED for step in _steps(text))
