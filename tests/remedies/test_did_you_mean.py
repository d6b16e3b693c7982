"""Did you mean: which right side a refuted step offers, and that it offers none that is not proved."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from derivcheck import check_step
from derivcheck.check import Settings, check_text
from derivcheck.documents import Fragment
from derivcheck.engine.deadline import Deadline
from derivcheck.reading import syntax as s
from derivcheck.remedies import did_you_mean
from derivcheck.remedies.refuted import Refuted
from derivcheck.remedies.screen import Screen
from derivcheck.results import Step, Verdict
from tests.soundness.expressions import Expression, expressions, latex, rewritten

REALS = r"Let $x, y, a, b, \mu \in \mathbb{R}$, $s > 0$ and $\sigma(t) := \frac{1}{1 + e^{-t}}$."
SUMS = r"Let $n \in \mathbb{N}$, $x, y \in \mathbb{R}^n$, $p, q \in \mathbb{R}^n$ with $p_i > 0$, $q_i > 0$."
MATRICES = (
    r"Let $X \in \mathbb{R}^{n \times d}$, $y \in \mathbb{R}^n$, $w \in \mathbb{R}^d$, $\lambda > 0$, and let "
    r"$A, B \in \mathbb{R}^{n \times n}$ be invertible."
)
DENSITIES = "Let $p(x, z)$ and $q(z)$ be densities."

SLIPS = {
    "sign of a summand": (REALS, r"(x-y)^2", r"x^2+2xy+y^2", r"x^2-2xy+y^2"),
    "number that is too many": (REALS, r"x(a+b)", r"2xa+xb", r"xa+xb"),
    "sign of the whole": (REALS, r"\frac{d}{dx}\cos x", r"\sin x", r"-\sin x"),
    "sign in an exponent": (REALS, r"\frac{1}{e^x}", r"e^{x}", r"e^{-x}"),
    "sign inside a call": (REALS, r"\frac{d}{dx}\sigma(x)", r"\sigma(x)(1+\sigma(x))", r"\sigma(x)(1-\sigma(x))"),
    "difference turned round": (
        REALS,
        r"\left(\frac{a}{s}-\frac{b}{s}\right)s",
        r"\left(b-a\right)",
        r"\left(a-b\right)",
    ),
    "half": (REALS, r"\frac{x+y}{4}", r"\frac{1}{2}(x+y)", r"\frac{1}{4}(x+y)"),
    "coefficient": (REALS, r"(x+1)^2", r"x^2+x+1", r"x^2+2x+1"),
    "exponent too small": (REALS, r"x\cdot x\cdot x", r"x^2", r"x^3"),
    "exponent forgotten": (REALS, r"x^2-a^2+a^2", r"x", r"x^2"),
    "exponent too many": (REALS, r"\frac{x^2}{x}", r"x^2", r"x"),
    "root too many": (REALS, r"\frac{s^2}{s}", r"\sqrt{s}", r"s"),
    "bars forgotten": (REALS, r"\sqrt{x^2}+y", r"x+y", r"\left|x\right|+y"),
    "inverse ratio": (REALS, r"\frac{1}{s/a}", r"\frac{s}{a}", r"\frac{a}{s}"),
    "factor too many": (REALS, r"\frac{d}{dx}(ax+b)", r"ax", r"a"),
    "summand too many": (REALS, r"a-b+b", r"a+y", r"a"),
    "inner derivative": (REALS, r"\frac{d}{dx}\sin(x^2)", r"\cos(x^2)", r"\cos(x^2)\cdot 2x"),
    "inner derivative in front": (REALS, r"\frac{d}{dx}e^{ax}", r"e^{ax}", r"e^{ax}\cdot a"),
    "missing factor": (REALS, r"\mu(x+y)+\mu a", r"\mu x+y\mu+a", r"\mu x+y\mu+\mu a"),
    "sine for cosine": (REALS, r"\frac{d}{dx}\sin x", r"\sin x", r"\cos x"),
    "logarithm of a difference": (REALS, r"\log(1+x^2)-\log s", r"\log((1+x^2)-s)", r"\log(\frac{1+x^2}{s})"),
    "logarithm dropped": (REALS, r"\log s^2-\log s", r"s", r"\log s"),
    "exponential dropped": (REALS, r"\log e^{x+a}-a", r"e^x", r"x"),
    "complement": (REALS, r"\frac{b}{a}-\frac{s}{a}b", r"\frac{b}{a}s", r"\frac{b}{a}(1-s)"),
    "complement of a complement": (REALS, r"\frac{ab\sigma(x)}{a}", r"b(1-\sigma(x))", r"b\sigma(x)"),
    "product turned round beside an identity": (
        MATRICES,
        r"\|Xw\|^2 + \lambda w^\top w",
        r"w^\top(XX^\top+\lambda I)w",
        r"w^\top(X^\top X+\lambda I)w",
    ),
    "square of a sum": (REALS, r"x^2+2xy+y^2", r"x^2+y^2", r"(x+y)^2"),
    "other name": (REALS, r"(x+y)-x+a", r"x+a", r"y+a"),
    "brackets after a minus": (REALS, r"a-b-x-y", r"a-b+x+y", r"a-(b+x+y)"),
    "index": (SUMS, r"\sum_{i=1}^n x_iy_i", r"\sum_{j=1}^n x_jx_j", r"\sum_{j=1}^n y_jx_j"),
    "other weights": (
        SUMS,
        r"\sum_{i=1}^n p_i\log p_i-\sum_{i=1}^n p_i\log q_i",
        r"\sum_{i=1}^n q_i\log\frac{p_i}{q_i}",
        r"\sum_{i=1}^n p_i\log\frac{p_i}{q_i}",
    ),
    "mean": (SUMS, r"\sum_{i=1}^n\frac{x_i}{n}", r"\sum_{i=1}^n x_i", r"\frac{1}{n}\sum_{i=1}^n x_i"),
    "bound": (SUMS, r"\sum_{i=2}^n x_i+x_1", r"\sum_{i=2}^n x_i", r"\sum_{i=1}^n x_i"),
    "transpose": (MATRICES, r"\nabla_w\|Xw-y\|_2^2", r"2X(Xw-y)", r"2X^\top(Xw-y)"),
    "order": (MATRICES, r"(AB)^{-1}", r"A^{-1}B^{-1}", r"B^{-1} A^{-1}"),
    "identity forgotten": (
        MATRICES,
        r"X^\top Xw+\lambda w",
        r"\left(X^\top X+\lambda\right)w",
        r"\left(X^\top X+\lambda I_d\right)w",
    ),
    "divergence turned round": (
        DENSITIES,
        r"\sum_z q(z)\log\frac{q(z)}{p(z)}",
        r"\mathrm{KL}(p(z)\,\|\,q(z))",
        r"\mathrm{KL}(q(z)\,\|\,p(z))",
    ),
    "condition forgotten": (DENSITIES, r"\frac{p(x,z)}{p(x)}", r"p(z)", r"p(z \mid x)"),
}


def _plain(text: str | None) -> str:
    return "".join((text or "").split())


@pytest.mark.parametrize(("scope", "left", "wrong", "right"), SLIPS.values(), ids=SLIPS)
def test_each_kind_of_slip_is_put_right(scope: str, left: str, wrong: str, right: str) -> None:
    """What is offered is the author's own LaTeX with one edit."""
    step = check_step(left, wrong, scope=scope)
    assert step.verdict is Verdict.REFUTED
    assert _plain(step.suggestion) == _plain(right)


