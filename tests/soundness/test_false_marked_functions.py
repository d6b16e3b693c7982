r"""Names with a mark before brackets, as ``f^*(x)``, ``\hat f(x)`` and ``V^\pi(s)``: functions, and no factors."""

import pytest

from derivcheck.check import check_text
from derivcheck.results import Verdict

LINEAR = {
    "a conjugate": r"f^*(x + y) = f^*(x) + f^*(y)",
    "an optimal value": r"V^*(2s) = 2 V^*(s)",
    "a value under a policy": r"V^\pi(2s) = 2 V^\pi(s)",
    "values of states and actions": r"Q^\pi(s, a) + Q^\pi(t, b) = Q^\pi(s + t, a + b)",
    "an estimate": r"\hat f(2s) = 2 \hat f(s)",
    "a wide one": r"\widetilde{g}(2s) = 2 \widetilde{g}(s)",
    "a star in braces": r"u^{\star}(2s) = 2 u^{\star}(s)",
}


@pytest.mark.parametrize("formula", LINEAR.values(), ids=LINEAR)
def test_marked_functions_are_not_linear(formula: str) -> None:
    """What would hold of a factor is not proved of a function."""
    steps = [step for part in check_text(f"$$ {formula} $$").derivations for step in part.steps]
    assert [step.verdict for step in steps] != [Verdict.PROVED]


def test_what_they_are_is_put_in() -> None:
    """Their definitions and sums over their values are read."""
    text = r"""Let $A^\pi(s, a) = Q^\pi(s, a) - V^\pi(s)$.

$$ A^\pi(s, a) - A^\pi(s, b) = Q^\pi(s, a) - Q^\pi(s, b) $$
"""
    steps = [step for part in check_text(text).derivations for step in part.steps]
    assert [step.verdict for step in steps] == [Verdict.PROVED]


def test_a_factor_stays_a_factor() -> None:
    """A number of which something is said is multiplied."""
    text = r"Let $\lambda^* \in \mathbb{R}$ and $\hat c \in \mathbb{R}$." + "\n\n" + "$$ {} $$"
    for formula in (r"\lambda^*(b - a) = \lambda^* b - \lambda^* a", r"\hat c(a + b) = \hat c a + \hat c b"):
        steps = [step for part in check_text(text.replace("{}", formula)).derivations for step in part.steps]
        assert [step.verdict for step in steps] == [Verdict.PROVED]
