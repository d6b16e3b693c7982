r"""What a text aims at, asks for or demands is neither a definition nor a fact; a rest without a name never cancels."""

from __future__ import annotations

import pytest

from derivcheck.check import check_text
from derivcheck.results import Verdict
from tests.soundness.asking import verdicts

USES = "$$ 2S = 2x^2 $$\n"
AIMS = [
    "**Theorem.** We have\n$$ S = x^2 $$\n**Proof.** Indeed",
    "**Theorem 1 (Squares).** $$ S = x^2 $$ *Proof.* We see that",
    "**Lemma 2.** *Let $x > 0$. Then $S = x^2$.*\n\nProof. We see that",
    "**Claim.** If $x > 0$,\n$$ S = x^2 $$\nTo see this, note that",
    "## Theorem\n\n$$ S = x^2 $$\n\n### Proof\n",
    "We will show that\n$$ S = x^2 $$\nIndeed,",
    "Prove that\n$$ S = x^2 $$\nWe compute",
    "Our goal is $S = x^2$. We compute",
    r"$$ S \stackrel{?}{=} x^2 $$" + "\nWe compute",
    r"$$ S \overset{!}{=} x^2 $$" + "\nWe compute",
    r"$$ S \overset{\text{want}}{=} x^2 $$" + "\nWe compute",
    r"Let $S \overset{!}{=} x^2$. We compute",
    # Equal in distribution, or up to a constant, is another relation.
    r"$$ S \overset{d}{=} x^2 $$" + "\nWe compute",
    r"$$ S \stackrel{\mathcal{D}}{=} x^2 $$" + "\nWe compute",
    r"$$ S \overset{c}{=} x^2 $$" + "\nWe compute",
]


@pytest.mark.parametrize("lead", AIMS)
def test_a_goal_is_no_definition(lead: str) -> None:
    """Nor is a question, a demand, or an equality of another kind."""
    assert verdicts(f"{lead}\n\n{USES}")[-1] not in (Verdict.PROVED, Verdict.REFUTED)


GIVEN = [
    "**Theorem.** Let $S = x^2$. Then\n$$ 3S = 3x^2 $$\n**Proof.** Indeed",
    "**Theorem.** We have $3S = 3x^2$, where $S := x^2$.\n\n**Proof.** Indeed",
    "**Theorem.** Define\n$$ S = x^2. $$\nThen $S \\ge 0$. **Proof.** Indeed",
    # What is proved is a fact, and so is a theorem that is only quoted.
    "**Theorem.** We have\n$$ S = x^2 $$\n**Proof.** This is well known. ∎\n\nNow",
    "**Theorem.** We have\n$$ S = x^2 $$\nNow",
    "By the theorem of Pythagoras, we have\n$$ S = x^2 $$\nNow",
    r"$$ S \overset{\text{def}}{=} x^2 $$" + "\nNow",
    r"$$ S \overset{(d)}{=} x^2 $$" + "\nNow",
]


@pytest.mark.parametrize("lead", GIVEN)
def test_what_a_theorem_gives_is_known_in_its_proof(lead: str) -> None:
    """And what it states is known behind it."""
    assert verdicts(f"{lead}\n\n{USES}")[-1] is Verdict.PROVED


def test_what_is_asked_may_be_true() -> None:
    """A question is proved where the answer is yes, and no claim where it is not."""
    text = r"Let $x \in \mathbb{R}$. $$ (x+1)^2 \stackrel{?}{=} x^2 + 2x + 1 $$ $$ (x+1)^2 \stackrel{?}{=} x^2 + 1 $$"
    assert verdicts(text) == [Verdict.PROVED, Verdict.SKIPPED]


def test_a_demand_is_a_premise() -> None:
    """Where a gradient is set to zero, it is zero."""
    text = r"Let $f(x) := x^2 - 2x$. $$ f'(x) = 2x - 2 \overset{!}{=} 0 \implies x = 1 $$"
    assert verdicts(text) == [Verdict.PROVED, Verdict.PROVED]


RESTS = [
    r"f = g + \Theta(n)" + " $$\n$$ " + r"f - \Theta(n) = g",
    r"f + \Theta(n) - (g + \Theta(n)) = f - g",
    r"\Omega(n) - \Omega(n) = 0",
    r"f + \operatorname{poly}(n) - \operatorname{poly}(n) = f",
    r"A + B + \text{h.c.} - \text{h.c.} = A + B",
    r"a + \text{c.c.} + b + \text{c.c.} = a + b + 2 \, \text{c.c.}",
    r"f + \text{h.o.t.} - \text{h.o.t.} = f",
    r"f + \text{other terms} - \text{other terms} = f",
    r"f + \mathrm{const.} = f + 1 + \mathrm{const.} - 1",
]


@pytest.mark.parametrize("formula", RESTS)
def test_rests_do_not_cancel(formula: str) -> None:
    """Two orders of magnitude, or two things without a name, are different quantities."""
    assert verdicts(f"$$ {formula} $$\n")[-1] not in (Verdict.PROVED, Verdict.REFUTED)


CAPTURED = [
    r"Let $L := x^2$. $$ \int_0^1 L \, dx = L $$",
    r"Let $L := x^2$. $$ \lim_{x \to 0} L = L $$",
    r"Let $n \in \mathbb{N}$ and $a := k^2$. $$ \sum_{k=1}^n a = n a $$",
]


@pytest.mark.parametrize("text", CAPTURED)
def test_what_is_defined_by_a_variable_may_move_with_it(text: str) -> None:
    """Whether a name is bound along with the variable that defines it is not guessed."""
    assert verdicts(f"{text}\n")[-1] not in (Verdict.PROVED, Verdict.REFUTED)


def test_circles_of_definitions_end_in_an_answer_for_maximisers() -> None:
    """A name that cannot be written out leaves an arg max open."""
    text = r"Let $L := x^2$. $$ \arg\max_t \int_0^1 t L \, dx = \arg\max_t t L $$"
    (derivation,) = check_text(f"{text}\n").derivations
    assert derivation.steps[0].verdict is Verdict.UNPROVED
