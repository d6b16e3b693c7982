"""What words say of the parameters, the dependence and the moments of random variables is not passed over."""

from __future__ import annotations

import pytest

from derivcheck.check import check_text
from derivcheck.results import Verdict

TEXTS = [
    r"""Let $X$, $Y$ be independent random variables given $Z$.

$$ \mathbb{E}[XY] = \mathbb{E}[X]\mathbb{E}[Y] $$""",
    r"""Let $X$ and $Y$ be independent random variables given $Z$.

$$ \operatorname{Var}(X+Y) = \operatorname{Var}(X) + \operatorname{Var}(Y) $$""",
    r"""Let $X \sim \mathrm{Exp}(\lambda)$ where $\lambda$ is the mean.

$$ \mathbb{E}[X] = \frac1\lambda $$""",
    r"""Let $X \sim \mathcal{N}(\mu, \tau)$ with precision $\tau$.

$$ \operatorname{Var}(X) = \tau $$""",
    r"""Let $X \sim \mathrm{Gamma}(\alpha, \beta)$, where $\beta$ is the scale.

$$ \mathbb{E}[X] = \frac{\alpha}{\beta} $$""",
    r"""Let $X \sim \mathrm{Gamma}(\alpha, \beta)$ in the shape–scale parametrisation.

$$ \mathbb{E}[X] = \frac{\alpha}{\beta} $$""",
    r"""Let $X \sim \mathrm{Binomial}(n, p)$ be the number of failures, where $p$ is the probability of success.

$$ \mathbb{E}[X] = np $$""",
    r"""Let $X \sim \mathcal{N}(0, \lambda)$, where $\lambda$ denotes the inverse variance.

$$ \operatorname{Var}(X) = \lambda $$""",
    r"""Let $x \sim \mathcal{N}(\mu, \Lambda)$ with precision matrix $\Lambda$.

$$ \operatorname{Cov}(x) = \Lambda $$""",
    r"""Let $X \sim \mathrm{Exp}(\lambda)$ be shifted to the right by $1$.

$$ \mathbb{E}[X] = \frac{1}{\lambda} $$""",
    r"""Let $X \sim \mathcal{N}(0, \sigma^2)$, where $\sigma^2$ is itself exponentially distributed.

$$ \mathbb{E}[X^4] = 3 (\mathbb{E}[X^2])^2 $$""",
    r"""Let $X, Y$ be random variables. Recall that if $X$ and $Y$ are independent, then $\operatorname{Cov}(X,Y) = 0$.

$$ \mathbb{E}[XY] = \mathbb{E}[X]\mathbb{E}[Y] $$""",
    r"""Let $X, Y$ be random variables. Then $\operatorname{Cov}(X,Y) = 0$ if $X$ and $Y$ are independent.

$$ \mathbb{E}[XY] = \mathbb{E}[X]\mathbb{E}[Y] $$""",
    r"""Let $\langle X \rangle$ denote the time average and $X$ a random variable.

$$ \langle X \rangle = \mathbb{E}[X] $$""",
    r"""Let $\mathcal{N}(\mu, \sigma)$ denote the normal distribution with standard deviation $\sigma$ and let $X
\sim \mathcal{N}(0, 2)$.

$$ \operatorname{Var}(X) = 2 $$""",
    r"""Let $X\sim\mathrm{Exp}(2)$, where we use the mean as the parameter.

$$ \mathbb{E}[X] = \frac12 $$""",
    r"""Let $X$ and $Y$ be independent random variables for fixed $\theta$, with $\theta$ random.

$$ \mathbb{E}[XY] = \mathbb{E}[X]\mathbb{E}[Y] $$""",
    r"""Let $X$ and $Y$ be independent random variables within each stratum.

$$ \mathbb{E}[XY] = \mathbb{E}[X]\mathbb{E}[Y] $$""",
    r"""Let $X$ and $Y$ be independent random variables in the limit.

$$ \mathbb{E}[XY] = \mathbb{E}[X]\mathbb{E}[Y] $$""",
    r"""If $\rho = 0$, then $X$ and $Y$ are independent random variables.

$$ \mathbb{E}[XY] = \mathbb{E}[X]\mathbb{E}[Y] $$""",
    r"""Let $X_1,\dots,X_n$ be i.i.d. random variables under $H_0$ only, with variance $\sigma^2$.

$$ \operatorname{Var}\left(\sum_{i=1}^n X_i\right) = n\sigma^2 $$""",
    r"""Let $X_1,\dots,X_n$ be i.i.d. with variance $\sigma^2$ conditional on $\theta$.

$$ \operatorname{Var}\left(\sum_{i=1}^n X_i\right) = n\sigma^2 $$""",
    r"""Let $X$ and $Y$ be independent random variables given $Z$.

$$ \mathbb{E}[XY] = \mathbb{E}[X]\mathbb{E}[Y] $$""",
    r"""Let $X \sim \mathcal{N}(0, \lambda)$, where $\lambda$ is the precision.

$$ \operatorname{Var}(X) = \lambda $$""",
    r"""Let $X\sim\mathrm{Exp}(\lambda)$ with scale $\lambda$.

$$ \operatorname{Var}(X) = \lambda^{-2} $$""",
    r"""Let $X \sim \mathrm{Gamma}(\alpha, \beta)$ with scale $\beta$.

$$ \operatorname{Var}(X) = \frac{\alpha}{\beta^2} $$""",
    r"""Let $X, Y$ be random variables. Then $\operatorname{Cov}(X,Y) = 0$ if $\rho = 0$.

$$ \operatorname{Var}(X + Y) = \operatorname{Var}(X) + \operatorname{Var}(Y) $$""",
    r"""Let $X, Y$ be random variables. We have $\mathbb{E}[X] = 0$ if $a = 0$.

$$ \operatorname{Var}(X) = \mathbb{E}[X^2] $$""",
    r"""Let $X$ be a random variable with $\mathbb{E}[X] = 0$ under $H_0$.

$$ \operatorname{Var}(X) = \mathbb{E}[X^2] $$""",
    r"""Let $X$ be a random variable with $\mathbb{E}[X] = 0$ in the symmetric case.

$$ \operatorname{Var}(X) = \mathbb{E}[X^2] $$""",
    r"""Let $X$ be a random variable. Recall that $\mathbb{E}[X] = 0$ for symmetric $X$.

$$ \operatorname{Var}(X) = \mathbb{E}[X^2] $$""",
    r"""Let $X \sim \mathrm{Gamma}(\alpha, \beta)$ with shape $\alpha$ and scale $\beta$.

$$ \mathbb{E}[X] = \frac{\alpha}{\beta} $$""",
    r"""Let $X \sim \mathrm{Gamma}(\alpha, \beta)$, where $\beta$ is the scale parameter.

$$ \operatorname{Var}(X) = \frac{\alpha}{\beta^2} $$""",
    r"""Let $X \sim \mathrm{Exp}(\lambda)$ be exponential with scale $\lambda$.

$$ \operatorname{Var}(X) = \frac{1}{\lambda^2} $$""",
    r"""Let $X \sim \mathcal{N}(\mu, \sigma^2)$, where $\sigma^2$ is the precision.

$$ \operatorname{Var}(X) = \sigma^2 $$""",
    r"""Let $N \sim \mathrm{Poisson}(\lambda)$ and $X_1, X_2, \dots$ i.i.d. with mean $\mu$, independent of $N$.

$$ \mathbb{E}\left[\sum_{i=1}^N X_i\right] = N\mu $$""",
    r"""Let $N \sim \mathrm{Poisson}(\lambda)$.

$$ \mathbb{E}[N \mu] = N \mu $$""",
    r"""The second argument of $\mathcal{N}$ is the standard deviation. Let $X \sim \mathcal{N}(0, 2)$.

$$ \operatorname{Var}(X) = 2 $$""",
    r"""We parametrise normal distributions by mean and precision. Let $X \sim \mathcal{N}(0, 2)$.

$$ \operatorname{Var}(X) = 2 $$""",
    r"""Let $X \sim \mathrm{Gamma}(\alpha, \beta)$. We parametrise the gamma by its scale.

$$ \mathbb{E}[X] = \frac{\alpha}{\beta} $$""",
    r"""Let $X \sim \mathrm{Poisson}(\Lambda)$ where $\Lambda\sim\mathrm{Exp}(1)$.

$$ \operatorname{Var}(X) = \mathbb{E}[X] $$""",
    r"""Let $\mu \sim \mathcal{N}(0, 1)$ and $X \sim \mathcal{N}(\mu, 1)$.

$$ \operatorname{Var}(X) = 1 $$""",
]


@pytest.mark.parametrize("text", TEXTS)
def test_its_last_step_is_not_proved(text: str) -> None:
    """Every text ends with a false statement; what its words mean may not be understood, and then nothing is proved."""
    steps = [step for derivation in check_text(text).derivations for step in derivation.steps]
    assert steps
    assert steps[-1].verdict is not Verdict.PROVED
