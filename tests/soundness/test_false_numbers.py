"""Numbers that are not real, arithmetic that is another one, and arrays that words call otherwise than matrices."""

from __future__ import annotations

import pytest

from derivcheck.results import Verdict
from tests.soundness.asking import verdicts

NOT_PROVED = [
    (r"Let $z \in \mathbb{C}$.", r"z^2 = |z|^2"),
    (r"Let $z$ be a complex number.", r"\sqrt{z^2} = |z|"),
    (r"Let $z$ be a complex number.", r"z^2 \ge 0"),
    (r"Let $z$ and $w$ be complex numbers.", r"|z w|^2 = z^2 w^2"),
    ("", r"\langle A x, y \rangle = \langle x, A y \rangle"),
]

NO_ALARMS = [
    (r"Let $z$ be a complex number.", r"|z|^2 = z \bar{z}"),
    ("All arithmetic is modulo 2. Let $a$ and $b$ be bits.", r"(a + b)^2 = a^2 + b^2"),
    (r"We work over $\mathbb{F}_2$.", r"(x + y)^2 = x^2 + y^2"),
    (r"Let $x, y \in \{0, 1\}$, where arithmetic is mod 2.", r"x + y = x - y"),
    ("In characteristic 2 we have", r"(x + y)^2 = x^2 + y^2"),
    ("Let $X$ and $Y$ be orthogonal random variables.", r"\mathbb{E}[(X + Y)^2] = \mathbb{E}[X^2] + \mathbb{E}[Y^2]"),
    (r"Let $u, v \in \mathbb{R}^n$ be orthogonal vectors.", r"\|u + v\|^2 = \|u\|^2 + \|v\|^2"),
]


@pytest.mark.parametrize(("scope", "step"), NOT_PROVED)
def test_it_holds_of_real_numbers_alone(scope: str, step: str) -> None:
    """What was not understood is not taken for a real number."""
    assert Verdict.PROVED not in verdicts(f"{scope}\n\n$$ {step} $$")


@pytest.mark.parametrize(("scope", "step"), NO_ALARMS)
def test_it_is_not_refuted(scope: str, step: str) -> None:
    """Real numbers, and matrices, refute nothing that is about others."""
    assert verdicts(f"{scope}\n\n$$ {step} $$") == [Verdict.UNPROVED]


def test_pieces_that_are_added_may_be_complex() -> None:
    """Sums and products obey the same laws."""
    assert verdicts(r"Let $z \in \mathbb{C}$." + "\n\n$$ (z + 1)^2 = z^2 + 2 z + 1 $$") == [Verdict.PROVED]
