"""What words cast doubt on is not known, and averages that do not say what is random are none of constants."""

from __future__ import annotations

import pytest

from derivcheck.check import check_text
from derivcheck.results import Verdict
from tests.soundness.asking import verdicts

TWO = "Let $X$ and $Y$ be random variables."
THREE = "Let $p(x, y, z)$ be a joint mass function."
CHAIN = "Let $X$, $Y$, $Z$ be random variables."
SUM = r"\operatorname{Var}(X + Y) = \operatorname{Var}(X) + \operatorname{Var}(Y)"
GIVEN = "p(x, y | z) = p(x | z) p(y | z)"
BINARY = r"\mathbb{E}[X^2] = \mathbb{E}[X]"
PROCESSING = r"I(X; Z) \le I(X; Y)"

DOUBTED = [
    (f"{TWO} In the last section, $X$ and $Y$ were independent; here they are not.", SUM),
    (f"{TWO} Suppose for contradiction that $X$ and $Y$ are independent.", SUM),
    (f"{TWO} Suppose that $X$ and $Y$ are independent. We get a contradiction.", SUM),
    (f"{TWO} $X$ is rarely independent of $Y$.", SUM),
    (f"{TWO} Suppose that $X$ and $Y$ are independent. But this is wrong.", SUM),
    (f"{TWO} We drop the assumption that $X$ and $Y$ are independent.", SUM),
    ("Let $X$ and $Y$ be independent random variables. Now drop independence.", SUM),
    (f"{TWO} It remains to show that $X$ and $Y$ are independent.", SUM),
    (f"{TWO} The more $X$ and $Y$ are independent, the better.", SUM),
    (f"{TWO} The theory of the case that $X$ and $Y$ are independent is simple.", SUM),
    (f"{TWO} Compare this with $X$ and $Y$ independent.", SUM),
    (f"{TWO} Under the null hypothesis, $X$ and $Y$ are independent.", SUM),
    (f"{THREE} That $x$ and $y$ are conditionally independent given $z$, is wrong here.", GIVEN),
    (f"{THREE} Nobody claims that $x$ and $y$ are conditionally independent given $z$.", GIVEN),
    (f"{THREE} Assume that $x$ and $y$ are independent given $z$. This assumption is usually violated.", GIVEN),
    (rf"{CHAIN} A Markov chain $X \to Y \to Z$ is a special case.", PROCESSING),
]


@pytest.mark.parametrize(("scope", "step"), DOUBTED)
def test_what_is_doubted_is_not_known(scope: str, step: str) -> None:
    """It neither proves nor refutes."""
    assert verdicts(f"{scope}\n\n$$ {step} $$\n") == [Verdict.UNPROVED]


KNOWN = [
    ("Let $X$ be a binary random variable.", BINARY),
    ("Let $X$ and $Y$ be independent binary random variables.", BINARY),
    (f"{TWO} We assume that $X$ and $Y$ are independent.", SUM),
    (f"{TWO} It follows that $X$ and $Y$ are independent. This is not about $Z$.", SUM),
    (f"{THREE} We assume that $x$ and $y$ are conditionally independent given $z$.", GIVEN),
    (rf"{CHAIN} Suppose that $X \to Y \to Z$ is a Markov chain.", PROCESSING),
]


@pytest.mark.parametrize(("scope", "step"), KNOWN)
def test_what_is_assumed_is_known(scope: str, step: str) -> None:
    """So the words around it are not all doubtful."""
    assert verdicts(f"{scope}\n\n$$ {step} $$\n") == [Verdict.PROVED]


AVERAGES = [
    ("Let $p(x)$ be a density.", r"\mathbb{E}[\log p(x)] = \log p(x)"),
    ("Let $p(x)$ be a density.", r"\operatorname{Var}(\log p(x)) = 0"),
    ("Let $p(x, z)$ be a joint density.", r"\operatorname{Var}(\log p(x|z)) = 0"),
    ("Let $q(z|x)$ be a density.", r"\mathbb{E}[\log q(z|x)] = \log q(z|x)"),
    (r"Let $p(x; \theta)$ be a density.", r"\operatorname{Var}(\partial_\theta \log p(x; \theta)) = 0"),
    (r"Let $p_\theta(x)$ be a density.", r"\operatorname{Var}(\nabla_\theta \log p_\theta(x)) = 0"),
    (r"Let $p(x; \theta)$ be a density.", r"\operatorname{Cov}(\log p(x; \theta), p(x; \theta)) = 0"),
    ("Let $X$ be random and let $e$ be the error.", r"\mathbb{E}[X e] = e \mathbb{E}[X]"),
]


@pytest.mark.parametrize(("scope", "step"), AVERAGES)
def test_outcomes_are_no_constants(scope: str, step: str) -> None:
    """An average of them under a density that is not said."""
    assert verdicts(f"{scope}\n\n$$ {step} $$\n") != [Verdict.PROVED]


