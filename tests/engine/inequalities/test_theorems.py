"""Each theorem is named where it is used, and refused where a premise of it fails."""

from __future__ import annotations

import pytest

from derivcheck import check_step
from derivcheck.engine.algebra.sums import product
from derivcheck.engine.decision import Certificate
from derivcheck.engine.inequalities import (
    bernoulli,
    bilinear_norm,
    cauchy_schwarz,
    chebyshev,
    covariance,
    exponential_tangent,
    jensen_points,
    jensen_sums,
    largest_bound,
    largest_entry,
    largest_summand,
    log_sum,
    logarithm_chord,
    logarithm_tangent,
    markov,
    mean_inequality,
    operator_frobenius,
    operator_norm,
    operator_triangle,
    power_tangent,
    product_norm,
    square_of_sum,
    submultiplicative,
    summand,
    termwise,
    triangle,
    weighted_mean,
)
from derivcheck.engine.inequalities.increasing import ARGUMENT, EXPONENTIAL, IDENTITY, LOGARITHM, SQUARE
from derivcheck.engine.proving.checked import Checked
from derivcheck.engine.proving.checks import CHECKS
from derivcheck.engine.question import Question
from derivcheck.results import Verdict
from derivcheck.terms.build import index
from derivcheck.terms.nodes import ONE, Apply, Number, Reduce, Symbol, Term, number
from derivcheck.terms.scope import Declaration, Domain, Scope, Trait

N = Symbol("n")
X, Y, W, V = (Symbol(name, (N,)) for name in "xywv")
A, M = Symbol("a"), Symbol("M", (N, Symbol("m")))
K = Symbol("·0:1..n")

PROSE = r"""Let $u, v \in \mathbb{R}^n$, $M \in \mathbb{R}^{m \times n}$, $a, b \in \mathbb{R}$, $c, d, f > 0$ and
$0 \le t \le 1$."""
NAMED = [
    (r"u^\top v", r"\|u\|\|v\|", cauchy_schwarz.NAME),
    (r"\|u - v\|", r"\|u\| + \|v\|", triangle.NAME),
    (r"\|u\|_2", r"\|u\|_1", square_of_sum.NAME),
    (r"2 u^\top v", r"\|u\|^2 + \|v\|^2", termwise.NAME),
    (r"u_i", r"\max_j u_j", largest_entry.NAME),
    (r"|u_i|", r"\|u\|_1", summand.NAME),
    (r"\|u\|_\infty", r"\|u\|_2", largest_summand.NAME),
    (r"\|u\|_1", r"n \|u\|_\infty", weighted_mean.NAME),
    (r"\max_j (u_j + v_j)", r"\max_j u_j + \max_j v_j", largest_bound.NAME),
    (r"\exp\left(\frac1n \sum_{i=1}^n u_i\right)", r"\frac1n \sum_{i=1}^n e^{u_i}", jensen_sums.NAME),
    (r"e^{t a + (1 - t) b}", r"t e^a + (1 - t) e^b", jensen_points.NAME),
    (r"\|M u\|", r"\|M\|_F \|u\|", product_norm.NAME),
    (r"1 + u^\top v", r"e^{u^\top v}", exponential_tangent.NAME),
    (r"\log(1 + \|u\|^2)", r"\|u\|^2", logarithm_tangent.NAME),
    (r"1 - \frac{1}{1 + a^2}", r"\log(1 + a^2)", logarithm_chord.NAME),
    (r"\sqrt[3]{c d f}", r"\frac{c + d + f}{3}", mean_inequality.NAME),
    (r"1 + n c", r"(1 + c)^n", bernoulli.NAME),
    (r"(1 - t)^n", r"e^{-n t}", power_tangent.NAME),
    (r"(c + d) \log\frac{c + d}{2f}", r"c \log\frac{c}{f} + d \log\frac{d}{f}", log_sum.NAME),
    (r"\|M u\|", r"\|M\|_2 \|u\|", operator_norm.NAME),
    (r"\|M^\top M\|_2", r"\|M\|_2^2", submultiplicative.NAME),
    (r"\|M + M\|_2", r"\|M\|_2 + \|M\|_2", operator_triangle.NAME),
    (r"\|M\|_2", r"\|M\|_F", operator_frobenius.NAME),
    (r"\sum_{i=1}^n \mathbb{1}[u_i^2 > c]", r"\frac{1}{c} \sum_{i=1}^n u_i^2", markov.NAME),
    (r"\sum_{i=1}^n \mathbb{1}[|u_i| \ge c]", r"\frac{1}{c^2} \|u\|^2", chebyshev.NAME),
    (r"u^\top M^\top M v", r"\|M\|_2 \|u\| \|M v\|", bilinear_norm.NAME),
]


@pytest.mark.parametrize(("left", "right", "rule"), NAMED)
def test_the_theorem_is_named(left: str, right: str, rule: str) -> None:
    """An inequality that rests on a theorem says so."""
    step = check_step(left, right, r"\le", PROSE)
    assert step.verdict is Verdict.PROVED
    assert rule in step.message


def total(body: Term, operator: str = "sum") -> Reduce:
    """A reduction over all places."""
    return Reduce(operator, K.name, ONE, N, body)


def at(array: Symbol) -> Term:
    """The entry at the bound place."""
    return index(array, (K,))


def indicator(value: Term) -> Term:
    """1 where a value is at least a, which may be negative."""
    return Apply("cases", (Apply("at-most", (A, value)), ONE, number(0)))


