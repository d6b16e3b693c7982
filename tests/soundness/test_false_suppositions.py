"""What is supposed for a while, by others, or for contradiction: none of it may prove what stands elsewhere."""

from __future__ import annotations

import pytest

from derivcheck.check import check_text
from derivcheck.results import Step, Verdict

REAL = r"Let $x, y \in \mathbb{R}$."

FALSE = [
    rf"{REAL} Suppose to the contrary that $$x^2 = x$$ We arrive at a contradiction. So we have $$x^3 = x$$",
    rf"{REAL} Suppose, for the sake of contradiction, that $x = 1$. This is absurd. Hence $$x^2 = 1$$",
    rf"{REAL} Suppose for contradiction that $$x = y$$ That is impossible. We are left with $$x^2 = y^2$$",
    rf"{REAL} Students often write $x = y$ here. $$x^2 = y^2$$",
    rf"{REAL} Many assume that $x = y$. $$x^2 = y^2$$",
    rf"{REAL} We no longer assume that $x = y$. $$x^2 = y^2$$",
    rf"{REAL} We work without assuming that $x = y$. $$x^2 = y^2$$",
    rf"{REAL} Rather than assume $x = y$, we keep both. $$x^2 = y^2$$",
    rf"{REAL} We cannot assume $x = y$. $$x^2 = y^2$$",
    rf"{REAL} Let us pretend that $x = y$. That is not so. $$x^2 = y^2$$",
    rf"{REAL} Later we will assume $x = y$. $$x^2 = y^2$$",
    rf"{REAL} In Section 5 we shall assume that $x = y$. For now: $$x^2 = y^2$$",
    rf"{REAL} Only in the appendix do we assume $x = y$. $$x^2 = y^2$$",
    r"Let $x, y \in \mathbb{R}$ with $x = y$ excluded. $$x^2 = y^2$$",
    r"Let $x, y \in \mathbb{R}$, where $x = y$ is not allowed. $$x^2 = y^2$$",
    r"Let $x, y \in \mathbb{R}$, where possibly $x = y$. $$x^2 = y^2$$",
    r"Let $x, y \in \mathbb{R}$, where we may have $x = y$. $$x^2 = y^2$$",
    r"Let $x, y \in \mathbb{R}$, unless $x = y$. $$x^2 = y^2$$",
    r"Let $A, B \in \mathbb{R}^{n \times n}$ with $A$ symmetric. $$B = B^\top$$",
    rf"{REAL} Assume $x > 0$. $$|x| = x$$ Now assume $x < 0$ instead. $$|x| = x$$",
    rf"{REAL} First, assume $x \ge 0$. $$|x| = x$$ Second, assume $x \le 0$. $$|x| = x$$",
    rf"{REAL} Suppose $x > 0$. $$|x| = x$$ Next suppose $x \le 0$. $$|x| = x$$",
    rf"{REAL} Assume that $x = 1$. $$x^2 = x$$ Now assume that $x = 2$. $$x^2 = x$$",
    rf"{REAL} Suppose that $$x = y$$ Then $$x^2 = y^2$$ On the other hand, suppose that $x > y$. $$x^2 = y^2$$",
]

TRUE = [
    rf"{REAL} Assume $x > 0$. $$|x| = x$$ Now assume $x < 0$ instead. $$|x| = -x$$",
    rf"{REAL} First, assume $x \ge 0$. $$|x| = x$$ Second, assume $x \le 0$. $$|x| = -x$$",
    rf"{REAL} Suppose $x > 0$. $$|x| = x$$ Next suppose $y > 0$. $$\log(x y) = \log x + \log y$$",
    rf"{REAL} Assume $x > 0$. $$|x| = x$$ Now assume that, in addition, $y > 0$. $$\sqrt{{x^2 y^2}} = x y$$",
]

NO_ALARMS = [
    rf"{REAL} As in Section 2 we assume that $x = y$. $$x^2 = y^2$$",
    rf"{REAL} In Section 5 we assume that $x = y$. $$x^2 = y^2$$",
    r"Let $A, B \in \mathbb{R}^{n \times n}$ with $A$ symmetric. $$A B^\top = (B A)^\top$$",
    rf"{REAL} Suppose for contradiction that $x = y + 1$. Then $$x - y = 1$$",
    rf"{REAL} Assume $x > 0$. $$|x| = x$$ Now assume also $x < 5$. $$\sqrt{{x^2}} = x$$",
    rf"{REAL} Suppose, if possible, that $x > 3$. $$|x| = x$$ That $y < 0$ is a contradiction. $$\sqrt{{x^2}} = x$$",
]


def steps(text: str) -> list[Step]:
    """The steps of a text, each display of it on lines of its own."""
    parts = text.split("$$")
    spread = "".join(f"\n\n$${part}$$\n\n" if place % 2 else part for place, part in enumerate(parts))
    return [step for derivation in check_text(spread).derivations for step in derivation.steps]


@pytest.mark.parametrize("text", FALSE)
def test_the_last_step_is_not_proved(text: str) -> None:
    """It would follow from what does not hold there."""
    assert steps(text)[-1].verdict is not Verdict.PROVED


@pytest.mark.parametrize("text", TRUE)
def test_the_last_step_is_proved(text: str) -> None:
    """It follows from what is supposed there."""
    assert steps(text)[-1].verdict is Verdict.PROVED


@pytest.mark.parametrize("text", NO_ALARMS)
def test_the_last_step_is_not_refuted(text: str) -> None:
    """Whether what was supposed before still holds is not clear."""
    assert steps(text)[-1].verdict is not Verdict.REFUTED
