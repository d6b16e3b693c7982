"""Conditional independence proves what follows from it, and no more."""

from __future__ import annotations

import pytest

from derivcheck.check import check_text
from derivcheck.results import Verdict

DENSITY = "Let $p(x, y, z)$ be a joint mass function"
VARIABLES = "Let $X$, $Y$ and $Z$ be random variables"

FALSE = [
    (rf"{DENSITY} with $X \perp Y \mid Z$.", r"p(x, y) = p(x) p(y \mid x, z)"),
    (rf"{DENSITY} with $X \perp Y \mid Z$.", r"p(x, y \mid z) = p(x) p(y)"),
    (rf"{DENSITY} with $X \perp Y \mid Z$.", r"p(x \mid y, z) = p(x \mid y)"),
    (rf"{DENSITY} with $X \perp Y \mid Z$.", r"p(x, z \mid y) = p(x \mid y) p(z \mid y)"),
    (rf"{DENSITY} with $X \perp\!\!\!\perp Y$.", r"p(x, y \mid z) = p(x \mid z) p(y \mid z)"),
    (rf"{DENSITY} where $p(x \mid y, z) = p(x \mid z)$.", r"p(x \mid y) = p(x)"),
    (rf"{DENSITY} where $p(x, y, z) = p(x) p(y) p(z \mid x, y)$.", r"p(x, y \mid z) = p(x \mid z) p(y \mid z)"),
    (rf"{DENSITY}. Given $z$, $x$ and $y$ are independent.", r"p(x, y \mid z) = p(x) p(y \mid z)"),
    (rf"{VARIABLES} with $X \perp Y \mid Z$.", "I(X; Y) = 0"),
    (rf"{VARIABLES} with $X \perp Y \mid Z$.", r"H(X, Y \mid Z) = H(X \mid Z) + H(Y)"),
    (rf"{VARIABLES} with $X \perp Y \mid Z$.", r"\mathbb{E}[XY \mid Z] = \mathbb{E}[X] \, \mathbb{E}[Y \mid Z]"),
    (f"{VARIABLES}. Given $Z$, $X$ and $Y$ are independent.", r"\mathbb{E}[XY] = \mathbb{E}[X] \, \mathbb{E}[Y]"),
    (rf"{VARIABLES}, where $X \to Y \to Z$ forms a Markov chain.", r"I(X; Y) \le I(X; Z)"),
    (rf"{VARIABLES}, where $X \to Y \to Z$ forms a Markov chain.", r"I(X; Y \mid Z) = 0"),
    (rf"{VARIABLES}, where $X \to Y \to Z$ forms a Markov chain.", r"I(Y; Z) \le I(X; Z)"),
    (rf"{VARIABLES}, where $X \to Y \to Z$ forms a Markov chain.", r"H(Z \mid Y) \le H(Z \mid X) - H(X)"),
    # Without any fact.
    (f"{VARIABLES}.", r"I(X; Y \mid Z) \le I(X; Y)"),
    (f"{VARIABLES}.", r"I(X; Y) \le I(X; Y \mid Z)"),
    (f"{VARIABLES}.", r"H(X, Y) \ge H(X) + H(Y)"),
    (f"{VARIABLES}.", r"H(X \mid Y) \le H(Y \mid X)"),
    (f"{VARIABLES}.", r"I(X; Y, Z) = I(X; Y) + I(X; Z)"),
]


@pytest.mark.parametrize(("scope", "step"), FALSE)
def test_what_does_not_follow_is_refuted(scope: str, step: str) -> None:
    """With tables or variables for which the facts hold."""
    (derivation,) = check_text(f"{scope}\n\n$$ {step} $$\n").derivations
    assert [found.verdict for found in derivation.steps] == [Verdict.REFUTED]


UNSURE = [
    r"If $X \perp Y \mid Z$, much is easier.",
    r"It need not be that $X \perp Y \mid Z$.",
    r"$X \not\perp Y \mid Z$.",
    "$X$ and $Y$ are not conditionally independent given $Z$.",
    "$X$ and $Y$ may be conditionally independent given $Z$.",
    "Are $X$ and $Y$ conditionally independent given $Z$?",
    "Given $Z$ or $W$, $X$ and $Y$ are independent.",
    "For fixed $c$, $X$ and $Y$ are independent.",
]


@pytest.mark.parametrize("words", UNSURE)
@pytest.mark.parametrize(
    "step", [r"\mathbb{E}[XY \mid Z] = \mathbb{E}[X \mid Z] \, \mathbb{E}[Y \mid Z]", "I(X; Y) = 0"]
)
def test_what_is_only_weighed_proves_nothing(words: str, step: str) -> None:
    """Nor does what is denied."""
    (derivation,) = check_text(f"{VARIABLES}. {words}\n\n$$ {step} $$\n").derivations
    assert all(found.verdict is not Verdict.PROVED for found in derivation.steps)


UNCLEAR = [
    (r"Let $p(x, y, z, w)$ be a density with $X \perp Y \mid Z$ and $X \perp W \mid Z$.", r"p(x, w) = p(x) p(w)"),
    (r"Let $p(x, y, z)$ and $q(x, y, z)$ be densities with $X \perp Y \mid Z$.", r"q(x \mid y, z) = q(x \mid z)"),
    (r"Let $A$ and $B$ be events that are conditionally independent given $C$.", r"P(A \cap B) = P(A) P(B)"),
    (
        r"Let $A$ and $B$ be events, independent given the event $C$.",
        r"P(A \cap B \mid C^c) = P(A \mid C^c) P(B \mid C^c)",
    ),
]


@pytest.mark.parametrize(("scope", "step"), UNCLEAR)
def test_what_is_not_clear_decides_nothing(scope: str, step: str) -> None:
    """Facts in patterns that are not understood, of two densities, given an event."""
    (derivation,) = check_text(f"{scope}\n\n$$ {step} $$\n").derivations
    assert all(found.verdict not in (Verdict.PROVED, Verdict.REFUTED) for found in derivation.steps)