SCOPE = Scope(
    {
        "n": Declaration(N, Domain.NATURAL),
        "a": Declaration(A),
        "x": Declaration(X),
        "y": Declaration(Y),
        "v": Declaration(V, traits=frozenset({Trait.NONNEGATIVE})),
        "w": Declaration(W, traits=frozenset({Trait.NONNEGATIVE, Trait.PROBABILITY})),
    }
)
HALF = Number(ONE.value / 2)
LOG, ROOT = Apply("log", (ARGUMENT,)), Apply("power", (ARGUMENT, Number(ONE.value / 2)))

REFUSED = [
    # ∑ xy ≤ √∑x² √∑x², ∑ x ≤ √∑x √n
    (cauchy_schwarz.NAME, (total(product([at(X), at(Y)])), total(product([at(X)] * 2)), total(product([at(X)] * 2)))),
    (cauchy_schwarz.NAME, (total(at(X)), total(product([at(X)] * 2)), total(ONE, "product"))),
    # Weights that do not sum to 1, or have no sign.
    (covariance.NAME, (total(at(V)), at(X), at(Y))),
    (covariance.NAME, (total(at(X)), at(X), at(Y))),
    (covariance.NAME, (at(W), at(X), at(Y))),
    (termwise.NAME, (total(at(X)),)),
    (square_of_sum.NAME, (total(at(X)),)),
    (summand.NAME, (total(at(X)), ONE)),
    (summand.NAME, (total(at(V), "maximum"), ONE)),
    # The range is that of no array in the body.
    (largest_entry.NAME, (Reduce("maximum", K.name, ONE, Symbol("m"), at(X)), ONE)),
    (largest_entry.NAME, (total(at(X)), ONE)),
    (largest_bound.NAME, (total(at(X), "maximum"), A)),
    (largest_summand.NAME, (total(at(X)), IDENTITY)),
    (largest_summand.NAME, (total(at(X)), LOGARITHM)),
    (weighted_mean.NAME, (total(at(X), "maximum"), at(Y), EXPONENTIAL)),
    (weighted_mean.NAME, (total(at(X), "maximum"), at(W), SQUARE)),
    (weighted_mean.NAME, (total(at(X), "maximum"), at(W), Apply("sin", (ARGUMENT,)))),
    # Weights that do not sum to 1, or have no sign; a logarithm of what is not positive; a function of no curvature.
    (jensen_sums.NAME, (total(ONE), at(V), at(X), EXPONENTIAL)),
    (jensen_sums.NAME, (total(ONE), at(X), at(X), EXPONENTIAL)),
    (jensen_sums.NAME, (total(ONE), at(W), at(X), LOG)),
    (jensen_sums.NAME, (total(ONE), at(W), at(X), ROOT)),
    (jensen_sums.NAME, (total(ONE), at(W), at(X), Apply("sin", (ARGUMENT,)))),
    (jensen_points.NAME, (EXPONENTIAL, A, A, ONE, Apply("add", (ONE, product([number(-1), A]))), A)),
    (jensen_points.NAME, (EXPONENTIAL, A, ONE, A, ONE, number(2))),
    (jensen_points.NAME, (EXPONENTIAL, A, ONE, A, ONE)),
    # The mean of 1 and 3 is not a.
    (jensen_points.NAME, (EXPONENTIAL, A, HALF, ONE, HALF, number(3))),
    (logarithm_tangent.NAME, (A,)),
    (logarithm_chord.NAME, (A,)),
    (mean_inequality.NAME, (A, ONE)),
    (mean_inequality.NAME, (total(at(X), "product"),)),
    (bernoulli.NAME, (A, number(3))),
    (bernoulli.NAME, (Apply("exp", (A,)), Number(ONE.value / 2))),
    # A base, an exponent, a weight or a quotient that may be negative; pairs that do not come in pairs.
    (power_tangent.NAME, (A, number(3))),
    (power_tangent.NAME, (number(2), A)),
    (log_sum.NAME, (total(ONE), at(X), number(2))),
    (log_sum.NAME, (total(ONE), at(V), at(X))),
    (log_sum.NAME, (A, number(2), ONE, number(3))),
    (log_sum.NAME, (ONE, A, ONE, number(3))),
    (log_sum.NAME, (ONE, number(2), ONE)),
    (triangle.NAME, (X, A)),
    # No indicators, and values below them that may be negative.
    (markov.NAME, (total(at(X)),)),
    (markov.NAME, (total(indicator(at(X))),)),
    (chebyshev.NAME, (total(indicator(at(X))),)),
    (chebyshev.NAME, (total(indicator(Apply("abs", (at(X),)))),)),
    # Norms of what does not conform, or is no matrix.
    (operator_norm.NAME, (X, X)),
    (operator_norm.NAME, (M, X)),
    (submultiplicative.NAME, (M, M)),
    (submultiplicative.NAME, (M, X)),
    (operator_triangle.NAME, (M, X)),
    (operator_triangle.NAME, (X, Y)),
    (operator_frobenius.NAME, (X,)),
    (bilinear_norm.NAME, (X, M, X)),
]


@pytest.mark.parametrize(("rule", "instance"), REFUSED)
def test_a_theorem_whose_premise_fails_is_refused(rule: str, instance: tuple[Term, ...]) -> None:
    """Even where the inequality itself is true, a certificate that rests on a wrong premise is no proof."""
    question = Question(Apply("exp", (A,)), ">", number(0), SCOPE, "tests")
    assert isinstance(CHECKS["facts"](question, Certificate("inequality", "facts")), Checked)
    assert not isinstance(CHECKS["facts"](question, Certificate("", "facts", facts=((rule, instance),))), Checked)
