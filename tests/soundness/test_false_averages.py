"""False steps about random variables: dependence, constants and moments that are mistaken for one another."""

from __future__ import annotations

import pytest

from derivcheck.check import check_step, check_text
from derivcheck.results import Verdict

TWO = r"Let $X$ and $Y$ be random variables. Let $a, b \in \mathbb{R}$."
INDEPENDENT = r"Let $X$ and $Y$ be independent random variables."
SAMPLE = (
    r"Let $X_1, \dots, X_n$ be i.i.d. random variables with $\mathbb{E}[X_i] = \mu$ and "
    r"$\operatorname{Var}(X_i) = \sigma^2$, where $\sigma > 0$. Write $\bar{X} := \frac{1}{n}\sum_{i=1}^n X_i$."
)
EVENTS = "Let $A$ and $B$ be events."
TWO_VALUES = r"Let $X$ be a random variable with values in $\{0, 1\}$."
RISING = (
    r"Let $X$ be a random variable with density $p_X$. Assume that $g : \mathbb{R} \to \mathbb{R}$ is strictly "
    r"increasing, with inverse $h := g^{-1}$. Let $Y := g(X)$, $a > 0$, $Z := aX$ and $y \in \mathbb{R}$."
)
FALLING = RISING.replace("increasing", "decreasing")
MIXTURE = (
    r"Let $p_1, \dots, p_K$ be densities and let $\pi \in \mathbb{R}^K$ be a probability vector. Let "
    r"$p(x) := \sum_{k=1}^K \pi_k p_k(x)$."
)
SEVERAL = r"Let $x, \mu \in \mathbb{R}^d$ and $\Sigma \in \mathbb{R}^{d \times d}$ with $\Sigma \succ 0$."
NORMAL = r"Let $X \sim \mathcal{N}(\mu, \sigma^2)$ with $\sigma > 0$."

UNCORRELATED = "Let $X$ and $Y$ be random variables. They are uncorrelated."

