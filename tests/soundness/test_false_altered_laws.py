"""Laws that a sentence states and changes at once: what holds of the law as it stands is not proved."""

import pytest

from derivcheck.check import check_text
from derivcheck.results import Verdict

ALTERED = {
    "conditioned": (
        r"Let $X \sim \mathrm{Exp}(\lambda)$, conditioned on $X > 1$. For $t > 1$:",
        r"P(X > t) = e^{-\lambda t}",
    ),
    "truncated": (r"Let $X \sim \mathcal{N}(0, 1)$ truncated to $X > 0$.", r"\operatorname{E}[X] = 0"),
    "restricted": (r"Let $X \sim \mathcal{N}(0, 1)$ restricted to the positive numbers.", r"\operatorname{Var}(X) = 1"),
    "a truncated variable": (
        r"Let $Y$ be a truncated normal variable, $Y \sim \mathcal{N}(0, 1)$.",
        r"\operatorname{E}[Y] = 0",
    ),
}


@pytest.mark.parametrize(("prose", "formula"), ALTERED.values(), ids=ALTERED)
def test_an_altered_law_is_another_one(prose: str, formula: str) -> None:
    """Neither proved nor refuted: what the law has become is not understood."""
    steps = [step for part in check_text(f"{prose}\n\n$$ {formula} $$").derivations for step in part.steps]
    assert {step.verdict for step in steps} <= {Verdict.UNPROVED, Verdict.UNREAD}


def test_the_law_as_it_stands_is_used() -> None:
    """The same without the words that change it."""
    text = r"Let $X \sim \mathrm{Exp}(\lambda)$. For $t > 1$:" + "\n\n" + r"$$ P(X > t) = e^{-\lambda t} $$"
    assert [step.verdict for part in check_text(text).derivations for step in part.steps] == [Verdict.PROVED]
