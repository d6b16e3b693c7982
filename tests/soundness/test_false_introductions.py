"""What a text has determined already is given no other meaning by the first formula that has it on its left."""

from __future__ import annotations

import pytest

from derivcheck.check import check_step
from derivcheck.results import Verdict
from tests.soundness.asking import verdicts

FALSE = [
    ("Let $A$ be a singular matrix.", "A = 0"),
    (r"Let $X \sim \mathrm{Exp}(\lambda)$, with density", r"f(x) = \lambda e^{\lambda x}"),
    (r"Let $X \sim \mathrm{Exp}(\lambda)$.", r"f_X(x) = \lambda e^{\lambda x}"),
    (r"Let $X \sim \mathrm{Exp}(\lambda)$. Then", r"p(x) = \lambda e^{-x / \lambda}"),
    (r"Let $X \sim \mathcal{N}(\mu, \sigma^2)$ with density", r"p(x) = \frac{1}{\sigma} e^{-(x-\mu)^2/(2\sigma^2)}"),
    (
        r"Let $x \sim \mathcal{N}(\mu, \sigma^2)$. The density of $x$ is",
        r"p(x) = \frac{1}{\sigma\sqrt{2\pi}} e^{-(x-\mu)^2/\sigma^2}",
    ),
    (
        r"Let $X \sim \mathrm{Poisson}(\lambda)$. The probability mass function is",
        r"p(k) = \frac{\lambda^k e^{-\lambda}}{k}",
    ),
    (r"Let $X \sim \mathrm{Bin}(n, p)$. It has the mass function", r"f(k) = p^k (1-p)^{n-k}"),
    (r"Let $X \sim \mathrm{Exp}(\lambda)$. Its cumulative distribution function is", r"F_X(x) = e^{-\lambda x}"),
    ("Let $X$ have density $p_X$ and $Y = 2X$.", "p_Y(y) = p_X(y/2)"),
    ("Let $X$ have density $p_X$ and let $Y = g(X)$ with $g$ strictly increasing.", "p_Y(y) = p_X(g^{-1}(y))"),
    ("Let $X$ have density $f_X$ and $Y = e^X$. Then $Y$ has density", r"f_Y(y) = f_X(\log y)"),
    ("The variance is defined as", r"\operatorname{Var}(X) = E[X^2] - E[X]"),
    ("", r"\pi = 3.14"),
    ("", "π = 3.1416"),
    ("", r"\pi = \frac{22}{7}"),
    ("Euler's number is", "e = 2.7"),
]


@pytest.mark.parametrize(("scope", "step"), FALSE)
def test_a_slip_is_no_definition(scope: str, step: str) -> None:
    """It is refuted, or left open."""
    assert set(verdicts(f"{scope}\n\n$$ {step} $$")) <= {Verdict.REFUTED, Verdict.UNPROVED}


CIRCULAR = [
    (r"Let $z = \sqrt{a} w + \sqrt{1 - a} u$.", r"w = \frac{z - \sqrt{1-a} u}{a}"),
    (r"Let $y = X\beta + \varepsilon$.", r"\varepsilon = y + X \beta"),
    (r"Let $y = m x + c$.", r"m = \frac{y + c}{x}"),
    (
        r"We model $y = X\beta + \varepsilon$ and $\hat\beta = (X^\top X)^{-1} X^\top y$.",
        r"X^\top (y - X \hat\beta) = X^\top \varepsilon",
    ),
]


@pytest.mark.parametrize(("scope", "step"), CIRCULAR)
def test_what_a_definition_was_made_of_is_no_new_name(scope: str, step: str) -> None:
    """To solve for it is a claim."""
    assert set(verdicts(f"{scope}\n\n$$ {step} $$")) <= {Verdict.REFUTED, Verdict.UNPROVED}


@pytest.mark.parametrize("step", [r"w = w - \eta \frac{\partial L}{\partial w}", "w = w - 2 g"])
def test_an_update_is_no_equation(step: str) -> None:
    """It says what the name stands for from there on."""
    text = f"Let $L = (y - w x)^2$. The update is\n\n$$ {step} $$"
    assert verdicts(text) == [Verdict.SKIPPED]