FALSE = [
    (r"\mathbb{E}[XY]", r"\mathbb{E}[X]\mathbb{E}[Y]", TWO),
    (r"\mathbb{E}[X^2]", r"\mathbb{E}[X]^2", TWO),
    (r"\mathbb{E}[X^2]", r"X^2", TWO),
    (r"\mathbb{E}[X]", "X", TWO),
    (r"\operatorname{Var}(X+Y)", r"\operatorname{Var}(X)+\operatorname{Var}(Y)", TWO),
    (r"\operatorname{Var}(X-Y)", r"\operatorname{Var}(X)-\operatorname{Var}(Y)", INDEPENDENT),
    (r"\operatorname{Var}(aX)", r"a\operatorname{Var}(X)", TWO),
    (r"\operatorname{Var}(X+b)", r"\operatorname{Var}(X)+b", TWO),
    (r"\mathbb{E}[1/X]", r"1/\mathbb{E}[X]", TWO),
    (r"\mathbb{E}[\log X]", r"\log \mathbb{E}[X]", "Let $X$ be a positive random variable."),
    (r"\mathbb{E}[|X|]", r"|\mathbb{E}[X]|", TWO),
    (r"\mathbb{E}[\max(X, Y)]", r"\max(\mathbb{E}[X], \mathbb{E}[Y])", TWO),
    (r"\mathbb{E}[XY^2]", r"\mathbb{E}[X]\mathbb{E}[Y]^2", INDEPENDENT),
    (r"\operatorname{Var}(XY)", r"\operatorname{Var}(X)\operatorname{Var}(Y)", INDEPENDENT),
    (r"\operatorname{Cov}(X,Y)", "0", TWO),
    (r"\operatorname{Cov}(X,X)", "0", INDEPENDENT),
    (r"\mathbb{E}[X\mid Y]", r"\mathbb{E}[X]", TWO),
    (r"\mathbb{E}[XY\mid Y]", r"X\mathbb{E}[Y\mid X]", TWO),
    (r"\operatorname{Var}(X)", r"\mathbb{E}[\operatorname{Var}(X\mid Y)]", TWO),
    (r"\operatorname{Var}(\mathbb{E}[X\mid Y])", r"\operatorname{Var}(X)", TWO),
    (r"\mathbb{E}[\mathbb{E}[X\mid Y]^2]", r"\mathbb{E}[X^2]", TWO),
    (r"\mathbb{E}[\mathbb{E}[X\mid Y]^2]", r"\mathbb{E}[X]^2", TWO),
    (r"\operatorname{Var}(\bar{X})", r"\sigma^2", SAMPLE),
    (r"\operatorname{Var}(\bar{X})", r"\frac{\sigma^2}{n^2}", SAMPLE),
    (r"\mathbb{E}[\bar{X}^2]", r"\mu^2", SAMPLE),
    (r"\mathbb{E}[\bar{X}^2]", r"\mu^2 + \sigma^2", SAMPLE),
    (r"\mathbb{E}\left[\sum_{i=1}^n (X_i-\bar{X})^2\right]", r"n\sigma^2", SAMPLE),
    (r"\mathbb{E}[X_1 X_2]", r"\mu^2 + \sigma^2", SAMPLE),
    (r"\mathbb{E}[X_i X_j]", r"\mu^2", SAMPLE),
    (r"\mathbb{E}[X_i^3]", r"\mu^3 + 3\mu\sigma^2", SAMPLE),
    (r"\operatorname{Var}(X_1 + X_1)", r"2\sigma^2", SAMPLE),
    (r"\operatorname{Cov}(X_1, \bar{X})", "0", SAMPLE),
    (r"P(A \mid B)", r"P(B \mid A)", EVENTS),
    (r"P(X = x, Y = y)", r"P(X = x) P(Y = y)", TWO),
    (r"P(X = x \mid Y = y)", r"P(Y = y \mid X = x)", TWO),
    (r"\mathbb{E}[X^3]", r"\mathbb{E}[X] \mathbb{E}[X^2]", TWO),
    (r"\operatorname{Cov}(X, Y)^2", r"\operatorname{Var}(X) \operatorname{Var}(Y)", TWO),
    (r"\mathbb{E}[(X - \mathbb{E}[X])^3]", "0", TWO),
    (r"P(A \cap B)", "P(A)P(B)", EVENTS),
    (r"P(A \cup B)", "P(A)+P(B)", EVENTS),
    (r"P(A \mid B^c)", r"1 - P(A \mid B)", EVENTS),
    (r"P(A \cap A)", "P(A)^2", EVENTS),
    (r"H(X, Y)", "H(X) + H(Y)", TWO),
    (r"H(X \mid Y)", "H(X) - H(Y)", TWO),
    (r"I(X; Y)", "H(X) - H(Y)", TWO),
    (r"I(X; Y)", "0", TWO),
    (r"\mathbb{E}[X^2]", r"\mathbb{E}[X]^2", TWO_VALUES),
    (r"\mathbb{E}[X^2]", "1", TWO_VALUES),
    (r"\operatorname{Var}(X)", r"P(X = 1)", TWO_VALUES),
    (r"\mathbb{E}[X]", r"P(X = 0)", TWO_VALUES),
    (r"\operatorname{Var}(\mathbb{1}_A)", "P(A)", EVENTS),
    (r"\mathbb{E}[\mathbb{1}_A \mathbb{1}_B]", "P(A)P(B)", EVENTS),
    (r"D_{KL}(\mathcal{U}(0, a) \| \mathcal{U}(0, b))", r"\log \frac{a}{b}", "Let $0 < a < b$."),
    (r"D_{KL}(\mathrm{Poisson}(a) \| \mathrm{Poisson}(b))", r"a \log \frac{a}{b} + a - b", "Let $a, b > 0$."),
    (r"D_{KL}(\mathrm{Laplace}(0, a) \| \mathrm{Laplace}(1, a))", r"\frac{1}{a}", "Let $a > 0$."),
    (r"\operatorname{Var}(X+Y)", r"\operatorname{Var}(X)-\operatorname{Var}(Y)", UNCORRELATED),
    (r"\nabla_\mu \log \mathcal{N}(x; \mu, \Sigma)", r"\Sigma (x - \mu)", SEVERAL),
    (r"H(\mathcal{N}(\mu, \Sigma))", r"\frac{1}{2} \log(2 \pi e) + \frac{1}{2} \log \det \Sigma", SEVERAL),
    (r"p_Y(y)", r"p_X(h(y))", RISING),
    (r"p_Y(y)", r"-p_X(h(y)) h'(y)", RISING),
    (r"p_Y(y)", r"p_X(h(y)) h'(y)", FALLING),
    (r"P(Y \le y)", r"F_X(h(y))", FALLING),
    (r"P(X > y)", r"F_X(y)", RISING),
    (r"P(X \le y)", r"p_X(y)", RISING),
    (r"p_Z(y)", r"p_X(y/a)", RISING),
    (r"p(x)", r"\frac{1}{K} \sum_{k=1}^K p_k(x)", MIXTURE),
    (r"\mathbb{E}[X^2]", r"\mu^2", NORMAL),
    (r"\mathbb{E}[X^4]", r"3\sigma^4", NORMAL),
    (r"\mathbb{E}[e^X]", r"e^{\mu}", NORMAL),
    (r"\mathbb{E}[X]", r"\frac{1}{\lambda^2}", r"Let $X \sim \mathrm{Exp}(\lambda)$."),
    (r"\operatorname{Var}(X)", "np", r"Let $X \sim \mathrm{Bin}(n, p)$."),
    (
        r"D_{KL}(\mathcal{N}(\mu, \sigma^2) \| \mathcal{N}(0, 1))",
        r"\frac{1}{2}(\mu^2 + \sigma^2 - 1 + \log \sigma^2)",
        r"Let $\mu \in \mathbb{R}$ and $\sigma > 0$.",
    ),
]
"""Wrong for some random variables that the scope allows: a table of fractions shows it."""