TRUE = [
    ("Let $e$ be the residual with mean zero.", r"\operatorname{Var}(e) = \mathbb{E}[e^2]"),
    (r"Let $X \sim \mathrm{Bernoulli}(p)$.", r"-\mathbb{E}[\partial_p^2 \log p^X (1-p)^{1-X}] = \frac{1}{p(1-p)}"),
    ("Let $x, a, b > 0$.", r"\log a^x b^{1 - x} = x \log a + (1 - x) \log b"),
]


@pytest.mark.parametrize(("scope", "step"), TRUE)
def test_what_may_be_meant_otherwise_is_not_refuted(scope: str, step: str) -> None:
    """A letter for an error, and factors behind a logarithm."""
    assert verdicts(f"{scope}\n\n$$ {step} $$\n") != [Verdict.REFUTED]


def test_factors_behind_a_logarithm_are_not_used_to_excuse_slips() -> None:
    """What is wrong in both readings is refuted."""
    assert verdicts("Let $x, a, b > 0$.\n\n$$ \\log a^x b^{1 - x} = x \\log a + x \\log b $$\n") == [Verdict.REFUTED]


def test_the_score_has_a_variance() -> None:
    """Under the one density with parameters in it."""
    scope = r"Let $p(x; \theta)$ be a density."
    score = r"\operatorname{Var}(\partial_\theta \log p(x; \theta))"
    assert verdicts(f"{scope}\n\n$$ {score} = -\\mathbb{{E}}[\\partial_\\theta^2 \\log p(x; \\theta)] $$\n") == [
        Verdict.PROVED
    ]
    assert verdicts(f"{scope}\n\n$$ {score} = \\mathbb{{E}}[\\partial_\\theta^2 \\log p(x; \\theta)] $$\n") == [
        Verdict.REFUTED
    ]


def test_a_policy_beside_a_function_of_several_numbers_is_read() -> None:
    """Its gradient, with Q(s, a), ended the check."""
    body = r"\mathbb{E}_{a \sim \pi_\theta(a|s)}[\nabla_\theta \log \pi_\theta(a|s) Q(s, a)]"
    found = check_text(
        "Let $\\pi_\\theta(a|s)$ be a policy.\n\n"
        f"$$ \\nabla_\\theta \\mathbb{{E}}_{{a \\sim \\pi_\\theta(a|s)}}[Q(s, a)] = {body} $$\n"
    )
    assert not found.troubles
    assert [step.verdict for derivation in found.derivations for step in derivation.steps]


NOT_BINARY = [
    "Let $X$ be a binary random variable with values $-1$ and $1$.",
    "Let $X$ be a binary random variable that takes the values $a$ and $b$.",
    "Let $X$ be a non-binary random variable.",
    "Let $X$ be an almost binary random variable.",
    "Let $X$ be a random variable that depends on a binary random variable $Y$.",
    "Let $X$ be a random variable and $Y$ a binary random variable.",
    "Let $X$ be a sum of binary random variables.",
]


@pytest.mark.parametrize("scope", NOT_BINARY)
def test_what_is_not_called_binary_has_any_values(scope: str) -> None:
    """The word may be about other values, or another variable."""
    assert verdicts(f"{scope}\n\n$$ {BINARY} $$") != [Verdict.PROVED]


HALF = r"\mathbb{E}[X] = \frac{1}{2}"

NOT_UNIFORM = [
    "Let $X$ be non-uniform on $[0, 1]$.",
    "Let $X$ be nearly uniform on $[0, 1]$.",
    "Let $X$ be far from uniform on $[0, 1]$.",
    "Let $X$ be a function of a variable that is uniform on $[0, 1]$.",
    "Let $X$ be a random variable that is no longer uniform on $[0, 1]$.",
    "Let $X$ be a mixture of uniform variables on $[0, 1]$.",
    "Let $X$ be the maximum of two variables that are uniform on $[0, 1]$.",
    "Let $X$ be a random variable whose logarithm is uniform on $[0, 1]$.",
    "Let $X$ be uniform on $[0, 1]$ only approximately.",
]


@pytest.mark.parametrize("scope", NOT_UNIFORM)
def test_what_is_not_called_uniform_itself_has_any_distribution(scope: str) -> None:
    """Another variable may be, or nearly so."""
    assert verdicts(f"{scope}\n\n$$ {HALF} $$") != [Verdict.PROVED]


@pytest.mark.parametrize("said", ["uniform", "uniformly distributed", "a uniform random variable"])
def test_what_is_called_uniform_has_a_mean(said: str) -> None:
    """It is that of the interval."""
    assert verdicts(f"Let $X$ be {said} on $[0, 1]$.\n\n$$ {HALF} $$") == [Verdict.PROVED]