@pytest.mark.parametrize(
    ("left", "right", "scope"),
    [
        ("(x+1)^2", "x^2+2x+1", REALS),  # it is true
        ("x^2", "x^3", REALS),  # only the left side itself is near
        (r"\frac{a}{b}", r"\sin x + e^y", REALS),  # nothing is near
        (r"x^2", r"\unknown", REALS),  # it is not read
        (r"AB", r"BA", MATRICES),  # only the left side itself is near
    ],
)
def test_nothing_is_offered_for(left: str, right: str, scope: str) -> None:
    """No suggestion is better than one that says nothing."""
    assert check_step(left, right, scope=scope).suggestion is None


def test_inequalities_get_no_suggestion() -> None:
    """Many edits make an inequality true; none of them is known to be what was meant."""
    step = check_step("x^2", "-1", r"\le", REALS)
    assert (step.verdict, step.suggestion) == (Verdict.REFUTED, None)


@pytest.mark.parametrize(("scope", "left", "wrong", "right"), list(SLIPS.values())[:6], ids=list(SLIPS)[:6])
def test_what_the_prover_does_not_prove_is_not_offered(
    scope: str, left: str, wrong: str, right: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An edit that agrees at the points where it was weighed is no suggestion yet."""
    del right
    monkeypatch.setattr(did_you_mean, "_is_proved", lambda *_: False)
    assert check_step(left, wrong, scope=scope).suggestion is None


wrong_steps = st.tuples(expressions, st.tuples(*[st.integers(0, 3)] * 4), st.integers(0, 40))


def _slipped(expression: Expression, how: tuple[int, ...], place: int) -> str:
    """The LaTeX of a true rewrite with one character changed."""
    text = latex(rewritten(expression, how))
    changes = {"+": "-", "x": "y", "y": "z", "z": "x", "1": "2", "2": "3", "3": "1"}
    places = [k for k, letter in enumerate(text) if letter in changes]
    if not places:
        return f"{text} + 1"
    k = places[place % len(places)]
    return text[:k] + changes[text[k]] + text[k + 1 :]


@settings(max_examples=60, derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
@given(wrong_steps)
def test_whatever_is_offered_is_proved(drawn: tuple[Expression, tuple[int, ...], int]) -> None:
    """A fresh check of the left side and the suggestion proves it."""
    expression, how, place = drawn
    scope, left = r"Let $x, y, z \in \mathbb{R}$.", latex(expression)
    step = check_step(left, _slipped(expression, how, place), scope=scope)
    if step.suggestion is not None:
        assert step.verdict is Verdict.REFUTED
        assert check_step(left, step.suggestion, scope=scope).verdict is Verdict.PROVED


LONG = "+".join(rf"\frac{{x^{k}}}{{{k}}}\sin({k}x)" for k in range(1, 12))


def test_the_work_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the side, no more edits are weighed than the budget, and fewer where the refutation is expected."""
    weighed: list[s.Node] = []

    def passes(_: Screen, tree: s.Node) -> bool:
        weighed.append(tree)
        return False

    monkeypatch.setattr(Screen, "passes", passes)
    assert check_step("e^x", LONG, scope=REALS).suggestion is None
    assert len(weighed) == did_you_mean.MOST_EDITS
    weighed.clear()
    check_text(f"{REALS}\n\n<!-- derivcheck: expect refuted -->\n$$ e^x = {LONG} $$\n")
    assert len(weighed) == did_you_mean.MOST_FOR_KNOWN


def test_proofs_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few of the edits that agree are put to the provers."""
    asked: list[str] = []

    def refuse(_: Refuted, text: str) -> bool:
        asked.append(text)
        return False

    monkeypatch.setattr(did_you_mean, "_is_proved", refuse)
    monkeypatch.setattr(Screen, "passes", lambda *_: True)
    assert check_step("e^x", LONG, scope=REALS).suggestion is None
    assert len(asked) == did_you_mean.MOST_PROOFS


def test_a_very_long_side_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody mistypes one sign of a page."""
    monkeypatch.setattr(did_you_mean, "LONGEST", 5)
    assert check_step("(x+1)^2", "x^2+x+1", scope=REALS).suggestion is None


def test_the_search_leaves_the_document_as_it_is() -> None:
    """What an edit would make of undeclared names is not believed of the steps after it."""
    text = "$$ A^\\top B = B^\\top A $$\n\n$$ (A^\\top B)^\\top = B^\\top A $$\n"
    steps = [step for derivation in check_text(text).derivations for step in derivation.steps]
    alone = check_step(r"(A^\top B)^\top", r"B^\top A")
    assert _said(steps[-1]) == _said(replace(alone, place=steps[-1].place))


def _said(step: Step) -> tuple[object, ...]:
    return step.verdict, step.code, step.message


def test_what_is_tried_ends_with_the_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """The provers that an edit is put to have the deadline of the refuted step, not one of their own."""
    deadlines: set[Deadline | None] = set()

    def refuse(refuted: Refuted, text: str) -> bool:
        question = refuted.posed(Fragment.plain(text), refuted.fresh_context())
        assert question is not None
        deadlines.update((question.deadline, refuted.question.deadline))
        return False

    monkeypatch.setattr(did_you_mean, "_is_proved", refuse)
    check_step("(x+1)^2", "x^2+x+1", scope=REALS)
    assert len(deadlines) == 1
    assert None not in deadlines


def test_a_search_that_runs_out_of_work_offers_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The refutation stands all the same."""
    monkeypatch.setattr("derivcheck.remedies.screen.MOST_VISITS", 0)
    step = check_step("(x+1)^2", "x^2+x+1", scope=REALS)
    assert (step.verdict, step.suggestion) == (Verdict.REFUTED, None)


def test_advice_can_be_left_out() -> None:
    """Where only verdicts count, nothing is searched for."""
    quiet = Settings(advice=False)
    assert check_step("(x+1)^2", "x^2+x+1", scope=REALS).suggestion is not None
    assert check_step("(x+1)^2", "x^2+x+1", "=", REALS, quiet).suggestion is None