UNDECIDABLE = [
    (r"\mathbb{E}[WX]", r"\mathbb{E}[W]\mathbb{E}[X]", INDEPENDENT + " Let $W$ be a random variable."),
    (r"\mathbb{E}[W X_1]", r"\mathbb{E}[W]\mu", SAMPLE + " Let $W$ be a random variable."),
    (
        r"\operatorname{Var}(X+Y)",
        r"\operatorname{Var}(X)+\operatorname{Var}(Y)",
        "Let $X$, $Y$ and $Z$ be random variables such that $X$ and $Y$ are independent given $Z$.",
    ),
    (
        r"\mathbb{E}[XYZ]",
        r"\mathbb{E}[X]\mathbb{E}[Y]\mathbb{E}[Z]",
        "Let $X$, $Y$ and $Z$ be pairwise independent random variables.",
    ),
    (
        r"\operatorname{Var}(X+Y)",
        r"\operatorname{Var}(X)+\operatorname{Var}(Y)",
        "Let $X$ and $Y$ be random variables. They may or may not be independent.",
    ),
    (
        r"\mathbb{E}[YZ]",
        r"\mathbb{E}[Y]\mathbb{E}[Z]",
        "Let $X, Y$ be independent random variables, and let $Z$ be a random variable independent of $X$.",
    ),
    (r"\mathbb{E}[X^2Y^2]", r"\mathbb{E}[X^2]\mathbb{E}[Y^2]", UNCORRELATED),
    (r"\mathbb{E}[X \mid Y]", r"\mathbb{E}[X]", UNCORRELATED),
    (r"\operatorname{Var}(XY)", r"\mathbb{E}[X^2]\mathbb{E}[Y^2] - \mathbb{E}[X]^2\mathbb{E}[Y]^2", UNCORRELATED),
    (r"H(X, Y)", "H(X) + H(Y)", UNCORRELATED),
    (
        r"\mathbb{E}[X^2]",
        r"\mathbb{E}[X]",
        r"Let $X$ be a random variable and $f$ a map with values in $\{0, 1\}$.",
    ),
    (r"\mathbb{E}[X^2]", r"\mathbb{E}[X]", r"Let $X$ be a random variable that may not take values in $\{0, 1\}$."),
    (r"P(X < x)", r"P(X \le x)", r"Let $X$ be a random variable with mean $\mu$, and let $q$ be a density."),
    (r"\mathbb{E}[X^2]", r"\mathbb{E}[X]", TWO + r" If $X \in \{0, 1\}$, things are simple."),
    (r"\mathbb{E}[X^2]", r"\mathbb{E}[X]", TWO + r" It is not the case that $X \in \{0, 1\}$."),
    (r"\mathbb{E}[X^2]", r"\mathbb{E}[X]", TWO + r" The indicator of $X \in \{0, 1\}$ is $Z$."),
    (r"\mathbb{E}[X]", "0", TWO + r" If $\mathbb{E}[X] = 0$, things are simple."),
    (r"P(X < x)", r"P(X \le x)", r"Let $X$ be a random variable that need not have a density."),
    (r"P(g(X) \le y)", r"P(X \le h(y))", RISING.replace("is strictly", "is not strictly")),
    (r"P(g(X) \le y)", r"P(X \le h(y))", RISING.replace("Assume that $g", "It may be that $g")),
    (r"P(X \le Y)", r"F_X(Y)", RISING.replace("$Y := g(X)$", "$Y$ be a random variable")),
    (r"D_{KL}(\mathcal{U}(0, b) \| \mathcal{U}(0, a))", r"\log \frac{a}{b}", "Let $0 < a < b$."),
    (r"\mathbb{E}[x^2]", r"\mathbb{E}[x]^2", r"Let $x \in \mathbb{R}$."),
    (r"\mathbb{E}[X^2]", r"\mathbb{E}[X]^2", r"Let $X \in \mathbb{R}$."),
    (r"\mathbb{E}[X^2]", r"\mathbb{E}[X]^2", r"Let $X > 0$."),
    (r"\mathbb{E}[\theta \mid x]", r"\theta", ""),
    (r"\mathbb{E}[xY]", r"x\mathbb{E}[Y]", "Let $Y$ be a random variable."),
    (r"\operatorname{Var}(Z)", r"a\operatorname{Var}(X)", r"Let $Z := aX$."),
    (r"\mathbb{E}[XY]", "np^2", r"Let $X \sim \mathrm{Bern}(p)$ and $Y \sim \mathrm{Bin}(n, p)$."),
    (r"\mathbb{E}[X]", r"\sigma", r"Let $X \sim \mathrm{Exp}(\theta)$."),
    (r"P(A \cap B)", "P(A)P(B)", "Let $A$ and $B$ be events that are independent given $C$."),
    (r"\mathbb{E}[\theta]", r"\theta", TWO),
    (r"\mathbb{E}[wX]", r"w\mathbb{E}[X]", TWO),
    (r"\operatorname{Var}(X+Y)", r"2\sigma^2", r"Let $X, Y \sim \mathcal{N}(0, \sigma^2)$."),
    (
        r"\operatorname{Var}(X+Y)",
        r"\operatorname{Var}(X)+\operatorname{Var}(Y)",
        "Let $X$ and $Y$ be random variables. If $X$ and $Y$ are independent, that is simple, but otherwise it is not.",
    ),
    ("H(X)", "H(Y)", "Let $X$ and $Y$ be identically distributed random variables."),
]
"""Not to be proved either: what the scope leaves open, and names of which nothing says whether they are random."""

