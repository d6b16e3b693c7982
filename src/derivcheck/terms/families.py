"""Families of distributions: one row for each, with its density or mass, where it lives, and its moments.

The moments are those of the density; a test holds them against rigorous integrals and sums.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import comb, factorial, prod

from derivcheck.terms.nodes import (
    INFINITY,
    ONE,
    ZERO,
    Apply,
    Integral,
    Reduce,
    Symbol,
    Term,
    free_symbols,
    number,
)
from derivcheck.terms.shorthand import digamma, exp, gamma, log, log_gamma, minus, over, plus, power, times
from derivcheck.terms.substitution import substitute

Parameters = tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """A family of distributions of one number.

    ``logarithm`` is that of the density (or mass, where ``discrete``) at a point, but for ``base``, the part that has
    no average in closed form and that members with the same ``fixed`` parameters share. The average of the rest needs
    ``moment``s, those of xᵏ, and those of the other functions of x in it, which ``statistic`` gives. ``support`` gives
    the two ends, None for infinity, ``domains`` says what each parameter is: any number, a positive one, one of the
    unit interval, a count, an integer, a vector of probabilities. ``cumulative`` is the distribution function inside of
    the support.
    """

    domains: tuple[str, ...]
    density: Callable[[Term, Parameters], Term]
    moment: Callable[[int, Parameters], Term]
    support: Callable[[Parameters], tuple[Term | None, Term | None]]
    logarithm: Callable[[Term, Parameters], Term]
    statistic: Callable[[Term, Term, Parameters], Term | None] | None = None
    base: Callable[[Term, Parameters], Term] | None = None
    fixed: tuple[int, ...] = ()
    discrete: bool = False
    cumulative: Callable[[Term, Parameters], Term] | None = None


@dataclass(frozen=True, slots=True)
class Distribution:
    """A family's member: the family's name, and its parameters."""

    family: str
    parameters: Parameters

    @property
    def row(self) -> Family:
        """The family's row."""
        return FAMILIES[self.family]

    def logarithm(self, x: Term) -> Term:
        """That of the density or mass at a point of the support."""
        row = self.row
        rest = row.logarithm(x, self.parameters)
        return rest if row.base is None else plus(row.base(x, self.parameters), rest)

    def log_ratio(self, other: Distribution, x: Term) -> Term:
        """The logarithm of this density over another one, without what they share."""
        row = self.row
        if self.family == other.family and all(self.parameters[k] == other.parameters[k] for k in row.fixed):
            return plus(row.logarithm(x, self.parameters), minus(row.logarithm(x, other.parameters)))
        return plus(self.logarithm(x), minus(other.logarithm(x)))

    def lies_within(self, other: Distribution) -> list[Term] | None:
        """What must hold for the other density to be positive wherever this one is; None if it never is."""
        needed: list[Term] = []
        for side, (own, wide) in enumerate(
            zip(self.row.support(self.parameters), other.row.support(other.parameters), strict=True)
        ):
            if wide in (None, INFINITY, own):
                continue
            if own in (None, INFINITY):
                return None
            assert wide is not None  # noqa: S101 - seen above
            needed.append(Apply("at-most", (own, wide) if side else (wide, own)))
        return needed


@dataclass(frozen=True, slots=True)
class Law:
    """A distribution that has a name; with an ``index``, a product of independent ones over it, from 1 to ``upper``."""

    distribution: Distribution
    index: str = ""
    upper: Term = ONE


TAU = times(number(2), Apply("pi", ()))
LINE = (None, None)


def _stirling(k: int, j: int) -> int:
    """In how many ways k things fall into j groups: xᵏ is the sum of these times falling factorials."""
    signs: list[int] = [1 if i % 2 == 0 else -1 for i in range(j + 1)]
    total: int = sum(sign * comb(j, i) * (j - i) ** k for i, sign in enumerate(signs))
    return total // factorial(j)


def _rising(start: Term, count: int) -> Term:
    return times(*(plus(start, number(i)) for i in range(count)))