TRUE = [
    (r"Let $z = \sqrt{a} w + \sqrt{1 - a} u$.", r"w = \frac{z - \sqrt{1-a} u}{\sqrt{a}}"),
    (r"Let $f(x) = a x^2$.", "a = 3"),
    (r"Let $X \sim \mathrm{Exp}(\lambda)$, with density", r"f(x) = \lambda e^{-\lambda x}"),
    (r"Let $X \sim \mathrm{Exp}(\lambda)$, with density", r"f(x) = \lambda e^{-\lambda x} \mathbb{1}[x \ge 0]"),
    (r"Let $X \sim \mathrm{Exp}(\lambda)$. Its distribution function is", r"F(x) = 1 - e^{-\lambda x}"),
    (
        r"Let $X \sim \mathcal{N}(\mu, \sigma^2)$. Its density is",
        r"p(x) = \frac{1}{\sigma\sqrt{2\pi}} e^{-(x-\mu)^2/(2\sigma^2)}",
    ),
    (r"Let $X \sim \mathrm{Bin}(n, p)$. It has the mass function", r"f(k) = \binom{n}{k} p^k (1-p)^{n-k}"),
    (r"Let $X \sim \mathrm{Exp}(\lambda)$. The posterior density is", r"f(x) = x^2"),
    (r"Let $X \sim \mathrm{Exp}(\lambda)$ and consider the function", r"f(x) = x^2"),
    (r"Let $X \sim \mathrm{Exp}(\lambda)$. The density of $Y$ is", r"f(y) = y^2"),
    (r"Let $X \sim \mathcal{N}(0, 1)$ and $Y = X^2$. Its density is", r"f(y) = \frac{1}{\sqrt{2\pi y}} e^{-y/2}"),
    (r"Let $X \sim \mathrm{Exp}(1)$. The sum of two such variables has density", r"f(x) = x e^{-x}"),
    (r"Let $X \sim \mathcal{N}(0, 1)$. The target density is", r"f(x) = \frac{1}{2} e^{-|x|}"),
    ("Let the mixture weight be", r"\pi = 0.3"),
    ("The residual is", r"e = y - \hat{y}"),
]


@pytest.mark.parametrize(("scope", "step"), TRUE)
def test_what_is_right_or_new_is_a_definition(scope: str, step: str) -> None:
    """It says the same as the text, or speaks of something else."""
    assert verdicts(f"{scope}\n\n$$ {step} $$") in ([Verdict.DEFINED], [Verdict.PROVED])


@pytest.mark.parametrize("bound", ["k", "{k=1}^K"])
def test_a_mixture_in_a_scope_says_nothing_of_its_posterior(bound: str) -> None:
    """That the weights are the probabilities of the components is not said, and not denied."""
    scope = rf"Consider the mixture $p(x) = \sum_{bound} \pi_k p(x \mid k)$."
    for right in (r"\frac{\pi_k p(x \mid k)}{p(x)}", r"\pi_k p(x \mid k)"):
        assert check_step(r"p(k \mid x)", right, "=", scope).verdict is Verdict.UNPROVED


@pytest.mark.parametrize("step", [r"\sqrt{-1} \sqrt{-1} = -1", r"\sqrt{-2}^2 = -2", r"(\sqrt{-1})^4 = 1"])
def test_roots_of_negative_numbers_are_complex(step: str) -> None:
    """Nobody writes them who means real numbers."""
    assert verdicts(f"$$ {step} $$") == [Verdict.UNPROVED]


SYMMETRIC = r"Let $A \in \mathbb{R}^{n \times n}$ be symmetric."
INDEPENDENT = "Let $X$ and $Y$ be independent random variables."
OF_SUMS = r"\operatorname{Var}(X+Y) = \operatorname{Var}(X) + \operatorname{Var}(Y)"
OPPOSED = [
    (f"{SYMMETRIC} In general,", r"A^\top = A"),
    (f"{SYMMETRIC}\n\nGenerally,", r"A^\top = A"),
    (f"{SYMMETRIC} For a general matrix,", r"A^\top = A"),
    (f"{SYMMETRIC}\n\nFor arbitrary matrices,", r"A^\top = A"),
    (f"{INDEPENDENT}\n\nWhether or not they are independent,", OF_SUMS),
    (f"{INDEPENDENT} In the general case,", OF_SUMS),
    ("Let $x > 0$.\n\nFor any real $x$,", r"\sqrt{x^2} = x"),
    ("Let $x > 0$.\n\nFor all real $x$ we have", r"\sqrt{x^2} = x"),
]


@pytest.mark.parametrize(("scope", "step"), OPPOSED)
def test_general_statements_rest_on_no_assumption(scope: str, step: str) -> None:
    """Words before a display may say that what was supposed is not supposed here."""
    assert Verdict.PROVED not in verdicts(f"{scope}\n\n$$ {step} $$")


ANEW = [
    ("Let $x > 0$.\n\n## Anew\n\nLet $x \\in \\mathbb{R}$.", r"\sqrt{x^2} = x"),
    (f"{SYMMETRIC}\n\n## Anew\n\nLet $A \\in \\mathbb{{R}}^{{n \\times n}}$.", r"A^\top = A"),
    (
        "Let $x, y \\in \\mathbb{R}$ with $x \\le y$.\n\n## Anew\n\nLet $x, y \\in \\mathbb{R}$.",
        r"x \le y",
    ),
]


@pytest.mark.parametrize(("scope", "step"), ANEW)
def test_what_an_inner_section_declares_anew_has_no_old_properties(scope: str, step: str) -> None:
    """What an outer one supposed of the name is not said of this one."""
    assert verdicts(f"{scope}\n\n$$ {step} $$") == [Verdict.REFUTED]


def test_what_is_not_declared_anew_keeps_its_properties() -> None:
    """Inner sections see what outer ones say."""
    text = "Let $x > 0$.\n\n## Inside\n\nLet $y \\in \\mathbb{R}$.\n\n$$ \\sqrt{x^2} = x $$"
    assert verdicts(text) == [Verdict.PROVED]