LESS_FREE = [
    (r"\operatorname{Var}(X)", "p(1-p)", "Let $X$ be a Bernoulli random variable with parameter $p$."),
    (r"\mathbb{E}[X]", "0", r"Let $X$ be a random variable. We have $X \sim \mathcal{M}(0, 1)$."),
    (r"\mathbb{E}[X]", "0", "Let $X$ be a random variable with symmetric distribution."),
    (r"\operatorname{Cov}(X,Y)", "0", "Let $X$ and $Y$ be uncorrelated random variables."),
    (r"\operatorname{Var}(X+Y)", r"\operatorname{Var}(X)+\operatorname{Var}(Y)", ""),
    (r"\mathbb{E}[X]", r"\mathbb{E}[Y]", r"Let $X$ and $Y$ be random variables. Assume that $X = Y$."),
    (r"\mathbb{E}[XY]", "0", r"Let $X$ and $Y$ be random variables with $\mathbb{E}[XY] = 0$."),
    (
        r"\operatorname{Var}(X+Y)",
        r"\operatorname{Var}(X)+\operatorname{Var}(Y)",
        "Let $X$ and $Y$ be random variables. They are independent.",
    ),
    (r"P(X = x, Y = y)", r"P(X = x) P(Y = y)", INDEPENDENT),
    (r"\mathbb{E}[X]", r"\sum_x x P(X = x)", TWO),
    ("p(x)", "P(X = x)", TWO),
    (r"p(x, y \mid z)", r"p(x \mid z) p(y \mid z)", r"Let $p(x, y, z)$ be a joint density with $X \perp Y \mid Z$."),
]
"""True, or true as far as one can tell: the scope says more of the variables than is understood."""


