"""Families of distributions: one row for each, with its density or mass, where it lives, and its moments.

The moments are those of the density; a test holds them against rigorous integrals and sums.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import comb, factorial, prod

from derivcheck.terms.nodes import INFINITY, ONE, ZERO, Apply, Number, Term, number

Parameters = tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """A family of distributions of one number.

    ``logarithm`` is that of the density (or mass, where ``discrete``) at a point, as a sum whose average needs only
    ``moment``s, the average of xᵏ; ``log_moment`` is the average of log x. ``support`` gives the two ends, None for
    infinity, ``domains`` says what each parameter is: any number, a positive one, one of the unit interval, a count.
    """

    domains: tuple[str, ...]
    density: Callable[[Term, Parameters], Term]
    moment: Callable[[int, Parameters], Term]
    support: Callable[[Parameters], tuple[Term | None, Term | None]]
    logarithm: Callable[[Term, Parameters], Term] | None = None
    log_moment: Callable[[Parameters], Term] | None = None
    discrete: bool = False


@dataclass(frozen=True, slots=True)
class Distribution:
    """A family's member: the family's name, and its parameters."""

    family: str
    parameters: Parameters

    @property
    def row(self) -> Family:
        """The family's row."""
        return FAMILIES[self.family]


@dataclass(frozen=True, slots=True)
class Law:
    """A distribution that has a name; with an ``index``, a product of independent ones over it, from 1 to ``upper``."""

    distribution: Distribution
    index: str = ""
    upper: Term = ONE


def plus(*terms: Term) -> Term:
    """A sum of numbers."""
    known = [term for term in terms if term != ZERO]
    return Apply("add", tuple(known)) if len(known) > 1 else (known[0] if known else ZERO)


def times(*terms: Term) -> Term:
    """A product of numbers."""
    if ZERO in terms:
        return ZERO
    known = [term for term in terms if term != ONE]
    return Apply("multiply", tuple(known)) if len(known) > 1 else (known[0] if known else ONE)


def power(base: Term, exponent: int | Fraction) -> Term:
    """A power with a number as exponent."""
    if exponent == 0:
        return ONE
    if isinstance(base, Number) and Fraction(exponent).denominator == 1 and (base.value or exponent > 0):
        return Number(base.value ** int(exponent))
    return base if exponent == 1 else Apply("power", (base, number(Fraction(exponent))))


def minus(term: Term) -> Term:
    """The negative."""
    return times(number(-1), term)


def over(top: Term, bottom: Term) -> Term:
    """A quotient."""
    return times(top, power(bottom, -1))


def log(term: Term) -> Term:
    """The natural logarithm."""
    return ZERO if term == ONE else Apply("log", (term,))


def exp(term: Term) -> Term:
    """The exponential."""
    return Apply("exp", (term,))


def _gamma(term: Term) -> Term:
    return Apply("gamma", (term,))


def _log_gamma(term: Term) -> Term:
    return log(_gamma(term))


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


def _gamma_logarithm(x: Term, parameters: Parameters) -> Term:
    shape, rate = parameters
    return plus(
        times(shape, log(rate)), minus(_log_gamma(shape)), times(plus(shape, number(-1)), log(x)), minus(times(rate, x))
    )


def _binomial(x: Term, parameters: Parameters) -> Term:
    n, p = parameters
    ways = over(_gamma(plus(n, ONE)), times(_gamma(plus(x, ONE)), _gamma(plus(n, minus(x), ONE))))
    return times(ways, Apply("power", (p, x)), Apply("power", (plus(ONE, minus(p)), plus(n, minus(x)))))


FAMILIES: dict[str, Family] = {
    "normal": Family(("real", "positive"), _normal, _normal_moment, lambda _: LINE, _normal_logarithm),
    "exponential": Family(
        ("positive",),
        lambda x, q: times(q[0], exp(minus(times(q[0], x)))),
        lambda k, q: over(number(factorial(k)), power(q[0], k)),
        lambda _: (ZERO, None),
        lambda x, q: plus(log(q[0]), minus(times(q[0], x))),
    ),
    "gamma": Family(
        ("positive", "positive"),
        lambda x, q: times(
            Apply("power", (q[1], q[0])),
            power(_gamma(q[0]), -1),
            Apply("power", (x, plus(q[0], number(-1)))),
            exp(minus(times(q[1], x))),
        ),
        lambda k, q: over(_rising(q[0], k), power(q[1], k)),
        lambda _: (ZERO, None),
        _gamma_logarithm,
        lambda q: plus(Apply("digamma", (q[0],)), minus(log(q[1]))),
    ),
    "beta": Family(
        ("positive", "positive"),
        lambda x, q: times(
            over(_gamma(plus(*q)), times(_gamma(q[0]), _gamma(q[1]))),
            Apply("power", (x, plus(q[0], number(-1)))),
            Apply("power", (plus(ONE, minus(x)), plus(q[1], number(-1)))),
        ),
        lambda k, q: over(_rising(q[0], k), _rising(plus(*q), k)),
        lambda _: (ZERO, ONE),
        None,
        lambda q: plus(Apply("digamma", (q[0],)), minus(Apply("digamma", (plus(*q),)))),
    ),
    "uniform": Family(
        ("real", "real"),
        lambda _, q: power(plus(q[1], minus(q[0])), -1),
        lambda k, q: times(
            number(Fraction(1, k + 1)), plus(*(times(power(q[0], i), power(q[1], k - i)) for i in range(k + 1)))
        ),
        lambda q: (q[0], q[1]),
        lambda _, q: minus(log(plus(q[1], minus(q[0])))),
    ),
    "laplace": Family(
        ("real", "positive"),
        lambda x, q: times(
            power(times(number(2), q[1]), -1), exp(minus(over(Apply("abs", (plus(x, minus(q[0])),)), q[1])))
        ),
        _laplace_moment,
        lambda _: LINE,
    ),
    "bernoulli": Family(
        ("unit",),
        lambda x, q: plus(times(x, q[0]), times(plus(ONE, minus(x)), plus(ONE, minus(q[0])))),
        lambda _, q: q[0],
        lambda _: (ZERO, ONE),
        lambda x, q: plus(times(x, log(q[0])), times(plus(ONE, minus(x)), log(plus(ONE, minus(q[0]))))),
        discrete=True,
    ),
    "binomial": Family(
        ("count", "unit"),
        _binomial,
        lambda k, q: plus(
            *(times(number(_stirling(k, j)), _falling(q[0], j), power(q[1], j)) for j in range(1, k + 1))
        ),
        lambda q: (ZERO, q[0]),
        discrete=True,
    ),
    "poisson": Family(
        ("positive",),
        lambda x, q: times(Apply("power", (q[0], x)), exp(minus(q[0])), power(_gamma(plus(x, ONE)), -1)),
        lambda k, q: plus(*(times(number(_stirling(k, j)), power(q[0], j)) for j in range(1, k + 1))),
        lambda _: (ZERO, INFINITY),
        discrete=True,
    ),
}
