"""Chains in running prose: what is claimed in passing is checked where it stands."""

import pytest

from derivcheck.check import check_text
from derivcheck.results import Step, Verdict


def _steps(text: str) -> list[Step]:
    return [step for derivation in check_text(text).derivations for step in derivation.steps]


CLAIMED = {
    "then": r"Let $a, b \in \mathbb{R}$. Then $(a + b)^2 = (a + b)(a + b) = a^2 + 2ab + b^2$.",
    "we have that": r"For numbers we have that $(x - 1)^2 = (x - 1)(x - 1) = x^2 - 2x + 1$, as is well known.",
    "because": r"The cross terms vanish because $a b - b a = a b - a b = 0$.",
    "of averages": r"Let $X$ be a random variable. "
    r"Hence, $\mathbb{E}[X - \mathbb{E}[X]] = \mathbb{E}[X] - \mathbb{E}[\mathbb{E}[X]] = 0$.",
}


@pytest.mark.parametrize("text", CLAIMED.values(), ids=CLAIMED)
def test_a_chain_in_prose_is_checked(text: str) -> None:
    """Each of its relations is a step."""
    assert [step.verdict for step in _steps(text)] == [Verdict.PROVED, Verdict.PROVED]


SLIPS = {
    "a factor": r"Let $a, b \in \mathbb{R}$. Then $(a + b)^2 = (a + b)(a + b) = a^2 + ab + b^2$.",
    "a sign": r"We find $(x - 1)^2 = (x - 1)(x - 1) = x^2 - 2x - 1$.",
    "an average": r"Let $X$ be a random variable. "
    r"Hence, $\mathbb{E}[2 X - 1] = 2 \mathbb{E}[X] - \mathbb{E}[1] = \mathbb{E}[X] - 1$.",
}


@pytest.mark.parametrize("text", SLIPS.values(), ids=SLIPS)
def test_a_slip_in_prose_is_refuted(text: str) -> None:
    """The formula itself binds none of its symbols."""
    assert [step.verdict for step in _steps(text)] == [Verdict.PROVED, Verdict.REFUTED]


SILENT = {
    "a definition": r"Define $u = f(x) = 3 x^2 - 4 x$.",
    "sizes": r"We have $k = l = 4$.",
    "a condition": r"Suppose that $a + b = 2 c = 4 d$.",
    "a condition that the reader may take": r"It holds if $a + b = 2 c = 4 d$.",
    "a denial": r"It is not true that $a + b = 2 c = 4 d$.",
    "dots": r"We have $x_1 = x_2 + 1 = \ldots = x_n + n$.",
    "an error": r"It would be wrong to conclude that $a + b = 2 c = 4 d$.",
    "an interval": r"Then $0 \le a b \le 1$.",
    "one equation": r"Then $(a + b)^2 = a^2$.",
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_what_claims_nothing_is_no_chain(text: str) -> None:
    """Declarations, definitions, assumptions and remarks belong to the scope."""
    assert not _steps(text)


def test_a_claim_under_another_formula_of_its_sentence_is_not_refuted() -> None:
    """It may hold only if the other one does; here it only puts that in."""
    text = r"Let $a, b \in \mathbb{R}$. Since $a = 2 b$, we have $a + b = 2 b + b = 3 b$."
    assert [step.verdict for step in _steps(text)] == [Verdict.DEFINED, Verdict.PROVED]


def test_what_is_said_behind_a_claim_proves_nothing_of_it() -> None:
    """The scope of a claim in prose ends where it stands, and it adds nothing to that of what follows."""
    text = r"Let $a, b \in \mathbb{R}$. Then $a + b = b + a = 2 b$. Let $a = b$."
    assert [step.verdict for step in _steps(text)] == [Verdict.PROVED, Verdict.REFUTED]
    behind = r"Then $c + 1 = 1 + c = 3$." + "\n\n" + r"$$ c^2 = 4 $$"
    assert _steps(behind)[-1].verdict is not Verdict.PROVED


def test_an_expectation_is_about_the_next_display() -> None:
    """Chains in prose meet none."""
    text = r"""Then $(a + b)^2 = (a + b)(a + b) = a^2 + 2ab + b^2$.

<!-- derivcheck: expect refuted -->
$$ (x + 1)^2 = x^2 + 1 $$
"""
    assert [step.expected for step in _steps(text)] == [None, None, "refuted"]