@pytest.mark.parametrize(("left", "right", "scope"), FALSE)
def test_a_false_average_is_refuted(left: str, right: str, scope: str) -> None:
    """A small table of probabilities shows it."""
    assert check_step(left, right, scope=scope).verdict is Verdict.REFUTED


@pytest.mark.parametrize(("left", "right", "scope"), UNDECIDABLE)
def test_what_is_left_open_is_not_proved(left: str, right: str, scope: str) -> None:
    """No independence and no constant is made up."""
    assert check_step(left, right, scope=scope).verdict is not Verdict.PROVED


@pytest.mark.parametrize(
    ("left", "relation", "right"), [("F_X(y)", "<", "1"), ("p_X(y)", ">", "0"), ("p_Y(y)", r"\ne", "0")]
)
def test_a_density_may_vanish(left: str, relation: str, right: str) -> None:
    """It is read as positive, so that nothing strict may rest on it."""
    assert check_step(left, right, relation=relation, scope=RISING).verdict is not Verdict.PROVED


@pytest.mark.parametrize(
    "formula",
    [
        r"a P(X > x) = 0 \implies a = 0",
        r"a = a F_X(x) \implies a = 0",
        r"a F_X(x) = 0 \iff a = 0",
        r"a p_X(x) = 0 \iff a = 0",
        r"a \ge 0 \implies F_X(x) > 0",
        r"a > 0 \iff a F_X(x) > 0",
    ],
)
def test_no_implication_rests_on_a_density_that_may_vanish(formula: str) -> None:
    """The distribution function may be 0 or 1, which no division minds."""
    scope = r"Let $X$ be a random variable with density $p_X$, and let $a, x \in \mathbb{R}$."
    (derivation,) = check_text(f"{scope}\n\n$$ {formula} $$").derivations
    assert [step.verdict is Verdict.PROVED for step in derivation.steps] == [False]


@pytest.mark.parametrize(("left", "right", "scope"), LESS_FREE)
def test_what_is_not_understood_refutes_nothing(left: str, right: str, scope: str) -> None:
    """Words about a distribution that are not understood forbid to refute."""
    assert check_step(left, right, scope=scope).verdict is not Verdict.REFUTED
