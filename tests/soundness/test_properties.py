"""Random steps: true ones are never refuted, false ones never proved, and nothing crashes the reader."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from derivcheck.documents import Fragment
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.sides import ChainReader
from derivcheck.results import Verdict
from tests.soundness.asking import verdict
from tests.soundness.expressions import (
    NAMES,
    Expression,
    Literal,
    Product,
    Sum,
    expressions,
    latex,
    rewritten,
    value,
)

# Derandomised, so that a run can be repeated; no database, so that a run leaves nothing behind.
BOUNDED = settings(
    max_examples=60, derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
MANY = settings(BOUNDED, max_examples=300)

REALS = r"Let $x, y, z \in \mathbb{R}$."
POSITIVE = "Let $x > 0$, $y > 0$ and $z > 0$."
MATRICES = r"Let $A, B, C \in \mathbb{R}^{n \times n}$."
choices = st.tuples(*[st.integers(0, 3)] * 4)


def differ(left: Expression, right: Expression) -> bool:
    """Whether two expressions differ at some small rational point, in exact arithmetic."""
    numbers = (Fraction(1), Fraction(-2), Fraction(1, 3))
    points = (dict(zip(NAMES, at, strict=True)) for at in product(numbers, repeat=len(NAMES)))
    return any(value(left, at) != value(right, at) for at in points)


@BOUNDED
@given(expressions, choices)
def test_true_rewrites_of_polynomials_are_proved(expression: Expression, how: tuple[int, ...]) -> None:
    """Commuting, regrouping, distributing and unrolling powers change nothing."""
    assert verdict(f"0 + {latex(expression)}", "=", latex(rewritten(expression, how)), REALS) is Verdict.PROVED


@BOUNDED
@given(expressions, choices, expressions, st.sampled_from([-3, -1, 1, 2]))
def test_perturbed_rewrites_are_never_proved(
    expression: Expression, how: tuple[int, ...], other: Expression, factor: int
) -> None:
    """A rewrite plus a multiple of another expression is refuted, unless that is 0 at all points that are tried."""
    perturbed = Sum(rewritten(expression, how), Product(Literal(factor), other))
    found = verdict(f"0 + {latex(expression)}", "=", latex(perturbed), REALS)
    if differ(expression, perturbed):
        assert found is not Verdict.PROVED
    else:
        assert found is not Verdict.REFUTED


@BOUNDED
@given(expressions, choices)
def test_true_rewrites_inside_functions_are_never_refuted(expression: Expression, how: tuple[int, ...]) -> None:
    """Equal arguments give equal values, of the exponential and of an unknown function."""
    scope = REALS + r" Let $f : \mathbb{R} \to \mathbb{R}$ be a function."
    left, right = latex(expression), latex(rewritten(expression, how))
    for function in ("f({})", r"\sin({})", r"\arctan({})", r"|{}|"):
        sides = (function.replace("{}", side) for side in (left, right))
        assert verdict("0 + " + next(sides), "=", next(sides), scope) in (Verdict.PROVED, Verdict.UNPROVED)


EXPONENTIAL_RULES = (
    ("e^{{{a}}} e^{{{b}}}", "e^{{{a} + {b}}}"),
    (r"\log(e^{{{a}}})", "{a}"),
    ("(e^{{{a}}})^3", "e^{{3({a})}}"),
    (r"\frac{{e^{{{a}}}}}{{e^{{{b}}}}}", "e^{{{a} - ({b})}}"),
    (r"\cos({a})\cos({b}) - \sin({a})\sin({b})", r"\cos({a} + {b})"),
)


@BOUNDED
@given(expressions, expressions, st.sampled_from(EXPONENTIAL_RULES))
def test_rules_of_the_exponential_are_never_refuted(a: Expression, b: Expression, rule: tuple[str, str]) -> None:
    """The rules of powers hold for all exponents; a changed sign of an exponent is never proved."""
    left, right = (side.format(a=latex(a), b=latex(b)) for side in rule)
    assert verdict(left, "=", right, REALS) is not Verdict.REFUTED
    assert verdict(left, "=", f"1 + {right}", REALS) is not Verdict.PROVED


def positive_latex(exponents: tuple[int, ...], factor: int) -> str:
    """A monomial that is positive where x, y and z are."""
    return f"{factor} " + " ".join(f"{name}^{{{k}}}" for name, k in zip(NAMES, exponents, strict=True))


monomials = st.builds(positive_latex, st.tuples(*[st.integers(-2, 3)] * 3), st.integers(1, 6))


@BOUNDED
@given(monomials, monomials)
def test_rules_of_logarithms_and_roots_hold_for_positive_numbers(a: str, b: str) -> None:
    """Logarithms turn products into sums and roots go into products; nothing false of that kind is proved."""
    assert verdict(rf"\log({a} \cdot {b})", "=", rf"\log({a}) + \log({b})", POSITIVE) is Verdict.PROVED
    assert verdict(rf"\sqrt{{({a})^2 \cdot {b}}}", "=", rf"{a} \cdot \sqrt{{{b}}}", POSITIVE) is Verdict.PROVED
    assert verdict(rf"\log({a} \cdot {b})", "=", rf"\log({a}) - 2\log({b}) + 7", POSITIVE) is not Verdict.PROVED


@BOUNDED
@given(expressions)
def test_the_root_of_a_square_is_never_proved_without_its_sign(expression: Expression) -> None:
    """√(u²) is |u|; it is u only where u is nowhere negative."""
    u = latex(expression)
    found = verdict(rf"\sqrt{{({u})^2}}", "=", u, REALS)
    points = [dict(zip(NAMES, map(Fraction, at), strict=True)) for at in product((-9, -2, 0, 1, 7), repeat=3)]
    if any(value(expression, at) < 0 for at in points):
        assert found is not Verdict.PROVED
    assert verdict(rf"\sqrt{{({u})^2}}", "=", f"|{u}|", REALS) is not Verdict.REFUTED


words = st.text("ABC", min_size=2, max_size=4)


@BOUNDED
@given(words, words)
def test_matrix_words_are_equal_only_if_they_are_the_same(left: str, right: str) -> None:
    """Products of free matrices are proved equal letter by letter only, traces up to rotation."""
    found = verdict(left, "=", right, MATRICES)
    assert found is (Verdict.PROVED if left == right else Verdict.REFUTED)
    traces = verdict(rf"\operatorname{{tr}}({left})", "=", rf"\operatorname{{tr}}({right})", MATRICES)
    assert traces is (Verdict.PROVED if right in left + left and len(left) == len(right) else Verdict.REFUTED)


@BOUNDED
@given(words)
def test_a_transposed_word_is_reversed(word: str) -> None:
    """(AB…)ᵀ = …BᵀAᵀ; without reversing it is refuted, for a palindrome too unless nothing changes."""
    reversed_word = "".join(rf"{letter}^\top " for letter in reversed(word))
    same_order = "".join(rf"{letter}^\top " for letter in word)
    assert verdict(rf"({word})^\top", "=", reversed_word, MATRICES) is Verdict.PROVED
    if word != word[::-1]:
        assert verdict(rf"({word})^\top", "=", same_order, MATRICES) is Verdict.REFUTED


@BOUNDED
@given(st.integers(-3, 3), st.integers(0, 2), st.integers(1, 3))
def test_a_shifted_sum_is_the_same_sum(shift: int, power: int, factor: int) -> None:
    """∑ f(i) over i = 1 … n is ∑ f(i − s) over i = 1 + s … n + s; with unshifted ends it is never proved."""
    body = f"{factor} ({{}})^{power + 1}"
    moved = body.format(f"i - ({shift})")
    left = rf"\sum_{{i=1}}^{{n}} {body.format('i')}"
    scope = r"Let $n \in \mathbb{N}$."
    assert verdict(left, "=", rf"\sum_{{i={1 + shift}}}^{{n + {shift}}} {moved}", scope) is not Verdict.REFUTED
    if shift:
        assert verdict(left, "=", rf"\sum_{{i=1}}^{{n}} {moved}", scope) is not Verdict.PROVED


PIECES = (
    r"\frac \sqrt \sum \prod \int \nabla \partial \log \sin \max \lim \hat \mathbf \mathbb \text \operatorname "
    r"\left \right \begin \end \binom \underbrace \mid \| \{ \} \langle \rangle \cdot \times \top \infty \dots \alpha "
    r"\pi { } ( ) [ ] ^ _ + - * / = < > | ! ' , ; : & . \\ ~ % $ # 0 1 2.5 x y i n d e E A p f {x} {i=1} ² ½ −"
).split()
soup = st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join)


@MANY
@given(soup)
def test_the_parser_understands_or_says_that_it_does_not(text: str) -> None:
    """Whatever the tokens, the parser raises Unread and nothing else."""
    unread = None
    try:
        parse(text)
    except Unread as reason:
        unread = reason
    assert unread is None or (unread.code.startswith("D4") and 0 <= unread.start <= unread.end <= len(text) + 1)


@MANY
@given(soup, soup)
def test_reading_sides_never_raises(left: str, right: str) -> None:
    """Each side ends up with a term, a reason, or a clash of shapes."""
    for side in ChainReader(Context()).read([Fragment.plain(left), Fragment.plain(right)]):
        assert (side.term is not None) + (side.unread is not None) + (side.clash is not None) == 1


@BOUNDED
@given(soup, st.sampled_from(["=", r"\le", r"\implies", r"\in", ":="]), soup, soup)
def test_a_step_always_gets_a_verdict(left: str, relation: str, right: str, scope: str) -> None:
    """Nothing that stands in a formula or in the scope crashes the checker."""
    assert verdict(left, relation, right, f"Let ${scope}$ be given.") in set(Verdict)