def _falling(start: Term, count: int) -> Term:
    return times(*(plus(start, number(-i)) for i in range(count)))


def _normal_logarithm(x: Term, parameters: Parameters) -> Term:
    mean, variance = parameters
    away = power(plus(x, minus(mean)), 2)
    return plus(
        times(number(Fraction(-1, 2)), log(times(TAU, variance))), minus(over(away, times(number(2), variance)))
    )


def _normal(x: Term, parameters: Parameters) -> Term:
    mean, variance = parameters
    away = minus(over(power(plus(x, minus(mean)), 2), times(number(2), variance)))
    return times(power(times(TAU, variance), Fraction(-1, 2)), exp(away))


def _normal_moment(k: int, parameters: Parameters) -> Term:
    mean, variance = parameters
    parts = [
        times(number(comb(k, 2 * j) * prod(range(1, 2 * j, 2))), power(variance, j), power(mean, k - 2 * j))
        for j in range(k // 2 + 1)
    ]
    return plus(*parts)


def _laplace_moment(k: int, parameters: Parameters) -> Term:
    mean, scale = parameters
    return plus(
        *(times(number(comb(k, j) * factorial(j)), power(scale, j), power(mean, k - j)) for j in range(0, k + 1, 2))
    )


def _gamma_statistic(function: Term, x: Term, parameters: Parameters) -> Term | None:
    shape, rate = parameters
    return plus(digamma(shape), minus(log(rate))) if function == log(x) else None


def _beta_statistic(function: Term, x: Term, parameters: Parameters) -> Term | None:
    for place, parameter in ((x, parameters[0]), (plus(ONE, minus(x)), parameters[1])):
        if function == log(place):
            return plus(digamma(parameter), minus(digamma(plus(*parameters))))
    return None


def _lognormal_statistic(function: Term, x: Term, parameters: Parameters) -> Term | None:
    mean, variance = parameters
    known = {log(x): mean, power(log(x), 2): plus(power(mean, 2), variance)}
    return known.get(function)


def _laplace_statistic(function: Term, x: Term, parameters: Parameters) -> Term | None:
    """The mean distance from a point: |μ - m| + b exp(-|μ - m|/b), or b from the middle."""
    mean, scale = parameters
    if not (isinstance(function, Apply) and function.operator == "abs"):
        return None
    inner = function.arguments[0]
    if inner == plus(x, minus(mean)):
        return scale
    parts = inner.arguments if isinstance(inner, Apply) and inner.operator == "add" else (inner,)
    rest = [part for part in parts if part != x]
    if len(rest) != len(parts) - 1 or any(x in free_symbols(part) for part in rest):
        return None
    away = Apply("abs", (plus(mean, *rest),))
    return plus(away, times(scale, exp(minus(over(away, scale)))))


def _binomial_base(x: Term, parameters: Parameters) -> Term:
    n = parameters[0]
    return plus(log_gamma(plus(n, ONE)), minus(log_gamma(plus(x, ONE))), minus(log_gamma(plus(n, minus(x), ONE))))


def _binomial(x: Term, parameters: Parameters) -> Term:
    n, p = parameters
    ways = over(gamma(plus(n, ONE)), times(gamma(plus(x, ONE)), gamma(plus(n, minus(x), ONE))))
    return times(ways, Apply("power", (p, x)), Apply("power", (plus(ONE, minus(p)), plus(n, minus(x)))))


def _count(parameters: Parameters) -> Term:
    """How many integers lie between two integers."""
    return plus(parameters[1], minus(parameters[0]), ONE)


def _probability_of(x: Term, parameters: Parameters) -> Term:
    """The entry of a vector of probabilities, which are those of 1, 2 and so on."""
    return Apply("index", (parameters[0], x))


def _categorical_moment(k: int, parameters: Parameters) -> Term:
    x = Symbol("#x")
    return Reduce("sum", x.name, ONE, parameters[0].shape[0], times(power(x, k), _probability_of(x, parameters)))


def _discrete_uniform_moment(k: int, parameters: Parameters) -> Term:
    lower, upper = parameters
    middle = over(plus(lower, upper), number(2))
    if k == 1:
        return middle
    if k == 2:
        return plus(power(middle, 2), over(plus(power(_count(parameters), 2), number(-1)), number(12)))
    x = Symbol("#x")
    return over(Reduce("sum", x.name, lower, upper, power(x, k)), _count(parameters))


def _whole(parameters: Parameters) -> Integral:
    """The integral over all values that a density by a formula has for its parameter."""
    (whole,) = parameters
    assert isinstance(whole, Integral)  # noqa: S101 - it is made so
    return whole


def _own_density(x: Term, parameters: Parameters) -> Term:
    whole = _whole(parameters)
    return substitute(whole.body, {whole.variable: x})


def _own_moment(k: int, parameters: Parameters) -> Term:
    whole = _whole(parameters)
    return ONE if k == 0 else replace(whole, body=times(power(Symbol(whole.variable), k), whole.body))


def _own_cumulative(x: Term, parameters: Parameters) -> Term:
    whole = _whole(parameters)
    point = Symbol(f"{whole.variable}#below")
    return Integral(point.name, whole.lower, x, substitute(whole.body, {whole.variable: point}))


def _own_support(parameters: Parameters) -> tuple[Term | None, Term | None]:
    whole = _whole(parameters)
    return whole.lower, whole.upper


BY_FORMULA = "density"
"""The family of all densities that a formula gives; its parameter is the integral over all values, which is 1."""

FAMILIES: dict[str, Family] = {
    BY_FORMULA: Family(
        domains=("density",),
        density=_own_density,
        moment=_own_moment,
        support=_own_support,
        logarithm=lambda x, q: log(_own_density(x, q)),
        cumulative=_own_cumulative,
    ),
    "normal": Family(
        domains=("real", "positive"),
        density=_normal,
        moment=_normal_moment,
        support=lambda _: LINE,
        logarithm=_normal_logarithm,
    ),
    "exponential": Family(
        domains=("positive",),
        density=lambda x, q: times(q[0], exp(minus(times(q[0], x)))),
        moment=lambda k, q: over(number(factorial(k)), power(q[0], k)),
        support=lambda _: (ZERO, None),
        logarithm=lambda x, q: plus(log(q[0]), minus(times(q[0], x))),
        cumulative=lambda x, q: plus(ONE, minus(exp(minus(times(q[0], x))))),
        statistic=lambda function, x, q: _gamma_statistic(function, x, (ONE, *q)),
    ),
    "gamma": Family(
        domains=("positive", "positive"),
        density=lambda x, q: times(
            Apply("power", (q[1], q[0])),
            power(gamma(q[0]), -1),
            Apply("power", (x, plus(q[0], number(-1)))),
            exp(minus(times(q[1], x))),
        ),
        moment=lambda k, q: over(_rising(q[0], k), power(q[1], k)),
        support=lambda _: (ZERO, None),
        logarithm=lambda x, q: plus(
            times(q[0], log(q[1])), minus(log_gamma(q[0])), times(plus(q[0], number(-1)), log(x)), minus(times(q[1], x))
        ),
        statistic=_gamma_statistic,
    ),
    "beta": Family(
        domains=("positive", "positive"),
        density=lambda x, q: times(
            over(gamma(plus(*q)), times(gamma(q[0]), gamma(q[1]))),
            Apply("power", (x, plus(q[0], number(-1)))),
            Apply("power", (plus(ONE, minus(x)), plus(q[1], number(-1)))),
        ),
        moment=lambda k, q: over(_rising(q[0], k), _rising(plus(*q), k)),
        support=lambda _: (ZERO, ONE),
        logarithm=lambda x, q: plus(
            log_gamma(plus(*q)),
            minus(log_gamma(q[0])),
            minus(log_gamma(q[1])),
            times(plus(q[0], number(-1)), log(x)),
            times(plus(q[1], number(-1)), log(plus(ONE, minus(x)))),
        ),
        statistic=_beta_statistic,
    ),
    "uniform": Family(
        domains=("real", "real"),
        density=lambda _, q: power(plus(q[1], minus(q[0])), -1),
        moment=lambda k, q: times(
            number(Fraction(1, k + 1)), plus(*(times(power(q[0], i), power(q[1], k - i)) for i in range(k + 1)))
        ),
        support=lambda q: (q[0], q[1]),
        logarithm=lambda _, q: minus(log(plus(q[1], minus(q[0])))),
        cumulative=lambda x, q: over(plus(x, minus(q[0])), plus(q[1], minus(q[0]))),
    ),
    "discrete-uniform": Family(
        domains=("integer", "integer"),
        density=lambda _, q: power(_count(q), -1),
        moment=_discrete_uniform_moment,
        support=lambda q: (q[0], q[1]),
        logarithm=lambda _, q: minus(log(_count(q))),
        discrete=True,
    ),
    "laplace": Family(
        domains=("real", "positive"),
        density=lambda x, q: times(
            power(times(number(2), q[1]), -1), exp(minus(over(Apply("abs", (plus(x, minus(q[0])),)), q[1])))
        ),
        moment=_laplace_moment,
        support=lambda _: LINE,
        logarithm=lambda x, q: plus(
            minus(log(times(number(2), q[1]))), minus(over(Apply("abs", (plus(x, minus(q[0])),)), q[1]))
        ),
        statistic=_laplace_statistic,
    ),
    "log-normal": Family(
        domains=("real", "positive"),
        density=lambda x, q: times(power(x, -1), _normal(log(x), q)),
        moment=lambda k, q: exp(plus(times(number(k), q[0]), times(number(Fraction(k * k, 2)), q[1]))),
        support=lambda _: (ZERO, None),
        logarithm=lambda x, q: plus(minus(log(x)), _normal_logarithm(log(x), q)),
        statistic=_lognormal_statistic,
    ),
    "bernoulli": Family(
        domains=("unit",),
        density=lambda x, q: plus(times(x, q[0]), times(plus(ONE, minus(x)), plus(ONE, minus(q[0])))),
        moment=lambda _, q: q[0],
        support=lambda _: (ZERO, ONE),
        logarithm=lambda x, q: plus(times(x, log(q[0])), times(plus(ONE, minus(x)), log(plus(ONE, minus(q[0]))))),
        discrete=True,
    ),
    "categorical": Family(
        domains=("probabilities",),
        density=_probability_of,
        moment=_categorical_moment,
        support=lambda q: (ONE, q[0].shape[0]),
        logarithm=lambda x, q: log(_probability_of(x, q)),
        discrete=True,
    ),
    "binomial": Family(
        domains=("count", "unit"),
        density=_binomial,
        moment=lambda k, q: plus(
            *(times(number(_stirling(k, j)), _falling(q[0], j), power(q[1], j)) for j in range(1, k + 1))
        ),
        support=lambda q: (ZERO, q[0]),
        logarithm=lambda x, q: plus(times(x, log(q[1])), times(plus(q[0], minus(x)), log(plus(ONE, minus(q[1]))))),
        base=_binomial_base,
        fixed=(0,),
        discrete=True,
    ),
    "poisson": Family(
        domains=("positive",),
        density=lambda x, q: times(Apply("power", (q[0], x)), exp(minus(q[0])), power(gamma(plus(x, ONE)), -1)),
        moment=lambda k, q: plus(*(times(number(_stirling(k, j)), power(q[0], j)) for j in range(1, k + 1))),
        support=lambda _: (ZERO, INFINITY),
        logarithm=lambda x, q: plus(times(x, log(q[0])), minus(q[0])),
        base=lambda x, _: minus(log_gamma(plus(x, ONE))),
        discrete=True,
    ),
}
