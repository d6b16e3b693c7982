"""Stated probabilities: against a count over all outcomes, slips, and words that take a statement back."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from derivcheck.check import check_text
from derivcheck.results import Verdict

WEIGHTS = st.lists(st.integers(1, 9), min_size=4, max_size=4)
EVENTS = r"Let $A$ and $B$ be events with "


def verdict(scope: str, step: str) -> Verdict:
    """How a step is judged in a scope."""
    (derivation,) = check_text(f"{scope}\n\n$$ {step} $$\n").derivations
    return derivation.steps[-1].verdict


def latex(value: Fraction) -> str:
    """A number as it is written."""
    return rf"\frac{{{value.numerator}}}{{{value.denominator}}}"


def probabilities(weights: list[int]) -> dict[str, Fraction]:
    """The probabilities of what is made of two events; the weights are those of both, A alone, B alone, neither."""
    both, first, second, neither = (Fraction(weight, sum(weights)) for weight in weights)
    return {
        "P(A)": both + first,
        "P(B)": both + second,
        r"P(A \cap B)": both,
        r"P(A \cup B)": both + first + second,
        r"P(A \mid B)": both / (both + second),
        r"P(B \mid A)": both / (both + first),
        r"P(B \mid A^c)": second / (second + neither),
        r"P(A^c \mid B^c)": neither / (first + neither),
        "P(A^c)": second + neither,
    }


@settings(max_examples=8, deadline=None)
@given(WEIGHTS, st.integers(1, 5), st.data())
def test_what_three_probabilities_fix_is_what_counting_gives(weights: list[int], off: int, data: st.DataObject) -> None:
    """P(A), P(B | A) and P(B | Aᶜ) say all of two events."""
    known = probabilities(weights)
    said = [f"${name} = {latex(known[name])}$" for name in ("P(A)", r"P(B \mid A)", r"P(B \mid A^c)")]
    asked = data.draw(st.sampled_from(sorted(known)))
    scope = EVENTS + ", ".join(said) + "."
    assert verdict(scope, f"{asked} = {latex(known[asked])}") is Verdict.PROVED
    assert verdict(scope, f"{asked} = {latex(known[asked] + Fraction(off, 7))}") is Verdict.REFUTED


@settings(max_examples=8, deadline=None)
@given(WEIGHTS, st.data())
def test_what_is_left_open_is_never_proved(weights: list[int], data: st.DataObject) -> None:
    """Two marginal probabilities do not say how events overlap, even where the claim holds of one distribution."""
    known = probabilities(weights)
    asked = data.draw(st.sampled_from([r"P(A \cap B)", r"P(A \cup B)", r"P(A \mid B)", r"P(B \mid A^c)"]))
    scope = EVENTS + f"$P(A) = {latex(known['P(A)'])}$ and $P(B) = {latex(known['P(B)'])}$."
    assume(known["P(A)"] != 1)
    assert verdict(scope, f"{asked} = {latex(known[asked])}") is not Verdict.PROVED


TEST = r"We know $P(D) = 0.01$, $P(T \mid D) = 0.9$ and $P(T \mid D^c) = 0.1$."
LETTERS = r"Let $S$ and $W$ be events with $P(S) = \pi$, $P(W \mid S) = a$ and $P(W \mid S^c) = b$."
DISJOINT = r"Let $A$ and $B$ be disjoint events."
PARTITION = r"Let $A_1$, $A_2$ and $A_3$ be events that partition the sample space, and let $B$ be an event."
BINARY = r"Let $X$ and $Y$ be binary random variables."

SLIPS = [
    (TEST, r"P(D \mid T) = 0.9"),
    (TEST, r"P(D \mid T) = \frac{0.9 \cdot 0.01}{0.9 \cdot 0.01 + 0.1}"),
    (TEST, r"P(T) = 0.9 \cdot 0.01 + 0.1 \cdot 0.01"),
    (LETTERS, r"P(S \mid W) = \frac{a \pi}{a \pi + b \pi}"),
    (LETTERS, r"P(S \mid W) = \frac{b \pi}{a \pi + b (1 - \pi)}"),
    (LETTERS, r"P(W) = a + (b - a) \pi"),
    (LETTERS, r"P(W^c \mid S) = 1 - b"),
    (DISJOINT, r"P(A \cup B) = P(A) + P(B) - P(A) P(B)"),
    (DISJOINT, r"P(A \cap B) = P(A) P(B)"),
    (DISJOINT, r"P(A \mid B) = P(A)"),
    (DISJOINT, r"P(A) + P(B) = 1"),
    (PARTITION, r"P(B) = P(B \mid A_1) + P(B \mid A_2) + P(B \mid A_3)"),
    (PARTITION, r"P(A_1) = 1 - P(A_2)"),
    (PARTITION, r"P(B) = P(B \mid A_1) P(A_1) + P(B \mid A_2) P(A_2)"),
    (BINARY, r"P(Y = 1) = P(Y = 1 \mid X = 0) + P(Y = 1 \mid X = 1)"),
    (BINARY, r"P(Y = 1) = P(Y = 1 \mid X = 0) P(X = 1) + P(Y = 1 \mid X = 1) P(X = 0)"),
    (BINARY, r"\mathbb{E}[X Y] = P(X = 1) P(Y = 1)"),
]


@pytest.mark.parametrize(("scope", "step"), SLIPS)
def test_slips_are_refuted(scope: str, step: str) -> None:
    """With a distribution that has the stated probabilities."""
    assert verdict(scope, step) is Verdict.REFUTED


UNSAID = [
    (r"If $P(A) = 1/2$, much follows.", r"P(A^c) = 1/2"),
    (r"It would be wrong to say that $P(A) = 1/2$.", r"P(A^c) = 1/2"),
    (r"Let $A$ and $B$ be events. We ask whether $P(A) = 1/2$.", r"P(A^c) = 1/2"),
    (r"Let $A$ and $B$ be events. It is never true that $P(A) = 1/2$.", r"P(A^c) = 1/2"),
    (r"Let $A$ and $B$ be events. The claim $P(A \mid B) = 1/2$ is false.", r"P(A^c \mid B) = 1/2"),
    (r"Let $A$ and $B$ be events that may be disjoint.", r"P(A \cup B) = P(A) + P(B)"),
    (r"Let $A$ and $B$ be events that are not disjoint.", r"P(A \cup B) = P(A) + P(B)"),
    (r"Let $A$ and $B$ be events. If $A \cap B = \emptyset$, more is known.", r"P(A \cup B) = P(A) + P(B)"),
    (r"Let $A$ and $B$ be events with $P(A) = 1/2$ and $P(A) = 1/3$.", r"P(B) = 1/2"),
    (r"Let $A$ and $B$ be events with $P(A) = 3/2$.", r"P(A^c) = -1/2"),
    (r"The random variables $X$ and $Y$ are not binary.", r"\mathbb{E}[X^2] = \mathbb{E}[X]"),
]


@pytest.mark.parametrize(("scope", "step"), UNSAID)
def test_what_is_not_said_proves_nothing(scope: str, step: str) -> None:
    """Conditions, negations and contradictions."""
    assert verdict(scope, step) is not Verdict.PROVED


UNSOLVED = [
    (r"Let $A$ and $B$ be independent events with $P(A \cap B) = 1/4$.", r"P(A) = P(B)"),
    (r"Let $A$ and $B$ be events with $P(A) = P(B)^2$.", r"P(A) = P(B)"),
    (r"Let $A$ and $B$ be events with $P(A) = 1/2$ and $P(A) = 1/3$.", r"P(A) = 1/4"),
]


@pytest.mark.parametrize(("scope", "step"), UNSOLVED)
def test_what_is_not_understood_decides_nothing(scope: str, step: str) -> None:
    """A statement that fixes no weights by linear equations neither proves nor lets anything be refuted."""
    assert verdict(scope, step) is Verdict.UNPROVED
